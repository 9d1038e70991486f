import type { Comparison, Condition, Status } from '../search/syntax.ts';
import { STATUSES } from '../search/syntax.ts';
import type { SqlToken } from './sql-tokens.ts';

/** What of a WHERE can be asked of the pages. Every span that the statement can use fits `condition`. */
export interface PushedDown {
  readonly condition: Condition;
  /** As they were written. */
  readonly parts: readonly string[];
}

const NUMBERS: Readonly<Record<string, 'duration' | 'self' | 'start' | 'depth'>> = {
  duration_ns: 'duration',
  self_ns: 'self',
  start_ns: 'start',
  depth: 'depth',
};
const NAMES: Readonly<Record<string, 'function' | 'file' | 'thread'>> = {
  name: 'function',
  file: 'file',
  thread: 'thread',
};
/** End a WHERE. */
const AFTER: ReadonlySet<string> = new Set([
  'group',
  'having',
  'order',
  'limit',
  'window',
  'union',
  'intersect',
  'except',
]);
const BEFORE_ALIAS: ReadonlySet<string> = new Set([
  'where',
  'on',
  'using',
  'join',
  'left',
  'inner',
  'cross',
  'natural',
  'right',
  'full',
  ...AFTER,
]);

/**
 * Finds the conditions on a table of spans. They must be joined by AND in the WHERE of the one SELECT that reads the table;
 * what is written in any other way is left to SQLite, which checks all of it again in any case.
 */
export function pushedDown(sql: string, tokens: readonly SqlToken[], table: string): PushedDown {
  const nothing: PushedDown = { condition: { kind: 'and', parts: [] }, parts: [] };
  const places = tokens.flatMap((token, i) =>
    token.kind === 'word' && token.text === table && isSource(tokens, i) ? [i] : [],
  );
  const [at] = places;
  if (at === undefined || places.length !== 1) return nothing;
  const terms = conjuncts(tokens, at);
  const qualifiers = new Set([table, aliasOf(tokens, at)]);
  const conditions: Condition[] = [];
  const parts: string[] = [];
  for (const term of terms) {
    const condition = conditionOf(term, qualifiers);
    if (!condition) continue;
    conditions.push(condition);
    parts.push(sql.slice((term[0] as SqlToken).from, (term.at(-1) as SqlToken).to));
  }
  return { condition: { kind: 'and', parts: conditions }, parts };
}

/** Whether the word stands where a table does, and not a column of that name. */
function isSource(tokens: readonly SqlToken[], at: number): boolean {
  const before = tokens[at - 1];
  const after = tokens[at + 1];
  if (after?.text === '.' || before?.text === '.') return false;
  return before?.text === 'from' || before?.text === 'join' || before?.text === ',' || before?.text === '(';
}

function aliasOf(tokens: readonly SqlToken[], at: number): string {
  const next = tokens[at + 1];
  if (next?.kind !== 'word' || BEFORE_ALIAS.has(next.text)) return '';
  return next.text === 'as' ? (tokens[at + 2]?.text ?? '') : next.text;
}

/** The terms of the WHERE behind the table, none when they are joined by anything but AND. */
function conjuncts(tokens: readonly SqlToken[], at: number): SqlToken[][] {
  const { depth } = tokens[at] as SqlToken;
  let where = -1;
  let end = tokens.length;
  for (let i = at + 1; i < tokens.length; i++) {
    const token = tokens[i] as SqlToken;
    const closes = token.depth < depth;
    if (closes || (token.depth === depth && !token.quoted && AFTER.has(token.text))) {
      end = i;
      break;
    }
    if (token.depth === depth && !token.quoted && token.text === 'where') where = i;
  }
  if (where < 0) return [];
  const terms: SqlToken[][] = [[]];
  let isBetween = false;
  for (const token of tokens.slice(where + 1, end)) {
    const own = token.depth === depth && token.kind === 'word' && !token.quoted;
    if (own && (token.text === 'or' || token.text === 'case')) return [];
    if (own && token.text === 'between') isBetween = true;
    if (own && token.text === 'and' && !isBetween) terms.push([]);
    else {
      if (own && token.text === 'and') isBetween = false;
      terms.at(-1)?.push(token);
    }
  }
  return terms;
}

function conditionOf(term: readonly SqlToken[], qualifiers: ReadonlySet<string>): Condition | undefined {
  const rest = [...term];
  if (rest[1]?.text === '.' && qualifiers.has(rest[0]?.text ?? '')) rest.splice(0, 2);
  const [column, ...others] = rest;
  if (column?.kind !== 'word') return undefined;
  const word = others[0]?.text;
  if (word === 'between' && others[2]?.text === 'and' && others.length === 4) {
    return all([compared(column.text, '>=', others[1]), compared(column.text, '<=', others[3])]);
  }
  if (word === 'in' && others[1]?.text === '(' && others.at(-1)?.text === ')') {
    const values = others.slice(2, -1).filter((_, i) => i % 2 === 0);
    const commas = others.slice(2, -1).filter((_, i) => i % 2 === 1);
    if (values.length === 0 || commas.some(({ text }) => text !== ',')) return undefined;
    const parts = values.map((value) => compared(column.text, '=', value));
    return parts.every((part) => part !== undefined) ? { kind: 'or', parts } : undefined;
  }
  if (others.length !== 2) return undefined;
  const operator = word === '==' ? '=' : word;
  if (!operator || !['=', '<', '<=', '>', '>='].includes(operator)) return undefined;
  return compared(column.text, operator as Comparison, others[1]);
}

const all = (parts: readonly (Condition | undefined)[]): Condition | undefined =>
  parts.every((part) => part !== undefined) ? { kind: 'and', parts } : undefined;

function compared(column: string, operator: Comparison, value: SqlToken | undefined): Condition | undefined {
  const number = Object.hasOwn(NUMBERS, column) ? NUMBERS[column] : undefined;
  if (number && value?.kind === 'number') {
    return { kind: 'number', field: number, operator, than: Number(value.text) };
  }
  if (operator !== '=' || !value) return undefined;
  const name = Object.hasOwn(NAMES, column) ? NAMES[column] : undefined;
  if (name && value.kind === (name === 'thread' ? 'number' : 'text')) {
    return { kind: 'named', field: name, text: { how: 'exact', text: value.text } };
  }
  if (column === 'status' && value.kind === 'text' && STATUSES.includes(value.text as Status)) {
    return { kind: 'status', status: value.text as Status };
  }
  if (column === 'error' && value.kind === 'number' && value.text === '1') {
    return { kind: 'status', status: 'error' };
  }
  return undefined;
}
