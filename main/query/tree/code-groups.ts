import type { Tree } from './tree.ts';

/** Two lists side by side, see `callerTree`. */
interface Lists {
  readonly leaf: Int32Array;
  readonly at: Int32Array;
}

/**
 * The leaves of one row, told apart by the function that their chains come to next. Groups stand in the order in which their first
 * leaf does. Its columns are made once, as long as there are functions, and used for one row after another.
 */
export class CodeGroups {
  length = 0;
  /** Function code. */
  readonly code: Int32Array;
  /** Call node of the first leaf's next row. */
  readonly node: Int32Array;
  readonly count: Int32Array;
  /** Where the next leaf of the group goes; -1: nowhere. */
  readonly place: Int32Array;
  readonly weight: Float64Array;
  readonly calls: Float64Array;
  readonly errors: Float64Array;
  /** By code, less the smallest one: its group + 1; 0: none. */
  readonly #groupOf: Int32Array;
  readonly #leastCode: number;

  constructor({ length, function: code }: Tree) {
    let [least, most] = [0, 0];
    for (let row = 0; row < length; row++) {
      if ((code[row] as number) < least) least = code[row] as number;
      if ((code[row] as number) > most) most = code[row] as number;
    }
    const codes = most - least + 1;
    this.#leastCode = least;
    this.#groupOf = new Int32Array(codes);
    this.code = new Int32Array(codes);
    this.node = new Int32Array(codes);
    this.count = new Int32Array(codes);
    this.place = new Int32Array(codes);
    this.weight = new Float64Array(codes);
    this.calls = new Float64Array(codes);
    this.errors = new Float64Array(codes);
  }

  /** Groups the leaves at places [from, to). The weight of those whose chain has ended, which are in no group. */
  find(tree: Tree, { leaf, at }: Lists, from: number, to: number, weightNs: Float64Array): number {
    for (let group = 0; group < this.length; group++) {
      this.#groupOf[(this.code[group] as number) - this.#leastCode] = 0;
    }
    this.length = 0;
    const { function: codes, node, calls, errors } = tree;
    let ended = 0;
    for (let i = from; i < to; i++) {
      const row = at[i] as number;
      const own = leaf[i] as number;
      if (row === 0) {
        ended += weightNs[own] as number;
        continue;
      }
      const code = codes[row] as number;
      let group = (this.#groupOf[code - this.#leastCode] as number) - 1;
      if (group < 0) group = this.#add(code, node[row] as number);
      this.count[group] = (this.count[group] as number) + 1;
      this.weight[group] = (this.weight[group] as number) + (weightNs[own] as number);
      this.calls[group] = (this.calls[group] as number) + (calls[own] as number);
      this.errors[group] = (this.errors[group] as number) + (errors[own] as number);
    }
    return ended;
  }

  /** Puts the leaves found last into the places of their groups, a row further up. */
  climb({ parent, function: codes }: Tree, { leaf, at }: Lists, from: number, to: number, next: Lists): void {
    for (let i = from; i < to; i++) {
      const row = at[i] as number;
      if (row === 0) continue;
      const group = (this.#groupOf[(codes[row] as number) - this.#leastCode] as number) - 1;
      const place = this.place[group] as number;
      if (place < 0) continue;
      next.leaf[place] = leaf[i] as number;
      next.at[place] = parent[row] as number;
      this.place[group] = place + 1;
    }
  }

  #add(code: number, node: number): number {
    const group = this.length++;
    this.#groupOf[code - this.#leastCode] = group + 1;
    this.code[group] = code;
    this.node[group] = node;
    this.count[group] = 0;
    this.weight[group] = 0;
    this.calls[group] = 0;
    this.errors[group] = 0;
    return group;
  }
}
