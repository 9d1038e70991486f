import type { TraceContext } from '#contract';
import type { Query } from '../query.ts';

const MOST_LISTED = 100;
const SQL = `SELECT trace, span, continues FROM trace_contexts WHERE thread = ? AND ordinal = ?
  ORDER BY continues DESC, rowid LIMIT ${MOST_LISTED}`;

/** What a span has sent on, and before it what it goes on with. */
export function traceContextsOf({ reader }: Query, thread: number, ordinal: number): readonly TraceContext[] {
  const rows = reader.statement(SQL).raw().all(thread, ordinal) as [string, string, number][];
  return rows.map(([traceId, spanId, continues]) => ({ traceId, spanId, continues: continues === 1 }));
}
