import type { Node } from '../instrument/ast.ts';
import { awaits, type Draft, yields } from './context.ts';
import { arrow, list } from './functions.ts';
import * as K from './kinds.ts';
import { toPattern } from './patterns.ts';
import { noteCall, noteTelling } from './places.ts';
import { atom, identifier, template } from './primary.ts';
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
  peekWord,
  precedence,
  start,
  text,
} from './scanner.ts';

/** With commas. `noIn`: in the head of a `for`, where `in` belongs to the loop. */
export function expression(noIn = false): Node {
  const first = assignment(noIn);
  if (kind !== K.COMMA) return first;
  const expressions = [first];
  while (eat(K.COMMA)) expressions.push(assignment(noIn));
  return { type: 'SequenceExpression', start: first.start, end: lastEnd, expressions };
}

export function assignment(noIn = false): Node {
  const from = start;
  if (kind === K.NAME) {
    if (yields && name === 'yield') return yieldExpression(noIn);
    if (name === 'async' && !newlineFollows()) {
      const found = asyncArrow(from);
      if (found) return found;
    }
  }
  const left = conditional(noIn);
  if (kind !== K.ASSIGN && kind !== K.ASSIGN_OP && kind !== K.SLASH_ASSIGN) return left;
  if (left.type === 'ArrowFunctionExpression') return left;
  const operator = text.slice(start, end);
  const target = kind === K.ASSIGN ? toPattern(left) : left;
  next();
  const right = assignment(noIn);
  return { type: 'AssignmentExpression', start: from, end: lastEnd, operator, left: target, right };
}

const newlineFollows = (): boolean => peek(true) === 0;

/** `async x => ..`; `async (..) => ..` begins like a call and is told by what follows. */
function asyncArrow(from: number): Node | undefined {
  const c = peek(true);
  if (c === 40 || peekWord('function') || !/[\p{ID_Start}$_]/u.test(String.fromCharCode(c))) return undefined;
  if (peekWord('in') || peekWord('of') || peekWord('instanceof')) {
    if (!/^\s+of\s*=>/.test(text.slice(end, end + 40))) return undefined;
  }
  next();
  if (kind !== K.NAME) fail();
  return arrow(from, [identifier()], true);
}

function yieldExpression(noIn: boolean): Node {
  const from = start;
  noteTelling(from);
  next();
  let delegate = false;
  let argument: Node | null = null;
  if (!newline && (kind === K.STAR || beginsOperand())) {
    delegate = eat(K.STAR);
    argument = assignment(noIn);
  }
  return { type: 'YieldExpression', start: from, end: lastEnd, delegate, argument };
}

/** Whether the token can begin the operand of a `yield`. */
function beginsOperand(): boolean {
  switch (kind) {
    case K.END:
    case K.PAREN_CLOSE:
    case K.BRACKET_CLOSE:
    case K.BRACE_CLOSE:
    case K.SEMICOLON:
    case K.COMMA:
    case K.COLON:
    case K.IN:
      return false;
    default:
      return true;
  }
}

function conditional(noIn: boolean): Node {
  const from = start;
  const test = binary(unary(), from, 0, noIn);
  if (kind !== K.QUESTION || test.type === 'ArrowFunctionExpression') return test;
  next();
  const consequent = assignment(false);
  expect(K.COLON);
  const alternate = assignment(noIn);
  return { type: 'ConditionalExpression', start: from, end: lastEnd, test, consequent, alternate };
}

/** What binds at least as strongly as `above` to the right of `left`. */
function binary(first: Node, from: number, above: number, noIn: boolean): Node {
  let left = first;
  if (left.type === 'ArrowFunctionExpression') return left;
  for (;;) {
    let level = 0;
    const operatorKind = kind;
    if (operatorKind >= K.FIRST_WORD) {
      if (operatorKind === K.INSTANCEOF || (operatorKind === K.IN && !noIn)) level = 7;
    } else if (operatorKind >= K.SLASH && operatorKind !== K.SLASH_ASSIGN) level = precedence;
    if (level <= above) return left;
    const operator = text.slice(start, end);
    next();
    const rightFrom = start;
    // `**` binds to the right.
    const right = binary(unary(), rightFrom, operatorKind === K.POWER ? level - 1 : level, noIn);
    const type = operatorKind === K.LOGICAL ? 'LogicalExpression' : 'BinaryExpression';
    left = { type, start: from, end: lastEnd, left, operator, right };
  }
}

function unary(): Node {
  const from = start;
  switch (kind) {
    case K.PREFIX:
    case K.PLUS_MINUS:
    case K.TYPEOF:
    case K.VOID:
    case K.DELETE: {
      const operator = text.slice(start, end);
      next();
      const argument = unary();
      return { type: 'UnaryExpression', start: from, end: lastEnd, operator, prefix: true, argument };
    }
    case K.UPDATE: {
      const operator = text.slice(start, end);
      next();
      const argument = unary();
      return { type: 'UpdateExpression', start: from, end: lastEnd, operator, prefix: true, argument };
    }
    case K.NAME:
      if (awaits && name === 'await') {
        noteTelling(from);
        next();
        const argument = unary();
        return { type: 'AwaitExpression', start: from, end: lastEnd, argument };
      }
      break;
    case K.PRIVATE_NAME: {
      const node = { type: 'PrivateIdentifier', start: from, end, name };
      next();
      if (kind !== K.IN) fail();
      return node;
    }
  }
  const argument = postfix(atom(), from, true);
  if (kind !== K.UPDATE || newline) return argument;
  const operator = text.slice(start, end);
  next();
  return { type: 'UpdateExpression', start: from, end: lastEnd, operator, prefix: false, argument };
}

/** Members, calls and tagged templates behind `base`. */
export function postfix(base: Node, from: number, calls: boolean): Node {
  let node = base;
  if (node.type === 'ArrowFunctionExpression') return node;
  let chained = false;
  for (;;) {
    let optional = false;
    switch (kind) {
      case K.DOT:
        next();
        node = member(node, from, false);
        continue;
      case K.PAREN_OPEN:
        if (!calls) return node;
        break;
      case K.BRACKET_OPEN:
        break;
      case K.TEMPLATE: {
        if (chained) fail();
        const quasi = template();
        node = { type: 'TaggedTemplateExpression', start: from, end: lastEnd, tag: node, quasi };
        continue;
      }
      case K.OPTIONAL_DOT:
        if (!calls) fail();
        next();
        chained = optional = true;
        if (kind !== K.PAREN_OPEN && kind !== K.BRACKET_OPEN) {
          node = member(node, from, true);
          continue;
        }
        break;
      default:
        return chained ? { type: 'ChainExpression', start: from, end: lastEnd, expression: node } : node;
    }
    if (kind === K.BRACKET_OPEN) {
      next();
      const property = expression();
      expect(K.BRACKET_CLOSE);
      node = {
        type: 'MemberExpression',
        start: from,
        end: lastEnd,
        object: node,
        property,
        computed: true,
        optional,
      };
      continue;
    }
    const mayBeArrow =
      node.type === 'Identifier' && node.name === 'async' && node.end === lastEnd && !newline;
    noteCall(start);
    const given = list(K.PAREN_CLOSE);
    if (mayBeArrow && kind === K.ARROW && !newline) return arrow(from, given.map(toPattern), true);
    node = { type: 'CallExpression', start: from, end: lastEnd, callee: node, arguments: given, optional };
  }
}

function member(object: Node, from: number, optional: boolean): Node {
  const property = kind === K.PRIVATE_NAME ? privateName() : identifierName();
  return { type: 'MemberExpression', start: from, end: lastEnd, object, property, computed: false, optional };
}

export function privateName(): Node {
  const node = { type: 'PrivateIdentifier', start, end, name };
  next();
  return node;
}

/** A name that may be a reserved word. */
export function identifierName(): Node {
  if (kind !== K.NAME && kind < K.FIRST_WORD) fail();
  const node = { type: 'Identifier', start, end, name };
  next();
  return node;
}

export function spread(): Node {
  const from = start;
  next();
  const argument = assignment();
  return { type: 'SpreadElement', start: from, end: lastEnd, argument } satisfies Draft;
}
