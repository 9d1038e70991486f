import type { CallTreeTable } from '#contract';
import { ROOT_NODE } from '../store/node-page.ts';
import type { NodeFigures } from './node-table.ts';
import { Scratch } from './scratch.ts';

/** A parent has a smaller id than its children; 0 is the whole. */
export interface TreeColumns {
  readonly length: number;
  readonly parent: Int32Array;
  readonly function: Int32Array;
}

export interface CallTreeOptions {
  readonly order: 'left-heavy' | 'first-call';
  /** Rows narrower than this share of the whole are left out. */
  readonly minShare: number;
  /** How wide each node is, the whole at 0; by total time when it is left out. */
  readonly weight?: Float64Array | undefined;
  readonly scratch: Scratch;
}

/** Lays the nodes that have figures out depth first. */
export function callTree(
  revision: number,
  nodes: TreeColumns,
  figures: NodeFigures,
  options: CallTreeOptions,
): CallTreeTable {
  return options.scratch.within((part) => layout(revision, nodes, figures, { ...options, scratch: part }));
}

function layout(
  revision: number,
  nodes: TreeColumns,
  figures: NodeFigures,
  options: CallTreeOptions,
): CallTreeTable {
  const keep = keptNodes(nodes, figures, options);
  const weight = options.weight ?? figures.totalNs;
  const length = keep.count;
  const table = {
    revision,
    length,
    node: new Int32Array(length),
    function: new Int32Array(length),
    parent: new Int32Array(length),
    subtreeEnd: new Int32Array(length),
    depth: new Int32Array(length),
    calls: new Float64Array(length),
    errors: new Float64Array(length),
    totalNs: new Float64Array(length),
    selfNs: new Float64Array(length),
    weight: new Float64Array(length),
    omitted: keep.omitted,
  };
  const children = keptChildren(nodes, keep.kept, length, options.scratch);
  if (options.order === 'left-heavy') sortByWeight(children, weight);
  // Node ids follow the first calls, so that the other order is there already.
  const stack: number[] = [ROOT_NODE];
  const parentRows: number[] = [-1];
  for (let row = 0; row < length; row++) {
    const place = stack.pop() as number;
    const parentRow = parentRows.pop() as number;
    const node = children.nodes[place] as number;
    table.node[row] = node;
    table.function[row] = nodes.function[node] as number;
    table.parent[row] = parentRow;
    table.depth[row] = node === ROOT_NODE ? 0 : (table.depth[parentRow] as number) + 1;
    table.calls[row] = figures.calls[node] as number;
    table.errors[row] = figures.errors[node] as number;
    table.totalNs[row] = figures.totalNs[node] as number;
    table.selfNs[row] = figures.selfNs[node] as number;
    table.weight[row] = weight[node] as number;
    const first = children.first[place] as number;
    for (let i = (children.first[place + 1] as number) - 1; i >= first; i--) {
      stack.push(children.list[i] as number);
      parentRows.push(row);
    }
  }
  table.totalNs[0] = keep.wholeNs;
  table.weight[0] = keep.whole;
  for (let row = length - 1; row >= 0; row--) {
    table.subtreeEnd[row] = Math.max(table.subtreeEnd[row] as number, row + 1);
    const parent = table.parent[row] as number;
    if (parent >= 0) {
      table.subtreeEnd[parent] = Math.max(
        table.subtreeEnd[parent] as number,
        table.subtreeEnd[row] as number,
      );
    }
  }
  return table;
}

/** A node that is wide enough brings its ancestors with it: a child may outlive its parent. */
function keptNodes(
  nodes: TreeColumns,
  { calls, totalNs, selfNs }: NodeFigures,
  { minShare, weight, scratch }: CallTreeOptions,
) {
  let wholeNs = selfNs[ROOT_NODE] as number;
  for (let node = 1; node < nodes.length; node++) {
    if (nodes.parent[node] === ROOT_NODE) wholeNs += totalNs[node] as number;
  }
  const whole = weight?.[ROOT_NODE] ?? wholeNs;
  const width = weight ?? totalNs;
  const kept = scratch.uint8(nodes.length);
  let count = 1;
  let omitted = 0;
  for (let node = nodes.length - 1; node > ROOT_NODE; node--) {
    const called = (calls[node] as number) > 0;
    if (kept[node] === 1 || (called && (width[node] as number) >= minShare * whole)) {
      kept[node] = 1;
      kept[nodes.parent[node] as number] = 1;
      count++;
    } else if (called) omitted++;
  }
  kept[ROOT_NODE] = 1;
  return { kept, count, omitted, wholeNs, whole };
}

/** The kept nodes by place: few of a million may be kept, and then nothing here is a million long. */
interface Children {
  /** Ascending; the root is at place 0. */
  readonly nodes: Int32Array;
  /** The children of place p are the places `list[first[p]]` to before `list[first[p + 1]]`. */
  readonly first: Int32Array;
  readonly list: Int32Array;
}

function keptChildren(nodes: TreeColumns, kept: Uint8Array, count: number, scratch: Scratch): Children {
  const keptNodes = scratch.int32(count);
  const placeOf = scratch.int32(nodes.length);
  let place = 0;
  for (let node = kept.indexOf(1); node >= 0; node = kept.indexOf(1, node + 1)) {
    placeOf[node] = place;
    keptNodes[place++] = node;
  }
  const parentOf = (at: number): number => placeOf[nodes.parent[keptNodes[at] as number] as number] as number;
  const first = scratch.int32(count + 1);
  for (let at = 1; at < count; at++) {
    const parent = parentOf(at) + 1;
    first[parent] = (first[parent] as number) + 1;
  }
  for (let at = 0; at < count; at++) first[at + 1] = (first[at + 1] as number) + (first[at] as number);
  const next = scratch.int32(count + 1);
  next.set(first);
  const list = scratch.int32(Math.max(0, count - 1));
  for (let at = 1; at < count; at++) {
    const parent = parentOf(at);
    const to = next[parent] as number;
    list[to] = at;
    next[parent] = to + 1;
  }
  return { nodes: keptNodes, first, list };
}

function sortByWeight({ nodes, first, list }: Children, weight: Float64Array): void {
  const weightOf = (place: number): number => weight[nodes[place] as number] as number;
  for (let place = 0; place + 1 < first.length; place++) {
    const from = first[place] as number;
    const to = first[place + 1] as number;
    if (to - from < 2) continue;
    const group = Array.from(list.subarray(from, to));
    group.sort((a, b) => weightOf(b) - weightOf(a) || a - b);
    list.set(group, from);
  }
}

/** Depth-first order of all nodes, for questions about what is nested in what. */
export interface NodeOrder {
  /** Nodes, the root left out; a parent before its children. */
  readonly nodes: Int32Array;
  /** By place in `nodes`: one behind the last descendant. */
  readonly subtreeEnd: Int32Array;
}

export function nodeOrder(nodes: TreeColumns): NodeOrder {
  return new Scratch().within((part) => orderOf(nodes, part));
}

function orderOf(nodes: TreeColumns, scratch: Scratch): NodeOrder {
  const kept = scratch.uint8(nodes.length).fill(1);
  const { first, list } = keptChildren(nodes, kept, nodes.length, scratch);
  const order = new Int32Array(nodes.length - 1);
  const subtreeEnd = new Int32Array(nodes.length - 1);
  const size = scratch.int32(nodes.length).fill(1);
  for (let node = nodes.length - 1; node > ROOT_NODE; node--) {
    const parent = nodes.parent[node] as number;
    size[parent] = (size[parent] as number) + (size[node] as number);
  }
  const stack: number[] = [];
  const push = (node: number) => {
    for (let i = (first[node + 1] as number) - 1; i >= (first[node] as number); i--) {
      stack.push(list[i] as number);
    }
  };
  push(ROOT_NODE);
  for (let at = 0; at < order.length; at++) {
    const node = stack.pop() as number;
    order[at] = node;
    subtreeEnd[at] = at + (size[node] as number);
    push(node);
  }
  return { nodes: order, subtreeEnd };
}
