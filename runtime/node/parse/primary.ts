import type { Node } from '../instrument/ast.ts';
import { classNode } from './classes.ts';
import { noteModuleSyntax } from './engine-check.ts';
import { assignment, expression, identifierName, postfix, spread } from './expressions.ts';
import { arrow, functionNode, list } from './functions.ts';
import * as K from './kinds.ts';
import { object } from './objects.ts';
import { toPattern } from './patterns.ts';
import { noteCall } from './places.ts';
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
  peekWord,
  readRegExp,
  readTemplate,
  start,
  text,
} from './scanner.ts';
import { literalValue } from './text-values.ts';

export function identifier(): Node {
  if (kind !== K.NAME) fail();
  const node = { type: 'Identifier', start, end, name };
  next();
  return node;
}

/** What an expression is made of, without what may follow it. */
export function atom(): Node {
  const from = start;
  switch (kind) {
    case K.NAME: {
      if (name === 'async' && peekWord('function')) {
        next();
        return functionNode(from, 'FunctionExpression', true);
      }
      const node = identifier();
      return kind === K.ARROW && !newline ? arrow(from, [node], false) : node;
    }
    case K.STRING:
    case K.NUMBER:
      return literal();
    case K.PAREN_OPEN:
      return parenthesized();
    case K.THIS:
      return word('ThisExpression');
    case K.NULL:
    case K.TRUE:
    case K.FALSE: {
      const value = kind === K.NULL ? null : kind === K.TRUE;
      next();
      return { type: 'Literal', start: from, end: lastEnd, value };
    }
    case K.FUNCTION:
      return functionNode(from, 'FunctionExpression', false);
    case K.BRACE_OPEN:
      return object();
    case K.BRACKET_OPEN:
      return array();
    case K.TEMPLATE:
      return template();
    case K.SLASH:
    case K.SLASH_ASSIGN:
      readRegExp();
      next();
      return { type: 'Literal', start: from, end: lastEnd, value: null };
    case K.NEW:
      return construct();
    case K.CLASS:
      return classNode('ClassExpression');
    case K.SUPER:
      return word('Super');
    case K.IMPORT:
      return importExpression();
    default:
      return fail();
  }
}

function word(type: string): Node {
  next();
  return { type, start: lastEnd - (type === 'Super' ? 5 : 4), end: lastEnd };
}

export function literal(): Node {
  const node = { type: 'Literal', start, end, value: literalValue(text, start, end) };
  next();
  return node;
}

/** `(..)`: an expression, or the parameters of an arrow function. */
function parenthesized(): Node {
  const from = start;
  next();
  const items: Node[] = [];
  let onlyArrow = kind === K.PAREN_CLOSE;
  while (kind !== K.PAREN_CLOSE) {
    if (kind === K.ELLIPSIS) onlyArrow = true;
    items.push(kind === K.ELLIPSIS ? spread() : assignment());
    if (!eat(K.COMMA)) break;
    if (kind === K.PAREN_CLOSE) onlyArrow = true;
  }
  const innerEnd = lastEnd;
  expect(K.PAREN_CLOSE);
  if (kind === K.ARROW && !newline) return arrow(from, items.map(toPattern), false);
  if (onlyArrow) fail();
  const first = items[0] as Node;
  const inner =
    items.length === 1
      ? first
      : { type: 'SequenceExpression', start: first.start, end: innerEnd, expressions: items };
  return { type: 'ParenthesizedExpression', start: from, end: lastEnd, expression: inner };
}

function array(): Node {
  const from = start;
  next();
  const elements: (Node | null)[] = [];
  while (kind !== K.BRACKET_CLOSE) {
    if (kind === K.COMMA) elements.push(null);
    else {
      elements.push(kind === K.ELLIPSIS ? spread() : assignment());
      if (kind === K.BRACKET_CLOSE) break;
    }
    expect(K.COMMA);
  }
  next();
  return { type: 'ArrayExpression', start: from, end: lastEnd, elements };
}

export function template(): Node {
  const from = start;
  const expressions: Node[] = [];
  const quasis: Node[] = [];
  for (;;) {
    const pieceStart = end;
    const pieceEnd = readTemplate(pieceStart);
    const tail = text.charCodeAt(pieceEnd) === 96;
    quasis.push({ type: 'TemplateElement', start: pieceStart, end: pieceEnd, tail });
    next();
    if (tail) break;
    expressions.push(expression());
    // The brace itself is the token; the text goes on behind it.
    if (kind !== K.BRACE_CLOSE) fail();
  }
  return { type: 'TemplateLiteral', start: from, end: lastEnd, expressions, quasis };
}

function construct(): Node {
  const from = start;
  next();
  if (kind === K.DOT) {
    const meta = { type: 'Identifier', start: from, end: lastEnd, name: 'new' };
    next();
    const property = identifierName();
    return { type: 'MetaProperty', start: from, end: lastEnd, meta, property };
  }
  noteCall(from);
  const calleeFrom = start;
  if (kind === K.IMPORT) fail();
  const callee = postfix(atom(), calleeFrom, false);
  const given = kind === K.PAREN_OPEN ? list(K.PAREN_CLOSE) : [];
  return { type: 'NewExpression', start: from, end: lastEnd, callee, arguments: given };
}

function importExpression(): Node {
  const from = start;
  next();
  if (kind === K.DOT) {
    const meta = { type: 'Identifier', start: from, end: lastEnd, name: 'import' };
    next();
    if (name !== 'meta') fail();
    noteModuleSyntax(from, end, 'meta');
    const property = identifierName();
    return { type: 'MetaProperty', start: from, end: lastEnd, meta, property };
  }
  noteCall(from);
  const [source, options = null, ...more] = kind === K.PAREN_OPEN ? list(K.PAREN_CLOSE) : [];
  if (!source || more.length > 0) fail();
  return { type: 'ImportExpression', start: from, end: lastEnd, source, options };
}
