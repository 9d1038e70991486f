import type { FunctionKind } from '../../format/index.ts';
import { child, type Node } from './ast.ts';

/** What surrounds a function while the tree is walked: enough to name it as V8 and people do. */
export interface Naming {
  /** Qualified name of the enclosing function, class or object; empty at the top. */
  readonly scope: string;
  /** Name that the place gives to an anonymous function: `const f = () => ..`, `{ f() {} }`. */
  readonly given: string;
  readonly kind?: FunctionKind;
}

export const qualified = (scope: string, name: string): string => (scope === '' ? name : `${scope}.${name}`);

/** Text of a property's key: `name`, `#name`, `"a b"`, `[expression]`. */
export function keyName(node: Node, source: string): string {
  const key = node.key as Node;
  if (node.computed) return `[${source.slice(key.start, key.end)}]`;
  if (key.type === 'Identifier') return key.name as string;
  if (key.type === 'PrivateIdentifier') return `#${key.name}`;
  return String(key.value);
}

/** The last name of an assignment's target: `a.b.c = ` gives `c`, and `A.prototype.m = ` gives `A.m`. */
export function targetName(target: Node, source: string): string {
  if (target.type === 'Identifier') return target.name as string;
  if (target.type !== 'MemberExpression') return '';
  const property = target.property as Node;
  const name = target.computed
    ? typeof property.value === 'string'
      ? property.value
      : ''
    : (property.name as string);
  const object = target.object as Node;
  const isPrototype =
    object.type === 'MemberExpression' && child(object, 'property')?.name === 'prototype' && !object.computed;
  if (!isPrototype) return name;
  const owner = object.object as Node;
  const member = name || `[${source.slice(property.start, property.end)}]`;
  return `${source.slice(owner.start, owner.end)}.${member}`;
}

export function methodKind(node: Node): FunctionKind {
  if (node.kind === 'constructor') return 'constructor';
  if (node.kind === 'get') return 'getter';
  if (node.kind === 'set') return 'setter';
  return 'method';
}
