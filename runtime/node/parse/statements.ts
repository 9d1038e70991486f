import type { Node } from '../instrument/ast.ts';
import { classNode } from './classes.ts';
import { noteWith } from './context.ts';
import { expression } from './expressions.ts';
import { functionDepth, functionNode } from './functions.ts';
import * as K from './kinds.ts';
import { forStatement, variables } from './loops.ts';
import { exportDeclaration, importDeclaration } from './modules.ts';
import { bindingTarget } from './patterns.ts';
import { noteTelling } from './places.ts';
import { identifier } from './primary.ts';
import {
  beginsName,
  eat,
  expect,
  fail,
  isModule,
  kind,
  lastEnd,
  name,
  newline,
  next,
  peek,
  peekWord,
  semicolon,
  start,
  text,
} from './scanner.ts';

/** Up to a closing brace or the end, which stays the current token. `directives`: they may stand first. */
export function statements(directives: boolean): Node[] {
  const found: Node[] = [];
  let first = directives;
  while (kind !== K.BRACE_CLOSE && kind !== K.END) {
    const isText = first && kind === K.STRING;
    const node = statement();
    const whole = isText ? (node.expression as Node) : undefined;
    if (whole?.type === 'Literal') {
      const { type, start: from, end: until, expression: inner } = node;
      const directive = text.slice(whole.start + 1, whole.end - 1);
      found.push({ type, start: from, end: until, expression: inner, directive });
    } else {
      first = false;
      found.push(node);
    }
  }
  return found;
}

export function block(): Node {
  const from = start;
  expect(K.BRACE_OPEN);
  const body = statements(false);
  expect(K.BRACE_CLOSE);
  return { type: 'BlockStatement', start: from, end: lastEnd, body };
}

function parenthesizedHead(): Node {
  expect(K.PAREN_OPEN);
  const node = expression();
  expect(K.PAREN_CLOSE);
  return node;
}

export function statement(): Node {
  const from = start;
  switch (kind) {
    case K.NAME:
      return namedStatement(from);
    case K.BRACE_OPEN:
      return block();
    case K.SEMICOLON:
      next();
      return { type: 'EmptyStatement', start: from, end: lastEnd };
    case K.VAR:
    case K.CONST: {
      const node = variables(kind === K.VAR ? 'var' : 'const', false);
      semicolon();
      return { ...node, end: lastEnd };
    }
    case K.FUNCTION:
      return functionNode(from, 'FunctionDeclaration', false);
    case K.CLASS:
      return classNode('ClassDeclaration');
    case K.IF:
      return ifStatement(from);
    case K.RETURN:
    case K.THROW: {
      if (kind === K.RETURN && isModule && functionDepth === 0) fail();
      if (kind === K.RETURN) noteTelling(from);
      const type = kind === K.RETURN ? 'ReturnStatement' : 'ThrowStatement';
      next();
      const ends = kind === K.SEMICOLON || kind === K.BRACE_CLOSE || kind === K.END || newline;
      const argument = ends ? null : expression();
      semicolon();
      return { type, start: from, end: lastEnd, argument };
    }
    case K.BREAK:
    case K.CONTINUE: {
      const type = kind === K.BREAK ? 'BreakStatement' : 'ContinueStatement';
      next();
      const label = kind === K.NAME && !newline ? identifier() : null;
      semicolon();
      return { type, start: from, end: lastEnd, label };
    }
    case K.FOR:
      return forStatement();
    case K.WHILE: {
      next();
      const test = parenthesizedHead();
      const body = statement();
      return { type: 'WhileStatement', start: from, end: lastEnd, test, body };
    }
    case K.DO: {
      next();
      const body = statement();
      expect(K.WHILE);
      const test = parenthesizedHead();
      eat(K.SEMICOLON);
      return { type: 'DoWhileStatement', start: from, end: lastEnd, body, test };
    }
    case K.SWITCH:
      return switchStatement(from);
    case K.TRY:
      return tryStatement(from);
    case K.WITH: {
      next();
      noteWith();
      const object = parenthesizedHead();
      const body = statement();
      return { type: 'WithStatement', start: from, end: lastEnd, object, body };
    }
    case K.DEBUGGER:
      next();
      semicolon();
      return { type: 'DebuggerStatement', start: from, end: lastEnd };
    case K.IMPORT: {
      const after = peek(false);
      if (after === 40 || after === 46) return expressionStatement(from);
      return isModule ? importDeclaration() : fail();
    }
    case K.EXPORT:
      return isModule ? exportDeclaration() : fail();
    default:
      return expressionStatement(from);
  }
}

/** What begins with a name: a declaration, a label or an expression. */
function namedStatement(from: number): Node {
  if (name === 'async' && peekWord('function')) {
    next();
    return functionNode(from, 'FunctionDeclaration', true);
  }
  if (name === 'let' && isDeclaring()) {
    const node = variables('let', false);
    semicolon();
    return { ...node, end: lastEnd };
  }
  // A declaration of a resource, or something that only looks like one.
  if ((name === 'using' && beginsName(peek(true))) || (name === 'await' && peekWord('using'))) fail();
  if (peek(false) === 58) {
    const label = identifier();
    next();
    const body = statement();
    return { type: 'LabeledStatement', start: from, end: lastEnd, body, label };
  }
  return expressionStatement(from);
}

/** Whether the current `let` declares variables. */
export function isDeclaring(): boolean {
  const after = peek(false);
  if (after === 91 || after === 123) return true;
  return beginsName(after) && !peekWord('in') && !peekWord('instanceof') && !peekWord('of');
}

function expressionStatement(from: number): Node {
  const inner = expression();
  semicolon();
  return { type: 'ExpressionStatement', start: from, end: lastEnd, expression: inner };
}

function ifStatement(from: number): Node {
  next();
  const test = parenthesizedHead();
  const consequent = statement();
  const alternate = eat(K.ELSE) ? statement() : null;
  return { type: 'IfStatement', start: from, end: lastEnd, test, consequent, alternate };
}

function switchStatement(from: number): Node {
  next();
  const discriminant = parenthesizedHead();
  expect(K.BRACE_OPEN);
  const cases: Node[] = [];
  while (kind !== K.BRACE_CLOSE) {
    const caseFrom = start;
    let test: Node | null = null;
    if (eat(K.CASE)) test = expression();
    else expect(K.DEFAULT);
    expect(K.COLON);
    const consequent: Node[] = [];
    while (kind !== K.CASE && kind !== K.DEFAULT && kind !== K.BRACE_CLOSE) consequent.push(statement());
    cases.push({ type: 'SwitchCase', start: caseFrom, end: lastEnd, consequent, test });
  }
  next();
  return { type: 'SwitchStatement', start: from, end: lastEnd, discriminant, cases };
}

function tryStatement(from: number): Node {
  noteTelling(from);
  next();
  const body = block();
  let handler: Node | null = null;
  if (kind === K.CATCH) {
    const handlerFrom = start;
    next();
    let param: Node | null = null;
    if (eat(K.PAREN_OPEN)) {
      param = bindingTarget();
      expect(K.PAREN_CLOSE);
    }
    const caught = block();
    handler = { type: 'CatchClause', start: handlerFrom, end: lastEnd, param, body: caught };
  }
  const finalizer = eat(K.FINALLY) ? block() : null;
  if (!handler && !finalizer) fail();
  return { type: 'TryStatement', start: from, end: lastEnd, block: body, handler, finalizer };
}
