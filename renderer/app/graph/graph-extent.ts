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

/** The nodes and frames. Told from the layout: cytoscape would compute the look of every element for it, at once. */
export function boxesOf({ nodes, groups }: VisibleGraph, places: ReadonlyMap<string, Place>): Extent[] {
  const boxes: Extent[] = [];
  const include = ({ x, y }: Place, width: number, height: number) =>
    boxes.push({ left: x - width / 2, top: y - height / 2, right: x + width / 2, bottom: y + height / 2 });
  for (const node of nodes) {
    const place = places.get(node.id);
    if (place) include(place, nodeWidth(nodeLabel(node)), nodeHeight);
  }
  for (const { id } of groups) {
    const place = places.get(id);
    if (place) include(place, place.width ?? 0, place.height ?? 0);
  }
  return boxes;
}

/** `null`: there is nothing. */
export function extentOf(boxes: readonly Extent[]): Extent | null {
  let [left, top, right, bottom] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const box of boxes) {
    left = Math.min(left, box.left);
    right = Math.max(right, box.right);
    top = Math.min(top, box.top);
    bottom = Math.max(bottom, box.bottom);
  }
  return left > right ? null : { left, top, right, bottom };
}
