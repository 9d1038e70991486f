import { formatSpanId, type SqlValue } from '#contract';
import { plainValue } from '../../plain-value.ts';
import { SPAN, type SpanPage } from '../../store/span-page.ts';
import { CapturedValues, type SpanValues } from '../captured-values.ts';
import { farParentOf, hasFarParents, traceRootOf } from '../far-parents.ts';
import type { Query } from '../query.ts';
import type { RecordingReader } from '../recording-reader.ts';
import type { ThreadState } from '../snapshot.ts';
import { statusOf } from '../span-rows.ts';

/** A column of a table for the rows of one page. */
export type Cells = (row: number) => SqlValue;

/** What the pages of a scan have in common. */
export class SpanScan {
  readonly values: CapturedValues;
  /** Roots may have their parents in other threads. */
  readonly isJoined: boolean;

  constructor(reader: RecordingReader) {
    this.values = new CapturedValues(reader);
    this.isJoined = hasFarParents(reader);
  }
}

interface Trace {
  /** In its thread. */
  readonly root: number;
  /** The first root of the trace. */
  readonly id: string;
  /** The span of another thread or process that has caused this root. */
  readonly parent: string | null;
}

/** A page of spans as a table reads it; what several columns of a row need is found once. */
export class PageOfSpans {
  readonly thread: ThreadState;
  readonly page: SpanPage;
  readonly snapshot: Query['snapshot'];
  readonly #reader: RecordingReader;
  readonly #scan: SpanScan;
  #trace: Trace | undefined;
  #captured: { readonly row: number; readonly values: SpanValues } | undefined;

  constructor({ snapshot, reader }: Query, scan: SpanScan, thread: ThreadState, page: SpanPage) {
    this.snapshot = snapshot;
    this.#reader = reader;
    this.#scan = scan;
    this.thread = thread;
    this.page = page;
  }

  trace(row: number): Trace {
    const root = this.page.root[row] as number;
    if (this.#trace?.root !== root) this.#trace = this.#traceOf(root);
    return this.#trace;
  }

  captured(row: number): SpanValues {
    if (this.#captured?.row === row) return this.#captured.values;
    const { ordinal, end, duration } = this.page;
    const finish = end[row] as number;
    const start = finish - (duration[row] as number);
    const values = this.#scan.values.of(this.thread.index, ordinal[row] as number, start, finish);
    this.#captured = { row, values };
    return values;
  }

  #traceOf(root: number): Trace {
    const { index } = this.thread;
    const above = this.#scan.isJoined ? farParentOf(this.#reader, index, root) : undefined;
    if (!above) return { root, id: formatSpanId(index, root), parent: null };
    const top = traceRootOf(this.#reader, index, root);
    const parent = formatSpanId(above.thread, above.ordinal);
    return { root, id: formatSpanId(top.thread, top.root), parent };
  }
}

/** How each column is read from a page. */
export const COLUMN_CELLS = {
  span:
    ({ thread: { index }, page: { ordinal } }) =>
    (row) =>
      formatSpanId(index, ordinal[row] as number),
  parent: (at) => {
    const { ordinal, up } = at.page;
    return (row) => {
      const distance = up[row] as number;
      if (distance === 0) return at.trace(row).parent;
      return formatSpanId(at.thread.index, (ordinal[row] as number) - distance);
    };
  },
  root: (at) => (row) => at.trace(row).id,
  thread:
    ({ thread: { index } }) =>
    () =>
      index,
  function: functionCells,
  name: (at) => {
    const fn = functionCells(at);
    const { functions } = at.snapshot;
    return (row) => functions[fn(row)]?.name ?? '';
  },
  file: (at) => {
    const fn = functionCells(at);
    const { functions, files } = at.snapshot;
    return (row) => files[functions[fn(row)]?.file ?? -1] ?? '';
  },
  line: (at) => {
    const fn = functionCells(at);
    const { functions } = at.snapshot;
    return (row) => functions[fn(row)]?.line ?? 0;
  },
  depth: ({ snapshot: { nodes }, page: { node } }) => {
    const { depth } = nodes;
    return (row) => (depth[node[row] as number] as number) - 1;
  },
  start_ns: ({ thread: { offsetNs }, page: { end, duration } }) => {
    return (row) => (end[row] as number) - (duration[row] as number) + offsetNs;
  },
  duration_ns: ({ page: { duration, flags } }) => {
    return (row) => (((flags[row] as number) & SPAN.UNFINISHED) !== 0 ? null : (duration[row] as number));
  },
  self_ns: ({ page: { duration, covered } }) => {
    return (row) => (duration[row] as number) - (covered[row] as number);
  },
  active_ns: ({ page: { duration, suspended } }) => {
    return (row) => (duration[row] as number) - (suspended[row] as number);
  },
  status:
    ({ page: { flags } }) =>
    (row) =>
      statusOf(flags[row] as number),
  error:
    ({ page: { flags } }) =>
    (row) =>
      statusOf(flags[row] as number) === 'error' ? 1 : 0,
  params: (at) => (row) => {
    const { params } = at.captured(row);
    return params === null ? null : JSON.stringify(params.map(plainValue));
  },
  returned: (at) => (row) => {
    const { returned } = at.captured(row);
    return returned === null ? null : JSON.stringify(plainValue(returned));
  },
  thrown: (at) => (row) => {
    const { thrown } = at.captured(row);
    return thrown === null ? null : JSON.stringify(plainValue(thrown));
  },
  type: (at) => (row) => errorOf(at.captured(row)).type,
  message: (at) => (row) => errorOf(at.captured(row)).message,
} satisfies Record<string, (at: PageOfSpans) => Cells>;

function functionCells({ snapshot: { nodes }, page: { node } }: PageOfSpans): (row: number) => number {
  const fn = nodes.function;
  return (row) => fn[node[row] as number] as number;
}

interface Thrown {
  readonly $?: string;
  readonly type?: string;
  readonly message?: string;
  readonly entries?: unknown;
}

/** Class and message of what was thrown; anything may be. */
function errorOf({ thrown }: SpanValues): { readonly type: string | null; readonly message: string | null } {
  if (thrown === null) return { type: null, message: null };
  const value = plainValue(thrown) as Thrown | string | null;
  if (typeof value === 'string') return { type: null, message: value };
  if (value?.$ === 'error') return { type: value.type ?? null, message: value.message ?? null };
  if (value?.$ === 'object') return { type: value.type ?? null, message: JSON.stringify(value.entries) };
  return { type: null, message: JSON.stringify(value) };
}
