import { AT, type SpanRows } from '../store/span-page.ts';

/** The open spans of a thread as columns; a span keeps its slot from its start to its end. Times in whole ns. */
export class OpenSpans {
  /** -1: the slot is free. */
  ordinal = new Float64Array(64).fill(-1);
  /** -1: no parent, or one that had ended. Valid while `ordinal[parentSlot]` is `parent`. */
  parentSlot = new Int32Array(64);
  /** Ordinal; -1: no parent. */
  parent = new Float64Array(64);
  root = new Float64Array(64);
  node = new Int32Array(64);
  start = new Float64Array(64);
  lane = new Int32Array(64);
  flags = new Uint8Array(64);
  /** Mark + 1; 0: none. */
  mark = new Float64Array(64);
  /** Children so far, and those open now. */
  children = new Int32Array(64);
  openChildren = new Int32Array(64);
  /** ns in which at least one child was open, up to `coveredSince` if one is open now. */
  covered = new Float64Array(64);
  coveredSince = new Float64Array(64);
  suspended = new Float64Array(64);
  /** -1: it runs, or stands below one that runs. */
  suspendedSince = new Float64Array(64);

  /** Slots given out so far; those above were never used. */
  high = 0;
  count = 0;
  #free = new Int32Array(64);
  #freeCount = 0;

  take(): number {
    this.count++;
    if (this.#freeCount > 0) return this.#free[--this.#freeCount] as number;
    if (this.high === this.ordinal.length) this.#grow();
    return this.high++;
  }

  release(slot: number): void {
    this.count--;
    this.ordinal[slot] = -1;
    this.#free[this.#freeCount++] = slot;
  }

  /** ns covered by children up to `now`. */
  coveredAt(slot: number, now: number): number {
    const covered = this.covered[slot] as number;
    return this.openChildren[slot] === 0 ? covered : covered + now - (this.coveredSince[slot] as number);
  }

  suspendedAt(slot: number, now: number): number {
    const since = this.suspendedSince[slot] as number;
    return (this.suspended[slot] as number) + (since < 0 ? 0 : now - since);
  }

  /** Adds the span in `slot` as it is at `now` to a page. `depth`: of a call node. */
  appendTo(
    rows: SpanRows,
    slot: number,
    now: number,
    covered: number,
    flags: number,
    depth: Int32Array,
  ): void {
    const at = rows.push();
    const { numbers } = rows;
    const ordinal = this.ordinal[slot] as number;
    const parent = this.parent[slot] as number;
    const node = this.node[slot] as number;
    numbers[at + AT.ordinal] = ordinal;
    numbers[at + AT.up] = parent < 0 ? 0 : ordinal - parent;
    numbers[at + AT.root] = this.root[slot] as number;
    numbers[at + AT.node] = node;
    numbers[at + AT.end] = now;
    numbers[at + AT.duration] = now - (this.start[slot] as number);
    numbers[at + AT.covered] = covered;
    numbers[at + AT.suspended] = this.suspendedAt(slot, now);
    numbers[at + AT.laneShift] = (this.lane[slot] as number) - (depth[node] as number);
    numbers[at + AT.flags] = (this.flags[slot] as number) | flags;
    numbers[at + AT.children] = this.children[slot] as number;
  }

  #grow(): void {
    const size = this.ordinal.length * 2;
    const float64 = (old: Float64Array, fill = 0) => {
      const column = new Float64Array(size).fill(fill, old.length);
      column.set(old);
      return column;
    };
    const int32 = (old: Int32Array) => {
      const column = new Int32Array(size);
      column.set(old);
      return column;
    };
    const flags = new Uint8Array(size);
    flags.set(this.flags);
    this.flags = flags;
    this.ordinal = float64(this.ordinal, -1);
    this.parentSlot = int32(this.parentSlot);
    this.parent = float64(this.parent);
    this.root = float64(this.root);
    this.node = int32(this.node);
    this.start = float64(this.start);
    this.lane = int32(this.lane);
    this.mark = float64(this.mark);
    this.children = int32(this.children);
    this.openChildren = int32(this.openChildren);
    this.covered = float64(this.covered);
    this.coveredSince = float64(this.coveredSince);
    this.suspended = float64(this.suspended);
    this.suspendedSince = float64(this.suspendedSince);
    this.#free = int32(this.#free);
  }
}
