import type { ElementDefinition } from 'cytoscape';
import { shortCount } from '#renderer/widgets/format.ts';
import { moduleColor, type ThemeName } from '../palette.ts';
import { nodeWidth, type Place } from './layout.ts';
import { nodeLabel } from './node-label.ts';
import type { GraphEdge, GraphNode, VisibleGraph } from './visible-graph.ts';

/** The graph as cytoscape takes it. `hasRun`: without a run nothing is marked as idle. */
export function graphElements(
  { nodes, groups, edges }: VisibleGraph,
  places: ReadonlyMap<string, Place>,
  theme: ThemeName,
  hasRun: boolean,
): ElementDefinition[] {
  const most = edges.reduce((max, { calls }) => Math.max(max, calls), 1);
  return [
    ...groups.map(({ id, label, path }) => {
      const { x = 0, y = 0, width = 0, height = 0 } = places.get(id) ?? {};
      // Inner frames come later and lie upon outer ones.
      return {
        data: { id, label, path, frameWidth: width, frameHeight: height },
        position: { x, y },
        classes: 'group',
      };
    }),
    ...nodes.map((node) => ({
      data: {
        id: node.id,
        label: nodeLabel(node),
        path: node.path,
        width: nodeWidth(nodeLabel(node)),
        color: moduleColor(node.module, theme),
      },
      position: { x: places.get(node.id)?.x ?? 0, y: places.get(node.id)?.y ?? 0 },
      classes: nodeClasses(node, hasRun),
    })),
    ...edges.map((edge) => ({
      data: {
        id: edge.id,
        source: edge.from,
        target: edge.to,
        thickness: thickness(edge, most),
        ...(edge.calls > 0 ? { calls: shortCount(edge.calls) } : {}),
      },
      classes: edgeClasses(edge),
    })),
  ];
}

function nodeClasses(node: GraphNode, hasRun: boolean): string {
  return [
    node.kind === 'folder' && 'folder',
    node.kind === 'leaf' && !node.isOutside && hasRun && node.calls === 0 && 'idle',
    node.isDead && 'dead',
    node.isOutside && 'outside',
    node.isEntry && 'entry',
    node.inCycle && 'cycle',
  ]
    .filter(Boolean)
    .join(' ');
}

/** `static`: only the source knows it. */
function edgeClasses({ isRuntime, inCycle }: GraphEdge): string {
  return [!isRuntime && 'static', inCycle && 'cycle'].filter(Boolean).join(' ');
}

/** 1.5 to 4 px, by the logarithm of the calls. */
function thickness({ calls }: GraphEdge, most: number): number {
  return 1.5 + (2.5 * Math.log1p(calls)) / Math.log1p(most);
}
