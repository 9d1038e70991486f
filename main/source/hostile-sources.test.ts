import { symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { projectFolder } from '../testing/folder.ts';
import { createAnalyser } from './analyser.ts';
import { MAX_NESTING, nestsDeeperThan } from './nesting.ts';
import type { StaticGraph } from './static-graph.ts';

async function analysed(dir: string): Promise<StaticGraph> {
  const analyser = createAnalyser();
  try {
    return await analyser.analyse(dir);
  } finally {
    analyser.dispose();
  }
}

const unreadable = (graph: StaticGraph) => graph.unreadable.map(({ path, reason }) => `${path}: ${reason}`);

it('names the line of a syntax error, keeps the imports of what could be mended, and reads the rest', async () => {
  const graph = await analysed(
    await projectFolder({
      'good.js': "import './broken.js'; function f() {}",
      'broken.js': 'let a = 1;\nlet b = (;\n',
      'merge.ts': '<<<<<<< HEAD\nconst a = 1;\n=======\nconst a = 2;\n>>>>>>> x\n',
      'binary.js': '\u0000\u0001\ufffd\u0000',
    }),
  );
  expect(graph.paths).toEqual(['binary.js', 'broken.js', 'good.js', 'merge.ts']);
  expect(graph.unreadable.map(({ path }) => path)).toEqual(['binary.js', 'broken.js', 'merge.ts']);
  expect(graph.unreadable[1]?.reason).toMatch(/^line 2: /);
  expect([...graph.functions]).toEqual([0, 0, -1, 0]);
  expect([...graph.to]).toEqual([1]);
});

it('reads scripts, JSX and Flow in .js files, byte order marks, hash-bangs and Windows line ends', async () => {
  const graph = await analysed(
    await projectFolder({
      'bom.js': "\ufeffimport './jsx.js';\r\n\r\nimport './gone';",
      'flow.js':
        "// @flow\nimport type { T } from './jsx.js';\nexport function f(x: T): number { return 1; }",
      'jsx.js': 'export const a = () => <p>{b}</p>;',
      'script.js': 'with (a) { var c = 010; }\nif (done) return;',
      'tool.js': "#!/usr/bin/env node\nrequire('./script');",
    }),
  );
  expect(graph.unreadable).toEqual([]);
  expect([...graph.from].map((from, e) => `${from}>${graph.to[e]}`)).toEqual(['0>2', '1>2', '4>3']);
  expect(graph.unresolved).toEqual([{ module: 0, specifier: './gone', line: 3 }]);
});

it('survives lines of 1, 4 and 10 MB', async () => {
  const graph = await analysed(
    await projectFolder({
      'data.js': `import './x.js'; export default [${'1,'.repeat(500_000)}];`,
      'text.js': `import './x.js'; export default "${'x'.repeat(4_000_000)}";`,
      'huge.js': `export default [${'1,'.repeat(5_000_000)}];`,
      'x.js': '',
    }),
  );
  expect(unreadable(graph)).toEqual(['huge.js: larger than 5 MB']);
  expect([...graph.from]).toEqual([0, 2]);
}, 60_000);

const nested: Readonly<Record<string, (n: number) => string>> = {
  brackets: (n) => '['.repeat(n) + ']'.repeat(n),
  blocks: (n) => '{'.repeat(n) + '}'.repeat(n),
  functions: (n) => 'function f(){'.repeat(n) + '}'.repeat(n),
  templates: (n) => '`${'.repeat(n) + 1 + '}`'.repeat(n),
  arrows: (n) => `${'a=>'.repeat(n)}1`,
  assignments: (n) => `${'a='.repeat(n)}1`,
  conditions: (n) => `${'a?b:'.repeat(n)}1`,
  negations: (n) => `${'!'.repeat(n)}1`,
  elses: (n) => `${'if(a)b;else '.repeat(n)}c`,
  keywords: (n) => `${'typeof '.repeat(n)}1`,
};

it.each(Object.entries(nested))(
  'parses %s up to the limit of nesting and refuses more, in one process',
  async (_shape, source) => {
    const graph = await analysed(
      await projectFolder({ 'a.js': source(MAX_NESTING / 2 - 100), 'b.js': source(MAX_NESTING * 4) }),
    );
    expect(unreadable(graph)).toEqual(['b.js: nested too deeply to be parsed']);
  },
  60_000,
);

it('takes brackets in strings and comments for what they are', () => {
  const line = `f(')', "[(", a /* ((( */, b); // {{{ don't\n`;
  expect(nestsDeeperThan(line.repeat(1000), 50)).toBe(false);
});

const hostilePython: Readonly<Record<string, (n: number) => string>> = {
  brackets: (n) => '['.repeat(n) + ']'.repeat(n),
  'brackets that nothing closes': (n) => 'f('.repeat(n),
  functions: (n) => Array.from({ length: n / 100 }, (_, i) => `${' '.repeat(i)}def f${i}():`).join('\n'),
  classes: (n) =>
    Array.from({ length: n / 100 }, (_, i) => `${' '.repeat(i)}class C${i}(C${i - 1}):`).join('\n'),
  negations: (n) => `x = ${'not '.repeat(n)}1`,
  lambdas: (n) => `x = ${'lambda a: '.repeat(n)}1`,
  conditions: (n) => `x = ${'1 if a else '.repeat(n)}1`,
  attributes: (n) => `x = a${'.b'.repeat(n)}`,
  calls: (n) => `x = a${'()'.repeat(n)}`,
  'spaces behind from': (n) => `from${' '.repeat(n)}\nfrom${' '.repeat(n)}x import${' '.repeat(n)}`,
  'spaces behind import': (n) => `import${' '.repeat(n)}\nimport a${' ,'.repeat(n)}`,
  'spaces behind def': (n) => `def${' '.repeat(n)}f${' '.repeat(n)}(${' '.repeat(n)}`,
  'spaces behind class': (n) => `class${' '.repeat(n)}C${' '.repeat(n)}(${' '.repeat(n)}`,
  'a string that nothing ends': (n) => `x = '''${'a\n'.repeat(n)}`,
  strings: (n) => "''".repeat(n),
  'lines that go on': (n) => `x = 1 ${'\\\n'.repeat(n)}`,
  decorators: (n) => `${'@a\n'.repeat(n)}def f(): pass`,
  statements: (n) => 'a;'.repeat(n),
  colons: (n) => ':'.repeat(n),
  'one long name': (n) => 'a'.repeat(n),
  comments: (n) => `# ${'#: type: '.repeat(n)}`,
  'null bytes': (n) => '\u0000'.repeat(n),
};

it.each(Object.entries(hostilePython))(
  'reads Python of many %s in less than the square of its length takes',
  async (_shape, source) => {
    const dir = await projectFolder({ 'a.py': source(100_000), 'b.py': 'import c\n', 'c.py': '' });
    const analyser = createAnalyser();
    onTestFinished(() => analyser.dispose());
    const { graph } = await analyser.analyseCode(dir, []);
    expect(graph.paths).toEqual(['a.py', 'b.py', 'c.py']);
    expect([...graph.from].map((from, e) => `${from}>${graph.to[e]}`)).toContain('1>2');
  },
  20_000,
);

it('reads Python with byte order marks, form feeds, tabs, lines of 4 MB and other line ends, and refuses a file of 10 MB', async () => {
  const graph = await analysed(
    await projectFolder({
      'bom.py': '\ufeffimport tabs\r\n\f\r\nimport text\r\n',
      'huge.py': `x = [${'1,'.repeat(5_000_000)}]`,
      'tabs.py': 'if True:\n\timport text\n        import bom\n',
      'text.py': `import bom; x = "${'x'.repeat(4_000_000)}"; import tabs`,
    }),
  );
  expect(unreadable(graph)).toEqual(['huge.py: larger than 5 MB']);
  const edges = [...graph.from].map((from, e) => `${graph.paths[from]}>${graph.paths[graph.to[e] ?? 0]}`);
  expect(edges.sort()).toEqual([
    'bom.py>tabs.py',
    'bom.py>text.py',
    'tabs.py>bom.py',
    'tabs.py>text.py',
    'text.py>bom.py',
    'text.py>tabs.py',
  ]);
}, 60_000);

it.each(Object.entries(nested))(
  'reads what code of nested %s defines and uses, and refuses more, in one process',
  async (_shape, source) => {
    const dir = await projectFolder({
      'a.js': source(MAX_NESTING / 2 - 100),
      'b.js': source(MAX_NESTING * 4),
    });
    const analyser = createAnalyser();
    onTestFinished(() => analyser.dispose());
    const { graph } = await analyser.analyseCode(dir, []);
    expect(unreadable(graph)).toEqual(['b.js: nested too deeply to be parsed']);
  },
  60_000,
);

it('is not led around by cycles of symbolic links', async () => {
  const dir = await projectFolder({ 'src/a.js': "import './b.js';", 'src/b.js': '', 'src/c.py': '' });
  await symlink(dir, join(dir, 'src/loop'), 'junction');
  await symlink(join(dir, 'src'), join(dir, 'again'), 'junction');
  // A link that leads to itself, and one that leads to nothing.
  await symlink(join(dir, 'src/round.py'), join(dir, 'src/round.py'), 'file');
  await symlink(join(dir, 'src/gone.js'), join(dir, 'src/dangling.js'), 'file');
  const graph = await analysed(dir);
  expect(graph.paths).toEqual(['src/a.js', 'src/b.js', 'src/c.py']);
});
