import { formatSpanId, parseSpanId, type SpanId, type TraceTable } from '#contract';

/** What the logic of this view needs of a trace: rows depth first, children in the order of their starts. */
export type TraceRows = Pick<
  TraceTable,
  'length' | 'parent' | 'depthOf' | 'function' | 'startNsOf' | 'durationNs' | 'selfNs' | 'flags'
> & {
  /** One behind the last row below a row. */
  readonly subtreeEnd: Int32Array;
  /** Where a call ends; one that has no end yet, at the end of the trace. */
  readonly endNsOf: Float64Array;
};

export const SpanFlag = { error: 1, async: 2, unfinished: 4, incomplete: 8 } as const;

/** A listing made ready; linear. */
export function traceRows(
  table: Omit<TraceRows, 'subtreeEnd' | 'endNsOf'> & { readonly endNs: number },
): TraceRows {
  const { length, parent, startNsOf, durationNs, endNs } = table;
  const subtreeEnd = new Int32Array(length);
  const endNsOf = new Float64Array(length);
  for (let row = length - 1; row >= 0; row--) {
    subtreeEnd[row] = Math.max(subtreeEnd[row] as number, row + 1);
    const above = parent[row] as number;
    if (above >= 0) subtreeEnd[above] = Math.max(subtreeEnd[above] as number, subtreeEnd[row] as number);
    const [start, duration] = [startNsOf[row] as number, durationNs[row] as number];
    endNsOf[row] = duration < 0 ? Math.max(start, endNs) : start + duration;
  }
  return { ...table, subtreeEnd, endNsOf };
}

/** The direct children of a row that are listed, in the order of their starts. */
export function childrenOf({ subtreeEnd }: Pick<TraceRows, 'subtreeEnd'>, row: number): number[] {
  const children: number[] = [];
  const end = subtreeEnd[row] as number;
  for (let at = row + 1; at < end; at = subtreeEnd[at] as number) children.push(at);
  return children;
}

type Named = Pick<TraceTable, 'thread' | 'ordinal' | 'length'>;

/** Row of a span in a listing; -1: it is not in it. */
export function rowOfSpan({ thread, ordinal, length }: Named, span: SpanId): number {
  const sought = parseSpanId(span);
  for (let row = 0; row < length; row++)
    if (ordinal[row] === sought.ordinal && thread[row] === sought.thread) return row;
  return -1;
}

export function spanOfRow({ thread, ordinal }: Named, row: number): SpanId {
  return formatSpanId(thread[row] as number, ordinal[row] as number);
}
