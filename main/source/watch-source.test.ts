import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { projectFolder } from '../testing/folder.ts';
import { watchSource } from './watch-source.ts';

/** Waits for changes until one names the file; all that were named before it. */
async function watched(files: Readonly<Record<string, unknown>>) {
  const dir = await projectFolder(files);
  const seen: string[] = [];
  let wake = (): void => undefined;
  const watching = watchSource(dir, ({ files: changed }) => {
    seen.push(...changed);
    wake();
  });
  onTestFinished(() => watching.dispose());
  return {
    dir,
    seen,
    async until(path: string): Promise<void> {
      while (!seen.includes(path)) await new Promise<void>((resolve) => (wake = resolve));
    },
  };
}

it('tells of files that are written, made, renamed and removed, of settings, and of nothing that an analysis does not read', async () => {
  const { dir, seen, until } = await watched({
    'a.js': '',
    'src/b.ts': '',
    'node_modules/x/i.js': '',
    'notes.txt': '',
  });
  await writeFile(join(dir, 'notes.txt'), 'x');
  await writeFile(join(dir, 'node_modules/x/i.js'), 'x');
  await writeFile(join(dir, 'src/b.ts'), 'let b;');
  await until('src/b.ts');
  await writeFile(join(dir, 'src/c.ts'), '');
  await until('src/c.ts');
  await rm(join(dir, 'a.js'));
  await until('a.js');
  const settings = ['callscape.config.json', 'tsconfig.app.json', 'package.json', 'requirements-dev.txt'];
  for (const name of settings) {
    await writeFile(join(dir, name), '{}');
    await until(name);
  }
  await rename(join(dir, 'src/c.ts'), join(dir, 'src/d.ts'));
  await until('src/d.ts');
  await until('src/c.ts');
  expect([...new Set(seen)]).toEqual(['src/b.ts', 'src/c.ts', 'a.js', ...settings, 'src/d.ts']);
});

it('tells many writes at once', async () => {
  const dir = await projectFolder(Object.fromEntries(Array.from({ length: 50 }, (_, i) => [`m${i}.js`, ''])));
  const told: (readonly string[])[] = [];
  const { promise, resolve } = Promise.withResolvers<void>();
  const watching = watchSource(dir, ({ files }) => {
    told.push(files);
    if (told.flat().length === 50) resolve();
  });
  onTestFinished(() => watching.dispose());
  await Promise.all(Array.from({ length: 50 }, (_, i) => writeFile(join(dir, `m${i}.js`), 'x')));
  await promise;
  // One, but for a machine that is so slow that writes are far apart.
  expect(told.length).toBeLessThan(10);
});

it('watches folders that come later, and forgets those that go', async () => {
  const { dir, until } = await watched({ 'a.js': '' });
  await mkdir(join(dir, 'lib/deep'), { recursive: true });
  await until('lib');
  await writeFile(join(dir, 'lib/deep/x.js'), '');
  await until('lib/deep/x.js');
  await rm(join(dir, 'lib'), { recursive: true });
  await until('lib');
  await mkdir(join(dir, 'lib'));
  await writeFile(join(dir, 'lib/y.js'), '');
  await writeFile(join(dir, 'a.js'), '1');
  await until('a.js');
});
