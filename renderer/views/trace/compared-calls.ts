import { SpanFlag, type TraceRows } from './trace-rows.ts';

/** Two calls, and what they called, laid over each other by the functions that led there; depth first. */
export interface ComparedCalls {
  readonly length: number;
  readonly function: Int32Array;
  readonly depth: Int32Array;
  readonly one: CallFigures;
  readonly other: CallFigures;
}

export interface CallFigures {
  /** 0: it did not call this. */
  readonly calls: Float64Array;
  readonly totalNs: Float64Array;
  readonly selfNs: Float64Array;
  readonly errors: Float64Array;
}

/** In the order of the first call in `one`; what only `other` called comes behind its siblings. The first rows are one pair. */
export function comparedCalls(one: TraceRows, other: TraceRows): ComparedCalls {
  const tree = new PathTree();
  const places = [one, other].map((rows) => tree.place(rows));
  const order = tree.depthFirst();
  const positions = new Int32Array(order.length);
  for (const [at, node] of order.entries()) positions[node] = at;
  const [ofOne, ofOther] = [one, other].map((rows, side) =>
    figures(rows, places[side] as Int32Array, positions),
  );
  return {
    length: order.length,
    function: Int32Array.from(order, (node) => tree.function[node] as number),
    depth: Int32Array.from(order, (node) => tree.depth[node] as number),
    one: ofOne as CallFigures,
    other: ofOther as CallFigures,
  };
}

/** Paths of functions, each once. */
class PathTree {
  readonly function: number[] = [];
  readonly depth: number[] = [];
  readonly #children: Map<number, number>[] = [];

  /** The node of each row; a row stands behind its parent. */
  place(rows: TraceRows): Int32Array {
    const nodes = new Int32Array(rows.length);
    for (let row = 0; row < rows.length; row++) {
      const above = rows.parent[row] as number;
      nodes[row] =
        above < 0
          ? this.#root(rows.function[row] as number)
          : this.#child(nodes[above] as number, rows.function[row] as number);
    }
    return nodes;
  }

  depthFirst(): number[] {
    const order: number[] = [];
    const open = this.function.length > 0 ? [0] : [];
    for (let node = open.pop(); node !== undefined; node = open.pop()) {
      order.push(node);
      open.push(...[...(this.#children[node] as Map<number, number>).values()].reverse());
    }
    return order;
  }

  #root(fn: number): number {
    return this.function.length > 0 ? 0 : this.#add(fn, 0);
  }

  #child(above: number, fn: number): number {
    const siblings = this.#children[above] as Map<number, number>;
    const known = siblings.get(fn);
    if (known !== undefined) return known;
    const node = this.#add(fn, (this.depth[above] as number) + 1);
    siblings.set(fn, node);
    return node;
  }

  #add(fn: number, depth: number): number {
    this.depth.push(depth);
    this.#children.push(new Map());
    return this.function.push(fn) - 1;
  }
}

function figures(rows: TraceRows, nodeOf: Int32Array, positions: Int32Array): CallFigures {
  const { length } = positions;
  const sums = {
    calls: new Float64Array(length),
    totalNs: new Float64Array(length),
    selfNs: new Float64Array(length),
    errors: new Float64Array(length),
  };
  for (let row = 0; row < rows.length; row++) {
    const at = positions[nodeOf[row] as number] as number;
    const lasted = (rows.endNsOf[row] as number) - (rows.startNsOf[row] as number);
    sums.calls[at] = (sums.calls[at] as number) + 1;
    sums.totalNs[at] = (sums.totalNs[at] as number) + lasted;
    sums.selfNs[at] = (sums.selfNs[at] as number) + (rows.selfNs[row] as number);
    if ((rows.flags[row] as number) & SpanFlag.error) sums.errors[at] = (sums.errors[at] as number) + 1;
  }
  return sums;
}
