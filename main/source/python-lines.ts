/** A statement, or the head of a compound one, without comments, with every string as `''` and white space as one space. */
export interface PythonStatement {
  readonly text: string;
  /** From 1. */
  readonly line: number;
  /** Width of the white space before it, a tab as 8; a statement behind `;` or `:` has that of its line. */
  readonly indent: number;
  /** Another statement follows behind a `:` on the same line, or an indented block. */
  readonly opensBlock: boolean;
}

const string = /^(?:[rbuft]|[rb][rbft]|[ft]r|br)?('''|"""|'|")/i;

/**
 * Splits Python into simple statements and heads of compound ones. It knows strings, comments, brackets and continued lines;
 * that is all that is needed to see which words begin a statement. The source is not checked.
 */
export function* pythonStatements(source: string): Generator<PythonStatement> {
  let text = '';
  let line = 1;
  let startLine = 1;
  let indent = 0;
  let depth = 0;
  let isLineStart = true;
  /** The character before, of the text; it is kept by itself because the text is a rope that looking at would flatten. */
  let last = '';
  const take = (opensBlock: boolean): PythonStatement[] => {
    const statement = { text: text.trim(), line: startLine, indent, opensBlock };
    text = '';
    last = '';
    startLine = line;
    return statement.text === '' ? [] : [statement];
  };
  const space = (): void => {
    if (last !== ' ') text += ' ';
    last = ' ';
  };
  for (let at = 0; at < source.length; at++) {
    const c = source[at] ?? '';
    if (isLineStart && depth === 0 && text === '') {
      const blank = /[ \t\f]*/y;
      blank.lastIndex = at;
      const white = blank.exec(source)?.[0] ?? '';
      indent = white.replaceAll('\t', '        ').length;
      startLine = line;
      isLineStart = false;
      if (white !== '') {
        at += white.length - 1;
        continue;
      }
    }
    if (c === '\n') {
      line++;
      if (depth === 0) {
        yield* take(false);
        isLineStart = true;
      } else space();
    } else if (c === '\\' && /^\r?\n/.test(source.slice(at + 1, at + 3))) {
      at += source[at + 1] === '\r' ? 2 : 1;
      line++;
      space();
    } else if (c === '#') {
      const end = source.indexOf('\n', at);
      at = (end === -1 ? source.length : end) - 1;
    } else if (c === ';' && depth === 0) {
      yield* take(false);
    } else if (c === ':' && depth === 0 && source[at + 1] !== '=') {
      yield* take(true);
    } else if (c === ' ' || c === '\t' || c === '\f' || c === '\r') {
      // Expressions that look for white space would go through a long run of it again and again.
      space();
    } else {
      // A prefix in the middle of a name is none.
      const quoted = !/\w/.test(last) && /['"rbuft]/i.test(c) ? string.exec(source.slice(at, at + 6)) : null;
      last = quoted === null ? c : "'";
      if (quoted !== null) {
        const end = endOfString(source, at + quoted[0].length, quoted[1] ?? '"');
        line += source.slice(at, end).split('\n').length - 1;
        text += "''";
        at = end - 1;
        continue;
      }
      if ('([{'.includes(c)) depth++;
      else if (')]}'.includes(c)) depth = Math.max(0, depth - 1);
      text += c;
    }
  }
  yield* take(false);
}

/** Offset behind the closing quote; a string in single quotes that is not closed ends with its line. */
function endOfString(source: string, from: number, quote: string): number {
  for (let at = from; at < source.length; at++) {
    if (source[at] === '\\') at++;
    else if (source.startsWith(quote, at)) return at + quote.length;
    else if (source[at] === '\n' && quote.length === 1) return at;
  }
  return source.length;
}
