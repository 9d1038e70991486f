import Database from 'better-sqlite3';
import { ContractError, type SqlAnswer, type SqlRequest, type SqlSchema, type SqlValue } from '#contract';
import type { Query } from '../query.ts';
import { explainedSql } from './explained.ts';
import { guard } from './guard.ts';
import { namedColumns } from './named-columns.ts';
import { pushedDown } from './pushed-down.ts';
import { type SqlToken, sqlTokens } from './sql-tokens.ts';
import { TABLES } from './tables.ts';

const DEFAULT_LIMIT = 1000;
/** Rows between two looks at the clock: a statement may give rows without opening a page. */
const ROWS_PER_CHECK = 1024;
/** Runs one read-only statement over the tables of a recording, in a database of its own in memory. */
export function sql(query: Query, request: Omit<SqlRequest, 'run'>): SqlAnswer {
  const { limit = DEFAULT_LIMIT } = request;
  const tokens = sqlTokens(request.sql);
  guard(tokens);
  const database = new Database(':memory:');
  try {
    const parts = defineTables(database, query, request.sql, tokens);
    const statement = database.prepare<[], SqlValue[]>(request.sql);
    if (!statement.reader || !statement.readonly) {
      throw new ContractError('refused', 'Only statements that give rows and change nothing can be run.');
    }
    const columns = statement.columns().map((column) => column.name);
    const rows: SqlValue[][] = [];
    let truncated = false;
    for (const row of statement.raw().iterate()) {
      if (rows.length === limit) {
        truncated = true;
        break;
      }
      rows.push((row as unknown[]).map(plain));
      if (rows.length % ROWS_PER_CHECK === 0) query.checkpoint();
    }
    return { revision: query.snapshot.revision, columns, rows, truncated, pushedDown: parts };
  } catch (error) {
    throw explainedSql(error, tokens);
  } finally {
    database.close();
  }
}

/** What statements can name. */
export function sqlSchema(): SqlSchema {
  return { tables: Object.entries(TABLES).map(([name, { columns }]) => ({ name, columns })) };
}

/** Makes every table; what the statement asks of the spans becomes a filter of theirs, and what it does not name is not read. */
function defineTables(
  database: Database.Database,
  query: Query,
  text: string,
  tokens: readonly SqlToken[],
): string[] {
  const parts: string[] = [];
  for (const [name, { columns: all, rows, isOfSpans }] of Object.entries(TABLES)) {
    const own = pushedDown(text, tokens, isOfSpans ? name : '');
    parts.push(...own.parts);
    const columns = isOfSpans ? namedColumns(tokens, all) : [...all];
    database.table(name, {
      columns,
      rows: function* () {
        yield* rows(query, { condition: own.condition, columns });
      },
    });
  }
  return parts;
}

function plain(value: unknown): SqlValue {
  if (Buffer.isBuffer(value)) return value.toString('hex');
  return typeof value === 'bigint' ? String(value) : (value as SqlValue);
}
