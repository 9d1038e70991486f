import { type LogRow, parseSpanId, type TraceTable } from '#contract';
import type { TraceRows } from './trace-rows.ts';

/** Records by the row of the call that wrote them; those of other calls are left out. */
export function logsByRow(
  table: Pick<TraceTable, 'length' | 'thread' | 'ordinal'>,
  logs: readonly LogRow[],
): ReadonlyMap<number, readonly LogRow[]> {
  const key = (thread: number, ordinal: number) => `${thread}/${ordinal}`;
  const bySpan = new Map<string, LogRow[]>();
  for (const log of logs) {
    if (log.span === null) continue;
    const { thread, ordinal } = parseSpanId(log.span);
    const of = bySpan.get(key(thread, ordinal));
    if (of === undefined) bySpan.set(key(thread, ordinal), [log]);
    else of.push(log);
  }
  const byRow = new Map<number, LogRow[]>();
  for (let row = 0; row < table.length && byRow.size < bySpan.size; row++) {
    const own = bySpan.get(key(table.thread[row] as number, table.ordinal[row] as number));
    if (own !== undefined) byRow.set(row, own);
  }
  return byRow;
}

/** The records that a line stands for: its call's own, and those of the calls that are folded away below it. */
export function logsOfLine(
  byRow: ReadonlyMap<number, readonly LogRow[]>,
  { subtreeEnd }: Pick<TraceRows, 'subtreeEnd'>,
  row: number,
  isFolded: boolean,
): readonly LogRow[] {
  if (byRow.size === 0) return [];
  if (!isFolded) return byRow.get(row) ?? [];
  const end = subtreeEnd[row] as number;
  return [...byRow]
    .filter(([at]) => at >= row && at < end)
    .flatMap(([, logs]) => logs)
    .sort((a, b) => a.timeNs - b.timeNs);
}

export type LogTone = 'error' | 'warning' | 'plain';

/** As in OpenTelemetry: 13-16 warn, 17-24 error and fatal. */
export function toneOf(severity: number): LogTone {
  return severity >= 17 ? 'error' : severity >= 13 ? 'warning' : 'plain';
}

const levels = ['trace', 'debug', 'info', 'warn', 'error', 'fatal'] as const;

export function levelOf(severity: number): string {
  return levels[Math.min(levels.length - 1, Math.max(0, Math.floor((severity - 1) / 4)))] as string;
}
