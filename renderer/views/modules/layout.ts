import { layersOf } from './layers.ts';
import type { VisibleGraph } from './visible-graph.ts';

/** Centre of a node, in the graph's own pixels. */
export interface Point {
  readonly x: number;
  readonly y: number;
}

export const nodeHeight = 26;
/** Around the nodes of a group; its label stands above. */
export const groupPadding = 14;
const groupLabel = 20;
const gapX = 22;
const gapY = 46;
const wrapGapY = 14;

/** Width of a node with its label, at the graph's font. */
export function nodeWidth(label: string): number {
  return Math.max(48, Math.round(label.length * 6.7 + 20));
}

interface Box {
  readonly id: string;
  width: number;
  height: number;
  /** Where each node inside lies from the box's left upper corner. */
  readonly inside: Map<string, Point>;
}

/**
 * Places of all nodes: every group is laid out by itself, in layers from callers to callees, and is then one box in the layout of
 * the group around it. Deterministic.
 */
export function layoutGraph({ nodes, groups, edges }: VisibleGraph): ReadonlyMap<string, Point> {
  const parent = new Map<string, string | null>();
  for (const { id, group } of [...groups, ...nodes]) parent.set(id, group);
  const lifted = liftEdges(edges, parent);
  const contents = new Map<string | null, Box[]>();
  const put = (group: string | null, box: Box) => {
    const boxes = contents.get(group);
    if (boxes) boxes.push(box);
    else contents.set(group, [box]);
  };
  for (const { id, label, group } of nodes) {
    const width = nodeWidth(label);
    put(group, {
      id,
      width,
      height: nodeHeight,
      inside: new Map([[id, { x: width / 2, y: nodeHeight / 2 }]]),
    });
  }
  // Inner groups come after outer ones, so going backwards a group's content is complete.
  for (const { id, group } of [...groups].reverse()) {
    const content = arrange(id, contents.get(id) ?? [], lifted.get(id) ?? []);
    put(group, padded(content));
  }
  return arrange('', contents.get(null) ?? [], lifted.get(null) ?? []).inside;
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
  for (const { from, to } of edges) {
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

/** Boxes in layers, each layer centred; a layer wider than the whole should be is wrapped. */
function arrange(id: string, boxes: readonly Box[], edges: readonly (readonly [string, string])[]): Box {
  const index = new Map(boxes.map((box, at) => [box.id, at]));
  const pairs = edges.map(([from, to]) => [index.get(from) as number, index.get(to) as number] as const);
  const area = boxes.reduce((sum, { width, height }) => sum + (width + gapX) * (height + gapY), 0);
  const widest = boxes.reduce((most, { width }) => Math.max(most, width), 0);
  const wanted = Math.max(widest, 360, Math.sqrt(area) * 1.7);
  const rows: { readonly boxes: readonly Box[]; readonly top: number; readonly width: number }[] = [];
  let top = 0;
  for (const layer of layersOf(boxes.length, pairs)) {
    for (const row of wrap(
      layer.map((at) => boxes[at] as Box),
      wanted,
    )) {
      rows.push({ boxes: row, top, width: widthOf(row) });
      top += Math.max(...row.map(({ height }) => height)) + wrapGapY;
    }
    top += gapY - wrapGapY;
  }
  const width = rows.reduce((most, row) => Math.max(most, row.width), 0);
  const inside = new Map<string, Point>();
  for (const row of rows) {
    let left = (width - row.width) / 2;
    for (const box of row.boxes) {
      for (const [node, { x, y }] of box.inside) inside.set(node, { x: left + x, y: row.top + y });
      left += box.width + gapX;
    }
  }
  return { id, width, height: Math.max(0, top - gapY), inside };
}

function wrap(boxes: readonly Box[], wanted: number): readonly (readonly Box[])[] {
  const rows: Box[][] = [];
  let width = Number.POSITIVE_INFINITY;
  for (const box of boxes) {
    if (width + box.width > wanted) {
      rows.push([]);
      width = 0;
    }
    rows.at(-1)?.push(box);
    width += box.width + gapX;
  }
  return rows;
}

function widthOf(row: readonly Box[]): number {
  return row.reduce((sum, { width }) => sum + width + gapX, -gapX);
}

/** The frame of a group around its content. */
function padded(content: Box): Box {
  const inside = new Map<string, Point>();
  for (const [node, { x, y }] of content.inside)
    inside.set(node, { x: x + groupPadding, y: y + groupPadding + groupLabel });
  return {
    id: content.id,
    width: content.width + 2 * groupPadding,
    height: content.height + 2 * groupPadding + groupLabel,
    inside,
  };
}
