import type { SqlValue } from '#contract';
import { callEdges } from '../call-edges.ts';
import { functionTable } from '../function-table.ts';
import type { Query } from '../query.ts';
import type { Condition } from '../search/syntax.ts';
import {
  LOG_COLUMNS,
  METRIC_COLUMNS,
  OPERATION_COLUMNS,
  sqlLogs,
  sqlMetrics,
  sqlOperations,
} from '../signals/index.ts';
import { threadSummary } from '../summary.ts';
import { ALLOCATION_COLUMNS, sqlAllocations } from './allocation-rows.ts';
import { SPAN_COLUMNS, type SpanRowsOptions, spanRows } from './span-tables.ts';

/** How a table is read. */
export interface SqlTable {
  readonly columns: readonly string[];
  readonly rows: (query: Query, wanted: SpanRowsOptions) => Iterable<SqlValue[]>;
  /** Only the wanted columns are read, of the spans that may count; else it has all of its rows and columns. */
  readonly isOfSpans?: boolean;
}

const FAILED: Condition = { kind: 'status', status: 'error' };

/** Every table, by name. */
export const TABLES: Readonly<Record<string, SqlTable>> = {
  spans: { columns: SPAN_COLUMNS, rows: spanRows, isOfSpans: true },
  errors: {
    columns: [...SPAN_COLUMNS, 'type', 'message'],
    rows: (query, { condition, columns }) =>
      spanRows(query, { condition: { kind: 'and', parts: [FAILED, condition] }, columns }),
    isOfSpans: true,
  },
  functions: {
    columns: [
      ...['function', 'name', 'file', 'line', 'async', 'generator', 'module', 'calls', 'errors'],
      ...['total_ns', 'self_ns', 'avg_ns', 'min_ns', 'max_ns', 'p50_ns', 'p90_ns', 'p95_ns', 'p99_ns'],
      ...['memory_self_bytes', 'memory_total_bytes'],
    ],
    *rows(query) {
      const table = functionTable(query);
      const figures = [
        ...[table.calls, table.errors, table.totalNs, table.selfNs, table.avgNs, table.minNs],
        ...[table.maxNs, table.p50Ns, table.p90Ns, table.p95Ns, table.p99Ns],
        ...[table.memory?.selfBytes, table.memory?.totalBytes],
      ];
      for (let fn = 0; fn < table.length; fn++) {
        const flags = table.flags[fn] as number;
        yield [
          ...[
            fn,
            table.name[fn] ?? '',
            table.files[table.file[fn] as number] ?? '',
            table.line[fn] as number,
          ],
          ...[flags & 1, (flags >> 1) & 1, (flags >> 2) & 1],
          ...figures.map((column) => numberOrNull(column?.[fn] ?? Number.NaN)),
        ];
      }
    },
  },
  calls: {
    columns: [
      ...['caller', 'caller_name', 'caller_file', 'callee', 'callee_name', 'callee_file'],
      ...['calls', 'total_ns'],
    ],
    *rows({ snapshot }) {
      const edges = callEdges(snapshot);
      const named = (fn: number): SqlValue[] => {
        const identity = snapshot.functions[fn];
        return identity ? [fn, identity.name, snapshot.files[identity.file] ?? ''] : [null, null, null];
      };
      for (let edge = 0; edge < edges.length; edge++) {
        yield [
          ...named(edges.caller[edge] as number),
          ...named(edges.callee[edge] as number),
          ...[edges.calls[edge] as number, edges.totalNs[edge] as number],
        ];
      }
    },
  },
  threads: {
    columns: [
      ...['thread', 'pid', 'thread_id', 'name', 'runtime', 'runtime_version'],
      ...['start_ns', 'end_ns', 'spans', 'lanes'],
    ],
    *rows({ snapshot }) {
      for (const state of snapshot.threads) {
        const { index, pid, threadId, name, runtime, runtimeVersion, ...rest } = threadSummary(state);
        yield [
          ...[index, pid, threadId, name, runtime, runtimeVersion],
          ...[rest.startNs, rest.endNs < 0 ? null : rest.endNs, rest.spans, rest.lanes],
        ];
      }
    },
  },
  logs: { columns: LOG_COLUMNS, rows: sqlLogs },
  metrics: { columns: METRIC_COLUMNS, rows: sqlMetrics },
  allocations: { columns: ALLOCATION_COLUMNS, rows: sqlAllocations },
  operations: { columns: OPERATION_COLUMNS, rows: sqlOperations },
};

const numberOrNull = (value: number): number | null => (Number.isNaN(value) ? null : value);
