import { nodeHeight, nodeWidth, type Place } from './layout.ts';
import { nodeLabel } from './node-label.ts';
import type { VisibleGraph } from './visible-graph.ts';

/** The room that all nodes and frames take, in the graph's own pixels. */
export interface Extent {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

/** Told from the layout: cytoscape would compute the look of every element for it, at once. `null`: there is nothing. */
export function extentOf({ nodes, groups }: VisibleGraph, places: ReadonlyMap<string, Place>): Extent | null {
  let [left, top, right, bottom] = [Infinity, Infinity, -Infinity, -Infinity];
  const include = ({ x, y }: Place, width: number, height: number) => {
    left = Math.min(left, x - width / 2);
    right = Math.max(right, x + width / 2);
    top = Math.min(top, y - height / 2);
    bottom = Math.max(bottom, y + height / 2);
  };
  for (const node of nodes) {
    const place = places.get(node.id);
    if (place) include(place, nodeWidth(nodeLabel(node)), nodeHeight);
  }
  for (const { id } of groups) {
    const place = places.get(id);
    if (place) include(place, place.width ?? 0, place.height ?? 0);
  }
  return left > right ? null : { left, top, right, bottom };
}
