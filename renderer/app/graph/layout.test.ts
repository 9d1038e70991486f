import { describe, expect, it } from 'vitest';
import { layoutGraph, nodeHeight, nodeWidth } from './layout.ts';
import type { VisibleGraph } from './visible-graph.ts';

/** Nodes as `id` or `group/id`; edges as `a>b`. */
function graphOf(
  nodes: readonly string[],
  edges: readonly string[],
  groups: readonly string[] = [],
): VisibleGraph {
  return {
    nodes: nodes.map((text) => {
      const at = text.lastIndexOf('/');
      return { id: text.slice(at + 1), label: text.slice(at + 1), group: at < 0 ? null : text.slice(0, at) };
    }),
    groups: groups.map((id) => ({ id, group: null })),
    edges: edges.map((id) => ({ id, from: id.split('>')[0], to: id.split('>')[1] })),
  } as unknown as VisibleGraph;
}

describe('the layout of the module graph', () => {
  it('puts a module left of what it uses', () => {
    const at = layoutGraph(graphOf(['a', 'b', 'c'], ['a>b', 'b>c']));
    expect(at.get('a')?.x).toBeLessThan(at.get('b')?.x as number);
    expect(at.get('b')?.x).toBeLessThan(at.get('c')?.x as number);
  });

  it('keeps a group together and clear of the others', () => {
    const at = layoutGraph(
      graphOf(['main', 'g1/a', 'g1/b', 'g2/c', 'g2/d'], ['main>a', 'a>c', 'b>d', 'c>d'], ['g1', 'g2']),
    );
    const last = Math.max(at.get('a')?.x ?? 0, at.get('b')?.x ?? 0);
    const first = Math.min(at.get('c')?.x ?? 0, at.get('d')?.x ?? 0);
    expect(first).toBeGreaterThan(last + nodeWidth('a'));
  });

  it('never lets two nodes overlap', () => {
    const names = Array.from({ length: 60 }, (_, i) => `module-${i}.js`);
    const edges = names.slice(1).map((name, i) => `${names[Math.floor(i / 3)]}>${name}`);
    const at = layoutGraph(graphOf(names, edges));
    const placed = names.map((name) => ({ name, ...(at.get(name) as { x: number; y: number }) }));
    const overlaps = placed.flatMap((one, i) =>
      placed.slice(i + 1).filter((other) => {
        const room = (nodeWidth(one.name) + nodeWidth(other.name)) / 2;
        return Math.abs(one.x - other.x) < room && Math.abs(one.y - other.y) < nodeHeight;
      }),
    );
    expect(overlaps).toEqual([]);
  });

  it('wraps a long layer, so that the whole stays near the shape of a screen', () => {
    const names = Array.from({ length: 200 }, (_, i) => `m${i}`);
    const at = [...layoutGraph(graphOf(names, [])).values()];
    const width = Math.max(...at.map(({ x }) => x));
    const height = Math.max(...at.map(({ y }) => y));
    expect(width / height).toBeGreaterThan(0.8);
    expect(width / height).toBeLessThan(8);
  });

  it('goes from top to bottom where the room is high, and a long chain would be small beside it', () => {
    const names = Array.from({ length: 9 }, (_, i) => `module-${i}.js`);
    const chain = names.slice(1).map((name, i) => `${names[i]}>${name}`);
    const at = [...layoutGraph(graphOf(names, chain), 0.7).values()];
    const span = (values: readonly number[]) => Math.max(...values) - Math.min(...values);
    expect(span(at.map(({ y }) => y))).toBeGreaterThan(span(at.map(({ x }) => x)));
    const wide = [...layoutGraph(graphOf(names, chain), 2).values()];
    expect(span(wide.map(({ x }) => x))).toBeGreaterThan(span(wide.map(({ y }) => y)));
  });

  it('keeps frames around their nodes in both directions', () => {
    const graph = graphOf(['main', 'g1/a', 'g1/b', 'g2/c'], ['main>a', 'a>b', 'b>c'], ['g1', 'g2']);
    for (const aspect of [0.5, 3]) {
      const at = layoutGraph(graph, aspect);
      for (const [node, group] of [
        ['a', 'g1'],
        ['b', 'g1'],
        ['c', 'g2'],
      ] as const) {
        const [inner, frame] = [at.get(node), at.get(group)];
        if (inner === undefined || frame?.width === undefined || frame.height === undefined)
          throw new Error(`${node} has no place`);
        expect(Math.abs(inner.x - frame.x) + nodeWidth(node) / 2).toBeLessThan(frame.width / 2);
        expect(Math.abs(inner.y - frame.y) + nodeHeight / 2).toBeLessThan(frame.height / 2);
      }
    }
  });
});
