import { formatSpanId, type SqlValue } from '#contract';
import { plainValue } from '../../plain-value.ts';
import { SPAN } from '../../store/span-page.ts';
import { CapturedValues, NO_VALUES } from '../captured-values.ts';
import { farParentOf, hasFarParents, traceRootOf } from '../far-parents.ts';
import type { Query } from '../query.ts';
import { compile } from '../search/compile.ts';
import { type Matcher, NONE } from '../search/matcher.ts';
import type { Condition } from '../search/syntax.ts';
import { type FoundSpan, functionOf, ordinalOf, parentOf, startOf, statusOf } from '../span-rows.ts';

export const SPAN_COLUMNS = [
  'span',
  'parent',
  'root',
  'thread',
  'function',
  'name',
  'file',
  'line',
  'depth',
  'start_ns',
  'duration_ns',
  'self_ns',
  'active_ns',
  'status',
  'error',
  'params',
  'returned',
  'thrown',
] as const;

export interface SpanRowsOptions {
  readonly condition: Condition;
  /** Captured values take time to decode; `NULL` where nobody asks for them. */
  readonly values: boolean;
}

/** The spans that fit a condition, by page: in no order that a statement may rely on. */
export function* spanRows(query: Query, options: SpanRowsOptions): Generator<SqlValue[]> {
  const { snapshot, reader, checkpoint } = query;
  const { pages, threads } = snapshot;
  const matcher = compile(query, options.condition);
  const values = new CapturedValues(reader);
  const asked = { matcher, values: options.values ? values : undefined, isJoined: hasFarParents(reader) };
  for (let p = 0; p < pages.length; p++) {
    const thread = threads[pages.thread[p] as number];
    if (!thread || pages.count[p] === 0 || matcher.page(p) === NONE) continue;
    checkpoint();
    yield* rowsOfPage(query, { thread, page: reader.page(p) }, asked);
  }
  for (const thread of threads) {
    if (!thread.open) continue;
    yield* rowsOfPage(query, { thread, page: thread.open }, asked);
  }
}

interface Asked {
  readonly matcher: Matcher;
  readonly values: CapturedValues | undefined;
  /** Roots may have their parents in other threads. */
  readonly isJoined: boolean;
}

function* rowsOfPage(
  query: Query,
  { thread, page }: Omit<FoundSpan, 'row'>,
  { matcher, values, isJoined }: Asked,
): Generator<SqlValue[]> {
  const { functions, files, nodes } = query.snapshot;
  const fits = matcher.rows(page, thread);
  let trace = { root: -1, id: '', parent: null as string | null };
  for (let row = 0; row < page.rows; row++) {
    if (!fits(row)) continue;
    const span: FoundSpan = { thread, page, row };
    const fn = functionOf(query, span);
    const identity = functions[fn];
    const start = startOf(span);
    const duration = page.duration[row] as number;
    const flags = page.flags[row] as number;
    const status = statusOf(flags);
    const parent = parentOf(span);
    const root = page.root[row] as number;
    if (trace.root !== root) trace = { root, ...traceOf(query, thread.index, root, isJoined) };
    const captured = values?.of(thread.index, ordinalOf(span), start, page.end[row] as number) ?? NO_VALUES;
    yield [
      formatSpanId(thread.index, ordinalOf(span)),
      parent < 0 ? trace.parent : formatSpanId(thread.index, parent),
      trace.id,
      thread.index,
      fn,
      identity?.name ?? '',
      files[identity?.file ?? -1] ?? '',
      identity?.line ?? 0,
      (nodes.depth[page.node[row] as number] as number) - 1,
      start + thread.offsetNs,
      (flags & SPAN.UNFINISHED) !== 0 ? null : duration,
      duration - (page.covered[row] as number),
      duration - (page.suspended[row] as number),
      status,
      status === 'error' ? 1 : 0,
      captured.params === null ? null : JSON.stringify(captured.params.map(plainValue)),
      captured.returned === null ? null : JSON.stringify(plainValue(captured.returned)),
      captured.thrown === null ? null : JSON.stringify(plainValue(captured.thrown)),
    ];
  }
}

/** What a root belongs to: the first root of the trace, and the span of another thread or process that has caused this one. */
function traceOf(
  { reader }: Query,
  thread: number,
  root: number,
  isJoined: boolean,
): { id: string; parent: string | null } {
  const above = isJoined ? farParentOf(reader, thread, root) : undefined;
  if (!above) return { id: formatSpanId(thread, root), parent: null };
  const top = traceRootOf(reader, thread, root);
  return { id: formatSpanId(top.thread, top.root), parent: formatSpanId(above.thread, above.ordinal) };
}
