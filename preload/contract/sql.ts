import * as v from 'valibot';
import { type RunId, runId } from './ids.ts';

/** A blob comes as hexadecimal digits. */
export type SqlValue = string | number | null;

/** One SELECT over the tables of `docs/sql.md`. Throws `refused` with what SQLite says, `timeout` when it takes too long. */
export interface SqlRequest {
  readonly run: RunId;
  readonly sql: string;
  /** Rows to give at most; 1,000 when left out. */
  readonly limit?: number | undefined;
  /** 10,000 when left out. */
  readonly timeLimitMs?: number | undefined;
}

export interface SqlAnswer {
  readonly revision: number;
  readonly columns: readonly string[];
  readonly rows: readonly (readonly SqlValue[])[];
  /** Whether there are more rows than were asked for. */
  readonly truncated: boolean;
  /** Conditions that were answered from the statistics of pages before any span was read, as they were written. */
  readonly pushedDown: readonly string[];
}

/** What a statement can be asked of. */
export interface SqlSchema {
  readonly tables: readonly { readonly name: string; readonly columns: readonly string[] }[];
}

export const sqlRequest = v.strictObject({
  run: runId,
  sql: v.pipe(v.string(), v.minLength(1), v.maxLength(100_000)),
  limit: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(100_000))),
  timeLimitMs: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(600_000))),
});
