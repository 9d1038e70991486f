import type { TextEdit } from '../text-edit.ts';
import { type Comment, isNode, type Node, namesIn, nodes, nodesIn, type Syntax } from './syntax.ts';

/** With the comment right before it, to the ends of its lines, and one of the empty lines around it. */
export function withLines(
  text: string,
  node: Node,
  comments: readonly Comment[],
): { start: number; end: number } {
  let start = startOfLine(text, node.start);
  for (const comment of comments.toReversed()) {
    if (comment.end > start || text.slice(comment.end, start).trim() !== '') continue;
    if ((text.slice(comment.end, start).match(/\n/g) ?? []).length > 1) break;
    // The first comment of a file may be about the file.
    if (startOfLine(text, comment.start) === 0 && /\n\s*\n/.test(text.slice(comment.end, node.start))) break;
    start = startOfLine(text, comment.start);
  }
  const lineEnd = text.indexOf('\n', node.end);
  let end = lineEnd === -1 || text.slice(node.end, lineEnd).trim() !== '' ? node.end : lineEnd + 1;
  const emptyBefore = /\n[ \t]*\r?\n[ \t]*$/.test(text.slice(0, start)) || start === 0;
  const emptyAfter = /^[ \t]*\r?\n/.exec(text.slice(end));
  if (emptyAfter !== null && emptyBefore) end += emptyAfter[0].length;
  else if (emptyBefore && /^\s*(}|$)/.test(text.slice(end))) {
    const kept = text.slice(0, start).trimEnd().length;
    start = kept + (text.startsWith('\r\n', kept) ? 2 : 1);
  }
  return { start, end };
}

export function startOfLine(text: string, offset: number): number {
  const line = text.lastIndexOf('\n', offset - 1) + 1;
  return text.slice(line, offset).trim() === '' ? line : offset;
}

/**
 * Takes names out of imports that nothing uses once a part of the text is gone. Imports for effect alone stay.
 *
 * @param hasEffect whether loading what stands behind a specifier does something, so that it is still to be loaded
 */
export function importEdits(
  { program }: Syntax,
  text: string,
  removed: { readonly start: number; readonly end: number },
  hasEffect: (specifier: string) => boolean = () => false,
): TextEdit[] {
  const inside = new Set(namesIn(program, removed));
  const uses = new Map<string, number>();
  for (const { node, parent } of nodes(program)) {
    if (node.type !== 'Identifier' && node.type !== 'JSXIdentifier') continue;
    if (node.start >= removed.start && node.end <= removed.end) continue;
    if (parent?.type.startsWith('Import')) continue;
    uses.set(String(node.name), (uses.get(String(node.name)) ?? 0) + 1);
  }
  const isUnused = (specifier: Node): boolean => {
    const name = isNode(specifier.local) ? String(specifier.local.name) : '';
    return inside.has(name) && !uses.has(name);
  };
  return nodesIn(program.body)
    .filter(({ type }) => type === 'ImportDeclaration')
    .flatMap((statement) => withoutNames(statement, isUnused, text, hasEffect));
}

function withoutNames(
  statement: Node,
  isUnused: (specifier: Node) => boolean,
  text: string,
  hasEffect: (specifier: string) => boolean,
): TextEdit[] {
  const specifiers = nodesIn(statement.specifiers);
  const kept = specifiers.filter((specifier) => !isUnused(specifier));
  if (kept.length === specifiers.length) return [];
  const source = statement.source as Node;
  if (kept.length === 0 && statement.importKind !== 'type' && hasEffect(String(source.value)))
    return [{ start: statement.start, end: source.start, text: 'import ' }];
  if (kept.length === 0) {
    const lineEnd = text.indexOf('\n', statement.end);
    return [{ start: statement.start, end: lineEnd === -1 ? statement.end : lineEnd + 1, text: '' }];
  }
  const plain = kept
    .filter(({ type }) => type === 'ImportSpecifier')
    .map(({ start, end }) => text.slice(start, end));
  const others = kept
    .filter(({ type }) => type !== 'ImportSpecifier')
    .map(({ start, end }) => text.slice(start, end));
  const from = text.lastIndexOf('from', source.start);
  const type = statement.importKind === 'type' ? 'import type ' : 'import ';
  const list = plain.length === 0 ? [] : [`{ ${plain.join(', ')} }`];
  return [{ start: statement.start, end: from, text: `${type}${[...others, ...list].join(', ')} ` }];
}
