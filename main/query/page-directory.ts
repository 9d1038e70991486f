import { grown } from '../store/grown.ts';
import { CLASSES, classWidth } from '../store/span-page.ts';

const NUMBERS = [
  'thread',
  'class',
  'revision',
  'position',
  'count',
  'errors',
  'late',
  'min_start',
  'max_start',
  'min_end',
  'max_end',
  'min_ordinal',
  'max_ordinal',
  'min_parent',
  'max_parent',
  'min_lane',
  'max_lane',
  'min_root',
  'max_root',
] as const;
type Name = (typeof NUMBERS)[number];

/** What the reader asks SQLite for. */
export const DIRECTORY_SQL = `SELECT id, ${NUMBERS.join(', ')} FROM pages`;

/**
 * The statistics of all span pages as columns, kept in memory: 40,000 pages hold 160 million spans. Row i is the page i + 1; a
 * row whose `count` is 0 has no page yet. Times are ns since the thread's origin.
 */
export class PageDirectory {
  length = 0;
  thread = new Float64Array(64);
  class = new Float64Array(64);
  revision = new Float64Array(64);
  /** -1: the page still grows. */
  position = new Float64Array(64);
  count = new Float64Array(64);
  errors = new Float64Array(64);
  late = new Float64Array(64);
  minStart = new Float64Array(64);
  maxStart = new Float64Array(64);
  minEnd = new Float64Array(64);
  maxEnd = new Float64Array(64);
  minOrdinal = new Float64Array(64);
  maxOrdinal = new Float64Array(64);
  minParent = new Float64Array(64);
  maxParent = new Float64Array(64);
  minLane = new Float64Array(64);
  maxLane = new Float64Array(64);
  minRoot = new Float64Array(64);
  maxRoot = new Float64Array(64);

  /** By thread and duration class: the rows as their pages were filled, which is the order of their ends. */
  readonly #filed = new Map<number, number[]>();

  /** Takes rows that are new or have changed. */
  refresh(rows: Iterable<unknown>): void {
    const touched = new Set<number[]>();
    for (const row of rows) {
      const list = this.#set(row as number[]);
      if (list) touched.add(list);
    }
    for (const list of touched) list.sort((a, b) => a - b);
  }

  /**
   * Rows of some duration classes (end exclusive) with spans of the thread that can overlap [from, to), or begin in it. Looks
   * only at pages of that time.
   */
  between(thread: number, firstClass: number, endClass: number, from: number, to: number): number[] {
    const rows: number[] = [];
    for (let spanClass = Math.max(0, firstClass); spanClass < endClass; spanClass++) {
      const list = this.#filed.get(keyOf(thread, spanClass));
      if (!list) continue;
      const longest = classWidth(spanClass + 1);
      for (let i = this.#firstEndingAt(list, from); i < list.length; i++) {
        const row = list[i] as number;
        // All that follow end later still, and so begin too late.
        if ((this.minEnd[row] as number) - longest >= to) break;
        if (this.overlaps(row, from, to)) rows.push(row);
      }
    }
    return rows;
  }

  /** Place in the list of the first page with an end at `time` or later. */
  #firstEndingAt(list: readonly number[], time: number): number {
    let low = 0;
    let high = list.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.maxEnd[list[middle] as number] as number) < time) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  /** Rows with spans of the thread for which `wanted` holds. */
  select(thread: number, wanted: (row: number) => boolean): number[] {
    const rows: number[] = [];
    for (let row = 0; row < this.length; row++) {
      if (this.thread[row] === thread && (this.count[row] as number) > 0 && wanted(row)) rows.push(row);
    }
    return rows;
  }

  /** Whether a span of the page can overlap [from, to). */
  overlaps(row: number, from: number, to: number): boolean {
    return (this.minStart[row] as number) < to && (this.maxEnd[row] as number) >= from;
  }

  /** The list that the row was added to, if it is new. */
  #set(values: readonly number[]): number[] | undefined {
    const row = (values[0] as number) - 1;
    while (row >= this.count.length) this.#grow();
    if (row >= this.length) this.length = row + 1;
    const isNew = this.count[row] === 0;
    for (let i = 0; i < NUMBERS.length; i++) {
      this[PROPERTIES[i] as Property][row] = values[i + 1] as number;
    }
    return isNew && this.count[row] !== 0 ? this.#file(row) : undefined;
  }

  #file(row: number): number[] {
    const key = keyOf(this.thread[row] as number, this.class[row] as number);
    const list = this.#filed.get(key) ?? [];
    this.#filed.set(key, list);
    list.push(row);
    return list;
  }

  #grow(): void {
    for (const name of PROPERTIES) this[name] = grown(this[name], this[name].length * 2);
  }
}

const keyOf = (thread: number, spanClass: number): number => thread * CLASSES + spanClass;

type Camel<S extends string> = S extends `${infer A}_${infer B}` ? `${A}${Capitalize<B>}` : S;
type Property = Camel<Name>;
/** The columns in the order of the query. */
const PROPERTIES = NUMBERS.map(
  (name) => name.replace(/_(.)/, (_, letter: string) => letter.toUpperCase()) as Property,
);
