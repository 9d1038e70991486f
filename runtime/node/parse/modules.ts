import type { Node } from '../instrument/ast.ts';
import { classNode } from './classes.ts';
import { noteModuleSyntax } from './engine-check.ts';
import { assignment, identifierName } from './expressions.ts';
import { functionNode } from './functions.ts';
import * as K from './kinds.ts';
import { noteTelling } from './places.ts';
import { identifier, literal } from './primary.ts';
import {
  eat,
  expect,
  fail,
  kind,
  lastEnd,
  name,
  newline,
  next,
  peek,
  peekWord,
  semicolon,
  start,
} from './scanner.ts';
import { statement } from './statements.ts';

function isWord(text: string): boolean {
  return kind === K.NAME && name === text;
}

function expectWord(text: string): void {
  if (!isWord(text)) fail();
  next();
}

/** A name, or a text in its place. */
const moduleName = (): Node => (kind === K.STRING ? literal() : identifierName());

function sourceText(): Node {
  return kind === K.STRING ? literal() : fail();
}

function attributes(): Node[] {
  if (kind !== K.WITH && !(isWord('assert') && !newline)) return [];
  if (kind !== K.WITH) fail();
  next();
  expect(K.BRACE_OPEN);
  const found: Node[] = [];
  while (kind !== K.BRACE_CLOSE) {
    const from = start;
    const key = moduleName();
    expect(K.COLON);
    const value = sourceText();
    found.push({ type: 'ImportAttribute', start: from, end: lastEnd, key, value });
    if (kind !== K.BRACE_CLOSE) expect(K.COMMA);
  }
  next();
  return found;
}

export function importDeclaration(): Node {
  const from = start;
  noteTelling(from);
  next();
  const specifiers: Node[] = [];
  if (kind !== K.STRING) {
    const isPhase = isWord('defer') || isWord('source');
    if (isPhase && peek(false) !== 44 && !peekWord('from')) fail();
    if (kind === K.NAME) {
      const local = identifier();
      specifiers.push({ type: 'ImportDefaultSpecifier', start: local.start, end: lastEnd, local });
      if (!isWord('from')) expect(K.COMMA);
    }
    if (kind === K.STAR) {
      const starFrom = start;
      next();
      expectWord('as');
      const local = identifier();
      specifiers.push({ type: 'ImportNamespaceSpecifier', start: starFrom, end: lastEnd, local });
    } else if (kind === K.BRACE_OPEN) importedNames(specifiers);
    expectWord('from');
  }
  const source = sourceText();
  const found = attributes();
  semicolon();
  noteModuleSyntax(from, lastEnd, ';');
  return { type: 'ImportDeclaration', start: from, end: lastEnd, specifiers, source, attributes: found };
}

function importedNames(specifiers: Node[]): void {
  next();
  while (kind !== K.BRACE_CLOSE) {
    const imported = moduleName();
    let local = imported;
    if (isWord('as')) {
      next();
      local = identifier();
    }
    specifiers.push({ type: 'ImportSpecifier', start: imported.start, end: lastEnd, imported, local });
    if (kind !== K.BRACE_CLOSE) expect(K.COMMA);
  }
  next();
}

export function exportDeclaration(): Node {
  const from = start;
  next();
  if (eat(K.STAR)) {
    let exported: Node | null = null;
    if (isWord('as')) {
      next();
      exported = moduleName();
    }
    expectWord('from');
    const source = sourceText();
    const found = attributes();
    semicolon();
    noteModuleSyntax(from, lastEnd, ';');
    return { type: 'ExportAllDeclaration', start: from, end: lastEnd, exported, source, attributes: found };
  }
  if (eat(K.DEFAULT)) return exportDefault(from);
  if (kind !== K.BRACE_OPEN) {
    noteModuleSyntax(from, start, '');
    const declaration = statement();
    if (!declaration.type.endsWith('Declaration')) fail();
    return {
      type: 'ExportNamedDeclaration',
      start: from,
      end: lastEnd,
      declaration,
      specifiers: [],
      source: null,
      attributes: [],
    };
  }
  const specifiers = exportedNames();
  let source: Node | null = null;
  let found: Node[] = [];
  if (isWord('from')) {
    next();
    source = sourceText();
    found = attributes();
  }
  semicolon();
  noteModuleSyntax(from, lastEnd, ';');
  const node = { type: 'ExportNamedDeclaration', start: from, end: lastEnd, declaration: null };
  return { ...node, specifiers, source, attributes: found };
}

function exportedNames(): Node[] {
  next();
  const specifiers: Node[] = [];
  while (kind !== K.BRACE_CLOSE) {
    const local = moduleName();
    let exported = local;
    if (isWord('as')) {
      next();
      exported = moduleName();
    }
    specifiers.push({ type: 'ExportSpecifier', start: local.start, end: lastEnd, local, exported });
    if (kind !== K.BRACE_CLOSE) expect(K.COMMA);
  }
  next();
  return specifiers;
}

function exportDefault(from: number): Node {
  const inner = start;
  noteModuleSyntax(from, inner, '0,');
  let declaration: Node;
  if (kind === K.FUNCTION) declaration = functionNode(inner, 'FunctionDeclaration', false);
  else if (isWord('async') && peekWord('function')) {
    next();
    declaration = functionNode(inner, 'FunctionDeclaration', true);
  } else if (kind === K.CLASS) declaration = classNode('ClassDeclaration');
  else {
    declaration = assignment();
    semicolon();
  }
  return { type: 'ExportDefaultDeclaration', start: from, end: lastEnd, declaration };
}
