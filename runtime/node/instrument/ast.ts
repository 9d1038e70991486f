/** The little of ESTree that the instrumenter looks at. Every node has these; the rest is read by name. */
export interface Node {
  readonly type: string;
  readonly start: number;
  readonly end: number;
  readonly [key: string]: unknown;
}

export function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && typeof (value as Node).type === 'string';
}

export const child = (node: Node, key: string): Node | undefined =>
  isNode(node[key]) ? (node[key] as Node) : undefined;

export const children = (node: Node, key: string): readonly Node[] =>
  Array.isArray(node[key]) ? (node[key] as unknown[]).filter(isNode) : [];

/** The keys of each type of node that can hold nodes: of its first node, where null stands for a node that is missing. */
const childKeys = new Map<string, readonly string[]>(
  'Identifier Literal ThisExpression Super PrivateIdentifier TemplateElement EmptyStatement DebuggerStatement'
    .split(' ')
    .map((leaf) => [leaf, []]),
);

function keysOf(node: Node): readonly string[] {
  const keys = Object.keys(node).filter((key) => typeof node[key] === 'object');
  childKeys.set(node.type, keys);
  return keys;
}

/** Calls `visit` for each child in source order of keys, with `context`, which saves a closure for each node. */
export function eachChildWith<T>(node: Node, context: T, visit: (inner: Node, context: T) => void): void {
  const keys = childKeys.get(node.type) ?? keysOf(node);
  for (let i = 0; i < keys.length; i++) {
    const value = node[keys[i] as string];
    if (typeof value !== 'object' || value === null) continue;
    if (!Array.isArray(value)) {
      if (isNode(value)) visit(value, context);
    } else for (let at = 0; at < value.length; at++) if (isNode(value[at])) visit(value[at], context);
  }
}

/** Calls `visit` for each child in source order of keys. */
export function eachChild(node: Node, visit: (inner: Node) => void): void {
  const keys = childKeys.get(node.type) ?? keysOf(node);
  for (let i = 0; i < keys.length; i++) {
    const value = node[keys[i] as string];
    if (typeof value !== 'object' || value === null) continue;
    if (!Array.isArray(value)) {
      if (isNode(value)) visit(value);
    } else for (let at = 0; at < value.length; at++) if (isNode(value[at])) visit(value[at]);
  }
}

const FUNCTIONS = new Set(['FunctionDeclaration', 'FunctionExpression', 'ArrowFunctionExpression']);
export const isFunction = (node: Node): boolean => FUNCTIONS.has(node.type);

/** Whether `this` in the body is the function's own, and there from the beginning on. */
export const hasOwnThis = (node: Node, kind: string): boolean =>
  (node.type === 'FunctionDeclaration' || node.type === 'FunctionExpression') && kind !== 'constructor';

export function unwrapParens(node: Node): Node {
  let inner = node;
  while (inner.type === 'ParenthesizedExpression') inner = inner.expression as Node;
  return inner;
}

/** Whether assigning the expression to a variable would give it that variable's name. */
export function isAnonymousDefinition(node: Node): boolean {
  const inner = unwrapParens(node);
  if (inner.type === 'ArrowFunctionExpression') return true;
  return (inner.type === 'FunctionExpression' || inner.type === 'ClassExpression') && !inner.id;
}

/** Names that a binding pattern binds, in order. */
export function boundNames(pattern: Node, names: string[] = []): string[] {
  switch (pattern.type) {
    case 'Identifier':
      names.push(pattern.name as string);
      break;
    case 'AssignmentPattern':
      boundNames(pattern.left as Node, names);
      break;
    case 'RestElement':
      boundNames(pattern.argument as Node, names);
      break;
    case 'ArrayPattern':
      for (const element of children(pattern, 'elements')) boundNames(element, names);
      break;
    case 'ObjectPattern':
      for (const property of children(pattern, 'properties')) {
        boundNames(property.type === 'Property' ? (property.value as Node) : property, names);
      }
      break;
  }
  return names;
}

/** The `for await` that a label is of. */
export function labelledForAwait(label: Node): Node | undefined {
  let inner = label.body as Node;
  while (inner.type === 'LabeledStatement') inner = inner.body as Node;
  return inner.type === 'ForOfStatement' && inner.await ? inner : undefined;
}
