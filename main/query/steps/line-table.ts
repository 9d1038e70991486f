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
  /** The line it stands on; 0 before the first. */
  line = 0;
  #sinceNs = 0;
  #steps = 0;
  /** Steps since then, by line: nothing was called or returned between them, so that none has a time of its own. */
  readonly #lines = new Map<number, number>();

  constructor(endNs: number, failed: boolean) {
    this.endNs = endNs;
    this.failed = failed;
  }

  step(line: number, timeNs: number, sums: LineSums): void {
    sums.hit(line);
    if (timeNs !== this.#sinceNs) this.share(timeNs, sums);
    this.line = line;
    this.#sinceNs = timeNs;
    this.#steps++;
    this.#lines.set(line, (this.#lines.get(line) ?? 0) + 1);
  }

  /** Gives the time up to here to the steps that had it, each the same part. */
  share(untilNs: number, sums: LineSums): void {
    const each = Math.max(0, untilNs - this.#sinceNs) / this.#steps;
    for (const [line, steps] of this.#lines) sums.last(line, each * steps);
    this.#lines.clear();
    this.#steps = 0;
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

/** The calls of a file's functions in one thread, by ordinal. */
class Calls {
  readonly #ordinal: Float64Array;
  /** ns since the thread's origin; of a call that is open, the time so far. */
  readonly #end: Float64Array;
  readonly #failed: Uint8Array;

  constructor(ordinal: Float64Array, end: Float64Array, failed: Uint8Array) {
    this.#ordinal = ordinal;
    this.#end = end;
    this.#failed = failed;
  }

  hasBetween(first: number, last: number): boolean {
    return (this.#ordinal[this.#lowest(first)] ?? Number.POSITIVE_INFINITY) <= last;
  }

  /** `null`: it is of another file. */
  find(ordinal: number): OpenCall | null {
    const at = this.#lowest(ordinal);
    if (this.#ordinal[at] !== ordinal) return null;
    return new OpenCall(this.#end[at] as number, this.#failed[at] === 1);
  }

  /** Place of the first call with this ordinal or a higher one. */
  #lowest(ordinal: number): number {
    let low = 0;
    let high = this.#ordinal.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.#ordinal[middle] as number) < ordinal) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

function callsOf({ snapshot, reader, checkpoint }: Query, thread: ThreadState, file: number): Calls {
  const { nodes, functions, pages } = snapshot;
  const isWanted = Uint8Array.from({ length: nodes.length }, (_, node) =>
    functions[nodes.function[node] as number]?.file === file ? 1 : 0,
  );
  const [ordinal, end, failed]: [number[], number[], number[]] = [[], [], []];
  const collect = (page: SpanPage) => {
    for (let row = 0; row < page.rows; row++) {
      if (isWanted[page.node[row] as number] === 0) continue;
      ordinal.push(page.ordinal[row] as number);
      end.push(page.end[row] as number);
      failed.push((page.flags[row] as number) & SPAN.ERROR);
    }
  };
  for (const row of pages.select(thread.index, () => true)) {
    checkpoint();
    collect(reader.page(row));
  }
  if (thread.open) collect(thread.open);
  const order = Uint32Array.from(ordinal.keys()).sort(
    (a, b) => (ordinal[a] as number) - (ordinal[b] as number),
  );
  return new Calls(
    Float64Array.from(order, (at) => ordinal[at] as number),
    Float64Array.from(order, (at) => end[at] as number),
    Uint8Array.from(order, (at) => failed[at] as number),
  );
}
