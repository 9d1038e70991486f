import { layersOf } from './layers.ts';
import { nodeLabel } from './node-label.ts';
import type { VisibleGraph } from './visible-graph.ts';

/** Centre of a node, in the graph's own pixels. */
export interface Point {
  readonly x: number;
  readonly y: number;
}

export const nodeHeight = 26;
/** Around the nodes of a group; its label stands above. */
const groupPadding = 14;
const groupLabel = 22;
const gapX = 52;
const wrapGapX = 18;
const gapY = 18;
/** Boxes stand side by side, so each should be about as high as wide. */
const groupAspect = 0.8;

/** Width of a node with its label, at the graph's font. */
export function nodeWidth(label: string): number {
  return Math.max(48, Math.round(label.length * 6.7 + 20));
}

interface Box {
  readonly id: string;
  readonly width: number;
  readonly height: number;
  /** Where each node and each frame inside lies from the box's left upper corner. */
  readonly inside: Map<string, Place>;
}

/** A node's centre, or a frame around a group: its centre and size. */
export interface Place extends Point {
  readonly width?: number;
  readonly height?: number;
}

/**
 * Places of all nodes and frames of all groups: every group is laid out by itself, in layers from what uses to what is used, and is then one box in the layout of
 * the group around it. Layers go from left to right; in a room that is about as high as wide from top to bottom, where that gives the larger
 * picture. Deterministic.
 * @param aspect width to height of the room there is
 */
export function layoutGraph(graph: VisibleGraph, aspect = 1.9): ReadonlyMap<string, Place> {
  const across = layOut(graph, aspect, stack);
  if (aspect > HIGH_ROOM) return across.inside;
  const down = layOut(graph, aspect, stackDown);
  return extent(down, aspect) < extent(across, aspect) ? down.inside : across.inside;
}

/** Up to here a room is not much wider than high. */
const HIGH_ROOM = 1.3;

/** How large a picture is beside the room: the smaller, the larger the scale at which it fits. */
const extent = ({ width, height }: Box, aspect: number): number => Math.max(width / aspect, height);

type Stack = typeof stack;

function layOut({ nodes, groups, edges }: VisibleGraph, aspect: number, place: Stack): Box {
  const parent = new Map<string, string | null>();
  for (const { id, group } of [...groups, ...nodes]) parent.set(id, group);
  const lifted = liftEdges(edges, parent);
  const contents = new Map<string | null, Box[]>();
  const put = (group: string | null, box: Box) => {
    const boxes = contents.get(group);
    if (boxes) boxes.push(box);
    else contents.set(group, [box]);
  };
  for (const node of nodes) {
    const { id, group } = node;
    const width = nodeWidth(nodeLabel(node));
    put(group, {
      id,
      width,
      height: nodeHeight,
      inside: new Map([[id, { x: width / 2, y: nodeHeight / 2 }]]),
    });
  }
  // Inner groups come after outer ones, so going backwards a group's content is complete.
  for (const { id, group } of [...groups].reverse()) {
    const content = arrange(id, contents.get(id) ?? [], lifted.get(id) ?? [], groupAspect, place);
    put(group, padded(content));
  }
  return arrange('', contents.get(null) ?? [], lifted.get(null) ?? [], aspect, place);
}

/** For every group the edges between its direct contents: an edge counts where its two ends part ways. */
function liftEdges(
  edges: VisibleGraph['edges'],
  parent: ReadonlyMap<string, string | null>,
): ReadonlyMap<string | null, (readonly [string, string])[]> {
  const lifted = new Map<string | null, (readonly [string, string])[]>();
  const wayUp = (id: string) => {
    const way = [id];
    for (let at = parent.get(id); at; at = parent.get(at)) way.push(at);
    return way.reverse();
  };
  // What a run did may go round in circles; imports tell better what stands on what.
  const telling = edges.some(({ isStatic }) => isStatic) ? edges.filter(({ isStatic }) => isStatic) : edges;
  for (const { from, to } of telling) {
    const [a, b] = [wayUp(from), wayUp(to)];
    let at = 0;
    while (a[at] === b[at] && a[at] !== undefined) at++;
    const [one, other] = [a[at], b[at]];
    if (one === undefined || other === undefined) continue;
    const group = parent.get(one) ?? null;
    const known = lifted.get(group);
    if (known) known.push([one, other]);
    else lifted.set(group, [[one, other]]);
  }
  return lifted;
}

/**
 * Boxes in layers. Of the numbers of layers that they may be pressed
 * into, the one is taken whose picture fits a screen at the largest scale.
 */
function arrange(
  id: string,
  boxes: readonly Box[],
  edges: readonly (readonly [string, string])[],
  aspect: number,
  place: Stack,
): Box {
  const index = new Map(boxes.map((box, at) => [box.id, at]));
  const pairs = edges.map(([from, to]) => [index.get(from) as number, index.get(to) as number] as const);
  const area = boxes.reduce((sum, { width, height }) => sum + (width + gapX) * (height + gapY), 0);
  // To try many layerings of a crowd would hold up the window, and no picture of it fits a screen anyway.
  if (boxes.length > crowd)
    return place(id, boxes, layersOf(boxes.length, pairs, 12), Math.sqrt(area / aspect));
  const depth = layersOf(boxes.length, pairs).length;
  let best = place(id, boxes, layersOf(boxes.length, pairs, fewestLayers), Math.sqrt(area / aspect));
  for (const most of layerCounts(depth)) {
    const layers = layersOf(boxes.length, pairs, most);
    for (const roomier of [1, 1.5]) {
      const tried = place(id, boxes, layers, Math.sqrt(area / aspect) * roomier);
      if (extent(tried, aspect) < extent(best, aspect)) best = tried;
    }
  }
  return best;
}

/** Boxes beside each other from which on only one layering is made. */
const crowd = 250;

/** Fewer would not tell anymore what uses what. */
const fewestLayers = 3;

function layerCounts(depth: number): readonly number[] {
  const counts: number[] = [];
  for (let most = fewestLayers; most < depth; most = Math.ceil(most * 1.3)) counts.push(most);
  return [...counts, depth];
}

/** Each layer is a column, centred; one higher than `wanted` is wrapped. */
function stack(
  id: string,
  boxes: readonly Box[],
  layers: readonly (readonly number[])[],
  wanted: number,
): Box {
  const columns: { readonly boxes: readonly Box[]; readonly left: number; readonly width: number }[] = [];
  let left = 0;
  for (const layer of layers) {
    for (const column of wrap(
      layer.map((at) => boxes[at] as Box),
      wanted,
    )) {
      const width = Math.max(...column.map((box) => box.width));
      columns.push({ boxes: column, left, width });
      left += width + wrapGapX;
    }
    left += gapX - wrapGapX;
  }
  const height = columns.reduce((most, column) => Math.max(most, heightOf(column.boxes)), 0);
  const inside = new Map<string, Place>();
  for (const column of columns) {
    let top = (height - heightOf(column.boxes)) / 2;
    for (const box of column.boxes) {
      const inset = (column.width - box.width) / 2;
      for (const [node, place] of box.inside)
        inside.set(node, { ...place, x: column.left + inset + place.x, y: top + place.y });
      top += box.height + gapY;
    }
  }
  return { id, width: Math.max(0, left - gapX), height, inside };
}

/** Each layer is a row. */
function stackDown(
  id: string,
  boxes: readonly Box[],
  layers: readonly (readonly number[])[],
  wanted: number,
): Box {
  return turned(stack(id, boxes.map(turned), layers, wanted));
}

/** With its axes exchanged. */
const turned = ({ id, width, height, inside }: Box): Box => ({
  id,
  width: height,
  height: width,
  inside: new Map(
    [...inside].map(([node, place]) => [
      node,
      {
        x: place.y,
        y: place.x,
        ...(place.width === undefined || place.height === undefined
          ? {}
          : { width: place.height, height: place.width }),
      },
    ]),
  ),
});

function wrap(boxes: readonly Box[], wanted: number): readonly (readonly Box[])[] {
  const columns: Box[][] = [];
  let height = Number.POSITIVE_INFINITY;
  for (const box of boxes) {
    if (height + box.height > wanted) {
      columns.push([]);
      height = 0;
    }
    columns.at(-1)?.push(box);
    height += box.height + gapY;
  }
  return columns;
}

function heightOf(column: readonly Box[]): number {
  return column.reduce((sum, { height }) => sum + height + gapY, -gapY);
}

/** The frame of a group around its content. */
function padded(content: Box): Box {
  const width = content.width + 2 * groupPadding;
  const height = content.height + 2 * groupPadding + groupLabel;
  const inside = new Map<string, Place>([[content.id, { x: width / 2, y: height / 2, width, height }]]);
  for (const [node, place] of content.inside)
    inside.set(node, { ...place, x: place.x + groupPadding, y: place.y + groupPadding + groupLabel });
  return { id: content.id, width, height, inside };
}
