import { execFileSync } from 'node:child_process';
import { chmod, mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { type ErrorCode, isContractError } from '#contract';
import { temporaryFolder } from '../testing/folder.ts';
import { writeWhole } from './atomic-file.ts';

const fails = (promise: Promise<unknown>, code: ErrorCode, words: RegExp) =>
  expect(promise).rejects.toSatisfy((error) => isContractError(error, code) && words.test(error.message));

async function* brokenOff() {
  yield 'half';
  throw new Error('The recording is damaged');
}

it('writes chunks in order, replaces a file, and counts bytes', async () => {
  const folder = temporaryFolder();
  const file = join(folder, 'out.json');
  await writeFile(file, 'old and longer than the new one');
  expect(await writeWhole(file, ['é', 'a', ''])).toBe(3);
  expect(await readFile(file, 'utf8')).toBe('éa');
  expect(await readdir(folder)).toEqual(['out.json']);
});

it('writes more than one block', async () => {
  const file = join(temporaryFolder(), 'out.json');
  const chunk = 'x'.repeat(100_000);
  expect(
    await writeWhole(
      file,
      Array.from({ length: 9 }, () => chunk),
    ),
  ).toBe(900_000);
  expect(await readFile(file, 'utf8')).toBe(chunk.repeat(9));
});

it('leaves what was there when the source fails or the export is cancelled', async () => {
  const folder = temporaryFolder();
  const file = join(folder, 'out.json');
  await writeFile(file, 'old');
  await expect(writeWhole(file, brokenOff())).rejects.toThrow('The recording is damaged');
  await fails(writeWhole(file, ['a'], AbortSignal.abort()), 'cancelled', /nothing was written/);
  expect(await readFile(file, 'utf8')).toBe('old');
  expect(await readdir(folder)).toEqual(['out.json']);
});

it('asks for no chunk before the one before is written', async () => {
  const file = join(temporaryFolder(), 'out.json');
  const written: number[] = [];
  async function* chunks() {
    for (let i = 0; i < 3; i++) {
      yield 'x'.repeat(300_000);
      const [draft = ''] = await readdir(join(file, '..'));
      written.push((await readFile(join(file, '..', draft))).length);
    }
  }
  await writeWhole(file, chunks());
  expect(written).toEqual([300_000, 600_000, 900_000]);
});

it('refuses a path that cannot be written and says what to do', async () => {
  const folder = temporaryFolder();
  await fails(writeWhole(join(folder, 'no/out.json'), ['a']), 'refused', /folder does not exist\. Create/);
  await fails(writeWhole(folder, ['a']), 'refused', /is a folder\. Give the name/);
  await fails(writeWhole('out.json', ['a']), 'invalid-request', /absolute/);
  await writeFile(join(folder, 'file'), '');
  await fails(writeWhole(join(folder, 'file/out.json'), ['a']), 'refused', /path is a file|does not exist/);
});

it.skipIf(process.platform === 'win32' || process.getuid?.() === 0)(
  `refuses a folder of others${process.getuid?.() === 0 ? ' (skipped: root may write anywhere)' : ''}`,
  async () => {
    const folder = join(temporaryFolder(), 'locked');
    await mkdir(folder);
    await chmod(folder, 0o500);
    await fails(writeWhole(join(folder, 'out.json'), ['a']), 'refused', /may not write there/);
  },
);

it.skipIf(process.platform !== 'linux')('says that the disk is full', async () => {
  await fails(writeWhole('/dev/full', ['a']), 'refused', /disk is full\. Free some space/);
});

it.skipIf(process.platform === 'win32')('writes into a pipe without replacing it', async () => {
  const pipe = join(temporaryFolder(), 'pipe');
  execFileSync('mkfifo', [pipe]);
  const [bytes, text] = await Promise.all([writeWhole(pipe, ['through']), readFile(pipe, 'utf8')]);
  expect([bytes, text]).toEqual([7, 'through']);
});
