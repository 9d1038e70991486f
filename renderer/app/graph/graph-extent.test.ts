import { describe, expect, it } from 'vitest';
import { boxesOf, extentOf } from './graph-extent.ts';
import { nodeHeight, nodeWidth } from './layout.ts';
import type { GraphNode, VisibleGraph } from './visible-graph.ts';

const graph = (nodes: readonly Partial<GraphNode>[], groups: readonly string[] = []) =>
  ({ nodes, groups: groups.map((id) => ({ id })), edges: [] }) as unknown as VisibleGraph;
const leaf = (id: string) => ({ id, path: id, label: id, kind: 'leaf' as const });

describe('the room of a graph', () => {
  it('reaches from edge to edge of its outermost nodes', () => {
    const places = new Map([
      ['a', { x: 0, y: 0 }],
      ['b', { x: 300, y: 100 }],
    ]);
    expect(extentOf(boxesOf(graph([leaf('a'), leaf('b')]), places))).toEqual({
      left: -nodeWidth('a') / 2,
      top: -nodeHeight / 2,
      right: 300 + nodeWidth('b') / 2,
      bottom: 100 + nodeHeight / 2,
    });
  });

  it('holds the frames of groups', () => {
    const places = new Map([
      ['a', { x: 50, y: 50 }],
      ['g', { x: 50, y: 50, width: 400, height: 200 }],
    ]);
    expect(extentOf(boxesOf(graph([leaf('a')], ['g']), places))).toEqual({
      left: -150,
      top: -50,
      right: 250,
      bottom: 150,
    });
  });

  it('is none where nothing is shown', () => {
    expect(extentOf(boxesOf(graph([]), new Map()))).toBeNull();
  });
});
