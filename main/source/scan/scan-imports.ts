import { EDGE } from '../edge-kinds.ts';
import type { ImportFact } from '../module-facts.ts';
import { Brackets, OPEN } from './brackets.ts';
import { CODE, isWordByte, KIND, kinds } from './characters.ts';
import { readExportClause, readImportClause } from './clauses.ts';
import { Cursor, indexOf } from './cursor.ts';
import { isTypeParameter, type Step, stepTag, stepText } from './jsx.ts';
import { createLineCounter } from './line-counter.ts';
import { meaningOf, WORD } from './words.ts';

interface Found {
  readonly specifier: string;
  readonly kind: number;
  /** Byte where the statement or call begins. */
  readonly at: number;
  optional: boolean;
  /** A `require` that a function may stand around. */
  readonly mayBeLate: boolean;
}

/** Longest chain of operators or of `else`; what is longer is for the parser to refuse. */
const MAX_CHAIN = 40_000;

const cursor = new Cursor();
/** With each, how many imports had been found where it began. */
const brackets = new Brackets();
let found: Found[] = [];
/** Whether what was read last ends an expression: then a slash divides, and otherwise begins a regular expression. */
let isValue = false;
let isBehindCurly = false;
let isBehindDot = false;
/** Operators since the last comma or semicolon, and `else`s since the last block. */
let operators = 0;
let elses = 0;
/** Declarations of modules that are open. */
let declarations = 0;
/** Blocks, bodies and object literals that are open. */
let curlies = 0;
/** An arrow stands before it in the same statement of the module, as far as semicolons tell. */
let isBehindArrow = false;
/** Meaning of the word before, if it was one. */
let before: number = WORD.name;
let isTypeScript = false;
let mayHoldElements = true;
/** What the next byte is part of: code, or the tag or the children of an element of JSX. */
let mode: 'code' | 'tag' | 'text' = 'code';

/**
 * What a file says of other modules, found by reading its tokens: no syntax tree is made, which is all that the graph of modules needs and a
 * tenth of the work. Strings, comments, templates, regular expressions and JSX are told from code.
 * @param bytes UTF-8
 * @returns `null` where only a parser can be sure: spaces that are not ASCII, escapes in names, `import('x')` in TypeScript where it may be a type, Flow, a
 * slash behind `}`, a parameter called `require`, and everything that does not add up
 */
export function scanImports(path: string, bytes: Uint8Array): readonly ImportFact[] | null {
  isTypeScript = /\.[mc]?tsx?$/.test(path);
  mayHoldElements = !isTypeScript || path.endsWith('x');
  cursor.start(bytes);
  brackets.depth = operators = elses = declarations = curlies = 0;
  isBehindArrow = false;
  found = [];
  expects();
  mode = 'code';
  if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) cursor.at = 3;
  if (cursor.code() === CODE.hash && cursor.code(cursor.at + 1) === CODE.bang) skipLine();
  scan();
  if (cursor.lost || brackets.depth > 0 || mode !== 'code') return null;
  const lineAt = createLineCounter(bytes);
  return found.map(({ specifier, kind, at, optional, mayBeLate }) => {
    const fact = { specifier, kind, line: lineAt(at), optional };
    return mayBeLate ? { ...fact, mayBeLate } : fact;
  });
}

function skipLine(): void {
  const end = indexOf(cursor.bytes, CODE.newline, cursor.at);
  cursor.at = end < 0 ? cursor.end : end;
}

function scan(): void {
  const { bytes, end } = cursor;
  while (cursor.at < end) {
    if (mode !== 'code') {
      goOn(mode === 'tag' ? stepTag(cursor) : stepText(cursor));
      continue;
    }
    const code = bytes[cursor.at] as number;
    switch (kinds[code]) {
      case KIND.space:
        cursor.at++;
        break;
      case KIND.word:
        scanWord();
        break;
      case KIND.quote:
        cursor.skipString();
        ended();
        break;
      case KIND.template:
        cursor.at++;
        goOnInTemplate();
        break;
      case KIND.slash:
        scanSlash();
        break;
      case KIND.open:
        scanOpen(code);
        break;
      case KIND.close:
        scanClose(code);
        break;
      case KIND.dot:
        scanDot();
        break;
      case KIND.less:
        scanLess();
        break;
      case KIND.sign:
        scanSign(code);
        break;
      case KIND.equals:
        scanEquals();
        break;
      case KIND.operator:
        cursor.at++;
        if (code === CODE.comma || code === CODE.semicolon) operators = 0;
        if (code === CODE.semicolon && brackets.depth === 0) isBehindArrow = false;
        expects();
        break;
      default:
        cursor.lose();
    }
  }
}

/** Behind something that ends an expression. */
function ended(): void {
  isValue = true;
  isBehindCurly = isBehindDot = false;
  before = WORD.name;
}

/** Behind something that an expression follows. */
function expects(): void {
  isValue = isBehindCurly = isBehindDot = false;
  before = WORD.name;
  if (++operators > MAX_CHAIN) cursor.lose();
}

function push(open: number): void {
  if (!brackets.push(open, found.length)) cursor.lose();
}

function scanWord(): void {
  const from = cursor.at;
  cursor.skipWord();
  const word = before;
  const isMember = isBehindDot;
  ended();
  if (isMember) return;
  const meaning = meaningOf(cursor.bytes, from, cursor.at);
  if (meaning === WORD.name) return;
  before = meaning;
  switch (meaning) {
    case WORD.import:
      scanImport(from, word === WORD.value);
      break;
    case WORD.export:
      scanExport(from);
      break;
    case WORD.require:
      if (word === WORD.new) cursor.lose();
      else scanRequire(from);
      break;
    case WORD.worker:
      if (word === WORD.new) scanWorker();
      break;
    case WORD.module:
      if (isTypeScript) scanDeclaration(word === WORD.declare);
      break;
    case WORD.else:
      isValue = false;
      if (++elses > MAX_CHAIN) cursor.lose();
      break;
    case WORD.operator:
    case WORD.value:
    case WORD.new:
      isValue = false;
      if (++operators > MAX_CHAIN) cursor.lose();
      break;
    default:
  }
}

/** @param isExpression what stands before it says that it is no type */
function scanImport(from: number, isExpression: boolean): void {
  cursor.skipSpace();
  const code = cursor.code();
  const kind = kinds[code];
  if (code === CODE.roundOpen) {
    const { at } = cursor;
    if (isTypeScript && !isExpression) cursor.lose();
    else addArgument(from, EDGE.dynamic);
    if (!cursor.lost) cursor.at = at;
  } else if (code === CODE.dot) {
    cursor.at++;
    cursor.skipSpace();
    // `import.source('x')`, `import.defer('x')`.
    if (cursor.isWord('meta')) cursor.skipWord();
    else cursor.lose();
  } else if (kind === KIND.quote || kind === KIND.word || code === CODE.star || code === CODE.curlyOpen) {
    if (!isTopLevel()) {
      cursor.lose();
      return;
    }
    if (kind === KIND.quote) {
      const specifier = cursor.literal();
      if (specifier !== null) add(from, specifier, EDGE.import);
      return;
    }
    const named = readImportClause(cursor, isTypeScript);
    if (named !== null) add(from, named.specifier, named.typeOnly ? EDGE.type : EDGE.import);
  }
}

function scanExport(from: number): void {
  expects();
  if (!isTopLevel()) return;
  const named = readExportClause(cursor, isTypeScript);
  if (named !== null) add(from, named.specifier, named.typeOnly ? EDGE.type : EDGE.reExport);
}

/** Where statements that name modules may stand: nowhere else than at the top of a module, or of the declaration of one. */
const isTopLevel = (): boolean => brackets.depth === 0 || brackets.top === OPEN.declaration;

/** `new Worker(new URL('./x.js', import.meta.url))` is rare enough for the parser. */
function scanWorker(): void {
  const { at } = cursor;
  cursor.skipSpace();
  if (cursor.code() === CODE.roundOpen) {
    cursor.at++;
    cursor.skipSpace();
    if (cursor.isWord('new')) cursor.lose();
  }
  if (!cursor.lost) cursor.at = at;
}

/** `module`, which may begin the declaration of one. */
function scanDeclaration(isDeclared: boolean): void {
  cursor.skipSpace();
  if (kinds[cursor.code()] !== KIND.quote) return;
  cursor.skipString();
  cursor.skipSpace();
  if (cursor.code() !== CODE.curlyOpen) return;
  if (!isDeclared) {
    cursor.lose();
    return;
  }
  cursor.at++;
  push(OPEN.declaration);
  declarations++;
  expects();
}

function scanRequire(from: number): void {
  const behind = cursor.at;
  cursor.skipSpace();
  const code = cursor.code();
  if (code === CODE.roundOpen) {
    addArgument(from, EDGE.require);
    if (!cursor.lost) cursor.at = behind;
    return;
  }
  const isAmongParameters =
    brackets.top === OPEN.round &&
    (code === CODE.comma || code === CODE.roundClose || code === CODE.colon || code === CODE.equals);
  // A parameter would hide the global one; and it may be called in a way that is not usual.
  if (isAmongParameters || code === CODE.question || code === CODE.less) cursor.lose();
  else if (code === CODE.equals && cursor.code(cursor.at + 1) === CODE.greater) cursor.lose();
}

/** Takes the first argument of a call when it is a text; the cursor is at the bracket, and stands anywhere behind it then. */
function addArgument(from: number, kind: number): void {
  cursor.at++;
  cursor.skipSpace();
  const code = cursor.code();
  if (kinds[code] !== KIND.quote && code !== CODE.template) return;
  const specifier = cursor.literal();
  if (specifier === null) return;
  cursor.skipSpace();
  if (cursor.code() === CODE.roundClose || cursor.code() === CODE.comma) add(from, specifier, kind);
}

function add(at: number, specifier: string, kind: number): void {
  found.push({
    specifier,
    kind: declarations > 0 ? EDGE.type : kind,
    at,
    optional: false,
    mayBeLate: kind === EDGE.require && (curlies > 0 || isBehindArrow),
  });
}

function goOnInTemplate(): void {
  if (cursor.skipTemplate()) ended();
  else if (!cursor.lost) {
    push(OPEN.template);
    expects();
  }
}

function scanSlash(): void {
  const next = cursor.code(cursor.at + 1);
  if (next === CODE.slash || next === CODE.star) cursor.skipComment();
  else if (isBehindCurly) cursor.lose();
  else if (isValue) {
    cursor.at++;
    expects();
  } else {
    cursor.skipRegularExpression();
    ended();
  }
}

function scanOpen(code: number): void {
  cursor.at++;
  if (code === CODE.roundOpen) push(before === WORD.head ? OPEN.head : OPEN.round);
  else if (code === CODE.squareOpen) push(OPEN.square);
  else {
    push(before === WORD.try ? OPEN.try : OPEN.curly);
    curlies++;
  }
  expects();
}

function scanClose(code: number): void {
  cursor.at++;
  const open = brackets.pop();
  ended();
  if (code === CODE.roundClose) {
    if (open === OPEN.head) isValue = false;
    else if (open !== OPEN.round) cursor.lose();
    return;
  }
  if (code === CODE.squareClose) {
    if (open !== OPEN.square) cursor.lose();
    return;
  }
  switch (open) {
    case OPEN.curly:
      curlies--;
      isBehindCurly = true;
      elses = 0;
      break;
    case OPEN.declaration:
      declarations--;
      isBehindCurly = true;
      break;
    case OPEN.try:
      curlies--;
      isBehindCurly = true;
      excuseCaught();
      break;
    case OPEN.template:
      goOnInTemplate();
      break;
    case OPEN.child:
      mode = 'text';
      break;
    case OPEN.attribute:
      mode = 'tag';
      break;
    default:
      cursor.lose();
  }
}

/** What was loaded in a block behind which a `catch` stands need not be there. */
function excuseCaught(): void {
  cursor.skipSpace();
  if (!cursor.isWord('catch')) return;
  for (let at = brackets.note; at < found.length; at++) {
    const one = found[at];
    if (one !== undefined && (one.kind === EDGE.require || one.kind === EDGE.dynamic)) one.optional = true;
  }
}

function scanDot(): void {
  cursor.at++;
  if (cursor.code() !== CODE.dot) {
    isBehindDot = true;
    return;
  }
  while (cursor.code() === CODE.dot) cursor.at++;
  expects();
}

function scanSign(code: number): void {
  cursor.at++;
  if (code === CODE.bang) {
    // TypeScript's `x!` is still the value, `x != y` is not.
    if (!isValue || cursor.code() === CODE.equals) expects();
    return;
  }
  // `x++` is still the value.
  if (cursor.code() === code) cursor.at++;
  else expects();
}

function scanEquals(): void {
  const from = cursor.at;
  while (cursor.code() === CODE.equals) cursor.at++;
  // A mark of a merge.
  if (cursor.at - from > 3) cursor.lose();
  if (cursor.code() === CODE.greater) isBehindArrow = true;
  expects();
}

function scanLess(): void {
  const next = cursor.code(cursor.at + 1);
  if (next === CODE.less) {
    const isMerge = cursor.code(cursor.at + 2) === CODE.less;
    cursor.at += 2;
    if (isMerge) cursor.lose();
    else expects();
    return;
  }
  // A comment of the web's first years.
  if (next === CODE.bang) {
    cursor.lose();
    return;
  }
  if (!mayHoldElements || isValue || (isTypeScript && isTypeParameter(cursor))) {
    cursor.at++;
    expects();
    return;
  }
  cursor.at++;
  if (next === CODE.greater) {
    cursor.at++;
    goOn('opened');
  } else if (isWordByte(next)) mode = 'tag';
  else cursor.lose();
}

/** Behind one step in an element. */
function goOn(step: Step): void {
  switch (step) {
    case 'code':
      push(mode === 'tag' ? OPEN.attribute : OPEN.child);
      expects();
      mode = 'code';
      break;
    case 'opened':
      push(OPEN.element);
      mode = 'text';
      break;
    case 'closed':
      // A tag that closes itself has opened nothing.
      if (mode === 'text') brackets.pop();
      endElement();
      break;
    case 'inner':
      mode = 'tag';
      break;
    default:
  }
}

/** Behind an element: the text of the one around it goes on, or the code. */
function endElement(): void {
  if (brackets.top === OPEN.element) mode = 'text';
  else {
    mode = 'code';
    ended();
  }
}
