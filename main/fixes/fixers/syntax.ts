import { parseSync, visitorKeys } from 'oxc-parser';
import { isNode, type SyntaxNode as Node, nodesIn } from '../../source/index.ts';
import type { ProjectFile } from '../project-file.ts';

export { isNode, type Node, nodesIn };

export interface Comment {
  readonly type: 'Line' | 'Block';
  readonly start: number;
  readonly end: number;
}

export interface Syntax {
  readonly program: Node;
  readonly comments: readonly Comment[];
}

/** The syntax of a file; `null` when it has errors, so that nothing is done to what is not understood. */
export function parseFile({ path, text }: Pick<ProjectFile, 'path' | 'text'>): Syntax | null {
  if (!/\.[cm]?[jt]sx?$/.test(path)) return null;
  const { program, comments, errors } = parseSync(path, text);
  return errors.length > 0 ? null : { program: program as unknown as Node, comments };
}

/** Every node, a parent before its children, in the order of the text; without recursion. */
export function* nodes(root: Node): Generator<{ readonly node: Node; readonly parent: Node | null }> {
  const open: { node: Node; parent: Node | null }[] = [{ node: root, parent: null }];
  for (let at = open.pop(); at !== undefined; at = open.pop()) {
    yield at;
    const { node } = at;
    const children = (visitorKeys[node.type] ?? []).flatMap((field) => nodesIn(node[field]));
    for (const child of children.reverse()) open.push({ node: child, parent: node });
  }
}

/** From 1. */
export function lineOf(text: string, offset: number): number {
  let line = 1;
  for (let at = text.indexOf('\n'); at !== -1 && at < offset; at = text.indexOf('\n', at + 1)) line++;
  return line;
}

/** Names that are read or written in a part of a text, as often as they stand there; names of members and keys are none. */
export function namesIn(root: Node, part?: { readonly start: number; readonly end: number }): string[] {
  const names: string[] = [];
  for (const { node, parent } of nodes(root)) {
    if (node.type !== 'Identifier' && node.type !== 'JSXIdentifier') continue;
    if (part !== undefined && (node.start < part.start || node.end > part.end)) continue;
    if (parent !== null && isLabelOf(parent, node)) continue;
    names.push(String(node.name));
  }
  return names;
}

/** `b` of `a.b`, `{ b: 1 }` and `class { b() {} }`. A shorthand `{ b }` is a use as well. */
function isLabelOf(parent: Node, node: Node): boolean {
  if (parent.type === 'MemberExpression') return parent.property === node && parent.computed !== true;
  if (parent.type === 'Property')
    return parent.key === node && parent.value !== node && parent.computed !== true;
  if (/^(MethodDefinition|PropertyDefinition|AccessorProperty)$/.test(parent.type))
    return parent.key === node && parent.computed !== true;
  return false;
}
