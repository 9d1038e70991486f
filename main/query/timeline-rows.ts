import { grown } from '../store/grown.ts';
import { naturalMergeOrder } from './natural-merge.ts';

/** Those that nobody uses now: columns as long as they were needed before. */
const spare: TimelineRows[] = [];
const MAX_SPARE = 4;
/** Rows beyond which columns are not worth keeping. */
const MAX_SPARE_ROWS = 32_768;

/** Spans of one thread for the timeline, gathered page by page; ns since the recording's origin. */
export class TimelineRows {
  /** Without rows; give it back with `release`. */
  static take(): TimelineRows {
    return spare.pop() ?? new TimelineRows();
  }

  length = 0;
  lane = new Int32Array(1024);
  start = new Float64Array(1024);
  duration = new Float64Array(1024);
  function = new Int32Array(1024);
  ordinal = new Float64Array(1024);
  flags = new Uint8Array(1024);
  suspended = new Float64Array(1024);

  push(
    lane: number,
    start: number,
    duration: number,
    fn: number,
    ordinal: number,
    flags: number,
    suspended: number,
  ): void {
    if (this.length === this.lane.length) this.#grow();
    const row = this.length++;
    this.lane[row] = lane;
    this.start[row] = start;
    this.duration[row] = duration;
    this.function[row] = fn;
    this.ordinal[row] = ordinal;
    this.flags[row] = flags;
    this.suspended[row] = suspended;
  }

  /** Nobody will read it any more. */
  release(): void {
    this.length = 0;
    if (spare.length < MAX_SPARE && this.lane.length <= MAX_SPARE_ROWS) spare.push(this);
  }

  /** The rows by lane, then start. */
  order(): Uint32Array {
    return orderByLane(this);
  }

  #grow(): void {
    const size = this.lane.length * 2;
    this.lane = grown(this.lane, size);
    this.function = grown(this.function, size);
    this.start = grown(this.start, size);
    this.duration = grown(this.duration, size);
    this.ordinal = grown(this.ordinal, size);
    this.flags = grown(this.flags, size);
    this.suspended = grown(this.suspended, size);
  }
}

interface Placed {
  readonly length: number;
  readonly lane: Int32Array;
  readonly start: Float64Array;
}

/** Rows by lane, then start. */
export function orderByLane({ length, lane, start }: Placed): Uint32Array {
  let lanes = 0;
  for (let i = 0; i < length; i++) if ((lane[i] as number) >= lanes) lanes = (lane[i] as number) + 1;
  const first = new Uint32Array(lanes + 1);
  for (let i = 0; i < length; i++) {
    const at = (lane[i] as number) + 1;
    first[at] = (first[at] as number) + 1;
  }
  for (let l = 0; l < lanes; l++) first[l + 1] = (first[l + 1] as number) + (first[l] as number);
  const next = first.slice();
  const order = new Uint32Array(length);
  for (let i = 0; i < length; i++) {
    const l = lane[i] as number;
    const at = next[l] as number;
    order[at] = i;
    next[l] = at + 1;
  }
  // Spans of a lane never overlap, so each page brought them in order: a few runs to merge.
  for (let l = 0; l < lanes; l++) {
    const [from, to] = [first[l] as number, first[l + 1] as number];
    if (to - from > 1) naturalMergeOrder(order.subarray(from, to), start);
  }
  return order;
}
