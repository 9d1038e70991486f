import type { ElementDefinition } from 'cytoscape';
import { moduleColor, type ThemeName } from '#renderer/app/palette.ts';
import { shortCount } from '#renderer/widgets/format.ts';
import { nodeWidth, type Point } from './layout.ts';
import type { GraphEdge, GraphNode, VisibleGraph } from './visible-graph.ts';

/** The graph as cytoscape takes it. `hasRun`: without a run no module is marked as idle. */
export function graphElements(
  { nodes, groups, edges }: VisibleGraph,
  places: ReadonlyMap<string, Point>,
  theme: ThemeName,
  hasRun: boolean,
): ElementDefinition[] {
  const most = edges.reduce((max, { calls }) => Math.max(max, calls), 1);
  return [
    ...groups.map(({ id, label, path, group }) => ({
      data: { id, label, path, ...(group ? { parent: group } : {}) },
      classes: 'group',
    })),
    ...nodes.map((node) => ({
      data: {
        id: node.id,
        label: node.kind === 'folder' ? `${node.label}/ ${node.modules}` : node.label,
        path: node.path,
        width: nodeWidth(node.kind === 'folder' ? `${node.label}/ ${node.modules}` : node.label),
        color: moduleColor(node.path, theme),
        ...(node.group ? { parent: node.group } : {}),
      },
      position: { ...(places.get(node.id) ?? { x: 0, y: 0 }) },
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
    node.kind === 'module' && hasRun && node.calls === 0 && 'idle',
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
