import type { Finding } from '#contract';
import type { ProjectFile } from '../project-file.ts';
import type { TextEdit } from '../text-edit.ts';
import { isNode, type Node, nodes, nodesIn } from './syntax.ts';

/** Blocks that a statement can be put into. */
const blocks = new Set(['Program', 'BlockStatement', 'StaticBlock', 'SwitchCase']);

/** A statement that throws, and what its error says: a literal. */
export interface Guard {
  readonly edit: TextEdit;
  readonly message: string;
}

/** What may stand between a read and its statement without keeping the read from happening. */
const conditional =
  /Function|Arrow|^(?:Conditional|Logical|Chain)Expression$|^(?:For|ForIn|ForOf|While|DoWhile)Statement$|Class/;

/**
 * A statement that throws an error which names what is missing, before the one that reads a member of it; or why there is no plain place
 * for it, as the end of a sentence.
 *
 * @param base the text of what is missing: names and dots only
 */
export function guardBefore(
  file: ProjectFile,
  program: Node,
  { function: fn }: Pick<Finding, 'function'>,
  base: string,
  read: Node,
): Guard | string {
  if (!/^(?:this|[A-Za-z_$][\w$]*)(?:\.[A-Za-z_$][\w$]*)*$/.test(base))
    return `${base} is more than a name, so asking for it twice may do something.`;
  const path = ancestors(program, read);
  const at = path.findLastIndex(
    (node, index) => blocks.has(path[index - 1]?.type ?? '') && /Statement$|Declaration$/.test(node.type),
  );
  const statement = path[at];
  if (statement === undefined)
    return 'it stands in no statement of a block: say before it what should happen.';
  if (path.slice(at).some(({ type }) => conditional.test(type)))
    return 'it is only read under a condition: say there what should happen.';
  const first = base.split('.')[0] ?? base;
  for (const { node } of nodes(statement))
    if (node.type === 'VariableDeclarator' && isNode(node.id) && names(node.id).includes(first))
      return `${first} is declared by the same statement.`;
  const line = file.text.lastIndexOf('\n', statement.start - 1) + 1;
  const indent = file.text.slice(line, statement.start);
  if (indent.trim() !== '') return 'its statement does not begin on a line of its own.';
  const error = errorClass(program);
  const quote = (file.text.match(/'/g)?.length ?? 0) >= (file.text.match(/"/g)?.length ?? 0) ? "'" : '"';
  const end = /;\s*$/m.test(file.text) ? ';' : '';
  const who = fn?.name.split('.').at(-1) ?? '';
  const message = `${quote}${/^[\w$]+$/.test(who) ? `${who}: ` : ''}${base} is missing${quote}`;
  const text = `if (${base} == null) throw new ${error}(${message})${end}\n${indent}`;
  return { edit: { start: statement.start, end: statement.start, text }, message };
}

/** From the program down to a node. */
function ancestors(program: Node, node: Node): Node[] {
  const path: Node[] = [];
  for (const one of nodes(program))
    if (one.node.start <= node.start && node.end <= one.node.end) path.push(one.node);
  return path;
}

const names = (pattern: Node): string[] =>
  [...nodes(pattern)].flatMap(({ node }) => (node.type === 'Identifier' ? [String(node.name)] : []));

/** An error of the file's own that is about what is missing or wrong, and takes a message; else a plain one. */
function errorClass(program: Node): string {
  for (const { node } of nodes(program)) {
    if (node.type !== 'ClassDeclaration' || !isNode(node.id) || !isNode(node.superClass)) continue;
    const name = String(node.id.name);
    if (!/(?:Missing|NotFound|Invalid|Validation|Argument|Input)\w*Error$/.test(name)) continue;
    const hasOwn = nodesIn((node.body as Node).body).some(({ kind }) => kind === 'constructor');
    if (!hasOwn && /Error$/.test(String(node.superClass.name))) return name;
  }
  return 'Error';
}
