import type { CapturedValue, Finding, SpanDetail } from '#contract';
import { editOf, type FixContext, type Proposal, refuse } from '../fixer.ts';
import type { ProjectFile } from '../project-file.ts';
import { pythonImpurity } from '../python-purity.ts';
import { importOf } from './python-async.ts';
import { definitionAt, offsetOf, pythonLines } from './python-blocks.ts';
import { hitRate, LOOKED_AT, plainText, REMEMBERED, unfitValues } from './repeated-values.ts';

/** Lets `functools.lru_cache` remember what a function gives, on the same evidence as in JavaScript; it takes several arguments. */
export async function rememberPython(
  finding: Finding,
  file: ProjectFile,
  context: FixContext,
): Promise<Proposal> {
  const { range, function: fn } = finding;
  const lines = pythonLines(file.text);
  const definition = definitionAt(lines, range.line - 1);
  if (fn === null || definition === null || definition.indent !== '' || fn.name.includes('.'))
    return refuse(
      'It is no function at the top of its module: what else decides what it gives cannot be told.',
    );
  const why = await pythonImpurity(file.text, definition.headLine + 1);
  if (why !== null) return refuse(`Remembering its results is not safe: ${why}.`);
  const calls = await context.calls.of(fn, 'start', LOOKED_AT);
  const unfit = unfitValues(calls, hashableText);
  if (unfit !== null) return refuse(unfit);
  const isImported = /^from functools import\b[^\n]*\blru_cache\b(?!\s+as)/m.test(file.text);
  const name = isImported ? 'lru_cache' : 'functools.lru_cache';
  const typed = mixesNumbers(calls) ? ', typed=True' : '';
  const at = offsetOf(lines, definition.headLine);
  return editOf(file, `Remember what ${fn.name} gives (${hitRate(finding)})`, [
    ...(isImported ? [] : importOf(file.text, 'functools')),
    { start: at, end: at, text: `@${name}(maxsize=${REMEMBERED}${typed})\n` },
  ]);
}

/** Plain values and tuples of them: they have a hash, and nobody can change them. */
function hashableText(value: CapturedValue): string | null {
  if (value.kind !== 'list') return plainText(value);
  if (value.type !== 'tuple' || value.items.length < value.size) return null;
  const items = value.items.map(hashableText);
  return items.includes(null) ? null : `(${items.join()})`;
}

/** Whether an argument came as numbers of several kinds: 1, 1.5 and True; equal ones may give different results. */
function mixesNumbers(calls: readonly SpanDetail[]): boolean {
  const kinds = new Map<string, Set<string>>();
  for (const { params } of calls)
    for (const { name, value } of params ?? []) {
      if (value.kind !== 'primitive') continue;
      const kind = value.type === 'number' && !/^-?\d+$/.test(value.text) ? 'float' : value.type;
      kinds.set(name, (kinds.get(name) ?? new Set()).add(kind));
    }
  return [...kinds.values()].some(
    (of) => ['number', 'bigint', 'float', 'boolean'].filter((kind) => of.has(kind)).length > 1,
  );
}
