import type { HeatMap, HeatMapRequest } from '#contract';
import { CLASSES, classWidth, SPAN } from '../store/span-page.ts';
import { type Query, requireFunction } from './query.ts';
import { functionMatcher } from './search/function-matcher.ts';
import { NONE } from './search/matcher.ts';
import type { ThreadState } from './snapshot.ts';

/** Rows of a duration class where spans are read one by one. */
const FINE = 16;
/** Opening more spans than these takes too long: pages are then counted as a whole where they fit a column. */
const MAX_READ = 4_000_000;

/** Spans by when they began (columns) and how long they took (rows); a span still open counts with its time so far. */
export function heatMap(query: Query, request: Omit<HeatMapRequest, 'run'>): HeatMap {
  const { snapshot, reader, checkpoint } = query;
  const { pages, nodes } = snapshot;
  const { range, columns } = request;
  if (request.function !== undefined) requireFunction(snapshot, request.function);
  const wanted = new Uint8Array(snapshot.functions.length).fill(request.function === undefined ? 1 : 0);
  if (request.function !== undefined) wanted[request.function] = 1;
  const matcher = request.function === undefined ? undefined : functionMatcher(query, wanted);
  const chosen = candidates(query, request).filter(
    ({ p }) => matcher === undefined || matcher.page(p) !== NONE,
  );
  const spans = chosen.reduce((sum, { p }) => sum + (pages.count[p] as number), 0);
  const perClass = spans <= MAX_READ ? FINE : 1;
  const grid = new Grid(range.startNs, (range.endNs - range.startNs) / columns, columns, perClass);

  for (const { p, thread } of chosen) {
    const minStart = (pages.minStart[p] as number) + thread.offsetNs;
    const maxStart = (pages.maxStart[p] as number) + thread.offsetNs;
    if (perClass === 1) {
      const column = grid.column(minStart);
      const count = matcher ? matcher.count(p) : (pages.count[p] as number);
      const errors = matcher ? -1 : (pages.errors[p] as number);
      if (column >= 0 && column === grid.column(maxStart) && count >= 0 && errors >= 0) {
        grid.add(column, pages.class[p] as number, count, errors);
        continue;
      }
    }
    checkpoint();
    reader.see(p, chosen.length, ({ rows, end, duration, flags, node }) => {
      for (let i = 0; i < rows; i++) {
        if (wanted[nodes.function[node[i] as number] as number] !== 1) continue;
        const d = duration[i] as number;
        const column = grid.column((end[i] as number) - d + thread.offsetNs);
        if (column >= 0) grid.add(column, grid.row(d), 1, (flags[i] as number) & SPAN.ERROR);
      }
    });
  }
  for (const { open, offsetNs, index } of snapshot.threads) {
    if (!open || (request.thread !== undefined && request.thread !== index)) continue;
    for (let i = 0; i < open.rows; i++) {
      if (wanted[nodes.function[open.node[i] as number] as number] !== 1) continue;
      const d = open.duration[i] as number;
      const column = grid.column((open.end[i] as number) - d + offsetNs);
      if (column >= 0) grid.add(column, grid.row(d), 1, 0);
    }
  }
  return { revision: snapshot.revision, range, columns, ...grid.take() };
}

function candidates(
  { snapshot }: Query,
  { range, thread: only }: Pick<HeatMapRequest, 'range' | 'thread'>,
): { p: number; thread: ThreadState }[] {
  const { pages, threads } = snapshot;
  return threads.flatMap((thread) => {
    if (only !== undefined && only !== thread.index) return [];
    const from = range.startNs - thread.offsetNs;
    const to = range.endNs - thread.offsetNs;
    const wanted = (p: number) => (pages.minStart[p] as number) < to && (pages.maxStart[p] as number) >= from;
    return pages.select(thread.index, wanted).map((p) => ({ p, thread }));
  });
}

class Grid {
  readonly #start: number;
  readonly #stepNs: number;
  readonly #columns: number;
  readonly #perClass: number;
  readonly #bounds: Float64Array;
  readonly #count: Float64Array;
  readonly #errors: Float64Array;

  constructor(start: number, stepNs: number, columns: number, perClass: number) {
    this.#start = start;
    this.#stepNs = stepNs;
    this.#columns = columns;
    this.#perClass = perClass;
    this.#bounds = boundsOf(perClass);
    this.#count = new Float64Array(CLASSES * perClass * columns);
    this.#errors = new Float64Array(CLASSES * perClass * columns);
  }

  /** -1: outside. */
  column(time: number): number {
    const column = Math.floor((time - this.#start) / this.#stepNs);
    return column >= 0 && column < this.#columns ? column : -1;
  }

  row(duration: number): number {
    const guess = duration < 1 ? 0 : Math.floor((Math.log2(duration) / 2) * this.#perClass);
    let row = Math.min(guess, this.#bounds.length - 2);
    // The logarithm may be off by a bit at a bound, and rows narrower than 1 ns are empty.
    while ((this.#bounds[row] as number) > duration) row--;
    while ((this.#bounds[row + 1] as number) <= duration) row++;
    return row;
  }

  add(column: number, row: number, count: number, errors: number): void {
    const at = row * this.#columns + column;
    this.#count[at] = (this.#count[at] as number) + count;
    this.#errors[at] = (this.#errors[at] as number) + errors;
  }

  take(): Pick<HeatMap, 'boundsNs' | 'cell' | 'count' | 'errors'> {
    const cells: number[] = [];
    for (let at = 0; at < this.#count.length; at++) if ((this.#count[at] as number) > 0) cells.push(at);
    return {
      boundsNs: this.#bounds,
      cell: Int32Array.from(cells),
      count: Float64Array.from(cells, (at) => this.#count[at] as number),
      errors: Float64Array.from(cells, (at) => this.#errors[at] as number),
    };
  }
}

/** Row 0 begins at 0: shorter ones than 1 ns there are none but 0. */
function boundsOf(perClass: number): Float64Array {
  return Float64Array.from({ length: CLASSES * perClass + 1 }, (_, i) =>
    i === 0 ? 0 : classWidth(Math.floor(i / perClass)) * 4 ** ((i % perClass) / perClass),
  );
}
