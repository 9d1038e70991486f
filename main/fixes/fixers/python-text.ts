/** A statement at the top of a Python module, with its decorators and the comment right before it. */
export interface PythonBlock {
  /** UTF-16 offsets; the end is behind the last line. */
  readonly start: number;
  readonly end: number;
  readonly text: string;
  /** Names that it defines. */
  readonly names: readonly string[];
  readonly isImport: boolean;
}

/** Texts and comments as blanks of the same length, so that what is left is code. */
export function codeOnly(text: string): string {
  return text.replace(/("""|''')[\s\S]*?\1|"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|#[^\n]*/g, (found) =>
    found.replace(/[^\n]/g, ' '),
  );
}

/** Names that a piece of code uses; those behind a dot, and of arguments by keyword, are none. */
export function namesUsed(code: string): Set<string> {
  const bare = codeOnly(code);
  return new Set(
    [...bare.matchAll(/(?<![\w.])[A-Za-z_]\w*(?!\s*=(?!=)(?=[^=\n]*[,)]))/g)].map(([name]) => name),
  );
}

/** The statements at the top of a module, in their order. */
export function blocksOf(text: string): PythonBlock[] {
  const code = codeOnly(text);
  const starts: number[] = [];
  let depth = 0;
  let joined = false;
  let offset = 0;
  const lines = code.split('\n');
  const raw = text.split('\n');
  lines.forEach((line, at) => {
    // A text of several lines that stands alone is blank here, and its own text there.
    const begins =
      /^[^\s#)\]}]/.test(raw[at] ?? '') && (/^\S/.test(line) || /^[rRbBuUfF]*["']/.test(raw[at] ?? ''));
    const inText = !/^\S/.test(line) && insideText(text, offset);
    const continues = /^(?:else|elif|except|finally)\b/.test(line);
    if (
      begins &&
      depth === 0 &&
      !joined &&
      !inText &&
      !continues &&
      !/^@/.test(lines[previous(lines, at)] ?? '')
    )
      starts.push(offset);
    for (const c of line) depth += '([{'.includes(c) ? 1 : ')]}'.includes(c) ? -1 : 0;
    joined = line.endsWith('\\');
    offset += line.length + 1;
  });
  return starts.map((start, at) => {
    const begin = withComment(text, start);
    const next = starts[at + 1];
    const end = next === undefined ? text.length : withComment(text, next);
    return { start: begin, end, text: text.slice(begin, end), ...definedBy(code.slice(start, end)) };
  });
}

const previous = (lines: readonly string[], at: number): number => {
  let line = at - 1;
  while (line >= 0 && lines[line]?.trim() === '') line--;
  return line;
};

function insideText(text: string, offset: number): boolean {
  const before = text.slice(0, offset);
  const open = [...before.matchAll(/"""|'''/g)].length;
  return open % 2 === 1;
}

/** With the comment lines right before it. */
function withComment(text: string, start: number): number {
  const comment = /(?:^#[^\n]*\n)+$/m.exec(text.slice(0, start));
  return comment === null || start === 0 ? start : comment.index;
}

function definedBy(code: string): { names: readonly string[]; isImport: boolean } {
  const definition = /^(?:@[^\n]*\n)*(?:async\s+)?(?:def|class)\s+(\w+)/.exec(code.trimStart());
  if (definition !== null) return { names: [definition[1] ?? ''], isImport: false };
  const imported = /^(?:from\s+[.\w]+\s+)?import\s+\(?([\s\S]*?)\)?\s*$/.exec(code.trim());
  if (imported !== null)
    return {
      names: (imported[1] ?? '')
        .split(',')
        .map(localName)
        .filter((name) => name !== ''),
      isImport: true,
    };
  const assigned = /^(\w+)\s*(?::[^=\n]+)?=(?!=)/.exec(code);
  return { names: assigned === null ? [] : [assigned[1] ?? ''], isImport: false };
}

/** `c` of `a.b as c`, `a` of `import a.b`. */
const localName = (part: string): string =>
  /\bas\s+(\w+)/.exec(part)?.[1] ?? /^\s*(\w+)/.exec(part)?.[1] ?? '';

/** The dotted name of a module by its path. */
export const moduleName = (path: string): string =>
  path
    .replace(/\.pyi?$/, '')
    .replace(/\/__init__$/, '')
    .replaceAll('/', '.');
