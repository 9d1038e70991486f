import {
  isContractError,
  type QueryProblem,
  type SearchCompletionRequest,
  type SearchCompletions,
} from '#contract';
import type { Query } from '../query.ts';
import { nameOf } from '../summary.ts';
import { parse } from './parser.ts';
import { FIELDS, type FieldHelp, STATUSES } from './syntax.ts';
import { type Token, tokensOf } from './tokens.ts';

const MAX_ITEMS = 50;

type Items = SearchCompletions['items'];

/** What can be written at the cursor, and whether the query can be read as it stands. */
export function completions(query: Query, request: Omit<SearchCompletionRequest, 'run'>): SearchCompletions {
  const cursor = Math.min(request.cursor, request.query.length);
  const place = placeAt(request.query, cursor);
  const items = place.field ? valuesOf(query, place.field, place.begun) : fieldsLike(place.begun);
  return { from: place.from, to: place.to, items, problem: problemOf(request.query) };
}

function problemOf(text: string): SearchCompletions['problem'] {
  try {
    parse(text);
    return null;
  } catch (error) {
    if (!isContractError(error)) throw error;
    return { ...(error.data as QueryProblem), message: error.message };
  }
}

interface Place {
  readonly from: number;
  readonly to: number;
  /** What stands there already, up to the cursor, without its quote. */
  readonly begun: string;
  /** The field whose value is asked for. */
  readonly field: FieldHelp | undefined;
}

function placeAt(text: string, cursor: number): Place {
  const tokens = tokensBefore(text, cursor);
  const last = tokens.at(-1);
  const before = tokens.at(-2);
  if (!last || last.to < cursor) return { from: cursor, to: cursor, begun: '', field: undefined };
  const fieldOf = (token: Token | undefined) =>
    FIELDS.find((field) => token?.kind === 'word' && field.name === token.text.toLowerCase());
  if (last.kind === 'operator') return { from: cursor, to: cursor, begun: '', field: fieldOf(before) };
  if (last.kind !== 'word' && last.kind !== 'quoted') {
    return { from: cursor, to: cursor, begun: '', field: undefined };
  }
  const follows = before?.kind === 'operator' && !last.spaced;
  const rest = /^[^\s:<>=()"]*/.exec(text.slice(cursor))?.[0].length ?? 0;
  return {
    from: last.from,
    to: last.kind === 'word' ? cursor + rest : cursor,
    begun: last.text,
    field: follows ? fieldOf(tokens.at(-3)) : undefined,
  };
}

/** The tokens up to the cursor; a quote that is still open counts as closed there. */
function tokensBefore(text: string, cursor: number): Token[] {
  const begun = text.slice(0, cursor);
  const read = (query: string) => tokensOf(query).filter((token) => token.kind !== 'end');
  try {
    return read(begun);
  } catch (error) {
    if (!isContractError(error)) throw error;
    return read(`${begun}"`).map((token) => ({ ...token, to: Math.min(token.to, cursor) }));
  }
}

function fieldsLike(begun: string): Items {
  const start = begun.toLowerCase();
  const fields = FIELDS.filter((field) => field.name.startsWith(start)).map((field) => ({
    text: field.takes === 'time' || field.takes === 'count' ? `${field.name}>` : `${field.name}:`,
    kind: 'field' as const,
    detail: field.detail,
  }));
  const operators = ['AND', 'OR', 'NOT']
    .filter((word) => start !== '' && word.toLowerCase().startsWith(start))
    .map((text) => ({ text, kind: 'operator' as const, detail: '' }));
  return [...fields, ...operators];
}

function valuesOf({ snapshot }: Query, field: FieldHelp, begun: string): Items {
  if (field.takes === 'status') return listed([...STATUSES], begun, 'status');
  switch (field.name) {
    case 'function':
      return listed(
        snapshot.functions.map((f) => f.name),
        begun,
        'function',
      );
    case 'file':
      return listed(snapshot.files, begun, 'file');
    case 'thread':
      return listed(
        snapshot.threads.map((thread) => nameOf(thread.process)),
        begun,
        'thread',
      );
    case 'error':
      return [{ text: '*', kind: 'value', detail: 'any failed call' }];
    default:
      return [];
  }
}

/** Values that begin so, then those that have it anywhere; in quotes where they could not stand by themselves. */
function listed(values: readonly string[], begun: string, detail: string): Items {
  const part = begun.toLowerCase();
  const rank = (value: string) => value.toLowerCase().indexOf(part);
  return [...new Set(values)]
    .filter((value) => rank(value) >= 0)
    .sort((a, b) => Math.min(1, rank(a)) - Math.min(1, rank(b)) || (a < b ? -1 : 1))
    .slice(0, MAX_ITEMS)
    .map((value) => ({ text: written(value), kind: 'value', detail }));
}

const written = (value: string): string =>
  /^[^\s:<>=()"*-][^\s:<>=()"*]*$/.test(value) ? value : `"${value.replace(/["\\]/g, '\\$&')}"`;
