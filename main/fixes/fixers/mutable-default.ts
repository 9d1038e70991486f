import type { Finding } from '#contract';
import { editOf, type FixContext, type Fixer, type Proposal, refuse } from '../fixer.ts';

/** Python: makes a new default value in each call, instead of one for all. */
export const mutableDefault: Fixer = {
  rule: 'mutable-default',
  async propose({ message, range }: Finding, context: FixContext): Promise<Proposal> {
    const name = /"([^"]+)"/.exec(message)?.[1];
    const file = await context.read(range.file);
    const head = headAt(file.text, range.line);
    if (name === undefined || head === null) return refuse('The head of the function cannot be read.');
    const { start, end } = head;
    const parameter = new RegExp(
      `([(,]\\s*)(${name}\\s*(?::\\s*([^=]*?))?\\s*=\\s*)(\\[\\s*\\]|\\{\\s*\\}|set\\(\\s*\\)|list\\(\\s*\\)|dict\\(\\s*\\))(?=\\s*[,)])`,
    ).exec(file.text.slice(start, end));
    if (parameter === null)
      return refuse(`The default of "${name}" is more than an empty value: say what it should begin with.`);
    const [whole, before = '', written = '', annotation, value = ''] = parameter;
    const at = start + parameter.index + before.length;
    const body = bodyAfter(file.text, end);
    if (body === null) return refuse('The body stands on the line of the head.');
    const { place, indent } = body;
    const isOptional =
      annotation === undefined || /Optional|None/.test(annotation) || annotation.trim() === '';
    const type = (annotation ?? '').trim();
    const typed = isOptional
      ? written
      : `${name}: ${/from __future__ import annotations/.test(file.text) ? `${type} | None` : `"${type.replaceAll('"', "'")} | None"`} = `;
    return editOf(file, `Make a new ${name} in each call`, [
      { start: at, end: at + whole.length - before.length, text: `${typed}None` },
      {
        start: place,
        end: place,
        text: `${indent}if ${name} is None:\n${indent}${indent.includes('\t') ? '\t' : '    '}${name} = ${value}\n`,
      },
    ]);
  },
};

/** From the `def` on a line, or the one above it, to the colon that ends its head. */
function headAt(text: string, line: number): { start: number; end: number } | null {
  let offset = 0;
  const lines = text.split('\n');
  for (let at = 0; at < line - 1; at++) offset += (lines[at]?.length ?? 0) + 1;
  const upTo = offset + (lines[line - 1]?.length ?? 0);
  const starts = [...text.slice(0, upTo).matchAll(/^[ \t]*(?:async[ \t]+)?def[ \t]+\w+/gm)];
  const start = starts.at(-1)?.index;
  if (start === undefined) return null;
  let depth = 0;
  for (let at = start; at < text.length; at++) {
    const c = text[at];
    if (c === '"' || c === "'") {
      const quote = text.startsWith(c.repeat(3), at) ? c.repeat(3) : c;
      const close = text.indexOf(quote, at + quote.length);
      if (close === -1) return null;
      at = close + quote.length - 1;
    } else if (c === '#') at = text.indexOf('\n', at);
    else if (c === '(' || c === '[' || c === '{') depth++;
    else if (c === ')' || c === ']' || c === '}') depth--;
    else if (c === ':' && depth === 0) return { start, end: at + 1 };
  }
  return null;
}

/** Where the first statement behind the docstring begins, and its indentation. */
function bodyAfter(text: string, head: number): { place: number; indent: string } | null {
  const rest = text.slice(head);
  const first = /^[ \t]*(?:#[^\n]*)?\n(?:[ \t]*(?:#[^\n]*)?\n)*([ \t]+)(?=\S)/.exec(rest);
  if (first === null) return null;
  const indent = first[1] ?? '';
  let place = head + first[0].length - indent.length;
  const docstring =
    /^[ \t]+[rRuU]?("""|''')[\s\S]*?\1[ \t]*\n|^[ \t]+[rRuU]?(["'])(?:(?!\2)[^\\\n]|\\.)*\2[ \t]*\n/.exec(
      text.slice(place),
    );
  if (docstring !== null) place += docstring[0].length;
  return { place, indent };
}
