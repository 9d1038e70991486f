import { isNode, type Node, nodes, nodesIn } from './syntax.ts';

/** What a function declares for itself, where it stands for that. */
export interface OwnNames {
  /** Whether a name stands at a node for something that the function has declared. */
  has(name: string, at: Node): boolean;
  /** Whether it stands for a list, a map or an object that the function has made, and that nobody else has. */
  isMade(name: string, at: Node): boolean;
}

interface Binding {
  /** The part of the text where the name means this. */
  readonly scope: Node;
  readonly isMade: boolean;
}

/** The scopes that a declaration can go into: that of `let`, and that of `var`. */
interface Scopes {
  readonly block: Node;
  readonly fn: Node;
}

export function ownNames(root: Node): OwnNames {
  const bindings = new Map<string, Binding[]>();
  const assigned = new Set<string>();
  const within = new Map<Node, Scopes>();
  const bind = (pattern: unknown, scope: Node, isMade = false): void => {
    for (const name of isNode(pattern) ? boundIn(pattern) : [])
      bindings.set(name, [...(bindings.get(name) ?? []), { scope, isMade }]);
  };
  for (const { node, parent } of nodes(root)) {
    const outer = (parent && within.get(parent)) ?? { block: root, fn: root };
    const inner = scopesIn(node, outer);
    within.set(node, inner);
    if (isFunction(node)) {
      for (const param of nodesIn(node.params)) bind(param, node);
      // The name of a function expression is known in it alone.
      bind(node.id, node.type === 'FunctionDeclaration' ? outer.block : node);
    }
    if (node.type === 'ClassDeclaration') bind(node.id, outer.block);
    if (node.type === 'CatchClause') bind(node.param, node);
    if (node.type === 'VariableDeclarator')
      bind(node.id, parent?.kind === 'var' ? outer.fn : outer.block, isNode(node.init) && isFresh(node.init));
    if (node.type === 'AssignmentExpression' && isNode(node.left))
      for (const name of boundIn(node.left)) assigned.add(name);
  }
  const meant = (name: string, { start, end }: Node): Binding | undefined =>
    (bindings.get(name) ?? [])
      .filter(({ scope }) => scope.start <= start && end <= scope.end)
      .reduce<Binding | undefined>((a, b) => (a && a.scope.start > b.scope.start ? a : b), undefined);
  return {
    has: (name, at) => meant(name, at) !== undefined,
    isMade: (name, at) => meant(name, at)?.isMade === true && !assigned.has(name),
  };
}

const isFunction = ({ type }: Node): boolean => /Function/.test(type);

function scopesIn(node: Node, outer: Scopes): Scopes {
  if (isFunction(node)) return { block: node, fn: node };
  return /^(?:BlockStatement|StaticBlock|CatchClause|SwitchStatement|For(?:In|Of)?Statement)$/.test(node.type)
    ? { block: node, fn: outer.fn }
    : outer;
}

/** Methods that give a new list, whatever they are called on. */
const copies = new Set(
  'concat filter flat flatMap from keys entries map of slice split toReversed toSorted toSpliced values'.split(
    ' ',
  ),
);

/** Whether an expression gives an object that nobody else has. */
function isFresh(node: Node): boolean {
  if (/^(?:Array|Object|New)Expression$/.test(node.type)) return true;
  if (node.type !== 'CallExpression' || !isNode(node.callee) || node.callee.type !== 'MemberExpression')
    return false;
  const { property, computed } = node.callee;
  return computed !== true && isNode(property) && copies.has(String(property.name));
}

/** Names that a pattern gives to something. */
function boundIn(pattern: Node): string[] {
  switch (pattern.type) {
    case 'Identifier':
      return [String(pattern.name)];
    case 'AssignmentPattern':
      return boundIn(pattern.left as Node);
    case 'RestElement':
      return boundIn(pattern.argument as Node);
    case 'ArrayPattern':
      return nodesIn(pattern.elements).flatMap(boundIn);
    case 'ObjectPattern':
      return nodesIn(pattern.properties).flatMap((one) =>
        boundIn(one.type === 'RestElement' ? (one.argument as Node) : (one.value as Node)),
      );
    default:
      return [];
  }
}
