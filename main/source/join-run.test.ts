import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { CallTreeTable, ModuleGraph } from '#contract';
import { drawnRun } from '../testing/drawn-run.ts';
import { projectFolder } from '../testing/folder.ts';
import { connectivityRatio } from './connectivity.ts';
import { edgeKindNames } from './edge-kinds.ts';
import { createFactsCache } from './facts-cache.ts';
import { foldCallTree } from './fold-call-tree.ts';
import { joinRun } from './join-run.ts';
import { analyse } from './static-graph.ts';

async function joined(files: Readonly<Record<string, string>>, drawing: string | null): Promise<ModuleGraph> {
  const graph = await analyse(await projectFolder(files), createFactsCache(), () => false);
  if (graph === null) throw new Error('cancelled');
  return joinRun(graph, new Set(['main.js']), drawing === null ? null : drawnRun(drawing, 7));
}

const edgesOf = ({ modules, edges }: ModuleGraph): string[] =>
  [...edges.from].map((from, e) => {
    const kinds = edgeKindNames(edges.kinds[e] ?? 0).join(',');
    const to = modules.path[edges.to[e] ?? 0];
    return `${modules.path[from]} -${kinds}-> ${to} ${edges.calls[e]}x ${edges.totalNs[e]}ns`;
  });

const files = {
  'main.js': "import './shop.js'; import './unused.js';",
  'shop.js': '',
  'unused.js': '',
  'test/shop.test.js': '',
};

describe('joinRun', () => {
  it('shows static edges that never ran and calls that no import explains', async () => {
    const graph = await joined(
      files,
      `
main main.js:1 1x 100ns
  buy shop.js:1 3x 60ns 1 errors
    notify main.js:9 3x 20ns
    log /opt/shared/log.js:1 2x 5ns
`,
    );
    expect(edgesOf(graph)).toEqual([
      'main.js -import,runtime-> shop.js 3x 60ns',
      'main.js -import-> unused.js 0x 0ns',
      'shop.js -runtime-> main.js 3x 20ns',
      'shop.js -runtime-> /opt/shared/log.js 2x 5ns',
    ]);
    const { path, calls, totalNs, selfNs, errors, functions, flags } = graph.modules;
    expect(path).toEqual(['main.js', 'shop.js', 'test/shop.test.js', 'unused.js', '/opt/shared/log.js']);
    expect([...calls]).toEqual([4, 3, 0, 0, 2]);
    // notify runs inside main: the module's time counts once.
    expect([...totalNs]).toEqual([100, 60, 0, 0, 5]);
    expect([...selfNs]).toEqual([60, 35, 0, 0, 5]);
    expect([...errors]).toEqual([0, 1, 0, 0, 0]);
    expect([...functions]).toEqual([-1, -1, -1, -1, -1]);
    expect([...flags]).toEqual([1 | 2 | 4, 1 | 2, 1 | 8, 1, 2]);
    expect(graph.revision).toBe(7);
    expect(graph.connectivityRatio).toBe(4 / 5);
  });

  it('is the source alone without a run', async () => {
    const graph = await joined(files, null);
    expect(edgesOf(graph)).toEqual([
      'main.js -import-> shop.js 0x 0ns',
      'main.js -import-> unused.js 0x 0ns',
    ]);
    expect([...graph.modules.flags]).toEqual([1 | 4, 1, 1 | 8, 1]);
    expect(graph.revision).toBe(0);
  });

  it('gives each module the number of its cycle', async () => {
    const graph = await joined(
      { 'a.js': "import './b.js'", 'b.js': "import './a.js'", 'c.js': "import './a.js'" },
      null,
    );
    expect(graph.cycles).toEqual([[0, 1]]);
    expect([...graph.modules.cycle]).toEqual([0, 0, -1]);
  });
});

it('takes a single module for connected and counts type-only edges as connections', async () => {
  expect((await joined({ 'a.js': '' }, null)).connectivityRatio).toBe(1);
  expect((await joined({ 'a.js': '', 'b.js': '' }, null)).connectivityRatio).toBe(0);
  expect(
    (await joined({ 'a.ts': "import type { B } from './b';", 'b.ts': '' }, null)).connectivityRatio,
  ).toBe(1);
  expect(connectivityRatio(2, Int32Array.of(1), Int32Array.of(1))).toBe(0);
});

/** Lines of a drawing from random depths; a row is at most one deeper than the one before. */
const drawing = fc
  .array(
    fc.record({
      deeper: fc.integer({ min: -3, max: 1 }),
      file: fc.nat(3),
      calls: fc.integer({ min: 1, max: 9 }),
    }),
    {
      minLength: 1,
      maxLength: 40,
    },
  )
  .map((rows) => {
    let depth = 0;
    return rows
      .map(({ deeper, file, calls }, i) => {
        depth = i === 0 ? 0 : Math.max(0, depth + deeper);
        return `${'  '.repeat(depth)}f${i} ${file}.js:1 ${calls}x ${1000 + i}ns`;
      })
      .join('\n');
  });

/** Calls and time of edges by walking from each row to the root. */
function naiveEdges(
  tree: CallTreeTable,
  groupOf: Int32Array,
): Map<string, { calls: number; totalNs: number }> {
  const group = (row: number): number => groupOf[tree.function[row] ?? 0] ?? 0;
  const edge = (row: number): string | null => {
    const above = tree.parent[row] ?? 0;
    return row === 0 || above === 0 || group(above) === group(row) ? null : `${group(above)}>${group(row)}`;
  };
  const edges = new Map<string, { calls: number; totalNs: number }>();
  for (let row = 1; row < tree.length; row++) {
    const own = edge(row);
    if (own === null) continue;
    let nested = false;
    for (let above = tree.parent[row] ?? 0; above > 0; above = tree.parent[above] ?? 0)
      nested ||= edge(above) === own;
    const known = edges.get(own) ?? { calls: 0, totalNs: 0 };
    known.calls += tree.calls[row] ?? 0;
    if (!nested) known.totalNs += tree.totalNs[row] ?? 0;
    edges.set(own, known);
  }
  return edges;
}

it('folds any call tree as a walk from each row to the root would', () => {
  fc.assert(
    fc.property(drawing, (text) => {
      const { tree, functions } = drawnRun(text);
      const { edges } = foldCallTree(tree, functions.file, functions.files.length);
      const folded = new Map(
        edges.map(({ from, to, calls, totalNs }) => [`${from}>${to}`, { calls, totalNs }]),
      );
      expect(folded).toEqual(naiveEdges(tree, functions.file));
    }),
  );
});

it('folds a stack of 100,000 calls', () => {
  const depth = 100_000;
  const column = (value: (row: number) => number) =>
    Int32Array.from({ length: depth + 1 }, (_, row) => value(row));
  const ones = new Float64Array(depth + 1).fill(1);
  const tree: CallTreeTable = {
    ...{ revision: 1, length: depth + 1, omitted: 0 },
    ...{ node: column((r) => r), depth: column((r) => r), parent: column((r) => r - 1) },
    function: column((r) => (r === 0 ? -1 : r % 2)),
    subtreeEnd: column(() => depth + 1),
    ...{ calls: ones, errors: ones, totalNs: ones, selfNs: ones, weight: ones },
  };
  const folded = foldCallTree(tree, Int32Array.of(0, 1), 2);
  expect(folded.edges).toEqual([
    { from: 1, to: 0, calls: depth / 2, totalNs: 1 },
    { from: 0, to: 1, calls: depth / 2 - 1, totalNs: 1 },
  ]);
  expect([...folded.totalNs]).toEqual([1, 1]);
});
