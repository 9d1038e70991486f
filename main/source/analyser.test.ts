import { rm, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { isContractError } from '#contract';
import { projectFolder, writeFiles } from '../testing/folder.ts';
import { type Analyser, createAnalyser } from './analyser.ts';
import { createFactsCache } from './facts-cache.ts';
import { analyseCode } from './program/analyse-code.ts';
import { analyse } from './static-graph.ts';

function analyser(): Analyser {
  const made = createAnalyser();
  onTestFinished(() => made.dispose());
  return made;
}

it('reads an unchanged file once, parses a touched one once, and sees changed, new and deleted files', async () => {
  const dir = await projectFolder({ 'a.js': "import './b.js';", 'b.js': '' });
  const cache = createFactsCache();
  const edges = async () => {
    const graph = await analyse(dir, cache, () => false);
    return [...(graph?.from ?? [])].map(
      (from, e) => `${graph?.paths[from]}>${graph?.paths[graph.to[e] ?? 0]}`,
    );
  };
  expect(await edges()).toEqual(['a.js>b.js']);
  expect(await edges()).toEqual(['a.js>b.js']);
  expect(cache.counts).toEqual({ read: 2, parsed: 2 });

  await utimes(join(dir, 'a.js'), new Date(0), new Date(0));
  expect(await edges()).toEqual(['a.js>b.js']);
  expect(cache.counts).toEqual({ read: 3, parsed: 2 });

  await writeFiles(dir, { 'b.js': "import './c.js';", 'c.js': '' });
  expect(await edges()).toEqual(['a.js>b.js', 'b.js>c.js']);
  expect(cache.counts).toEqual({ read: 5, parsed: 4 });

  await rm(join(dir, 'c.js'));
  expect(await edges()).toEqual(['a.js>b.js']);
});

it('takes up what a cache before it kept, and reads again what is of other code or damaged', async () => {
  const dir = await projectFolder({ 'a.js': "import './b.js';", 'b.js': 'export function b() {}' });
  const keptIn = { file: join(await projectFolder({}), 'kept', 'sources'), code: 'one' };
  const readsWith = async (kept = keptIn) => {
    const cache = createFactsCache(kept);
    const code = await analyseCode(dir, cache, () => false);
    cache.save();
    expect(code?.code.map((facts) => facts?.functions.length)).toEqual([0, 1]);
    return cache.counts;
  };
  expect(await readsWith()).toEqual({ read: 2, parsed: 2 });
  expect(await readsWith()).toEqual({ read: 0, parsed: 0 });
  await utimes(join(dir, 'a.js'), new Date(0), new Date(0));
  expect(await readsWith()).toEqual({ read: 1, parsed: 0 });
  expect(await readsWith({ ...keptIn, code: 'two' })).toEqual({ read: 2, parsed: 2 });
  await writeFile(keptIn.file, 'nothing of ours');
  expect(await readsWith({ ...keptIn, code: 'two' })).toEqual({ read: 2, parsed: 2 });
});

it('answers while the calling thread goes on, and answers two callers with one worker', async () => {
  const files = Object.fromEntries(
    Array.from({ length: 50 }, (_, i) => [`m${i}.js`, `import './m${i + 1}.js';`]),
  );
  const dir = await projectFolder(files);
  const made = analyser();
  const [one, two] = await Promise.all([made.analyse(dir), made.analyse(dir)]);
  expect(one.from.length).toBe(49);
  expect(two).toEqual(one);
  expect(one.unresolved).toEqual([{ module: one.paths.indexOf('m49.js'), specifier: './m50.js', line: 1 }]);
});

it('gives the answer of before as long as no file has changed, and to all who ask at once', async () => {
  const dir = await projectFolder({
    'package.json': { name: 'a', dependencies: { p: '1' } },
    'a.js': "import './b.js';\nimport 'p';",
    'b.js': '',
    'deep/c.js': '',
  });
  const made = analyser();
  const [one, two] = await Promise.all([made.analyseCode(dir, []), made.analyseCode(dir, [])]);
  expect(two).toBe(one);
  let last = one;
  const isAnother = async (): Promise<boolean> => {
    const before = last;
    last = await made.analyseCode(dir, []);
    return last !== before;
  };
  expect(await isAnother()).toBe(false);
  expect(await made.analyseCode(dir, ['deep/*.js'])).not.toBe(one);
  expect(await isAnother()).toBe(false);
  const changes: Readonly<Record<string, string>>[] = [
    { 'deep/c.js': "import '../b.js';" },
    { 'deep/new.js': '' },
    { 'package.json': '{"name":"a"}' },
    { 'tsconfig.json': '{}' },
    { 'pnpm-workspace.yaml': '' },
    { 'deep/fast.so': '' },
    { 'page.html': '<script src="b.js"></script>' },
    { '.github/workflows/test.yml': 'run: node deep/c.js' },
    { 'requirements.txt': 'flask' },
    { 'node_modules/p/index.js': '' },
    { 'node_modules/.package-lock.json': '{}' },
  ];
  for (const change of changes) {
    await writeFiles(dir, change);
    expect([Object.keys(change)[0], await isAnother()]).toEqual([Object.keys(change)[0], true]);
  }
  await rm(join(dir, 'deep/new.js'));
  expect(await isAnother()).toBe(true);
  expect(last.graph.paths).toEqual(['a.js', 'b.js', 'deep/c.js']);
});

it('answers who asks the same as somebody who has left', async () => {
  const dir = await projectFolder({ 'a.js': '' });
  const made = analyser();
  const controller = new AbortController();
  const left = made.analyse(dir, controller.signal);
  const stays = made.analyse(dir);
  const leavesAsWell = made.analyse(dir, controller.signal);
  controller.abort();
  for (const gone of [left, leavesAsWell])
    await expect(gone).rejects.toSatisfy((error) => isContractError(error, 'cancelled'));
  expect((await stays).paths).toEqual(['a.js']);
});

it('stops at once when it is cancelled, and serves the next', async () => {
  const dir = await projectFolder({ 'a.js': '' });
  const made = analyser();
  const controller = new AbortController();
  const cancelled = made.analyse(dir, controller.signal);
  controller.abort();
  await expect(cancelled).rejects.toSatisfy((error) => isContractError(error, 'cancelled'));
  await expect(made.analyse(dir, AbortSignal.abort())).rejects.toSatisfy((e) =>
    isContractError(e, 'cancelled'),
  );
  expect((await made.analyse(dir)).paths).toEqual(['a.js']);
});

it('reads no further file once it is cancelled', async () => {
  const dir = await projectFolder({ 'a.js': '', 'b.js': '', 'c.js': '' });
  const cache = createFactsCache();
  expect(await analyse(dir, cache, () => cache.counts.read === 2)).toBeNull();
  expect(cache.counts.read).toBe(2);
});

it('rejects what is pending when it is disposed', async () => {
  const dir = await projectFolder({ 'a.js': '' });
  const made = createAnalyser();
  const pending = made.analyse(dir);
  made.dispose();
  await expect(pending).rejects.toSatisfy((error) => isContractError(error, 'closed'));
  await expect(made.analyse(dir)).rejects.toSatisfy((error) => isContractError(error, 'closed'));
});

it('leaves out what tools made or installed, and virtual environments by any name', async () => {
  const dir = await projectFolder({
    'a.py': '',
    'src/b.js': '',
    'node_modules/x/i.js': '',
    'packages/p/node_modules/y/i.js': '',
    'dist/a.js': '',
    '.next/server.js': '',
    'coverage/block.js': '',
    'python3/pyvenv.cfg': '',
    'python3/lib/x.py': '',
  });
  await writeFile(join(dir, 'notes.txt'), '');
  expect((await analyser().analyse(dir)).paths).toEqual(['a.py', 'src/b.js']);
});
