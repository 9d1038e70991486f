import { editOf, type FixContext, type ProposedEdits } from '../fixer.ts';
import type { FileChange } from '../plan.ts';
import { isNode, nodesIn, parseFile } from './syntax.ts';

const CONFIG = 'callscape.config.json';

/**
 * Says in the project's settings that a file runs without being imported. Only a person knows whether that is so, and so nobody applies it
 * unasked. `null` where the settings are written in a way that nothing can be added to.
 */
export async function documentAsIntended(
  { peek, read }: FixContext,
  path: string,
): Promise<ProposedEdits | null> {
  const about = { title: `Say that ${path} is meant to run without being imported`, optional: true };
  if ((await peek(CONFIG)) === null) {
    const text = `${JSON.stringify({ entry: [path] }, null, 2)}\n`;
    const change: FileChange = { kind: 'create', path: CONFIG, text };
    return { kind: 'fix', ...about, changes: [change] };
  }
  const file = await read(CONFIG);
  const edit = withEntry(file.text, path);
  return edit && { ...editOf(file, about.title, [edit]), optional: true };
}

function withEntry(text: string, path: string) {
  // JSON is an expression of JavaScript, and so are its places.
  const syntax = parseFile({ path: 'settings.js', text: `(${text})` });
  const [statement] = nodesIn(syntax?.program.body);
  const object = isNode(statement?.expression) ? statement.expression : null;
  const inner = isNode(object?.expression) ? object.expression : object;
  if (inner?.type !== 'ObjectExpression') return null;
  const indent = /^([ \t]+)"/m.exec(text)?.[1] ?? '  ';
  const entry = nodesIn(inner.properties).find(({ key }) => isNode(key) && key.value === 'entry');
  const quoted = JSON.stringify(path);
  // One less, for the bracket that was put before the text.
  if (entry === undefined) {
    const last = nodesIn(inner.properties).at(-1);
    const at = (last?.end ?? inner.start + 1) - 1;
    return {
      start: at,
      end: at,
      text: `${last === undefined ? '' : ','}\n${indent}"entry": [${quoted}]${last === undefined ? '\n' : ''}`,
    };
  }
  const list = entry.value;
  if (!isNode(list) || list.type !== 'ArrayExpression') return null;
  const last = nodesIn(list.elements).at(-1);
  const at = (last?.end ?? list.start + 1) - 1;
  return { start: at, end: at, text: last === undefined ? quoted : `, ${quoted}` };
}
