import { isNode, literalText, nodesIn, type SyntaxNode } from '../syntax-tree.ts';
import type { Collector, Env } from './collector.ts';
import { isClassNode, isFunctionNode, unwrap } from './names.ts';

const branching = new Set([
  'IfStatement',
  'ConditionalExpression',
  'ForStatement',
  'ForInStatement',
  'ForOfStatement',
  'WhileStatement',
  'DoWhileStatement',
  'CatchClause',
  'LogicalExpression',
]);

/** Whether a node is one more way through its function. */
export const branches = (node: SyntaxNode): boolean =>
  branching.has(node.type) || (node.type === 'SwitchCase' && isNode(node.test));

export const loops = (node: SyntaxNode): boolean => /^(?:For|While|DoWhile)/.test(node.type);

const iterating = new Set(
  'map filter reduce reduceRight forEach some every find findIndex findLast flatMap sort toSorted match matchAll replace replaceAll split parse stringify'.split(
    ' ',
  ),
);

/** Whether a call of this runs through something from end to end. */
export const iterates = (callee: SyntaxNode): boolean =>
  callee.type === 'MemberExpression' && iterating.has(String((callee.property as SyntaxNode).name));

const unasked = new Set(
  'constructor toString toJSON valueOf then inspect toLocaleString asyncDispose dispose next return throw'.split(
    ' ',
  ),
);

/** Members that the language or the runtime calls by itself. */
export const callsUnasked = (name: string): boolean => unasked.has(name);

/** Whether a value can be made without anything happening: if nobody uses it, it might as well not be there. */
export function isPure(value: SyntaxNode, depth = 0): boolean {
  if (depth > 20) return false;
  const inner = unwrap(value);
  const pure = (node: SyntaxNode): boolean => isPure(node, depth + 1);
  if (isFunctionNode(inner) || isClassNode(inner)) return true;
  switch (inner.type) {
    case 'Literal':
    case 'Identifier':
    case 'ThisExpression':
      return true;
    case 'TemplateLiteral':
      return nodesIn(inner.expressions).every(pure);
    case 'ArrayExpression':
      return nodesIn(inner.elements).every(pure);
    case 'ObjectExpression':
      return nodesIn(inner.properties).every((property) => isNode(property.value) && pure(property.value));
    case 'UnaryExpression':
      return inner.operator !== 'delete' && pure(inner.argument as SyntaxNode);
    case 'BinaryExpression':
    case 'LogicalExpression':
      return pure(inner.left as SyntaxNode) && pure(inner.right as SyntaxNode);
    case 'ConditionalExpression':
      return [inner.test, inner.consequent, inner.alternate].every((part) => pure(part as SyntaxNode));
    case 'MemberExpression':
      return pure(inner.object as SyntaxNode);
    default:
      return false;
  }
}

const MAX_WORD = 60;
const MAX_PATH = 200;

/** Notes a text that could name a function or a file. */
export function noteText(node: SyntaxNode, collector: Collector): void {
  const cooked = (node.value as { cooked?: unknown } | null)?.cooked;
  const text =
    node.type === 'TemplateElement' ? (typeof cooked === 'string' ? cooked : null) : literalText(node);
  if (text === null || text.length > MAX_PATH) return;
  if (text.length <= MAX_WORD && /^[A-Za-z_$][\w$]*$/.test(text)) collector.words.add(text);
  else if (/^[\w@.~/*[\]-]*[/.][\w@./*[\]-]*$/.test(text) && /[\w*]$/.test(text)) collector.paths.add(text);
}

/** The text that a template or a sum begins with; empty where it begins with something else. */
export function leadingText(node: SyntaxNode): string {
  if (node.type === 'TemplateLiteral') {
    const first = nodesIn(node.quasis)[0]?.value as { cooked?: string } | undefined;
    return first?.cooked ?? '';
  }
  return node.type === 'BinaryExpression' ? leadingText(node.left as SyntaxNode) : (literalText(node) ?? '');
}

/** The name of a JSX element is a use of a variable, or of a member of one. */
export function referElement(node: SyntaxNode, env: Env, collector: Collector): void {
  if (node.type === 'JSXIdentifier') {
    collector.refer(env, String(node.name), null);
    return;
  }
  if (node.type !== 'JSXMemberExpression') return;
  const object = node.object as SyntaxNode;
  const name = String((node.property as SyntaxNode).name);
  collector.definition(env.definition).members.add(name);
  if (object.type === 'JSXIdentifier') collector.refer(env, String(object.name), name);
  else referElement(object, env, collector);
}

/** `space.Name` as a type takes `Name` of what was imported as `space`, and not all of it. `false`: it is something else. */
export function referQualified({ type, left, right }: SyntaxNode, env: Env, collector: Collector): boolean {
  if (type !== 'TSQualifiedName' || !isNode(left) || left.type !== 'Identifier') return false;
  collector.refer(env, String(left.name), String((right as SyntaxNode).name));
  return true;
}

/** Whether it throws an error of its own, and does not hand on one that was caught, as it is. */
export function throwsOwn({ type, argument }: SyntaxNode, { caught = [] }: Env): boolean {
  if (type !== 'ThrowStatement') return false;
  return !isNode(argument) || argument.type !== 'Identifier' || !caught.includes(String(argument.name));
}
