import type { TextEdit } from '../text-edit.ts';
import type { Comment, Node } from './syntax.ts';

/** What a note says of one parameter. */
export interface ParameterNote {
  readonly name: string;
  /** A sentence, with the words by which the analysis finds the note again. */
  readonly text: string;
}

/** A parameter of a line, and what it says of it: `@param {number} [name] - text`. */
const ofParameter = (name: string): RegExp =>
  new RegExp(
    `^[ \\t]*(?:/\\*)?\\**[ \\t]*@param[ \\t]+(?:\\{[^}]*\\}[ \\t]*)?\\[?${name.replaceAll('$', '\\$')}(?![\\w$])`,
  );

/**
 * Adds notes to the comment before a statement that begins its line: to its `@param` lines where it is JSDoc, below it where it is made
 * of line comments, and as a JSDoc comment of its own where there is none.
 * @param dash what stands between a name and its description, as TSDoc wants it
 */
export function noteParameters(
  text: string,
  statement: Node,
  comments: readonly Comment[],
  notes: readonly ParameterNote[],
  dash: ' ' | ' - ',
): TextEdit {
  const lineStart = text.lastIndexOf('\n', statement.start - 1) + 1;
  const indent = text.slice(lineStart, statement.start);
  const before = comments.findLast(({ end }) => end <= statement.start);
  const between = before === undefined ? null : text.slice(before.end, statement.start);
  const isOwn = between !== null && /^[ \t]*\r?\n[ \t]*$/.test(between);
  const rows = notes.map(({ name, text: said }) => `@param ${name}${dash}${said}`);
  if (before === undefined || !isOwn) {
    const [only, more] = rows;
    const block =
      more === undefined
        ? `${indent}/** ${only} */\n`
        : `${indent}/**\n${rows.map((row) => `${indent} * ${row}\n`).join('')}${indent} */\n`;
    // A little more than the place itself, so that another comment which a fix puts here meets it, and is not written beside it.
    const [start, end] = [Math.max(0, lineStart - 1), statement.start + 1];
    return { start, end, text: `${text.slice(start, lineStart)}${block}${text.slice(lineStart, end)}` };
  }
  const old = text.slice(before.start, before.end);
  if (!old.startsWith('/**')) {
    const lines = notes.map(({ name, text: said }) => `${indent}// ${name}: ${lowered(said)}\n`);
    return { start: lineStart, end: lineStart, text: lines.join('') };
  }
  return { start: before.start, end: before.end, text: withNotes(old, indent, notes, dash) };
}

function withNotes(
  comment: string,
  indent: string,
  notes: readonly ParameterNote[],
  dash: ' ' | ' - ',
): string {
  const content = comment.slice(3, -2).trim();
  const lines = comment.includes('\n')
    ? comment.split(/\r?\n/)
    : ['/**', ...(content === '' ? [] : [`${indent} * ${content}`]), `${indent} */`];
  for (const { name, text } of notes) {
    const at = lines.findIndex((line) => ofParameter(name).test(line));
    if (at !== -1) {
      const line = (lines[at] ?? '').trimEnd();
      const hasText = line.replace(ofParameter(name), '').replace(/^(?:=[^\]]*)?\]?[\s-]*/, '') !== '';
      lines[at] = hasText ? `${line}${/[.!?]$/.test(line) ? '' : '.'} ${text}` : `${line}${dash}${text}`;
      continue;
    }
    const row = `${indent} * @param ${name}${dash}${text}`;
    const place = behindParameters(lines);
    const needsSpace = place === lines.length - 1 && !lines.some((line) => /^\s*\*?\s*@/.test(line));
    lines.splice(place, 0, ...(needsSpace && lines.length > 2 ? [`${indent} *`] : []), row);
  }
  return lines.join('\n');
}

/** Behind the last parameter, else before the first other tag, else at the end. */
function behindParameters(lines: readonly string[]): number {
  const isTag = (line: string | undefined): boolean => /^\s*\*\s*@/.test(line ?? '');
  const end = lines.length - 1;
  const last = lines.findLastIndex((line) => /^\s*\*\s*@param\b/.test(line));
  if (last === -1) {
    const tag = lines.findIndex(isTag);
    return tag === -1 ? end : tag;
  }
  let at = last + 1;
  while (at < end && !isTag(lines[at]) && (lines[at] ?? '').replace('*', '').trim() !== '') at++;
  return at;
}

export const lowered = (text: string): string => `${text[0]?.toLowerCase() ?? ''}${text.slice(1)}`;
