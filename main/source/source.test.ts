import { execFileSync } from 'node:child_process';
import { mkdir, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { type ErrorCode, isContractError } from '#contract';
import { drawnRun } from '../testing/drawn-run.ts';
import { projectFolder, temporaryFolder, writeFiles } from '../testing/folder.ts';
import { createGraphs } from './index.ts';

const run = drawnRun('main a.js:1 1x 100ns\n  work b.js:1 2x 50ns');

function graphs() {
  const made = createGraphs({
    recordings: { callTree: async () => run.tree, functions: async () => run.functions },
    entryPoints: async () => ['a.js'],
  });
  onTestFinished(() => made.dispose());
  return made;
}

const failsWith = (promise: Promise<unknown>, code: ErrorCode) =>
  expect(promise).rejects.toSatisfy((error) => isContractError(error, code));

describe('modules', () => {
  it('joins the project with a run', async () => {
    const dir = await projectFolder({ 'a.js': "require('./b')", 'b.js': '' });
    const graph = await graphs().modules({ dir, run: 'r1' });
    expect([...graph.edges.kinds]).toEqual([2 | 32]);
    expect([...graph.modules.flags]).toEqual([1 | 2 | 4, 1 | 2]);
  });

  it('sees no cycle where imports are gone when TypeScript is compiled', async () => {
    const dir = await projectFolder({
      'a.ts': "import { B } from './b';\nexport class A { b?: B }",
      'b.ts': "import { A } from './a';\nexport class B extends A {}",
      'c.ts': "import { d } from './d';\nexport const c = () => d;",
      'd.ts': "import { c } from './c';\nexport const d = () => c;",
    });
    const { cycles, edges } = await graphs().modules({ dir, run: null });
    expect(cycles).toEqual([[2, 3]]);
    expect([...edges.kinds]).toEqual([8, 1, 1, 1]);
  });

  it('says that a folder is gone', async () => {
    await failsWith(graphs().modules({ dir: join(temporaryFolder(), 'gone'), run: null }), 'not-found');
  });
});

describe('source', () => {
  it('gives the text of a file without its byte order mark, by relative and absolute path', async () => {
    const dir = await projectFolder({ 'src/a.ts': '\ufeffconst é = 1;\n', 'b.py': 'pass', 'README.md': '#' });
    const service = graphs();
    const expected = { path: 'src/a.ts', text: 'const é = 1;\n', language: 'typescript' };
    expect(await service.source({ dir, path: 'src/a.ts' })).toEqual(expected);
    expect(await service.source({ dir, path: join(dir, 'src/a.ts') })).toEqual(expected);
    expect((await service.source({ dir, path: 'b.py' })).language).toBe('python');
    expect((await service.source({ dir, path: 'README.md' })).language).toBe('text');
  });

  it.skipIf(process.platform === 'win32')(
    'refuses what is outside the project, by traversal or by symbolic link, there or not',
    async () => {
      const outer = temporaryFolder();
      const dir = join(outer, 'project');
      await mkdir(dir);
      await writeFile(join(outer, 'secret.txt'), 'secret');
      await symlink(join(outer, 'secret.txt'), join(dir, 'link.txt'));
      await symlink(outer, join(dir, 'folder'));
      const service = graphs();
      for (const path of [
        '../secret.txt',
        '../nothing.txt',
        join(outer, 'secret.txt'),
        'link.txt',
        'folder/secret.txt',
      ]) {
        await failsWith(service.source({ dir, path }), 'refused');
      }
    },
  );

  it('gives what only a source map holds: beside its script, in it, of a bundler, and in sections', async () => {
    const map = (source: string, text: string, rest = {}) => ({
      ...{ version: 3, sources: ['other.ts', source], sourcesContent: [null, text], names: [], mappings: '' },
      ...rest,
    });
    const inline = Buffer.from(JSON.stringify(map('b.ts', 'in its script'))).toString('base64');
    const dir = await projectFolder({
      'dist/a.js': 'a();\n//# sourceMappingURL=a.js.map',
      'dist/a.js.map': map('a.ts', 'beside', { sourceRoot: '../src/' }),
      'dist/b.js': `b();\n//# sourceMappingURL=data:application/json;base64,${inline}`,
      'out/main.js.map': map('webpack://shop/./src/c.ts?1f', 'of a bundler'),
      'out/parts.js.map': {
        ...{
          version: 3,
          sections: [{ offset: { line: 0, column: 0 }, map: map('../src/d.ts', 'in sections') }],
        },
      },
      'out/damaged.js.map': '{ "sources": ["../src/a.ts"',
      'node_modules/x/e.js.map': map('/e.ts', 'of another'),
    });
    const service = graphs();
    const textOf = async (path: string) => {
      const { text, language, map: holder } = await service.source({ dir, path });
      expect(language).toBe('typescript');
      return [text, holder];
    };
    expect(await textOf('src/a.ts')).toEqual(['beside', 'dist/a.js.map']);
    expect(await textOf('dist/b.ts')).toEqual(['in its script', 'dist/b.js']);
    expect(await textOf('src/c.ts')).toEqual(['of a bundler', 'out/main.js.map']);
    expect(await textOf(join(dir, 'src/d.ts'))).toEqual(['in sections', 'out/parts.js.map']);
    for (const path of ['src/other.ts', 'src/gone.ts'])
      await failsWith(service.source({ dir, path }), 'not-found');
    await failsWith(service.source({ dir, path: '../a.ts' }), 'refused');
    // The file itself counts as soon as there is one.
    await writeFiles(dir, { 'src/a.ts': 'on the disk' });
    expect(await textOf('src/a.ts')).toEqual(['on the disk', undefined]);
  });

  it.skipIf(process.platform === 'win32')('reads a link that stays inside the project', async () => {
    const dir = await projectFolder({ 'a.js': 'a' });
    await symlink(join(dir, 'a.js'), join(dir, 'b.js'));
    expect(await graphs().source({ dir, path: 'b.js' })).toEqual({
      path: 'a.js',
      text: 'a',
      language: 'javascript',
    });
  });

  it('refuses folders, pipes, binary files and files over 5 MB, and says when there is none', async () => {
    const dir = await projectFolder({
      'a/b.js': '',
      'big.js': ' '.repeat(5_000_001),
      'full.js': ' '.repeat(5_000_000),
    });
    await writeFile(join(dir, 'image.js'), Buffer.from([1, 0, 2]));
    const service = graphs();
    if (process.platform !== 'win32') {
      execFileSync('mkfifo', [join(dir, 'pipe.js')]);
      await failsWith(service.source({ dir, path: 'pipe.js' }), 'refused');
    }
    for (const path of ['a', '.', 'big.js', 'image.js'])
      await failsWith(service.source({ dir, path }), 'refused');
    await failsWith(service.source({ dir, path: 'gone.js' }), 'not-found');
    expect((await service.source({ dir, path: 'full.js' })).text).toHaveLength(5_000_000);
  });
});

it('tells of changed source while somebody listens, and gives the changed answer then', async () => {
  const dir = await projectFolder({ 'a.js': '', 'b.js': '' });
  const service = graphs();
  const edges = async () => (await service.modules({ dir, run: null })).edges.length;
  expect(await edges()).toBe(0);
  const told = Promise.withResolvers<readonly string[]>();
  const listening = service.onSourceChanged({ dir }, ({ files }) => told.resolve(files));
  await writeFile(join(dir, 'a.js'), "require('./b')");
  expect(await told.promise).toEqual(['a.js']);
  expect(await edges()).toBe(1);
  listening.dispose();
});
