import { describe, expect, it } from 'vitest';
import type { ModuleGraph } from '#contract';
import { folderTree } from './folder-tree.ts';
import { type GraphChoice, visibleGraph } from './visible-graph.ts';

/** Edges as `from>to:kinds:calls`. Modules 1 and 2 are a cycle. */
function graphOf(paths: readonly string[], edges: readonly string[]): ModuleGraph {
  const parsed = edges.map((edge) => edge.split(/[>:]/).map(Number));
  const zeros = new Float64Array(paths.length);
  return {
    revision: 1,
    modules: {
      length: paths.length,
      path: paths,
      functions: new Int32Array(paths.length),
      calls: Float64Array.from(paths, (_, at) => at * 10),
      totalNs: zeros,
      selfNs: zeros,
      errors: zeros,
      cycle: Int32Array.from(paths, (_, at) => (at === 1 || at === 2 ? 0 : -1)),
      flags: Uint8Array.from(paths, (_, at) => (at === 0 ? 5 : 1)),
    },
    edges: {
      length: edges.length,
      from: Int32Array.from(parsed, (e) => e[0] as number),
      to: Int32Array.from(parsed, (e) => e[1] as number),
      kinds: Uint8Array.from(parsed, (e) => e[2] as number),
      calls: Float64Array.from(parsed, (e) => e[3] as number),
      totalNs: new Float64Array(edges.length),
    },
    cycles: [[1, 2]],
    unresolved: [],
    packages: [],
    connectivityRatio: 1,
    unreadable: [],
  };
}

const paths = ['main.js', 'src/a.js', 'src/b.js', 'lib/x.js', 'lib/y.js'];
const graph = graphOf(paths, ['0>1:1:0', '1>2:33:7', '2>1:1:0', '1>3:32:5', '2>4:33:2', '3>4:1:0']);
const folders = folderTree(paths);
const everything: GraphChoice = {
  open: new Set(['', 'src', 'lib']),
  filter: 'both',
  keep: () => true,
  focus: null,
};
const show = (change: Partial<GraphChoice>) => {
  const { nodes, groups, edges } = visibleGraph(graph, folders, { ...everything, ...change });
  return {
    nodes: nodes.map(({ path }) => path),
    groups: groups.map(({ path }) => path),
    edges: edges.map(({ from, to }) => `${from}>${to}`),
    all: { nodes, edges },
  };
};

describe('the graph on screen', () => {
  it('has a node a module and a box an open folder', () => {
    const shown = show({});
    expect(shown.nodes).toEqual(paths);
    expect(shown.groups).toEqual(['src', 'lib']);
    expect(shown.edges).toHaveLength(6);
  });

  it('shows a closed folder as one node, with the edges of all its modules merged', () => {
    const shown = show({ open: new Set(['', 'src']) });
    expect(shown.nodes).toEqual(['main.js', 'src/a.js', 'src/b.js', 'lib']);
    const lib = shown.all.nodes.find(({ path }) => path === 'lib');
    expect(lib).toMatchObject({ kind: 'folder', modules: 2, calls: 70 });
    expect(shown.all.edges.find(({ from, to }) => from === 'm2' && to === lib?.id)).toMatchObject({
      isStatic: true,
      isRuntime: true,
      calls: 2,
    });
    expect(shown.edges).toHaveLength(5);
  });

  it('tells what the source says from what the run did', () => {
    expect(show({ filter: 'runtime' }).edges).toEqual(['m1>m2', 'm1>m3', 'm2>m4']);
    expect(show({ filter: 'static' }).edges).toEqual(['m0>m1', 'm1>m2', 'm2>m1', 'm2>m4', 'm3>m4']);
  });

  it('marks the edges of a cycle, but not those that lead into it', () => {
    const cyclic = show({}).all.edges.filter(({ inCycle }) => inCycle);
    expect(cyclic.map(({ id }) => id)).toEqual(['m1>m2', 'm2>m1']);
  });

  it('is a module and its neighbours when it is focused', () => {
    expect(show({ focus: 'lib/y.js' }).nodes).toEqual(['src/b.js', 'lib/x.js', 'lib/y.js']);
  });

  it('leaves out what the filters leave out, with its edges and its boxes', () => {
    const shown = show({ keep: (path) => !path.startsWith('lib/') });
    expect(shown.groups).toEqual(['src']);
    expect(shown.edges).toEqual(['m0>m1', 'm1>m2', 'm2>m1']);
  });
});
