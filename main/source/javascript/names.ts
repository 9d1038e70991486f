import type { FunctionFact } from '../code/facts.ts';
import { isNode, literalText, nodesIn, type SyntaxNode } from '../syntax-tree.ts';

/*
 * The names that the tracer gives (runtime/node/instrument/names.ts and find.ts), so that a function of the source and one of
 * a recording are recognised as the same. A test compares both on programs that use every form.
 */

export function qualified(scope: string, name: string): string {
  if (scope === '') return name;
  return scope.length > LONGEST_SCOPE ? scope : `${scope}.${name}`;
}

/** What lies deeper in each other than anybody writes is not told apart: names of all of its scopes would fill the memory. */
const LONGEST_SCOPE = 5000;

/** Text of a property's key: `name`, `#name`, `"a b"`, `[expression]`. */
export function keyName(node: SyntaxNode, source: string): string {
  const key = node.key as SyntaxNode;
  if (node.computed === true) return `[${source.slice(key.start, key.end)}]`;
  if (key.type === 'Identifier') return key.name as string;
  if (key.type === 'PrivateIdentifier') return `#${key.name as string}`;
  return String(key.value);
}

/** The last name of an assignment's target: `a.b.c = ` gives `c`, `A.prototype.m = ` gives `A.m`, and `A.prototype[x] = ` gives `A.[x]`. */
export function targetName(target: SyntaxNode, source: string): string {
  if (target.type === 'Identifier') return target.name as string;
  if (target.type !== 'MemberExpression') return '';
  const property = target.property as SyntaxNode;
  const name =
    target.computed !== true
      ? String(property.name)
      : typeof property.value === 'string'
        ? property.value
        : '';
  const owner = prototypeOwner(target);
  if (owner === null) return name;
  const member = name || `[${source.slice(property.start, property.end)}]`;
  return `${source.slice(owner.start, owner.end)}.${member}`;
}

/** `A` of `A.prototype.m`. */
export function prototypeOwner(target: SyntaxNode): SyntaxNode | null {
  const object = target.object;
  if (!isNode(object) || object.type !== 'MemberExpression' || object.computed === true) return null;
  return (object.property as SyntaxNode).name === 'prototype' ? (object.object as SyntaxNode) : null;
}

/** Without parentheses and what only the type checker sees: `(f as T)!` is `f`. */
export function unwrap(node: SyntaxNode): SyntaxNode {
  let inner = node;
  while (wrappers.has(inner.type)) inner = inner.expression as SyntaxNode;
  return inner;
}

const wrappers = new Set([
  'ParenthesizedExpression',
  'TSAsExpression',
  'TSSatisfiesExpression',
  'TSNonNullExpression',
  'TSTypeAssertion',
  'TSInstantiationExpression',
]);

export const isFunctionNode = (node: SyntaxNode): boolean =>
  node.type === 'ArrowFunctionExpression' ||
  node.type === 'FunctionExpression' ||
  node.type === 'FunctionDeclaration';

export const isClassNode = (node: SyntaxNode): boolean =>
  node.type === 'ClassExpression' || node.type === 'ClassDeclaration';

/** Identifiers that a pattern binds, in order. */
export function boundNames(pattern: unknown, found: string[] = []): string[] {
  if (!isNode(pattern)) return found;
  switch (pattern.type) {
    case 'Identifier':
      found.push(pattern.name as string);
      break;
    case 'AssignmentPattern':
      boundNames(pattern.left, found);
      break;
    case 'RestElement':
      boundNames(pattern.argument, found);
      break;
    case 'ArrayPattern':
      for (const element of pattern.elements as unknown[]) boundNames(element, found);
      break;
    case 'ObjectPattern':
      for (const property of pattern.properties as SyntaxNode[])
        boundNames(property.type === 'Property' ? property.value : property, found);
      break;
    case 'TSParameterProperty':
      boundNames(pattern.parameter, found);
      break;
  }
  return found;
}

/** Of a class member with a body. */
export function methodKind({ kind }: SyntaxNode): FunctionFact['kind'] {
  if (kind === 'constructor') return 'constructor';
  if (kind === 'get') return 'getter';
  return kind === 'set' ? 'setter' : 'method';
}

/** Of a property of an object; `null`: the kind of its value. */
export function propertyKind({ method, kind }: SyntaxNode): FunctionFact['kind'] | null {
  if (method === true) return 'method';
  if (kind === 'get') return 'getter';
  return kind === 'set' ? 'setter' : null;
}

/** The name in `name(() => .., "given")`, by which esbuild keeps the names of functions: the tracer takes them so. */
export function keptName(callee: SyntaxNode, call: SyntaxNode): string | null {
  const [named, text] = nodesIn(call.arguments);
  if (callee.type !== 'Identifier' || text?.type !== 'Literal' || isNode(named?.id)) return null;
  return literalText(text);
}
