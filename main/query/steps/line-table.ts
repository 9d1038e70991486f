import { ContractError, type LinesRequest, type LineTable } from '#contract';
import { SPAN, type SpanPage } from '../../store/span-page.ts';
import { STEP_KIND } from '../../store/step-page.ts';
import type { Query } from '../query.ts';
import type { ThreadState } from '../snapshot.ts';
import { StepReader } from './step-reader.ts';

/** What the lines of a file did, added up over the steps of every thread. */
export function lineTable(query: Query, { file }: Omit<LinesRequest, 'run'>): LineTable {
  const { snapshot } = query;
  const wanted = snapshot.files.indexOf(file);
  if (wanted < 0) throw new ContractError('not-found', `The recording has no file ${file}.`);
  const sums = new LineSums();
  for (const thread of snapshot.threads) {
    const steps = new StepReader(query, thread.index);
    if (steps.total > 0) addThread(steps, callsOf(query, thread, wanted), sums);
  }
  return { revision: snapshot.revision, ...sums.table() };
}

function addThread(steps: StepReader, calls: Calls, sums: LineSums): void {
  /** By ordinal: calls whose next line is still to come, and those of other files as `null`. */
  const open = new Map<number, OpenCall | null>();
  const close = (call: OpenCall) => {
    call.share(call.endNs, sums);
    if (call.failed) sums.fail(call.line);
  };
  for (const [page, facts] of steps.pages.entries()) {
    if (facts.steps === 0 || !calls.hasBetween(facts.minSpan, facts.maxSpan)) continue;
    const { length, kind, span, place, time } = steps.load(page);
    for (let row = 0; row < length; row++) {
      if (kind[row] !== STEP_KIND.LINE) continue;
      const ordinal = span[row] as number;
      let call = open.get(ordinal);
      if (call === undefined) {
        call = calls.find(ordinal);
        open.set(ordinal, call);
      }
      call?.step(place[row] as number, time[row] as number, sums);
    }
    // What has ended by now is not met again, and a long run has more calls than fit.
    for (const [ordinal, call] of open) {
      if (call !== null && call.endNs >= facts.maxTime) continue;
      if (call) close(call);
      open.delete(ordinal);
    }
  }
  for (const call of open.values()) if (call) close(call);
}

/** A call between two of its lines. */
class OpenCall {
  readonly endNs: number;
  readonly failed: boolean;
  /** When it called others, ascending; ns since the thread's origin. */
  readonly #callsNs: Float64Array;
  #nextCall = 0;
  /** The line it stands on; 0 before the first. */
  line = 0;
  #sinceNs = 0;
  #steps = 0;
  /** Steps since then, by line: nothing was called or returned between them, so that none has a time of its own. */
  readonly #lines = new Map<number, number>();

  constructor(endNs: number, failed: boolean, callsNs: Float64Array) {
    this.endNs = endNs;
    this.failed = failed;
    this.#callsNs = callsNs;
  }

  step(line: number, timeNs: number, sums: LineSums): void {
    sums.hit(line);
    if (timeNs !== this.#sinceNs) this.share(timeNs, sums);
    this.line = line;
    this.#sinceNs = timeNs;
    this.#steps++;
    this.#lines.set(line, (this.#lines.get(line) ?? 0) + 1);
  }

  /** Gives the time up to here to the steps since the last call or return: each the same part, and what was called to the last. */
  share(untilNs: number, sums: LineSums): void {
    const calledNs = Math.min(untilNs, this.#callAfter(this.#sinceNs));
    const each = Math.max(0, calledNs - this.#sinceNs) / this.#steps;
    for (const [line, steps] of this.#lines) sums.last(line, each * steps);
    if (this.#steps > 0) sums.last(this.line, Math.max(0, untilNs - calledNs));
    this.#lines.clear();
    this.#steps = 0;
  }

  #callAfter(timeNs: number): number {
    while ((this.#callsNs[this.#nextCall] as number) < timeNs) this.#nextCall++;
    return this.#callsNs[this.#nextCall] ?? Number.POSITIVE_INFINITY;
  }
}

class LineSums {
  readonly #lines = new Map<number, { hits: number; totalNs: number; errors: number }>();

  hit(line: number): void {
    this.#at(line).hits++;
  }
  last(line: number, ns: number): void {
    this.#at(line).totalNs += ns;
  }
  fail(line: number): void {
    this.#at(line).errors++;
  }

  table(): Omit<LineTable, 'revision'> {
    const rows = [...this.#lines].sort(([a], [b]) => a - b);
    return {
      length: rows.length,
      line: Int32Array.from(rows, ([line]) => line),
      hits: Float64Array.from(rows, ([, { hits }]) => hits),
      totalNs: Float64Array.from(rows, ([, { totalNs }]) => totalNs),
      errors: Float64Array.from(rows, ([, { errors }]) => errors),
    };
  }

  #at(line: number): { hits: number; totalNs: number; errors: number } {
    let sums = this.#lines.get(line);
    if (!sums) {
      sums = { hits: 0, totalNs: 0, errors: 0 };
      this.#lines.set(line, sums);
    }
    return sums;
  }
}

/** Calls of a thread with a number each, ordered by ordinal and then by that number. */
class CallColumn {
  readonly ordinal: Float64Array;
  readonly value: Float64Array;

  constructor(ordinals: readonly number[], values: readonly number[]) {
    const of = (list: readonly number[], at: number) => list[at] as number;
    const order = Uint32Array.from(ordinals.keys()).sort(
      (a, b) => of(ordinals, a) - of(ordinals, b) || of(values, a) - of(values, b),
    );
    this.ordinal = Float64Array.from(order, (at) => of(ordinals, at));
    this.value = Float64Array.from(order, (at) => of(values, at));
  }

  /** Place of the first row with this ordinal or a higher one. */
  lowest(ordinal: number): number {
    let low = 0;
    let high = this.ordinal.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.ordinal[middle] as number) < ordinal) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

/** The calls of a file's functions in one thread. Times in ns since the thread's origin. */
class Calls {
  /** Their ends; of a call that is open, the time so far. */
  readonly #ends: CallColumn;
  readonly #failed: ReadonlySet<number>;
  /** When each of them called another one. */
  readonly #calls: CallColumn;

  constructor(ends: CallColumn, failed: ReadonlySet<number>, calls: CallColumn) {
    this.#ends = ends;
    this.#failed = failed;
    this.#calls = calls;
  }

  hasBetween(first: number, last: number): boolean {
    return (this.#ends.ordinal[this.#ends.lowest(first)] ?? Number.POSITIVE_INFINITY) <= last;
  }

  /** `null`: it is of another file. */
  find(ordinal: number): OpenCall | null {
    const at = this.#ends.lowest(ordinal);
    if (this.#ends.ordinal[at] !== ordinal) return null;
    const calls = this.#calls.value.subarray(this.#calls.lowest(ordinal), this.#calls.lowest(ordinal + 1));
    return new OpenCall(this.#ends.value[at] as number, this.#failed.has(ordinal), calls);
  }
}

function callsOf({ snapshot, reader, checkpoint }: Query, thread: ThreadState, file: number): Calls {
  const { nodes, functions, pages } = snapshot;
  const isWanted = Uint8Array.from({ length: nodes.length }, (_, node) =>
    functions[nodes.function[node] as number]?.file === file ? 1 : 0,
  );
  const [ordinals, ends, callers, starts]: [number[], number[], number[], number[]] = [[], [], [], []];
  const failed = new Set<number>();
  const collect = ({ rows, ordinal, node, end, duration, flags, up }: SpanPage) => {
    for (let row = 0; row < rows; row++) {
      const own = ordinal[row] as number;
      if (isWanted[node[row] as number] === 1) {
        ordinals.push(own);
        ends.push(end[row] as number);
        if (((flags[row] as number) & SPAN.ERROR) !== 0) failed.add(own);
      }
      if ((up[row] as number) > 0 && isWanted[nodes.parent[node[row] as number] as number] === 1) {
        callers.push(own - (up[row] as number));
        starts.push((end[row] as number) - (duration[row] as number));
      }
    }
  };
  for (const row of pages.select(thread.index, () => true)) {
    checkpoint();
    collect(reader.page(row));
  }
  if (thread.open) collect(thread.open);
  return new Calls(new CallColumn(ordinals, ends), failed, new CallColumn(callers, starts));
}
