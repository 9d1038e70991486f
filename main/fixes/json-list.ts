import { isNode, nodesIn, parseFile } from './fixers/syntax.ts';
import type { TextEdit } from './text-edit.ts';

/** A JSON file that holds one list. */
export const newJsonList = (key: string, values: readonly string[]): string =>
  `${JSON.stringify({ [key]: values }, null, 2)}\n`;

/**
 * Adds texts to a list at the top of a JSON file, written as its other entries are, and makes the list where there is none. `null` where the
 * file is written in a way that nothing can be added to.
 */
export function jsonListEdit(text: string, key: string, values: readonly string[]): TextEdit | null {
  // JSON is an expression of JavaScript, and so are its places.
  const syntax = parseFile({ path: 'settings.js', text: `(${text})` });
  const [statement] = nodesIn(syntax?.program.body);
  const outer = isNode(statement?.expression) ? statement.expression : null;
  const object = isNode(outer?.expression) ? outer.expression : outer;
  if (object?.type !== 'ObjectExpression') return null;
  const indent = /^([ \t]+)"/m.exec(text)?.[1] ?? '  ';
  const quoted = values.map((value) => JSON.stringify(value));
  const entry = nodesIn(object.properties).find((one) => isNode(one.key) && one.key.value === key);
  // One less, for the bracket that was put before the text.
  const insert = (at: number, added: string): TextEdit => ({ start: at - 1, end: at - 1, text: added });
  if (entry === undefined) {
    const last = nodesIn(object.properties).at(-1);
    const list = `\n${indent}"${key}": [${quoted.join(', ')}]`;
    return last === undefined ? insert(object.start + 1, `${list}\n`) : insert(last.end, `,${list}`);
  }
  const list = entry.value;
  if (!isNode(list) || list.type !== 'ArrayExpression') return null;
  const elements = nodesIn(list.elements);
  const [first, last] = [elements[0], elements.at(-1)];
  if (first === undefined || last === undefined) return insert(list.start + 1, quoted.join(', '));
  const gap = text.slice(list.start, first.start - 1);
  const between = gap.includes('\n') ? `,${gap.slice(gap.lastIndexOf('\n'))}` : ', ';
  return insert(last.end, quoted.map((one) => between + one).join(''));
}
