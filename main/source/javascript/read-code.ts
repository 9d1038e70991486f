import type { CodeFacts } from '../code/facts.ts';
import type { LineIndex } from '../line-index.ts';
import { isMade } from '../made.ts';
import type { SyntaxNode } from '../syntax-tree.ts';
import { createCollector } from './collector.ts';
import { commentTypes } from './comment-types.ts';
import { type Comment, readComments } from './comments.ts';
import { createObserver } from './observe.ts';
import { createStyle } from './style.ts';
import { walkCode } from './walk-code.ts';

/**
 * What a parsed file defines, exports and uses.
 * @param source the text that the offsets of the tree count in
 */
export function readCode(
  program: SyntaxNode,
  comments: readonly Comment[],
  source: string,
  lines: LineIndex,
): CodeFacts {
  const collector = createCollector(source, lines);
  const commentFacts = readComments(comments, source, lines);
  const style = createStyle(source, lines);
  const observer = createObserver(collector);
  walkCode(program, { collector, comments: commentFacts, style, observer });
  observer.finish();
  const types = commentTypes(comments, (offset) => lines.lineAt(offset));
  for (const { line: _, ...use } of types) {
    if (use.specifier.startsWith('.')) collector.useImport(0, use);
    else collector.paths.add(use.specifier);
  }
  const facts = collector.finish({
    style: style.finish(),
    suppressions: commentFacts.suppressions,
    format: 'script',
    isMade: isMade(source),
    evaluates: /\beval\s*\(|\bnew Function\s*\(|\bwith\s*\(/.test(source),
  });
  const commented = types.filter(({ specifier }) => specifier.startsWith('.'));
  return { ...facts, format: formatOf(program, facts), commented };
}

function formatOf(program: SyntaxNode, facts: CodeFacts): CodeFacts['format'] {
  const body = program.body as readonly SyntaxNode[];
  if (body.some(({ type }) => /^(?:Import|Export)|^TSExport/.test(type))) return 'esm';
  const usesCommonJs = facts.definitions.some(
    ({ loads, globals }) => loads.length > 0 || globals.some((name) => commonJsNames.has(name)),
  );
  return usesCommonJs || facts.exports.length > 0 ? 'commonjs' : 'script';
}

const commonJsNames = new Set(['require', 'module', 'exports']);
