import type { OperationRow, SqlValue } from '#contract';
import { plainValue } from '../../plain-value.ts';
import type { Query } from '../query.ts';
import { logRows } from './logs.ts';
import { metricSeries } from './metrics.ts';
import { Operations } from './operations.ts';

export const LOG_COLUMNS = ['time_ns', 'thread', 'span', 'level', 'logger', 'message', 'fields'] as const;
export const METRIC_COLUMNS = ['time_ns', 'pid', 'name', 'unit', 'value'] as const;
export const OPERATION_COLUMNS = [
  ...(['span', 'name', 'kind', 'system', 'target', 'statement', 'status'] as const),
  ...(['thread', 'start_ns', 'duration_ns', 'attributes'] as const),
] as const;

/** Names of OpenTelemetry's severities, by fours. */
const LEVELS = ['trace', 'debug', 'info', 'warn', 'error', 'fatal'] as const;
/** Attributes that say what an operation went to, and what it asked for; the first one that is there counts. */
const TARGETS = ['url.full', 'server.address', 'db.namespace', 'file.path', 'process.executable.path'];
const STATEMENTS = ['db.query.text', 'process.command_args', 'http.request.method'];

/** Rows of the table `logs`. */
export function* sqlLogs(query: Query): Generator<SqlValue[]> {
  for (const { timeNs, thread, span, severity, logger, message, fields } of logRows(query)) {
    const level = LEVELS[Math.floor((severity - 1) / 4)] ?? 'info';
    const rest = fields === null ? null : JSON.stringify(plainValue(fields));
    yield [timeNs, thread, span, level, logger, message, rest];
  }
}

/** Rows of the table `metrics`. */
export function* sqlMetrics(query: Query): Generator<SqlValue[]> {
  for (const { pid, name, unit, timeNs, value } of metricSeries(query).series) {
    for (let i = 0; i < timeNs.length; i++) yield [timeNs[i] as number, pid, name, unit, value[i] as number];
  }
}

/** Rows of the table `operations`. */
export function* sqlOperations(query: Query): Generator<SqlValue[]> {
  const operations = new Operations(query);
  for (const span of operations.spans()) {
    const row = operations.row(span);
    yield [
      ...[row.id, row.name, row.kind, row.system, attribute(row, TARGETS), attribute(row, STATEMENTS)],
      ...[row.status, span.thread.index, row.startNs, row.durationNs < 0 ? null : row.durationNs],
      JSON.stringify(Object.fromEntries(row.attributes.map(({ name, value }) => [name, plainValue(value)]))),
    ];
  }
}

function attribute({ attributes }: OperationRow, names: readonly string[]): string | null {
  for (const wanted of names) {
    const found = attributes.find(({ name }) => name === wanted);
    if (!found) continue;
    const value = plainValue(found.value);
    return typeof value === 'string' ? value : JSON.stringify(value);
  }
  return null;
}
