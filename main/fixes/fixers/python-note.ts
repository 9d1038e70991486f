import type { TextEdit } from '../text-edit.ts';
import { lowered, type ParameterNote } from './notes.ts';
import { definitionAt, indentOf, offsetOf, type PythonLines, pythonLines } from './python-blocks.ts';

/**
 * Adds notes about parameters to a Python function: in its docstring, on the lines of the parameters where it has some; as comments at
 * the beginning of the body where there is no docstring. Why not, where that cannot be done.
 */
export function noteInPython(text: string, line: number, notes: readonly ParameterNote[]): TextEdit | string {
  const lines = pythonLines(text);
  const found = definitionAt(lines, line - 1);
  if (found === null)
    return /^\s*(?:async\s+)?def\b/.test(lines.code[line - 1] ?? '')
      ? 'The body stands on the line of the head.'
      : 'The function does not stand there any more.';
  const first = firstOfBody(lines, found.headEnd);
  if (first === null || first > found.lastLine) return 'The body stands on the line of the head.';
  const indent = indentOf(lines.raw[first] ?? '');
  const doc = docstringAt(lines, first);
  if (doc === null) {
    const place = offsetOf(lines, found.headEnd + 1);
    const rows = notes.map((note) => `${indent}# ${note.name}: ${lowered(note.text)}\n`);
    return { start: place, end: place, text: rows.join('') };
  }
  if (doc.last === null) return 'Its docstring is written in a way that nothing can be added to.';
  const { last, quote } = doc;
  const rows = lines.raw.slice(first, last + 1).map((row) => row.replace(/\r$/, ''));
  const noted = withNotes(rows, indent, quote, notes);
  const start = offsetOf(lines, first);
  const old = lines.raw.slice(first, last + 1).join('\n');
  return { start, end: start + old.replace(/\r$/, '').length, text: noted.join('\n') };
}

function firstOfBody({ raw }: PythonLines, headEnd: number): number | null {
  for (let line = headEnd + 1; line < raw.length; line++) {
    const text = (raw[line] ?? '').trim();
    if (text !== '' && !text.startsWith('#')) return line;
  }
  return null;
}

/** The lines of a docstring; `last` is `null` where more than the docstring stands on its lines. */
function docstringAt({ raw }: PythonLines, first: number): { quote: string; last: number | null } | null {
  const quote = /^\s*[rR]?("""|''')/.exec(raw[first] ?? '')?.[1];
  if (quote === undefined)
    return /^\s*[rRuUbBfF]*["']/.test(raw[first] ?? '') ? { quote: '', last: null } : null;
  const begin = (raw[first] ?? '').indexOf(quote) + 3;
  for (let line = first; line < raw.length; line++) {
    const at = (raw[line] ?? '').indexOf(quote, line === first ? begin : 0);
    if (at === -1) continue;
    return { quote, last: (raw[line] ?? '').slice(at + 3).trim() === '' ? line : null };
  }
  return { quote, last: null };
}

/** `name (type): text`, `name : type` and `:param type name: text`. */
const ofParameter = (name: string): RegExp =>
  new RegExp(`^\\s*(?::param\\s+(?:[^:]*\\s)?${name}\\s*:|${name}\\s*(?:\\([^)]*\\))?\\s*:)`);

function withNotes(
  docstring: readonly string[],
  indent: string,
  quote: string,
  notes: readonly ParameterNote[],
): string[] {
  const rows = [...docstring];
  const left: ParameterNote[] = [];
  for (const note of notes) {
    const at = rows.findIndex((row, line) => line > 0 && ofParameter(note.name).test(row));
    const row = (rows[at] ?? '').trimEnd();
    if (at === -1 || row.endsWith(quote)) left.push(note);
    else if (row.replace(ofParameter(note.name), '').trim() === '') rows[at] = `${row} ${note.text}`;
    else rows[at] = `${row}${/[.!?]$/.test(row) ? '' : '.'} ${note.text}`;
  }
  if (left.length === 0) return rows;
  const end = rows.at(-1) ?? '';
  const body = end.slice(0, end.lastIndexOf(quote)).trimEnd();
  const added = left.map(({ name, text }) => `${indent}${name}: ${lowered(text)}`);
  const kept = [...rows.slice(0, -1), ...(body.trim() === '' ? [] : [body])];
  while (kept.at(-1)?.trim() === '') kept.pop();
  return [...kept, '', ...added, `${indent}${quote}`];
}
