import type { ParseResult, ParserOptions } from 'oxc-parser';
import { findImports } from './find-imports.ts';
import { erasedImports } from './javascript/erased-imports.ts';
import { readCode } from './javascript/read-code.ts';
import { createLineIndex } from './line-index.ts';
import { type ModuleFacts, unreadable } from './module-facts.ts';
import { oxcParser } from './natives.ts';
import { MAX_NESTING, nestsDeeperThan } from './nesting.ts';
import { scanImports } from './scan/scan-imports.ts';
import type { SyntaxNode } from './syntax-tree.ts';

const isTypeScript = (path: string): boolean => /\.[mc]?tsx?$/.test(path);

/** Ways to read a file, the likeliest first; the next is tried only when one finds an error. */
function dialects(path: string): readonly ParserOptions[] {
  if (isTypeScript(path)) return [{}];
  // JSX costs plain JavaScript nothing. A script may `return` at its top level only as CommonJS; Flow's annotations are
  // near enough to TypeScript's.
  return [
    { lang: 'jsx', sourceType: 'unambiguous' },
    { lang: 'jsx', sourceType: 'commonjs' },
    { lang: 'tsx', sourceType: 'unambiguous' },
  ];
}

/**
 * What the graph of modules needs of a JavaScript or TypeScript file, without a syntax tree; `null` where only `readModule` can tell. Its functions
 * are not counted, and a mistake in its syntax is noticed only where brackets, texts and statements that name modules do not add up.
 * @param bytes UTF-8
 */
export function readImports(path: string, bytes: Uint8Array): ModuleFacts | null {
  const imports = scanImports(path, bytes);
  return imports === null ? null : { functions: -1, imports, problem: null };
}

/**
 * Reads what a JavaScript or TypeScript file says of itself. Never throws: what is wrong with the file is in the facts.
 * @param text without a byte order mark
 * @param deep with what it defines and uses
 */
export function readModule(path: string, text: string, deep = false): ModuleFacts {
  if (nestsDeeperThan(text, MAX_NESTING)) return unreadable('nested too deeply to be parsed');
  try {
    const lines = createLineIndex(text);
    const results = parseUntilClean(path, text);
    const clean = results.find((result) => result.errors.length === 0);
    const result = clean ?? results[0];
    if (result === undefined) return unreadable('no way to read it is known');
    const program = result.program as unknown as SyntaxNode;
    const erased = deep && isTypeScript(path) ? erasedImports(program) : undefined;
    const imports = findImports(program, lines, erased);
    const facts = deep ? { ...imports, code: readCode(program, result.comments, text, lines) } : imports;
    if (clean !== undefined) return { ...facts, problem: null };
    const error = result.errors[0];
    const line = lines.lineAt(error?.labels[0]?.start ?? 0);
    const problem = `line ${line}: ${error?.message ?? 'syntax error'}`;
    // The parser gives up on some errors and mends others; a mended tree has its imports.
    return result.program.body.length === 0 ? unreadable(problem) : { ...facts, problem };
  } catch (error) {
    // A tree too large for one string, or a fault of the parser: the other files must not suffer.
    return unreadable(`the parser failed: ${error instanceof Error ? error.message : String(error)}`);
  }
}

function parseUntilClean(path: string, text: string): ParseResult[] {
  const { parseSync } = oxcParser();
  const results: ParseResult[] = [];
  for (const dialect of dialects(path)) {
    const result = parseSync(path, text, dialect);
    results.push(result);
    if (result.errors.length === 0) break;
  }
  return results;
}
