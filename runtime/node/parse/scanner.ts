import {
  ARROW,
  ASSIGN,
  ASSIGN_OP,
  BINARY,
  BRACE_CLOSE,
  BRACE_OPEN,
  BRACKET_CLOSE,
  BRACKET_OPEN,
  COLON,
  COMMA,
  DOT,
  ELLIPSIS,
  END,
  LOGICAL,
  NAME,
  NUMBER,
  OPTIONAL_DOT,
  PAREN_CLOSE,
  PAREN_OPEN,
  PLUS_MINUS,
  POWER,
  PREFIX,
  PRIVATE_NAME,
  QUESTION,
  reserved,
  SEMICOLON,
  SLASH,
  SLASH_ASSIGN,
  STAR,
  STRING,
  TEMPLATE,
  UPDATE,
} from './kinds.ts';

/**
 * The tokens of a text, one at a time. State of the module rather than of an object: a process that starts runs this in
 * the interpreter, where each access to a property would cost as much as the work itself.
 */

/** Thrown where the text is none, or one that only the full parser can tell. */
const UNSURE = new SyntaxError('Not for the quick parser');

export function fail(): never {
  throw UNSURE;
}

export let text = '';
export let isModule = false;
/** The current token: its kind, its place, and its name where it is a name or a word. */
export let kind = END;
export let start = 0;
export let end = 0;
export let name = '';
/** Whether a line ends between the token before and this one. */
export let newline = false;
/** Where the token before ends. */
export let lastEnd = 0;
/** Of a binary operator, from 1. 0: none. */
export let precedence = 0;

const NAME_START = 1;
const NAME_PART = 2;
const DIGIT = 4;
const LETTER = 8;
/** Classes of the ASCII characters. */
const classes = new Uint8Array(128);
for (let c = 0; c < 128; c++) {
  const letter = String.fromCharCode(c);
  if (/[a-zA-Z$_]/.test(letter)) classes[c] = NAME_START | NAME_PART;
  if (/[a-z]/.test(letter)) classes[c] = NAME_START | NAME_PART | LETTER;
  if (/\d/.test(letter)) classes[c] = NAME_PART | DIGIT;
}

export function open(source: string, module: boolean): void {
  text = source;
  isModule = module;
  // Line ends that are looked for nowhere else.
  if (text.includes('\u2028') || text.includes('\u2029') || (text.includes('\r') && /\r(?!\n)/.test(text)))
    fail();
  end = text.startsWith('#!') ? lineEnd(0) : 0;
  lastEnd = 0;
  next();
  // As if there were a line before the first.
  newline = true;
}

export function close(): void {
  text = name = '';
}

function lineEnd(from: number): number {
  const at = text.indexOf('\n', from);
  return at < 0 ? text.length : at;
}

/** Where the next token begins from `at` on; notes line ends in `newline`. */
function skipSpace(from: number): number {
  let at = from;
  for (;;) {
    const c = text.charCodeAt(at);
    if (c === 32) at++;
    else if (c === 10 || c === 13) {
      newline = true;
      at++;
    } else if (c === 47) {
      const d = text.charCodeAt(at + 1);
      if (d === 47) at = lineEnd(at + 2);
      else if (d === 42) {
        const close = text.indexOf('*/', at + 2);
        if (close < 0) fail();
        const line = text.indexOf('\n', at + 2);
        if (line >= 0 && line < close) newline = true;
        at = close + 2;
      } else return at;
    } else if (c === 9 || c === 11 || c === 12 || (c > 127 && isWideSpace(c))) at++;
    else return at;
  }
}

function isWideSpace(c: number): boolean {
  return (
    c === 0xa0 ||
    c === 0xfeff ||
    (c >= 0x1680 &&
      (c === 0x1680 || (c >= 0x2000 && c <= 0x200a) || c === 0x202f || c === 0x205f || c === 0x3000))
  );
}

/** The end of the name whose first character stands at `from`. */
function nameEnd(from: number): number {
  let at = from;
  for (;;) {
    const c = text.charCodeAt(at);
    if (c < 128) {
      if (((classes[c] as number) & NAME_PART) === 0) {
        // An escape in a name.
        if (c === 92) fail();
        return at;
      }
    } else if (!(c >= 0) || isWideSpace(c)) return at;
    at++;
  }
}

/** Goes to the next token. */
export function next(): void {
  lastEnd = end;
  newline = false;
  start = skipSpace(end);
  const c = text.charCodeAt(start);
  if (c < 128) {
    const type = classes[c] as number;
    if (type & NAME_START) {
      end = nameEnd(start + 1);
      name = text.slice(start, end);
      // Reserved words have lower-case letters only, and 2 to 10 of them.
      const known = type & LETTER && end - start > 1 && end - start < 11 ? reserved.get(name) : undefined;
      kind = known === undefined ? NAME : known;
    } else if (type & DIGIT) kind = number();
    else kind = punctuator(c);
  } else if (!(c >= 0)) {
    kind = END;
    end = start;
  } else {
    end = nameEnd(start + 1);
    name = text.slice(start, end);
    kind = NAME;
  }
}

function number(): number {
  let at = start;
  const c = text.charCodeAt(at);
  const d = text.charCodeAt(at + 1) | 32;
  if (c === 48 && (d === 120 || d === 98 || d === 111)) {
    end = nameEnd(at + 2);
    return NUMBER;
  }
  let dotted = false;
  for (;;) {
    const e = text.charCodeAt(at);
    if (e === 46 && !dotted) dotted = true;
    else if (e === 101 || e === 69) {
      const sign = text.charCodeAt(at + 1);
      if (sign === 43 || sign === 45) at++;
      dotted = true;
    } else if (!(e < 128 && (classes[e] as number) & NAME_PART)) break;
    at++;
  }
  end = at;
  return NUMBER;
}

function string(quote: number): number {
  let at = start + 1;
  for (;;) {
    const c = text.charCodeAt(at);
    if (c === quote) break;
    if (c === 92) at += text.charCodeAt(at + 1) === 13 ? 2 : 1;
    else if (c === 10 || c === 13 || !(c >= 0)) fail();
    at++;
  }
  end = at + 1;
  return STRING;
}

function take(taken: number, length: number): number {
  end = start + length;
  return taken;
}

/** An operator of `length` characters, or what it is with a `=` behind. */
function operator(plain: number, length: number, level: number): number {
  precedence = level;
  return text.charCodeAt(start + length) === 61 ? take(ASSIGN_OP, length + 1) : take(plain, length);
}

function punctuator(c: number): number {
  const d = text.charCodeAt(start + 1);
  switch (c) {
    case 40:
      return take(PAREN_OPEN, 1);
    case 41:
      return take(PAREN_CLOSE, 1);
    case 91:
      return take(BRACKET_OPEN, 1);
    case 93:
      return take(BRACKET_CLOSE, 1);
    case 123:
      return take(BRACE_OPEN, 1);
    case 125:
      return take(BRACE_CLOSE, 1);
    case 59:
      return take(SEMICOLON, 1);
    case 44:
      return take(COMMA, 1);
    case 58:
      return take(COLON, 1);
    case 34:
    case 39:
      return string(c);
    case 96:
      return take(TEMPLATE, 1);
    case 46:
      if (d >= 48 && d <= 57) return number();
      return d === 46 && text.charCodeAt(start + 2) === 46 ? take(ELLIPSIS, 3) : take(DOT, 1);
    case 63: {
      if (d === 63) return operator(LOGICAL, 2, 1);
      const e = text.charCodeAt(start + 2);
      return d === 46 && !(e >= 48 && e <= 57) ? take(OPTIONAL_DOT, 2) : take(QUESTION, 1);
    }
    case 61:
      if (d === 62) return take(ARROW, 2);
      return d === 61 ? equality() : take(ASSIGN, 1);
    case 33:
      return d === 61 ? equality() : take(PREFIX, 1);
    case 126:
      return take(PREFIX, 1);
    case 43:
    case 45:
      if (d === c) {
        if (c === 45 && newline && !isModule && text.charCodeAt(start + 2) === 62) fail();
        return take(UPDATE, 2);
      }
      return operator(PLUS_MINUS, 1, 9);
    case 42:
      return d === 42 ? operator(POWER, 2, 11) : operator(STAR, 1, 10);
    case 37:
      return operator(BINARY, 1, 10);
    case 38:
      return d === 38 ? operator(LOGICAL, 2, 2) : operator(BINARY, 1, 5);
    case 124:
      return d === 124 ? operator(LOGICAL, 2, 1) : operator(BINARY, 1, 3);
    case 94:
      return operator(BINARY, 1, 4);
    case 47:
      precedence = 10;
      return d === 61 ? take(SLASH_ASSIGN, 2) : take(SLASH, 1);
    case 60:
      // A comment as in HTML, which scripts may have.
      if (!isModule && d === 33 && text.startsWith('--', start + 2)) fail();
      return relation(d === 60 ? 2 : 1);
    case 62:
      return relation(d === 62 ? (text.charCodeAt(start + 2) === 62 ? 3 : 2) : 1);
    case 35:
      end = nameEnd(start + 1);
      name = text.slice(start + 1, end);
      return PRIVATE_NAME;
    default:
      return fail();
  }
}

function equality(): number {
  precedence = 6;
  return take(BINARY, text.charCodeAt(start + 2) === 61 ? 3 : 2);
}

function relation(length: number): number {
  if (length > 1) return operator(BINARY, length, 8);
  precedence = 7;
  return take(BINARY, text.charCodeAt(start + 1) === 61 ? 2 : 1);
}

/** The current slash begins a regular expression: takes all of it as the current token. */
export function readRegExp(): void {
  let at = start + 1;
  for (let inClass = false; ; at++) {
    const c = text.charCodeAt(at);
    if (c === 92) at++;
    else if (c === 91) inClass = true;
    else if (c === 93) inClass = false;
    else if (c === 47 && !inClass) break;
    else if (c === 10 || !(c >= 0)) fail();
  }
  end = nameEnd(at + 1);
}

/** A piece of a template from `at`: gives where its text ends; the token ends behind the `${` or the backtick. */
export function readTemplate(from: number): number {
  let at = from;
  for (;;) {
    const c = text.charCodeAt(at);
    if (c === 96) {
      end = at + 1;
      return at;
    }
    if (c === 36 && text.charCodeAt(at + 1) === 123) {
      end = at + 2;
      return at;
    }
    if (c === 92) at++;
    else if (!(c >= 0)) fail();
    at++;
  }
}

/** The character that begins the token after this one; `sameLine`: 0 where a line ends before it. */
export function peek(sameLine: boolean): number {
  const before = newline;
  newline = false;
  const at = skipSpace(end);
  const broken = newline;
  newline = before;
  return sameLine && broken ? 0 : text.charCodeAt(at);
}

/** Whether the token after this one is the word, on the same line. */
export function peekWord(word: string): boolean {
  const before = newline;
  newline = false;
  const at = skipSpace(end);
  const broken = newline;
  newline = before;
  if (broken || !text.startsWith(word, at)) return false;
  const c = text.charCodeAt(at + word.length);
  return !(c >= 128 || c === 92 || (classes[c] as number) & NAME_PART);
}

/** Whether the character can begin a name. */
export function beginsName(c: number): boolean {
  return c >= 128 || c === 92 || ((classes[c] as number) & NAME_START) !== 0;
}

export function eat(wanted: number): boolean {
  if (kind !== wanted) return false;
  next();
  return true;
}

export function expect(wanted: number): void {
  if (kind !== wanted) fail();
  next();
}

/** The end of a statement, written or not. */
export function semicolon(): void {
  if (kind === SEMICOLON) next();
  else if (!newline && kind !== BRACE_CLOSE && kind !== END) fail();
}
