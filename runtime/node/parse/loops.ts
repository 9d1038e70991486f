import type { Node } from '../instrument/ast.ts';
import { awaits } from './context.ts';
import { assignment, expression } from './expressions.ts';
import * as K from './kinds.ts';
import { bindingTarget, toPattern } from './patterns.ts';
import { noteCall } from './places.ts';
import {
  beginsName,
  eat,
  expect,
  fail,
  kind,
  lastEnd,
  name,
  next,
  peek,
  peekWord,
  start,
} from './scanner.ts';
import { isDeclaring, statement } from './statements.ts';

/** `var a = 1, b`, without the end of the statement. */
export function variables(kindName: string, noIn: boolean): Node {
  const from = start;
  next();
  const declarations: Node[] = [];
  do {
    const declaratorFrom = start;
    const id = bindingTarget();
    const init = eat(K.ASSIGN) ? assignment(noIn) : null;
    declarations.push({ type: 'VariableDeclarator', start: declaratorFrom, end: lastEnd, id, init });
  } while (eat(K.COMMA));
  return { type: 'VariableDeclaration', start: from, end: lastEnd, declarations, kind: kindName };
}

export function forStatement(): Node {
  const from = start;
  next();
  const isAwait = awaits && kind === K.NAME && name === 'await';
  if (isAwait) {
    noteCall(from);
    next();
  }
  expect(K.PAREN_OPEN);
  if (kind === K.SEMICOLON) return plainFor(from, null);
  let init: Node;
  if (kind === K.VAR || kind === K.CONST || (kind === K.NAME && name === 'let' && isDeclaring())) {
    init = variables(kind === K.VAR ? 'var' : kind === K.CONST ? 'const' : 'let', true);
    if (!isIteration()) return plainFor(from, init);
    if ((init.declarations as Node[]).length !== 1) fail();
  } else {
    if (kind === K.NAME && name === 'using' && beginsName(peek(true))) fail();
    if (kind === K.NAME && name === 'await' && peekWord('using')) fail();
    const isAsyncName = kind === K.NAME && name === 'async' && !isAwait;
    init = expression(true);
    if (!isIteration()) return plainFor(from, init);
    if (isAsyncName && init.type === 'Identifier') fail();
    init = toPattern(init);
  }
  const type = kind === K.IN ? 'ForInStatement' : 'ForOfStatement';
  next();
  const right = type === 'ForInStatement' ? expression() : assignment();
  expect(K.PAREN_CLOSE);
  const body = statement();
  const loop = { type, start: from, end: lastEnd, left: init, right, body };
  return type === 'ForInStatement' ? loop : { ...loop, await: isAwait };
}

const isIteration = (): boolean => kind === K.IN || (kind === K.NAME && name === 'of');

function plainFor(from: number, init: Node | null): Node {
  expect(K.SEMICOLON);
  const test = kind === K.SEMICOLON ? null : expression();
  expect(K.SEMICOLON);
  const update = kind === K.PAREN_CLOSE ? null : expression();
  expect(K.PAREN_CLOSE);
  const body = statement();
  return { type: 'ForStatement', start: from, end: lastEnd, init, test, update, body };
}
