import type { Node } from '../instrument/ast.ts';
import type { Draft } from './context.ts';
import { assignment } from './expressions.ts';
import * as K from './kinds.ts';
import { property } from './objects.ts';
import { identifier } from './primary.ts';
import { eat, expect, fail, kind, lastEnd, next, start } from './scanner.ts';

/** The expression as what is assigned to: it was read before the `=` or the `=>` behind it was seen. */
export function toPattern(node: Node): Node {
  const draft = node as Draft;
  switch (node.type) {
    case 'ObjectExpression':
      draft.type = 'ObjectPattern';
      for (const one of node.properties as Node[]) toPattern(one);
      break;
    case 'Property':
      if (node.kind !== 'init' || node.method) fail();
      draft.value = toPattern(node.value as Node);
      break;
    case 'ArrayExpression':
      draft.type = 'ArrayPattern';
      for (const one of node.elements as (Node | null)[]) if (one) toPattern(one);
      break;
    case 'SpreadElement':
      draft.type = 'RestElement';
      toPattern(node.argument as Node);
      break;
    case 'AssignmentExpression':
      if (node.operator !== '=') fail();
      draft.type = 'AssignmentPattern';
      draft.operator = undefined;
      break;
    case 'ParenthesizedExpression':
      toPattern(node.expression as Node);
      break;
    case 'Identifier':
    case 'MemberExpression':
    case 'ObjectPattern':
    case 'ArrayPattern':
    case 'AssignmentPattern':
    case 'RestElement':
      break;
    default:
      fail();
  }
  return node;
}

/** What a declaration or a parameter binds, without a default. */
export function bindingTarget(): Node {
  const from = start;
  if (kind === K.BRACE_OPEN) {
    next();
    const properties: Node[] = [];
    while (kind !== K.BRACE_CLOSE) {
      properties.push(kind === K.ELLIPSIS ? rest() : property(true));
      if (kind !== K.BRACE_CLOSE) expect(K.COMMA);
    }
    next();
    return { type: 'ObjectPattern', start: from, end: lastEnd, properties };
  }
  if (kind !== K.BRACKET_OPEN) return identifier();
  next();
  const elements: (Node | null)[] = [];
  while (kind !== K.BRACKET_CLOSE) {
    if (kind === K.COMMA) elements.push(null);
    else {
      elements.push(kind === K.ELLIPSIS ? rest() : bindingElement());
      if (kind === K.BRACKET_CLOSE) break;
    }
    expect(K.COMMA);
  }
  next();
  return { type: 'ArrayPattern', start: from, end: lastEnd, elements };
}

/** The same with a default value, if there is one. */
export function bindingElement(): Node {
  const from = start;
  const left = bindingTarget();
  if (!eat(K.ASSIGN)) return left;
  const right = assignment();
  return { type: 'AssignmentPattern', start: from, end: lastEnd, left, right };
}

export function rest(): Node {
  const from = start;
  next();
  const argument = bindingTarget();
  return { type: 'RestElement', start: from, end: lastEnd, argument };
}
