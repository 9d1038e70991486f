import { CODE, isWordByte, KIND, kinds } from './characters.ts';
import type { Cursor } from './cursor.ts';

/** What a statement names. */
export interface Named {
  readonly specifier: string;
  /** It takes types and nothing else. */
  readonly typeOnly: boolean;
}

/** `import` behind which a name, a star or a list stands; the cursor is at that. `null` and lost where it is none of these. */
export function readImportClause(cursor: Cursor, isTypeScript: boolean): Named | null {
  let typeOnly = false;
  let ownNames = false;
  if (isWordByte(cursor.code())) {
    const first = cursor.word();
    cursor.skipSpace();
    if (isModifier(cursor, first)) {
      // Phases (`defer`, `source`), `typeof`, and types in JavaScript, which is Flow's way: all for the parser.
      if (first !== 'type' || !isTypeScript) return lost(cursor);
      typeOnly = true;
      if (isWordByte(cursor.code())) {
        cursor.skipWord();
        cursor.skipSpace();
        ownNames = true;
      }
    } else ownNames = true;
    if (ownNames && cursor.code() === CODE.comma) {
      cursor.at++;
      cursor.skipSpace();
    }
  }
  let allTypes = false;
  if (cursor.code() === CODE.star) {
    if (!skipNamespace(cursor, true)) return null;
    ownNames = true;
  } else if (cursor.code() === CODE.curlyOpen) allTypes = readList(cursor, isTypeScript);
  const specifier = readFrom(cursor);
  return specifier === null ? lost(cursor) : { specifier, typeOnly: typeOnly || (allTypes && !ownNames) };
}

/** `export`; the cursor is behind it. `null` where the statement names no module. */
export function readExportClause(cursor: Cursor, isTypeScript: boolean): Named | null {
  cursor.skipSpace();
  let typeOnly = false;
  const start = cursor.at;
  if (cursor.isWord('type')) {
    cursor.skipWord();
    cursor.skipSpace();
    if (cursor.code() !== CODE.star && cursor.code() !== CODE.curlyOpen) {
      cursor.at = start;
      return null;
    }
    if (!isTypeScript) return lost(cursor);
    typeOnly = true;
  }
  if (cursor.code() === CODE.star) {
    if (!skipNamespace(cursor, false)) return null;
  } else if (cursor.code() === CODE.curlyOpen) {
    typeOnly = readList(cursor, isTypeScript) || typeOnly;
    cursor.skipSpace();
    if (cursor.lost || !cursor.isWord('from')) return null;
  } else return null;
  const specifier = readFrom(cursor);
  return specifier === null ? lost(cursor) : { specifier, typeOnly };
}

function lost(cursor: Cursor): null {
  cursor.lose();
  return null;
}

/** Whether a first word says what kind of import it is, by what follows: `import type X`, but `import type from 'x'`. */
function isModifier(cursor: Cursor, word: string): boolean {
  if (!/^(?:type|typeof|defer|source)$/.test(word)) return false;
  const code = cursor.code();
  if (code === CODE.curlyOpen || code === CODE.star) return true;
  if (!isWordByte(code)) return false;
  if (!cursor.isWord('from')) return true;
  const { at } = cursor;
  cursor.skipWord();
  cursor.skipSpace();
  const isName = kinds[cursor.code()] === KIND.quote;
  cursor.at = at;
  return !isName;
}

/** `* as name`, of which an export may leave out all but the star. */
function skipNamespace(cursor: Cursor, isNamed: boolean): boolean {
  cursor.at++;
  cursor.skipSpace();
  if (!cursor.isWord('as')) return !isNamed || cursor.lose();
  cursor.skipWord();
  cursor.skipSpace();
  skipName(cursor);
  return !cursor.lost;
}

/** Names may be strings. */
function skipName(cursor: Cursor): void {
  if (kinds[cursor.code()] === KIND.quote) cursor.skipString();
  else if (isWordByte(cursor.code())) cursor.skipWord();
  else cursor.lose();
}

/** `{ a, b as c, type D }`; whether there are names, and all of them are marked as types. */
function readList(cursor: Cursor, isTypeScript: boolean): boolean {
  cursor.at++;
  let count = 0;
  let types = 0;
  for (;;) {
    cursor.skipSpace();
    if (cursor.lost) return false;
    if (cursor.code() === CODE.curlyClose) break;
    count++;
    if (readName(cursor)) {
      if (!isTypeScript) return cursor.lose();
      types++;
    }
    cursor.skipSpace();
    if (cursor.code() === CODE.comma) cursor.at++;
    else if (cursor.code() !== CODE.curlyClose) return cursor.lose();
  }
  cursor.at++;
  return count > 0 && types === count;
}

/** One entry of a list; whether it is marked as a type. `type as x` takes something called `type`, `type as as x` a type called `as`. */
function readName(cursor: Cursor): boolean {
  const words: string[] = [];
  for (;;) {
    if (kinds[cursor.code()] === KIND.quote) {
      cursor.skipString();
      words.push('');
    } else if (isWordByte(cursor.code())) words.push(cursor.word());
    else break;
    cursor.skipSpace();
  }
  if (words.length === 0) return cursor.lose();
  if (words[0] !== 'type' || words.length === 1) return false;
  return words[1] !== 'as' || words.length === 2 || words.length === 4;
}

function readFrom(cursor: Cursor): string | null {
  cursor.skipSpace();
  if (!cursor.isWord('from')) return null;
  cursor.skipWord();
  cursor.skipSpace();
  return kinds[cursor.code()] === KIND.quote ? cursor.literal() : null;
}
