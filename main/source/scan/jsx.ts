import { CODE, isWordByte, KIND, kinds } from './characters.ts';
import { type Cursor, indexOf } from './cursor.ts';

/**
 * What follows behind a step in an element of JSX: the same tag goes on, `{` has begun code, `>` has opened the element, it is closed, a tag inside of it
 * has begun, or the text ends the file.
 */
export type Step = 'tag' | 'code' | 'opened' | 'closed' | 'inner' | 'text';

/** One part of an opening tag, from inside of it. */
export function stepTag(cursor: Cursor): Step {
  cursor.skipSpace();
  const code = cursor.code();
  if (kinds[code] === KIND.quote) {
    // There are no escapes in it, and it may go over several lines.
    const close = indexOf(cursor.bytes, code, cursor.at + 1);
    if (close < 0) cursor.lose();
    else cursor.at = close + 1;
  } else if (code === CODE.curlyOpen) {
    cursor.at++;
    return 'code';
  } else if (code === CODE.greater) {
    cursor.at++;
    return 'opened';
  } else if (code === CODE.slash && cursor.code(cursor.at + 1) === CODE.greater) {
    cursor.at += 2;
    return 'closed';
  } else if (isWordByte(code)) cursor.skipWord();
  else if (code === CODE.dot || code === CODE.colon || code === CODE.dash || code === CODE.equals)
    cursor.at++;
  else cursor.lose();
  return 'tag';
}

/** Over text between tags, to the next tag or code. */
export function stepText(cursor: Cursor): Step {
  const { bytes, end } = cursor;
  let at = cursor.at;
  while (at < end && bytes[at] !== CODE.less && bytes[at] !== CODE.curlyOpen) at++;
  cursor.at = at;
  if (at >= end) return 'text';
  if (bytes[at] === CODE.curlyOpen) {
    cursor.at = at + 1;
    return 'code';
  }
  if (bytes[at + 1] === CODE.slash) {
    const close = indexOf(bytes, CODE.greater, at);
    if (close < 0) cursor.lose();
    else cursor.at = close + 1;
    return 'closed';
  }
  const isFragment = bytes[at + 1] === CODE.greater;
  cursor.at = at + (isFragment ? 2 : 1);
  return isFragment ? 'opened' : 'inner';
}

/** `<T,>(x) =>` and `<T extends X>(x) =>` are functions, in TypeScript that may hold JSX as well. The cursor is at the `<`, and stays there. */
export function isTypeParameter(cursor: Cursor): boolean {
  const { at } = cursor;
  cursor.at++;
  cursor.skipWord();
  cursor.skipSpace();
  const isOne = cursor.code() === CODE.comma || cursor.isWord('extends');
  if (!cursor.lost) cursor.at = at;
  return isOne;
}
