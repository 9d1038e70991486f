import type { Node } from '../instrument/ast.ts';
import { awaits, setPausing, yields } from './context.ts';
import { assignment, postfix } from './expressions.ts';
import { method } from './functions.ts';
import * as K from './kinds.ts';
import { isComputed, isModifier, key } from './objects.ts';
import { noteFunction, noteTelling } from './places.ts';
import { atom, identifier } from './primary.ts';
import {
  eat,
  end,
  expect,
  fail,
  kind,
  lastEnd,
  name,
  newline,
  next,
  peek,
  semicolon,
  start,
} from './scanner.ts';
import { statements } from './statements.ts';

export function classNode(type: string): Node {
  const from = start;
  noteTelling(from);
  next();
  const id = kind === K.NAME ? identifier() : null;
  let superClass: Node | null = null;
  if (eat(K.EXTENDS)) {
    const superFrom = start;
    superClass = postfix(atom(), superFrom, true);
  }
  const bodyFrom = start;
  expect(K.BRACE_OPEN);
  const members: Node[] = [];
  while (kind !== K.BRACE_CLOSE) if (!eat(K.SEMICOLON)) members.push(member());
  next();
  const body = { type: 'ClassBody', start: bodyFrom, end: lastEnd, body: members };
  return { type, start: from, end: lastEnd, id, superClass, body };
}

function member(): Node {
  const from = start;
  let isStatic = false;
  let isAsync = false;
  let kindName = 'method';
  if (kind === K.NAME && name === 'static') {
    const after = peek(false);
    if (after === 123) return staticBlock(from);
    if (isModifier(after)) {
      isStatic = true;
      next();
    }
  }
  if (kind === K.NAME && (name === 'async' || name === 'get' || name === 'set')) {
    const word = name;
    const after = peek(false);
    // Where a line ends behind it, `async` is a field; the others are not, unless a generator follows.
    const stands = word === 'async' ? peek(true) === 0 : after === 42;
    if (isModifier(after) && !stands) {
      if (word === 'async') isAsync = true;
      else kindName = word;
      next();
    }
  }
  const generator = eat(K.STAR);
  const isPlain = !isStatic && !isAsync && !generator && kindName === 'method';
  const isConstructor = isPlain && ((kind === K.NAME && name === 'constructor') || isQuotedConstructor());
  const found = key();
  const computed = isComputed;
  if (kind === K.PAREN_OPEN) {
    const value = method(isAsync, generator);
    if (isConstructor) kindName = 'constructor';
    return {
      type: 'MethodDefinition',
      start: from,
      end: lastEnd,
      static: isStatic,
      computed,
      key: found,
      value,
      kind: kindName,
    };
  }
  if (isAsync || generator || kindName !== 'method') fail();
  return field(from, isStatic, computed, found);
}

const isQuotedConstructor = (): boolean => kind === K.STRING && end - start === 13;

function field(from: number, isStatic: boolean, computed: boolean, found: Node): Node {
  let value: Node | null = null;
  if (eat(K.ASSIGN)) {
    const [outerAwaits, outerYields] = [awaits, yields];
    setPausing(false, false);
    value = assignment();
    setPausing(outerAwaits, outerYields);
  }
  if (!newline || kind === K.SEMICOLON) semicolon();
  return {
    type: 'PropertyDefinition',
    start: from,
    end: lastEnd,
    static: isStatic,
    computed,
    key: found,
    value,
  };
}

function staticBlock(from: number): Node {
  noteFunction(from);
  next();
  expect(K.BRACE_OPEN);
  const [outerAwaits, outerYields] = [awaits, yields];
  setPausing(false, false);
  const body = statements(false);
  setPausing(outerAwaits, outerYields);
  expect(K.BRACE_CLOSE);
  return { type: 'StaticBlock', start: from, end: lastEnd, body };
}
