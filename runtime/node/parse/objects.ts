import type { Node } from '../instrument/ast.ts';
import { assignment, identifierName, privateName, spread } from './expressions.ts';
import { method } from './functions.ts';
import * as K from './kinds.ts';
import { bindingElement } from './patterns.ts';
import { literal } from './primary.ts';
import { eat, expect, fail, kind, lastEnd, name, next, peek, start } from './scanner.ts';

export function object(): Node {
  const from = start;
  next();
  const properties: Node[] = [];
  while (kind !== K.BRACE_CLOSE) {
    properties.push(kind === K.ELLIPSIS ? spread() : property(false));
    if (kind !== K.BRACE_CLOSE) expect(K.COMMA);
  }
  next();
  return { type: 'ObjectExpression', start: from, end: lastEnd, properties };
}

/** Whether the word before the key that follows says something of it, or is the key itself. */
export function isModifier(next: number): boolean {
  // One of ( , } = : ; and the end: the word is the key.
  return !(
    next === 40 ||
    next === 44 ||
    next === 125 ||
    next === 61 ||
    next === 58 ||
    next === 59 ||
    !(next >= 0)
  );
}

/** `computed` of the key that `key` has read last. */
export let isComputed = false;

export function key(): Node {
  isComputed = false;
  if (kind === K.STRING || kind === K.NUMBER) return literal();
  if (kind === K.PRIVATE_NAME) return privateName();
  if (kind !== K.BRACKET_OPEN) return identifierName();
  next();
  const node = assignment();
  expect(K.BRACKET_CLOSE);
  isComputed = true;
  return node;
}

/** One property of an object, or of a pattern. */
export function property(inPattern: boolean): Node {
  const from = start;
  let isAsync = false;
  let kindName = 'init';
  if (kind === K.NAME && (name === 'async' || name === 'get' || name === 'set') && isModifier(peek(false))) {
    if (name === 'async') {
      if (peek(true) === 0) fail();
      isAsync = true;
    } else kindName = name;
    next();
  }
  const isGenerator = eat(K.STAR);
  const isName = kind === K.NAME;
  const found = key();
  const computed = isComputed;
  if (kindName !== 'init' || isAsync || isGenerator || kind === K.PAREN_OPEN) {
    if (inPattern) fail();
    const value = method(isAsync, isGenerator);
    const isMethod = kindName === 'init';
    return made(from, isMethod, false, computed, found, value, kindName);
  }
  if (eat(K.COLON)) {
    const value = inPattern ? bindingElement() : assignment();
    return made(from, false, false, computed, found, value, kindName);
  }
  if (!isName || computed) fail();
  let value: Node = { type: 'Identifier', start: found.start, end: found.end, name: found.name };
  if (eat(K.ASSIGN)) {
    const right = assignment();
    value = { type: 'AssignmentPattern', start: from, end: lastEnd, left: value, right };
  }
  return made(from, false, true, computed, found, value, kindName);
}

function made(
  from: number,
  isMethod: boolean,
  shorthand: boolean,
  computed: boolean,
  found: Node,
  value: Node,
  kindName: string,
): Node {
  return {
    type: 'Property',
    start: from,
    end: lastEnd,
    method: isMethod,
    shorthand,
    computed,
    key: found,
    value,
    kind: kindName,
  };
}
