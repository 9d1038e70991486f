import {
  type Comparison,
  type Condition,
  FIELDS,
  type FieldHelp,
  type NameField,
  type NumberField,
  STATUSES,
  type Status,
  type TextPattern,
  type ValueField,
} from './syntax.ts';
import { problem, type Token, tokensOf } from './tokens.ts';

/** Deeper nesting is a mistake, and would overflow the stack. */
const MAX_DEPTH = 100;

/** Nothing asked for: every span. */
export const EVERYTHING: Condition = { kind: 'and', parts: [] };

/**
 * Reads a query: terms side by side must all hold, `OR` binds less than that, `NOT` and `-` more; parentheses group. Throws
 * `refused` with the position and what was expected there.
 */
export function parse(query: string): Condition {
  const parser = new Parser(tokensOf(query));
  return parser.whole();
}

class Parser {
  readonly #tokens: readonly Token[];
  #at = 0;
  #depth = 0;

  constructor(tokens: readonly Token[]) {
    this.#tokens = tokens;
  }

  whole(): Condition {
    if (this.#peek().kind === 'end') return EVERYTHING;
    const condition = this.#any();
    const rest = this.#peek();
    if (rest.kind !== 'end') throw problem(rest.from, ['a term', 'AND', 'OR'], 'A ) has no ( before it');
    return condition;
  }

  #any(): Condition {
    const parts = [this.#all()];
    while (this.#peek().kind === 'or') {
      this.#next();
      parts.push(this.#all());
    }
    return parts.length === 1 ? (parts[0] as Condition) : { kind: 'or', parts };
  }

  #all(): Condition {
    const parts = [this.#one()];
    for (;;) {
      const { kind } = this.#peek();
      if (kind === 'end' || kind === 'or' || kind === ')') break;
      if (kind === 'and') this.#next();
      parts.push(this.#one());
    }
    return parts.length === 1 ? (parts[0] as Condition) : { kind: 'and', parts };
  }

  #one(): Condition {
    const token = this.#next();
    if (++this.#depth > MAX_DEPTH) throw problem(token.from, [], 'There are too many parentheses');
    try {
      return this.#oneOf(token);
    } finally {
      this.#depth--;
    }
  }

  #oneOf(token: Token): Condition {
    switch (token.kind) {
      case 'not':
        return { kind: 'not', part: this.#one() };
      case '(': {
        const condition = this.#any();
        const closing = this.#next();
        if (closing.kind !== ')') throw problem(closing.from, [')'], 'A ) is missing');
        return condition;
      }
      case 'quoted':
        return { kind: 'text', text: { how: 'contains', text: token.text.toLowerCase() } };
      case 'word': {
        const operator = this.#peek();
        if (operator.kind === 'operator' && !operator.spaced) return this.#field(token, this.#next());
        return { kind: 'text', text: pattern(token) };
      }
      default:
        throw problem(token.from, ['a word', 'a field', '('], 'A word or a field is missing');
    }
  }

  #field(name: Token, operator: Token): Condition {
    const field = FIELDS.find((f) => f.name === name.text.toLowerCase());
    if (!field) {
      const known = FIELDS.map((f) => f.name);
      throw problem(name.from, known, `There is no field "${name.text}" (there are ${known.join(', ')})`);
    }
    const value = this.#next();
    if ((value.kind !== 'word' && value.kind !== 'quoted') || value.spaced) {
      throw problem(
        operator.to,
        [expectedOf(field)],
        `${field.name}${operator.text} needs ${expectedOf(field)}`,
      );
    }
    if (field.takes === 'time' || field.takes === 'count') return compared(field, operator, value);
    if (operator.text !== ':' && operator.text !== '=') {
      throw problem(
        operator.from,
        [':'],
        `${field.name} cannot be compared by "${operator.text}", only by ":"`,
      );
    }
    if (field.takes === 'status') return withStatus(field, value);
    if (field.name === 'error' && value.kind === 'word' && value.text === '*') {
      return { kind: 'status', status: 'error' };
    }
    const text = pattern(value);
    if (field.name === 'function' || field.name === 'file' || field.name === 'thread') {
      return { kind: 'named', field: field.name satisfies NameField, text };
    }
    return { kind: 'value', field: field.name as ValueField, text };
  }

  #peek(): Token {
    return this.#tokens[this.#at] as Token;
  }

  #next(): Token {
    const token = this.#peek();
    if (token.kind !== 'end') this.#at++;
    return token;
  }
}

function expectedOf({ takes }: FieldHelp): string {
  if (takes === 'time') return 'a time such as 5ms';
  if (takes === 'count') return 'a number';
  return takes === 'status' ? `one of ${STATUSES.join(', ')}` : 'a text';
}

function withStatus(field: FieldHelp, value: Token): Condition {
  const status = value.text.toLowerCase() as Status;
  if (STATUSES.includes(status)) return { kind: 'status', status };
  throw problem(value.from, STATUSES, `${field.name} is ${expectedOf(field)}, not "${value.text}",`);
}

/** A quoted word is compared as it stands, one with stars as a whole; any other may be a part. */
function pattern({ kind, text }: Token): TextPattern {
  if (kind === 'quoted') return { how: 'exact', text };
  return { how: text.includes('*') ? 'glob' : 'contains', text: text.toLowerCase() };
}

const UNITS_NS: Readonly<Record<string, number>> = {
  ns: 1,
  us: 1e3,
  µs: 1e3,
  μs: 1e3,
  ms: 1e6,
  s: 1e9,
  m: 60e9,
  min: 60e9,
};

function compared(field: FieldHelp, operator: Token, value: Token): Condition {
  const match = /^(\d+(?:\.\d+)?|\.\d+)(\D*)$/.exec(value.text.toLowerCase());
  const unit = field.takes === 'count' ? (match?.[2] === '' ? 1 : undefined) : UNITS_NS[match?.[2] ?? ''];
  if (!match || unit === undefined) {
    const hint = field.takes === 'time' ? ' (units: ns, us, ms, s, min)' : '';
    throw problem(value.from, [expectedOf(field)], `"${value.text}" is not ${expectedOf(field)}${hint},`);
  }
  const comparison: Comparison = operator.text === ':' ? '=' : (operator.text as Comparison);
  return {
    kind: 'number',
    field: field.name as NumberField,
    operator: comparison,
    than: Number(match[1]) * unit,
  };
}
