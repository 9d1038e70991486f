/**
 * Deepest nesting that is handed to the parser. It recurses natively at up to about 2.5 KB a level, so a deeper file
 * would overflow even the analysis worker's large stack, which ends the process instead of throwing.
 */
export const MAX_NESTING = 50_000;

const OPENING = 1;
const CLOSING = 2;
const ENDING = 3;
const OPERATOR = 4;
const KEYWORD = 5;
const QUOTE = 6;
/** What each ASCII character may be; 0: nothing that matters. */
const classes = new Uint8Array(128);
mark('([{', OPENING);
mark(')]}', CLOSING);
mark(';,', ENDING);
/** Characters that may nest what follows them: `!!x`, `a=b=c`, `a=>b=>c`, `a?b:c?d:e`, `-+-x`, `A<B<C`. */
mark('!~=?:<+-', OPERATOR);
mark('entvday', KEYWORD);
mark('\'"/', QUOTE);
const keyword = /\b(?:else|new|typeof|void|delete|await|yield)\b/y;
const letterE = 'e'.charCodeAt(0);

function mark(characters: string, as: number): void {
  for (const character of characters) classes[character.charCodeAt(0)] = as;
}

/**
 * Whether the syntax tree of a text could be deeper than `limit`, by its brackets and by operators that nest to the right.
 * An estimate from above for real code: it does not know regular expressions and templates from code.
 */
export function nestsDeeperThan(text: string, limit: number): boolean {
  // A level takes at least one character.
  if (text.length <= limit) return false;
  let depth = 0;
  /** Right-nesting operators since the last `;` or `,`, for each bracket that is open; the first is for none. */
  const pending = [0];
  /** `else`s likewise; an `if` chain goes on behind a `;`. */
  const elses = [0];
  for (let at = 0; at < text.length; at++) {
    const c = text.charCodeAt(at);
    const kind = c < 128 ? (classes[c] ?? 0) : 0;
    if (kind === 0) continue;
    if (kind === OPENING) {
      depth++;
      pending.push(0);
      elses.push(0);
    } else if (kind === CLOSING) {
      if (pending.length === 1) continue;
      depth -= 1 + (pending.pop() ?? 0) + (elses.pop() ?? 0);
    } else if (kind === ENDING) {
      depth -= pending.at(-1) ?? 0;
      pending[pending.length - 1] = 0;
    } else if (kind === OPERATOR || (kind === KEYWORD && isKeyword(text, at))) {
      depth++;
      const counted = c === letterE ? elses : pending;
      counted[counted.length - 1] = (counted.at(-1) ?? 0) + 1;
    } else if (kind === QUOTE) {
      at = skip(text, at, c);
    }
    if (depth > limit) return true;
  }
  return false;
}

function isKeyword(text: string, at: number): boolean {
  keyword.lastIndex = at;
  return keyword.test(text);
}

/** Position of the last character of the string or comment that starts here; `at` itself when none does. */
function skip(text: string, at: number, c: number): number {
  if (c === 47) {
    const next = text.charCodeAt(at + 1);
    if (next !== 47 && next !== 42) return at;
    const end = next === 47 ? text.indexOf('\n', at) : text.indexOf('*/', at + 2) + 1;
    return end <= 0 ? text.length : end;
  }
  for (let end = at + 1; end < text.length; end++) {
    const character = text.charCodeAt(end);
    if (character === 92) end++;
    else if (character === c) return end;
    else if (character === 10) return at;
  }
  return text.length;
}
