import { ContractError, type QueryProblem } from '#contract';

export interface Token {
  readonly kind: 'word' | 'quoted' | 'operator' | 'not' | 'and' | 'or' | '(' | ')' | 'end';
  /** Without quotes and escapes. */
  readonly text: string;
  /** UTF-16 units from the beginning of the query, end exclusive. */
  readonly from: number;
  readonly to: number;
  /** Whether space stands before it: a value follows its operator at once. */
  readonly spaced: boolean;
}

/** `refused`, with where and what was expected there. */
export function problem(at: number, expected: readonly string[], what: string): ContractError {
  const data: QueryProblem = { at, expected };
  return new ContractError('refused', `${what} at position ${at + 1} of the query.`, data);
}

const SPACE = /\s/;
/** Ends a word. */
const SPECIAL = /[\s:<>=()"]/;
const OPERATORS = ['>=', '<=', ':', '>', '<', '='];
const KEYWORDS: ReadonlyMap<string, Token['kind']> = new Map([
  ['AND', 'and'],
  ['OR', 'or'],
  ['NOT', 'not'],
]);

/** Takes a query apart; always ends with an `end` token. Throws for a quote that is not closed. */
export function tokensOf(query: string): Token[] {
  const tokens: Token[] = [];
  let at = 0;
  let spaced = true;
  const push = (kind: Token['kind'], text: string, to: number) => {
    tokens.push({ kind, text, from: at, to, spaced });
    at = to;
    spaced = false;
  };
  while (at < query.length) {
    const char = query[at] as string;
    if (SPACE.test(char)) {
      at++;
      spaced = true;
      continue;
    }
    const operator = OPERATORS.find((o) => query.startsWith(o, at));
    if (char === '(' || char === ')') push(char, char, at + 1);
    else if (operator) push('operator', operator, at + operator.length);
    else if (char === '"') {
      const { text, to } = quoted(query, at);
      push('quoted', text, to);
    } else if (char === '-' && isNegation(tokens, query, at, spaced)) push('not', '-', at + 1);
    else {
      let to = at;
      while (to < query.length && !SPECIAL.test(query[to] as string)) to++;
      const word = query.slice(at, to);
      push(KEYWORDS.get(word) ?? 'word', word, to);
    }
  }
  push('end', '', at);
  return tokens;
}

/** A minus at the beginning of a term; not one inside a word, nor the sign of a value. */
function isNegation(tokens: readonly Token[], query: string, at: number, spaced: boolean): boolean {
  const next = query[at + 1];
  if (next === undefined || SPACE.test(next)) return false;
  const last = tokens.at(-1);
  return last === undefined || spaced || last.kind === '(' || last.kind === 'not';
}

function quoted(query: string, from: number): { text: string; to: number } {
  let text = '';
  for (let at = from + 1; at < query.length; at++) {
    const char = query[at] as string;
    if (char === '"') return { text, to: at + 1 };
    if (char === '\\' && at + 1 < query.length) text += query[++at];
    else text += char;
  }
  throw problem(query.length, ['"'], 'A closing quote is missing');
}
