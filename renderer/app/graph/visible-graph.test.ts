import { describe, expect, it } from 'vitest';
import { folderTree } from './folder-tree.ts';
import { EDGE_MARK, type GraphData, MARK } from './graph-data.ts';
import { type GraphChoice, visibleGraph } from './visible-graph.ts';

/** Edges as `from>to:s` by the source, `:r<calls>` in the run, `:sr<calls>` both; `c` closes a cycle. */
function graphOf(paths: readonly string[], edges: readonly string[]): GraphData {
  const parsed = edges.map((edge) => /^(\d+)>(\d+):([src]+)(\d*)$/.exec(edge) as RegExpExecArray);
  const bit = (kinds: string | undefined, sign: string, mark: number) => (kinds?.includes(sign) ? mark : 0);
  return {
    length: paths.length,
    path: paths,
    module: paths,
    calls: Float64Array.from(paths, (_, at) => at * 10),
    errors: new Float64Array(paths.length),
    marks: Uint8Array.from(paths, (_, at) => (at === 0 ? MARK.entry : at < 3 ? MARK.cycle : 0)),
    files: new Set(),
    edges: {
      length: edges.length,
      from: Int32Array.from(parsed, (e) => Number(e[1])),
      to: Int32Array.from(parsed, (e) => Number(e[2])),
      marks: Uint8Array.from(
        parsed,
        (e) =>
          bit(e[3], 's', EDGE_MARK.static) |
          bit(e[3], 'r', EDGE_MARK.runtime) |
          bit(e[3], 'c', EDGE_MARK.cycle),
      ),
      calls: Float64Array.from(parsed, (e) => Number(e[4])),
    },
  };
}

const paths = ['main.js', 'src/a.js', 'src/b.js', 'lib/x.js', 'lib/y.js'];
const graph = graphOf(paths, ['0>1:s', '1>2:src7', '2>1:sc', '1>3:r5', '2>4:sr2', '3>4:s']);
const folders = folderTree(paths);
const everything: GraphChoice = {
  open: new Set(['', 'src', 'lib']),
  filter: 'both',
  keep: () => true,
  focus: null,
  cycles: false,
};
const show = (change: Partial<GraphChoice>) => {
  const { nodes, groups, edges, shownAs } = visibleGraph(graph, folders, { ...everything, ...change });
  return {
    nodes: nodes.map(({ path }) => path),
    groups: groups.map(({ path }) => path),
    edges: edges.map(({ from, to }) => `${from}>${to}`),
    all: { nodes, edges },
    shownAs,
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
    expect(lib).toMatchObject({ kind: 'folder', size: 2, calls: 70 });
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

  it('is a node and what lies around it when it is focused, as far and in the direction that is asked', () => {
    const around = (depth: number, direction: 'both' | 'uses' | 'users') =>
      show({ focus: { path: 'lib/y.js', depth, direction } }).nodes;
    expect(around(1, 'both')).toEqual(['src/b.js', 'lib/x.js', 'lib/y.js']);
    expect(around(2, 'users')).toEqual(['src/a.js', 'src/b.js', 'lib/x.js', 'lib/y.js']);
    expect(around(Number.POSITIVE_INFINITY, 'users')).toEqual(paths);
    expect(around(3, 'uses')).toEqual(['lib/y.js']);
  });

  it('is only what is in a cycle when that is asked', () => {
    const shown = show({ cycles: true });
    expect(shown.nodes).toEqual(['src/a.js', 'src/b.js']);
    expect(shown.edges).toEqual(['m1>m2', 'm2>m1']);
  });

  it('leaves out what the filters leave out, with its edges and its boxes', () => {
    const shown = show({ keep: (path) => !path.startsWith('lib/') });
    expect(shown.groups).toEqual(['src']);
    expect(shown.edges).toEqual(['m0>m1', 'm1>m2', 'm2>m1']);
  });

  it('says of every node what shows it: itself, a closed folder, or nothing', () => {
    const shown = show({
      open: new Set(['', 'src']),
      keep: (path) => path !== 'src/b.js' && path !== 'lib/y.js',
    });
    expect(shown.shownAs).toEqual(['main.js', 'src/a.js', null, 'lib', null]);
  });
});
