import type { Node } from '../instrument/ast.ts';
import { awaits, setPausing, yields } from './context.ts';
import { assignment, spread } from './expressions.ts';
import * as K from './kinds.ts';
import { bindingElement, rest } from './patterns.ts';
import { noteFunction } from './places.ts';
import { identifier } from './primary.ts';
import { eat, expect, kind, lastEnd, next, start } from './scanner.ts';
import { statements } from './statements.ts';

/** Arguments of a call, from its parenthesis on. */
export function list(close: number): Node[] {
  next();
  const items: Node[] = [];
  while (kind !== close) {
    items.push(kind === K.ELLIPSIS ? spread() : assignment());
    if (kind !== close) expect(K.COMMA);
  }
  next();
  return items;
}

function parameters(): Node[] {
  expect(K.PAREN_OPEN);
  const params: Node[] = [];
  while (kind !== K.PAREN_CLOSE) {
    params.push(kind === K.ELLIPSIS ? rest() : bindingElement());
    if (kind !== K.PAREN_CLOSE) expect(K.COMMA);
  }
  next();
  return params;
}

/** Functions around the place that is being read. */
export let functionDepth = 0;

export function leaveFunctions(): void {
  functionDepth = 0;
}

function functionBody(): Node {
  const from = start;
  functionDepth++;
  expect(K.BRACE_OPEN);
  const body = statements(true);
  functionDepth--;
  expect(K.BRACE_CLOSE);
  return { type: 'BlockStatement', start: from, end: lastEnd, body };
}

/** From `function` on; `from`: where an `async` before it stands. */
export function functionNode(from: number, type: string, isAsync: boolean): Node {
  noteFunction(start);
  next();
  const generator = eat(K.STAR);
  // A declaration's name belongs to what surrounds it, that of an expression to itself.
  const [outerAwaits, outerYields] = [awaits, yields];
  if (type === 'FunctionExpression') setPausing(isAsync, generator);
  const id = kind === K.NAME ? identifier() : null;
  setPausing(isAsync, generator);
  const params = parameters();
  const body = functionBody();
  setPausing(outerAwaits, outerYields);
  return { type, start: from, end: lastEnd, id, expression: false, generator, async: isAsync, params, body };
}

/** From the parenthesis on. */
export function method(isAsync: boolean, generator: boolean): Node {
  const from = start;
  noteFunction(from);
  const [outerAwaits, outerYields] = [awaits, yields];
  setPausing(isAsync, generator);
  const params = parameters();
  const body = functionBody();
  setPausing(outerAwaits, outerYields);
  return {
    type: 'FunctionExpression',
    start: from,
    end: lastEnd,
    id: null,
    expression: false,
    generator,
    async: isAsync,
    params,
    body,
  };
}

/** From its `=>` on. */
export function arrow(from: number, params: readonly Node[], isAsync: boolean): Node {
  noteFunction(start);
  expect(K.ARROW);
  const [outerAwaits, outerYields] = [awaits, yields];
  setPausing(isAsync, false);
  const expression = kind !== K.BRACE_OPEN;
  const body = expression ? assignment() : functionBody();
  setPausing(outerAwaits, outerYields);
  return {
    type: 'ArrowFunctionExpression',
    start: from,
    end: lastEnd,
    id: null,
    expression,
    generator: false,
    async: isAsync,
    params,
    body,
  };
}
