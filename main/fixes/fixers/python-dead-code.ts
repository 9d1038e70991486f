import { basename } from 'node:path/posix';
import type { Finding } from '#contract';
import { editOf, type FixContext, type Proposal, refuse } from '../fixer.ts';
import type { ProjectFile } from '../project-file.ts';
import type { TextEdit } from '../text-edit.ts';
import {
  definitionAt,
  isAlone,
  isInFunction,
  offsetOf,
  type PythonDefinition,
  type PythonLines,
  pythonLines,
} from './python-blocks.ts';
import { blocksOf, namesUsed } from './python-text.ts';

/** Removes a function, class or method of Python that nothing uses, with its decorators, its comment, and imports that only it needed. */
export async function removePython(
  { range }: Finding,
  file: ProjectFile,
  context: FixContext,
): Promise<Proposal> {
  const lines = pythonLines(file.text);
  const found = definitionAt(lines, range.line - 1);
  const name = /\b(?:def|class)\s+(\w+)/.exec(lines.raw[range.line - 1] ?? '')?.[1];
  if (found === null || name === undefined)
    return refuse('It does not stand there in a form that can be taken out.');
  if (isAlone(lines, found)) return refuse(`Nothing would be left of the block that "${name}" stands in.`);
  if (!name.startsWith('_') && !isInFunction(lines, found) && (await isOffered(file.path, context)))
    return refuse(`"${name}" has a public name in a package, so users of the package may call it.`);
  const removed = removalOf(lines, found);
  const outside = file.text.slice(0, removed.start) + file.text.slice(removed.end);
  const mention = new RegExp(`\\b${name}\\b`).exec(outside);
  if (mention !== null) {
    const line = outside.slice(0, mention.index).split('\n').length;
    return refuse(`"${name}" is still named near line ${line}: look what for, and take that out first.`);
  }
  const imports = basename(file.path) === '__init__.py' ? [] : importsOnlyFor(file.text, removed);
  return { ...editOf(file, `Remove ${name}`, [{ ...removed, text: '' }, ...imports]), removes: true };
}

/** Whether the file is part of a package that others can install. */
async function isOffered(path: string, { peek }: FixContext): Promise<boolean> {
  if (path.split('/').some((part) => part.startsWith('_') && !part.startsWith('__'))) return false;
  const project = (await peek('pyproject.toml')) ?? '';
  return /^\[(?:project|tool\.poetry|tool\.flit\.metadata)\]/m.test(project)
    ? !/Private ::/.test(project)
    : (await peek('setup.py')) !== null || (await peek('setup.cfg')) !== null;
}

/** Whole lines, with the empty ones that kept it apart from what follows; from what precedes where nothing follows. */
function removalOf(
  lines: PythonLines,
  { firstLine, lastLine }: PythonDefinition,
): { start: number; end: number } {
  const { raw } = lines;
  let [from, to] = [firstLine, lastLine + 1];
  const isEmpty = (line: number): boolean => raw[line]?.trim() === '' && line < raw.length - 1;
  while (isEmpty(to)) to++;
  const indentAfter = /^[ \t]*/.exec(raw[to] ?? '')?.[0].length ?? 0;
  const indent = /^[ \t]*/.exec(raw[firstLine] ?? '')?.[0].length ?? 0;
  if (to >= raw.length - 1 || indentAfter < indent) {
    // The last of its block: the distance to what comes behind the block stays.
    to = lastLine + 1;
    while (from > 0 && raw[from - 1]?.trim() === '') from--;
  }
  return { start: offsetOf(lines, from), end: offsetOf(lines, to) };
}

/** Takes names out of the imports at the top that only a removed part used. */
function importsOnlyFor(text: string, removed: { readonly start: number; readonly end: number }): TextEdit[] {
  const used = namesUsed(text.slice(removed.start, removed.end));
  const blocks = blocksOf(text);
  const imports = blocks.filter(
    (block) => block.isImport && !(block.start < removed.end && block.end > removed.start),
  );
  const rest = text.slice(0, removed.start) + text.slice(removed.end);
  const left = new Set<string>();
  for (const block of blocksOf(rest))
    if (!block.isImport) for (const name of namesUsed(block.text)) left.add(name);
  const all = /^__all__\s*\+?=\s*[[(]([^\])]*)/m.exec(rest)?.[1] ?? '';
  return imports.flatMap((block): TextEdit[] => {
    const isDone = (name: string): boolean =>
      used.has(name) && !left.has(name) && !new RegExp(`["']${name}["']`).test(all);
    const done = block.names.filter(isDone);
    if (done.length === 0 || /__future__|\(|#/.test(block.text)) return [];
    const end = block.start + block.text.trimEnd().length;
    if (done.length === block.names.length) return [{ start: block.start, end: end + 1, text: '' }];
    const [, head, list = ''] =
      /^(\s*(?:from\s+[.\w]+\s+)?import\s+)([^\n]*)$/.exec(block.text.trimEnd()) ?? [];
    if (head === undefined) return [];
    const kept = list
      .split(',')
      .map((part) => part.trim())
      .filter(
        (part) =>
          !isDone(
            part
              .split(/\s+as\s+/)
              .at(-1)
              ?.split('.')[0] ?? '',
          ),
      );
    return [{ start: block.start, end, text: `${head}${kept.join(', ')}` }];
  });
}
