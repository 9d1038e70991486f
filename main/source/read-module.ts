import { type ParseResult, type ParserOptions, parseSync } from 'oxc-parser';
import { findImports } from './find-imports.ts';
import { erasedImports } from './javascript/erased-imports.ts';
import { readCode } from './javascript/read-code.ts';
import { createLineIndex, type LineIndex } from './line-index.ts';
import { type ModuleFacts, unreadable } from './module-facts.ts';
import { MAX_NESTING, nestsDeeperThan } from './nesting.ts';
import { type QuickReading, readQuickly } from './quick-imports.ts';
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
 * Reads what a JavaScript or TypeScript file says of itself. Never throws: what is wrong with the file is in the facts.
 * @param text without a byte order mark
 * @param deep with what it defines and uses
 */
export function readModule(path: string, text: string, deep = false): ModuleFacts {
  if (nestsDeeperThan(text, MAX_NESTING)) return unreadable('nested too deeply to be parsed');
  try {
    const lines = createLineIndex(text);
    const quick = deep ? undefined : readForGraph(path, text, lines);
    if (quick !== undefined) return quick;
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

/** The facts that the graph needs; `undefined` where only the whole tree gives them. */
function readForGraph(path: string, text: string, lines: LineIndex): ModuleFacts | undefined {
  let best: QuickReading | undefined;
  for (const dialect of dialects(path)) {
    const reading = readQuickly(path, text, dialect, lines);
    if (reading === undefined) return undefined;
    best ??= reading;
    if (reading.error !== null) continue;
    best = reading;
    break;
  }
  if (best === undefined) return undefined;
  const { error, isLost, imports } = best;
  const facts = { functions: -1, imports };
  if (error === null) return { ...facts, problem: null };
  const problem = `line ${lines.lineAt(error.start)}: ${error.message}`;
  return isLost ? unreadable(problem) : { ...facts, problem };
}

function parseUntilClean(path: string, text: string): ParseResult[] {
  const results: ParseResult[] = [];
  for (const dialect of dialects(path)) {
    const result = parseSync(path, text, dialect);
    results.push(result);
    if (result.errors.length === 0) break;
  }
  return results;
}
