import { CLASSES, classOf, PAGE_ROWS, type SpanColumns } from '../store/span-page.ts';
import { F, ROW, type SpanBatch, T } from './span-batch.ts';

/** The rows of a batch by duration class, in the order of the batch within each. */
export class ClassOrder {
  /** Rows of class k stand from `begin[k]` to `begin[k + 1]`. */
  readonly begin = new Int32Array(CLASSES + 1);
  readonly rows: Int32Array;
  readonly #class: Uint8Array;
  readonly #next = new Int32Array(CLASSES);

  constructor(capacity: number) {
    this.rows = new Int32Array(capacity);
    this.#class = new Uint8Array(capacity);
  }

  sort({ length, times }: SpanBatch): void {
    const { begin, rows } = this;
    const classes = this.#class;
    const next = this.#next;
    begin.fill(0);
    for (let i = 0; i < length; i++) {
      const k = classOf(times[i * ROW + T.duration] as number);
      classes[i] = k;
      begin[k + 1] = (begin[k + 1] as number) + 1;
    }
    for (let k = 0; k < CLASSES; k++) {
      next[k] = begin[k] as number;
      begin[k + 1] = (begin[k + 1] as number) + (begin[k] as number);
    }
    for (let i = 0; i < length; i++) {
      const k = classes[i] as number;
      const at = next[k] as number;
      rows[at] = i;
      next[k] = at + 1;
    }
  }
}

/** Appends the rows of the batch that `rows[from]` to `rows[to]` name, until the page is full; how many. */
export function appendRows(
  columns: SpanColumns,
  { times, facts }: SpanBatch,
  rows: Int32Array,
  from: number,
  to: number,
): number {
  const count = Math.min(to - from, PAGE_ROWS - columns.length);
  while (columns.length + count > columns.capacity) columns.grow();
  const { ordinal, up, root, node, end, duration, covered, suspended } = columns;
  const { laneShift, flags, children, lane, function: functions } = columns;
  let row = columns.length;
  for (let i = from; i < from + count; i++, row++) {
    const at = (rows[i] as number) * ROW;
    const o = times[at + T.ordinal] as number;
    const parent = times[at + T.parent] as number;
    const l = facts[at + F.lane] as number;
    ordinal[row] = o;
    up[row] = parent < 0 ? 0 : o - parent;
    root[row] = times[at + T.root] as number;
    node[row] = facts[at + F.node] as number;
    end[row] = times[at + T.end] as number;
    duration[row] = times[at + T.duration] as number;
    covered[row] = times[at + T.covered] as number;
    suspended[row] = times[at + T.suspended] as number;
    laneShift[row] = l - (facts[at + F.depth] as number);
    flags[row] = facts[at + F.flags] as number;
    children[row] = facts[at + F.children] as number;
    lane[row] = l;
    functions[row] = facts[at + F.function] as number;
  }
  columns.length = row;
  return count;
}
