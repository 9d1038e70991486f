import { type Disposable, type FunctionTable, formatSpanId, type SpanId } from '#contract';
import { OP, VALUE } from '#format';
import type { NodeColumns } from '../store/node-page.ts';
import { unpackSlowest } from '../store/slowest.ts';
import type { SpanPage } from '../store/span-page.ts';
import { unpackValues } from '../store/value-page.ts';
import { callEdges } from './call-edges.ts';
import { CapturedValues, type SpanValues } from './captured-values.ts';
import { functionTable } from './function-table.ts';
import { RecordingReader } from './recording-reader.ts';
import type { CallEdges } from './scan-types.ts';
import { type ReachedLines, reachedLines } from './steps/index.ts';

/** A page of spans, with what its statistics tell without looking into it. */
export interface ColumnPage {
  /** Its columns; each is unpacked when it is first asked for. */
  readonly spans: SpanPage;
  /** Spans that failed; -1: not known. */
  readonly errors: number;
  /** Some of its spans may have no parent in their thread. */
  readonly hasRoots: boolean;
  /** No span of it lasts so long, ns. */
  readonly belowNs: number;
}

/** Everything that one recording holds as columns, for questions about all of its calls. Reads in the calling thread. */
export interface SpanColumns extends Disposable {
  readonly threads: readonly { readonly index: number; readonly spans: number; readonly offsetNs: number }[];
  /** The merged call tree; node 0 is outside of all calls. */
  readonly nodes: NodeColumns;
  functions(): FunctionTable;
  /** Parameter names of a function, as the source has them. */
  params(functionIndex: number): readonly string[];
  callEdges(): CallEdges;
  /** By function: its slowest ended call; '' without one, and where there are too few for a list. */
  slowest(): SpanId[];
  /**
   * Hands over the pages of a thread, in no order that tells anything, those of spans that have no recorded end last.
   * @param fromNs leaves out pages in which every span is shorter
   */
  eachPage(thread: number, see: (page: ColumnPage) => void, fromNs?: number): void;
  /** Whether arguments, results or errors of calls in the thread were captured. */
  hasValues(thread: number): boolean;
  hasArguments(thread: number): boolean;
  /** What was captured of those spans with ordinals from `first` to `last` that are wanted. */
  values(
    thread: number,
    first: number,
    last: number,
    wanted: (ordinal: number) => boolean,
  ): ReadonlyMap<number, SpanValues>;
  /** Ordinals of the calls of a thread that returned NaN. */
  returnsOfNaN(thread: number): number[];
  /** By function: what levels 4 and 5 recorded of its lines. `null`: too much to look at. */
  reachedLines(checkpoint: () => void): ReadonlyMap<number, ReachedLines> | null;
}

/** Throws `ContractError`: `not-found`, `damaged`, `refused` (newer format). */
export function openSpanColumns(file: string): SpanColumns {
  const reader = new RecordingReader(file);
  const snapshot = reader.hold();
  const { pages } = snapshot;
  return {
    threads: snapshot.threads,
    nodes: snapshot.nodes,
    functions: () => reader.within(() => functionTable({ reader, snapshot, checkpoint: () => {} })),
    params: (index) => snapshot.functions[index]?.params ?? [],
    callEdges: () => callEdges(snapshot),
    slowest: () =>
      reader.within(() => {
        const slowest: SpanId[] = snapshot.functions.map(() => '');
        const rows = reader.statement('SELECT function, slowest FROM function_stats').raw().all();
        for (const [fn, data] of rows as [number, Uint8Array | null][]) {
          const list = data === null ? null : unpackSlowest(data);
          if (list !== null && list.length > 0)
            slowest[fn] = formatSpanId(list.thread[0] as number, list.ordinal[0] as number);
        }
        return slowest;
      }),
    eachPage(thread, see, fromNs = 0) {
      const belowNs = (row: number): number => 4 ** ((pages.class[row] as number) + 1);
      for (const row of pages.select(thread, (each) => belowNs(each) > fromNs)) {
        see({
          spans: reader.within(() => reader.page(row)),
          errors: pages.errors[row] as number,
          hasRoots: (pages.minParent[row] as number) < 0,
          belowNs: belowNs(row),
        });
      }
      const open = snapshot.threads.find(({ index }) => index === thread)?.open ?? null;
      if (open !== null && open.rows > 0)
        see({ spans: open, errors: -1, hasRoots: true, belowNs: Number.POSITIVE_INFINITY });
    },
    hasValues: (thread) =>
      reader.within(
        () =>
          reader
            .statement('SELECT EXISTS (SELECT 1 FROM value_pages WHERE thread = ?)')
            .pluck()
            .get(thread) === 1,
      ),
    hasArguments: (thread) => reader.within(() => hasArguments(reader, thread)),
    values: (thread, first, last, wanted) =>
      reader.within(() => valuesOf(reader).range(thread, first, last, wanted)),
    returnsOfNaN: (thread) => reader.within(() => returnsOfNaN(reader, thread)),
    reachedLines: (checkpoint) => reader.within(() => reachedLines({ reader, snapshot, checkpoint })),
    dispose: () => reader.close(),
  };
}

const kept = new WeakMap<RecordingReader, CapturedValues>();

function valuesOf(reader: RecordingReader): CapturedValues {
  const values = kept.get(reader) ?? new CapturedValues(reader);
  kept.set(reader, values);
  return values;
}

const pair = new Int32Array(2);
const pairAsDouble = new Float64Array(pair.buffer);

function hasArguments(reader: RecordingReader, thread: number): boolean {
  const pages = reader.statement('SELECT data FROM value_pages WHERE thread = ? ORDER BY id').pluck();
  for (const data of pages.iterate(thread)) {
    if (unpackValues(data as Uint8Array).op.includes(OP.ARGS)) return true;
  }
  return false;
}

/** Looks at the words as they are stored: nearly no result is NaN, and decoding all of them would take most of the time. */
function returnsOfNaN(reader: RecordingReader, thread: number): number[] {
  const found: number[] = [];
  const pages = reader.statement('SELECT data FROM value_pages WHERE thread = ? ORDER BY id').pluck();
  for (const data of pages.iterate(thread)) {
    const { length, ordinal, op, count, words } = unpackValues(data as Uint8Array);
    for (let row = 0, at = 0; row < length; at += count[row] as number, row++) {
      if (op[row] !== OP.RETURN || ((words[at] ?? 0) & 0xff) !== VALUE.NUMBER) continue;
      pair[0] = words[at + 1] ?? 0;
      pair[1] = words[at + 2] ?? 0;
      if (Number.isNaN(pairAsDouble[0])) found.push(ordinal[row] as number);
    }
  }
  return found;
}
