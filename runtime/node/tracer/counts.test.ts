import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import type { TestSpan } from '../testing/read-spools.ts';
import { treeText } from '../testing/read-spools.ts';
import { pinnedNode, runTraced, systemNode } from '../testing/run-traced.ts';

const fixture = (name: string): string => fileURLToPath(new URL(`fixtures/${name}`, import.meta.url));
const tsx = fileURLToPath(new URL('../../../node_modules/tsx/dist/cli.mjs', import.meta.url));

// fib(n) makes 2 F(n+1) - 1 calls of itself and F(n+1) - 1 of add; F(21) = 10946.
const FIB_CALLS = 21_891;
const ADD_CALLS = 10_945;

function count(spans: readonly TestSpan[], name: string): number {
  return spans.filter((span) => span.name === name).length;
}

/** `name file:line` of each function that ran. */
function places(spans: readonly TestSpan[]): string[] {
  return [...new Set(spans.map(({ name, file, line }) => `${name} ${file}:${line}`))].sort();
}

function checkFib(spans: readonly TestSpan[]): void {
  expect(count(spans, 'fib')).toBe(FIB_CALLS);
  expect(count(spans, 'add')).toBe(ADD_CALLS);
  const roots = spans.filter((span) => !span.parent && span.name === 'fib');
  expect(roots).toHaveLength(1);
  for (const span of spans) {
    if (span.name !== 'fib' || span.children.length === 0) continue;
    expect(span.children.map((inner) => inner.name)).toEqual(['fib', 'fib', 'add']);
  }
}

/** A child lies within its parent and siblings follow each other. */
function checkTimes(spans: readonly TestSpan[]): void {
  for (const span of spans) {
    expect(span.endNs).toBeGreaterThanOrEqual(span.startNs);
    let from = span.startNs;
    for (const inner of span.children) {
      expect(inner.startNs).toBeGreaterThanOrEqual(from);
      from = inner.endNs;
    }
    expect(from).toBeLessThanOrEqual(span.endNs);
  }
}

const nodes = [
  { node: pinnedNode, label: 'the pinned Node', there: true },
  { node: systemNode ?? '', label: "the system's Node", there: systemNode !== undefined },
];

describe.each(nodes)('exact calls and parents on $label', ({ node, there }) => {
  test.skipIf(!there).each([
    { cwd: 'commonjs', args: ['main.cjs'], clock: 'bounded', level: 1 },
    { cwd: 'commonjs', args: ['main.cjs'], clock: 'exact', level: 1 },
    { cwd: 'commonjs', args: ['main.cjs'], clock: 'bounded', level: 2 },
    { cwd: 'commonjs', args: ['main.cjs'], clock: 'exact', level: 2 },
    { cwd: 'esm', args: ['main.mjs'], clock: 'bounded', level: 1 },
    { cwd: 'esm', args: ['main.mjs'], clock: 'bounded', level: 2 },
  ] as const)(
    'fib over two modules: $cwd, $clock clock, level $level',
    async ({ cwd, args, clock, level }) => {
      const { stdout, threads } = await runTraced({
        cwd: fixture(cwd),
        args,
        node,
        config: { clock, level },
      });
      expect(stdout).toBe('6765\n');
      expect(threads).toHaveLength(1);
      const [thread] = threads;
      expect(thread?.unmatched).toBe(0);
      expect(thread?.end).toMatchObject({ reason: 'exit', code: 0 });
      expect(thread?.counters).toMatchObject({ dropped: 0, instrumentedFiles: 2, instrumentedFunctions: 2 });
      checkFib(thread?.spans ?? []);
      checkTimes(thread?.spans ?? []);
    },
  );

  test.skipIf(!there)('level 1 takes at most 16 bytes a span once the clock runs', async () => {
    const { threads } = await runTraced({ cwd: fixture('commonjs'), args: ['main.cjs', '27'], node });
    const [thread] = threads;
    const spans = thread?.spans.length ?? 0;
    // 2 F(28) - 1 and F(28) - 1; F(28) = 317811.
    expect(spans).toBe(953_431);
    expect((thread?.eventBytes ?? Number.POSITIVE_INFINITY) / spans).toBeLessThan(16);
  });

  test.skipIf(!there)('a class hierarchy with accessors, statics and private members', async () => {
    const { threads } = await runTraced({ cwd: fixture('commonjs'), args: ['classes.cjs'], node });
    expect(treeText(threads[0]?.spans ?? [])).toBe(`\
Shape.<static>
Square.constructor
  Shape.constructor
    Shape.#count
Shape.constructor
  Shape.#count
Shape.name
Square.describe
  Shape.describe
    Shape.name
      Shape.#label
    Square.area
Shape.describe
  Shape.name
    Shape.#label
  Shape.area !
Shape.made
`);
  });

  test.skipIf(!there).each([1, 2] as const)('concurrent async work at level %i', async (level) => {
    const { threads, stdout } = await runTraced({
      cwd: fixture('commonjs'),
      args: ['async.cjs'],
      node,
      config: { level },
    });
    expect(stdout).toBe('done\n');
    const [thread] = threads;
    expect(thread?.unmatched).toBe(0);
    expect(treeText(thread?.spans ?? [])).toBe(`\
main
  3x worker
    3x step
      sleep
        sleep.<anonymous>
      mark
  numbers
    sleep
      sleep.<anonymous>
    mark
    sleep
      sleep.<anonymous>
    mark
    sleep
      sleep.<anonymous>
    mark
  3x mark
  fails !
    sleep
      sleep.<anonymous>
    mark
  mark
<anonymous>
`);
  });
});

const TYPESCRIPT_PLACES = [
  'Account.balance account.ts:13',
  'Account.balance.<anonymous> account.ts:14',
  'Account.constructor account.ts:9',
  'Account.deposit account.ts:17',
  'add add.ts:3',
  'fib fib.ts:4',
];

describe('TypeScript as the app runs it', () => {
  test.each([
    { by: "Node's own type stripping", args: ['main.ts'] },
    { by: 'tsx', args: [tsx, 'main.ts'] },
  ])('$by', async ({ args }) => {
    const { stdout, threads } = await runTraced({ cwd: fixture('typescript'), args });
    expect(stdout).toBe('6765\n5\nnegative\n');
    const spans = threads.flatMap((thread) => thread.spans);
    checkFib(spans);
    expect(places(spans)).toEqual(TYPESCRIPT_PLACES);
    expect(spans.filter((span) => span.status === 'error').map((span) => span.name)).toEqual([
      'Account.deposit',
    ]);
    expect(threads.every((thread) => thread.files.every((file) => file.language === 'typescript'))).toBe(
      true,
    );
    expect(threads.flatMap((thread) => thread.skipped)).toEqual([]);
  });

  test.each(['out/main.cjs', 'inline/main.cjs'])('compiled, with its source map: %s', async (file) => {
    const { stdout, threads } = await runTraced({ cwd: fixture('compiled'), args: [file] });
    expect(stdout).toBe('15 4 1\n');
    const spans = threads[0]?.spans ?? [];
    expect(places(spans)).toEqual([
      'Inner.twice src/main.ts:6',
      'Tree.constructor src/main.ts:15',
      'Tree.full src/main.ts:24',
      'Tree.size src/main.ts:20',
      'Tree.size.<anonymous> src/main.ts:21',
    ]);
    expect(count(spans, 'Tree.size')).toBe(15);
    expect(count(spans, 'Tree.constructor')).toBe(15);
  });
});

describe('threads and processes', () => {
  test('each worker thread and child process has its own spool', async () => {
    const { threads } = await runTraced({ cwd: fixture('threads'), args: ['main.cjs'] });
    const summary = threads.map(({ process, spans }) => ({
      isMain: process.threadId === 0,
      tree: [...new Set(spans.map((span) => span.name))].join(),
      spans: spans.length,
    }));
    expect(summary).toHaveLength(4);
    expect(summary[0]).toEqual({ isMain: true, tree: 'main,start,start.<anonymous>', spans: 5 });
    expect(summary).toContainEqual({ isMain: false, tree: 'work', spans: 6 });
    expect(summary).toContainEqual({ isMain: false, tree: 'work', spans: 7 });
    expect(summary).toContainEqual({ isMain: true, tree: 'child', spans: 1 });
    const [main, ...others] = threads;
    const child = others.find(({ process }) => process.threadId === 0);
    expect(child?.process.ppid).toBe(main?.process.pid);
  });
});

describe('scope', () => {
  const run = (config: object) => runTraced({ cwd: fixture('commonjs'), args: ['main.cjs'], config });
  const names = async (config: object) => {
    const { threads } = await run(config);
    return [...new Set(threads.flatMap((thread) => thread.spans.map((span) => span.name)))].sort();
  };

  test('include and exclude name files', async () => {
    expect(await names({ include: ['fib.cjs'] })).toEqual(['fib']);
    expect(await names({ exclude: ['**/fib.*'] })).toEqual(['add']);
  });

  test('the nearest level wins: function, file, language, default', async () => {
    const levels = { languages: { javascript: 0 }, files: { 'add.cjs': 1 }, functions: {} };
    expect(await names({ levels })).toEqual(['add']);
    expect(await names({ levels: { ...levels, functions: { fib: 1, add: 0 } } })).toEqual(['fib']);
    expect(await names({ excludeFunctions: ['ad*'] })).toEqual(['fib']);
  });

  test('without a usable configuration the app runs untraced', async () => {
    const { stdout, threads } = await run({ version: 99 });
    expect({ stdout, threads }).toEqual({ stdout: '6765\n', threads: [] });
  });
});
