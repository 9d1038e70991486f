import Database from 'better-sqlite3';
import { ContractError } from '#contract';
import type { SqlToken } from './sql-tokens.ts';
import { TABLES } from './tables.ts';

/** SQLite's words about a statement, as an error that a person can act on; others come back as they are. */
export function explainedSql(error: unknown, tokens: readonly SqlToken[]): unknown {
  if (error instanceof ContractError) return error;
  const isSqlite = error instanceof Database.SqliteError;
  // better-sqlite3 says by these that there are several statements, or a parameter without a value.
  if (!isSqlite && !(error instanceof RangeError) && !(error instanceof TypeError)) return error;
  const { message } = error as Error;
  const end = /[.?!]$/.test(message) ? '' : '.';
  return new ContractError(
    'refused',
    `The statement cannot be run: ${message}${end}${help(message, tokens)}`,
  );
}

/** What there is instead of a name that there is not. */
function help(message: string, tokens: readonly SqlToken[]): string {
  const [, what, qualified = ''] = /no such (table|column): "?([\w.$]+)/.exec(message) ?? [];
  if (!what) return '';
  const name = qualified.split('.').at(-1)?.toLowerCase() ?? '';
  const tables = Object.keys(TABLES);
  const mentioned = tables.filter((table) => tokens.some(({ text }) => text === table));
  const names = what === 'table' ? tables : mentioned.flatMap((table) => TABLES[table]?.columns ?? []);
  const near = names.find((each) => isNear(name, each));
  const meant = near ? ` Did you mean ${near}?` : '';
  const columns =
    what === 'column'
      ? mentioned.map((table) => ` Columns of ${table}: ${TABLES[table]?.columns.join(', ')}.`)
      : [];
  return `${meant}${columns.join('')} Tables: ${tables.join(', ')}.`;
}

/** Whether one is the other with a letter more, less, changed or swapped, or with a unit left out. */
function isNear(wrong: string, name: string): boolean {
  if (wrong.length < 2) return false;
  if (name.startsWith(`${wrong}_`) || name === `${wrong}s` || wrong === `${name}s`) return true;
  let head = 0;
  while (head < wrong.length && wrong[head] === name[head]) head++;
  const ofWrong = wrong.slice(head);
  const ofName = name.slice(head);
  return (
    ofWrong.slice(1) === ofName ||
    ofWrong === ofName.slice(1) ||
    ofWrong.slice(1) === ofName.slice(1) ||
    (ofWrong[0] === ofName[1] && ofWrong[1] === ofName[0] && ofWrong.slice(2) === ofName.slice(2))
  );
}
