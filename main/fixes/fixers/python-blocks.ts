import { codeOnly } from './python-text.ts';

/** A `def` or `class` with all that belongs to it; lines from 0, the last one included. */
export interface PythonDefinition {
  /** Its first decorator, or the comment right before that. */
  readonly firstLine: number;
  readonly headLine: number;
  /** The line on which the head ends with its colon. */
  readonly headEnd: number;
  readonly lastLine: number;
  readonly indent: string;
}

/** The lines of a text, and what of them is code. */
export interface PythonLines {
  readonly raw: readonly string[];
  readonly code: readonly string[];
}

export const pythonLines = (text: string): PythonLines => ({
  raw: text.split('\n'),
  code: codeOnly(text).split('\n'),
});

export const indentOf = (line: string): string => /^[ \t]*/.exec(line)?.[0] ?? '';

/** UTF-16 offset at which a line begins; that of the end for the one behind the last. */
export function offsetOf({ raw }: PythonLines, line: number): number {
  let offset = 0;
  for (let at = 0; at < Math.min(line, raw.length); at++) offset += (raw[at]?.length ?? 0) + 1;
  return line >= raw.length ? offset - 1 : offset;
}

/** The definition whose `def` or `class` stands on a line; `null` when none does, or it is not of the usual form. */
export function definitionAt(lines: PythonLines, headLine: number): PythonDefinition | null {
  const { raw, code } = lines;
  const head = code[headLine] ?? '';
  if (!/^[ \t]*(?:async[ \t]+)?(?:def|class)\b/.test(head)) return null;
  const indent = indentOf(head);
  const headEnd = endOfHead(code, headLine);
  if (headEnd === null) return null;
  let end = headEnd + 1;
  for (let depth = 0; end < code.length; end++) {
    const line = code[end] ?? '';
    if (depth === 0 && line.trim() !== '' && indentOf(line).length <= indent.length) break;
    depth += depthOf(line);
  }
  let lastLine = end - 1;
  while (lastLine > headEnd && isBetween(raw[lastLine] ?? '', indent)) lastLine--;
  let firstLine = headLine;
  while (code[firstLine - 1]?.startsWith(`${indent}@`) === true) firstLine--;
  // A decorator of several lines ends with a bracket here.
  if (/^\s*[)\]}]/.test(code[firstLine - 1] ?? '')) return null;
  let comment = firstLine;
  while (raw[comment - 1]?.startsWith(`${indent}#`) === true) comment--;
  // What stands first in a block may be about all of it.
  if (!/:\s*$/.test(code[comment - 1] ?? '')) firstLine = comment;
  return { firstLine, headLine, headEnd, lastLine, indent };
}

/** An empty line, or a comment that stands too far left to belong to the body. */
const isBetween = (line: string, indent: string): boolean =>
  line.trim() === '' || (/^[ \t]*#/.test(line) && indentOf(line).length <= indent.length);

const depthOf = (line: string): number =>
  (line.match(/[([{]/g)?.length ?? 0) - (line.match(/[)\]}]/g)?.length ?? 0);

function endOfHead(code: readonly string[], start: number): number | null {
  for (let line = start, depth = 0; line < code.length; line++) {
    depth += depthOf(code[line] ?? '');
    if (depth !== 0) continue;
    return /:\s*$/.test(code[line] ?? '') ? line : null;
  }
  return null;
}

/** Whether a definition is all that its block holds, so that nothing would be left of the block without it. */
export function isAlone({ code }: PythonLines, { firstLine, lastLine, indent }: PythonDefinition): boolean {
  if (indent === '') return false;
  const before = code.slice(0, firstLine).findLast((line) => line.trim() !== '') ?? '';
  const after = code.slice(lastLine + 1).find((line) => line.trim() !== '') ?? '';
  return indentOf(before).length < indent.length && indentOf(after).length < indent.length;
}

/** Whether the innermost block around a definition is a function, whose names nobody outside can use. */
export function isInFunction({ code }: PythonLines, { firstLine, indent }: PythonDefinition): boolean {
  const outer = code
    .slice(0, firstLine)
    .findLast((line) => line.trim() !== '' && indentOf(line).length < indent.length);
  return indent !== '' && /^\s*(?:async\s+)?def\b/.test(outer ?? '');
}
