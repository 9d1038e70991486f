import { dirname, join } from 'node:path/posix';
import { type FixContext, type Proposal, refuse } from '../fixer.ts';
import type { FileChange } from '../plan.ts';
import type { ProjectFile } from '../project-file.ts';
import type { TextEdit } from '../text-edit.ts';
import { blocksOf, codeOnly, moduleName, namesUsed, type PythonBlock } from './python-text.ts';

/** How one Python module takes names of another. */
interface Taken {
  readonly statement: PythonBlock;
  /** The word that stands for the whole module (`rows` of `from job import rows`); `null` for imported names. */
  readonly as: string | null;
  readonly names: readonly string[];
  /** What stands before `import`, for the new module beside the old one. */
  readonly source: (name: string) => string;
}

/** Cuts an edge between two Python modules: the one function or class that is taken moves to a module of its own. */
export async function cutPython(context: FixContext, from: ProjectFile, to: ProjectFile): Promise<Proposal> {
  const taken = takenBy(from, to);
  if (typeof taken === 'string') return refuse(taken);
  const [name, more] = taken.names;
  if (name === undefined || more !== undefined)
    return refuse(
      `${from.path} takes ${taken.names.length} names of ${to.path}: move what belongs together by hand.`,
    );
  const blocks = blocksOf(to.text);
  const block = blocks.find((one) => !one.isImport && one.names.includes(name));
  if (block === undefined || !/\b(?:def|class)\b/.test(block.text))
    return refuse(`"${name}" is no function or class of ${to.path}.`);
  const used = namesUsed(block.text);
  const others = blocks.filter((one) => one !== block);
  const needs = others.filter((one) => one.names.some((other) => used.has(other)));
  const own = needs.find((one) => !one.isImport);
  if (own !== undefined) return refuse(`"${name}" needs "${own.names[0]}" of ${to.path}.`);
  const stem = moduleName(from.path).split('.').at(-1) ?? '';
  const back = needs.find(
    (one) => one.text.includes(stem) && one.names.some((each) => used.has(each) && each === stem),
  );
  if (back !== undefined) return refuse(`"${name}" needs ${from.path} itself, so moving it cuts nothing.`);
  const path = join(dirname(to.path), `${name.replace(/([a-z0-9])([A-Z])/g, '$1_$2').toLowerCase()}.py`);
  if (context.files.includes(path)) return refuse(`There is a file ${path} already.`);
  if (taken.as !== null && new RegExp(`(?<![\\w.])${name}\\b`).test(codeOnly(from.text)))
    return refuse(`"${name}" means something else in ${from.path}.`);
  const left = others.filter((one) => !one.isImport);
  const stillUsed =
    left.some((one) => namesUsed(one.text).has(name)) || (await isTakenElsewhere(context, from, to, name));
  const source = taken.source(path.slice(path.lastIndexOf('/') + 1, -3));
  const future = /^from __future__ import [^\n]+\n/m.exec(to.text)?.[0] ?? '';
  const imports = needs.map((one) => onlyNames(one, used)).filter((text) => !text.includes('__future__'));
  const head = [future.trim(), imports.join('\n')].filter((text) => text !== '').join('\n\n');
  const changes: FileChange[] = [
    { kind: 'create', path, text: `${head === '' ? '' : `${head}\n\n\n`}${block.text.trim()}\n` },
    {
      kind: 'edit',
      path: to.path,
      hash: to.hash,
      edits: [
        ...removal(to.text, block, blocks),
        ...trimmed(needs, left, used, stillUsed ? `from ${source} import ${name}` : null, blocks),
      ],
    },
    { kind: 'edit', path: from.path, hash: from.hash, edits: takeInstead(from, taken, name, source) },
  ];
  return { kind: 'fix', title: `Move ${name} to ${path}`, changes };
}

function takenBy(from: ProjectFile, to: ProjectFile): Taken | string {
  const target = moduleName(to.path);
  const [folder, stem] = [target.slice(0, target.lastIndexOf('.')), target.split('.').at(-1) ?? ''];
  const isBeside = dirname(from.path) === dirname(to.path);
  const found = blocksOf(from.text).flatMap((statement): Taken[] => {
    const [, module = '', list = ''] =
      /^from\s+([.\w]+)\s+import\s+\(?([\s\S]*?)\)?\s*$/.exec(codeOnly(statement.text).trim()) ?? [];
    const parts = list
      .split(',')
      .map((part) => part.trim())
      .filter((part) => part !== '');
    if (module === target || (isBeside && module === `.${stem}`)) {
      const source = (name: string) =>
        module.startsWith('.') ? `.${name}` : folder === '' ? name : `${folder}.${name}`;
      return parts.some((part) => / as |\*/.test(part))
        ? []
        : [{ statement, as: null, names: parts, source }];
    }
    if ((module === folder || (isBeside && module === '.')) && parts.includes(stem)) {
      const names = [...codeOnly(from.text).matchAll(new RegExp(`(?<![\\w.])${stem}\\.(\\w+)`, 'g'))].map(
        (one) => one[1] ?? '',
      );
      const whole = new RegExp(`(?<![\\w.])${stem}\\b(?!\\.)`, 'g');
      const outside = codeOnly(from.text.slice(0, statement.start) + from.text.slice(statement.end));
      if (whole.test(outside)) return [];
      const source = (name: string) => (module === '.' ? `.${name}` : `${folder}.${name}`);
      return [{ statement, as: stem, names: [...new Set(names)], source }];
    }
    return [];
  });
  const [only, more] = found;
  if (only === undefined || more !== undefined)
    return `${from.path} loads ${to.path} in a way that cannot be moved: whole, or under another name.`;
  return only;
}

async function isTakenElsewhere(
  { files, peek }: FixContext,
  from: ProjectFile,
  to: ProjectFile,
  name: string,
): Promise<boolean> {
  const stem = moduleName(to.path).split('.').at(-1) ?? '';
  for (const path of files) {
    if (!path.endsWith('.py') || path === from.path || path === to.path) continue;
    const text = (await peek(path)) ?? '';
    if (new RegExp(`\\b${name}\\b`).test(text) && new RegExp(`\\b${stem}\\b`).test(text)) return true;
  }
  return false;
}

/** An import statement with only some of its names. */
function onlyNames(statement: PythonBlock, used: ReadonlySet<string>): string {
  const [, head, list = ''] =
    /^(from\s+[.\w]+\s+import)\s+\(?([\s\S]*?)\)?\s*$/.exec(statement.text.trim()) ?? [];
  if (head === undefined) return statement.text.trim();
  const kept = list
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '' && used.has(part.split(/\s+as\s+/).at(-1) ?? ''));
  return `${head} ${kept.join(', ')}`;
}

/** The block with the empty lines that kept it apart. */
function removal(text: string, block: PythonBlock, blocks: readonly PythonBlock[]): TextEdit[] {
  const isLast = blocks.at(-1) === block;
  const start = isLast ? text.slice(0, block.start).trimEnd().length + 1 : block.start;
  return [{ start, end: block.end, text: '' }];
}

/** Imports of which only the block used some names lose those; an import of the moved name comes behind the last. */
function trimmed(
  needs: readonly PythonBlock[],
  left: readonly PythonBlock[],
  used: ReadonlySet<string>,
  added: string | null,
  blocks: readonly PythonBlock[],
): TextEdit[] {
  const rest = new Set(left.flatMap((one) => [...namesUsed(one.text)]));
  const edits = needs.flatMap((statement): TextEdit[] => {
    if (!statement.isImport || statement.text.includes('__future__')) return [];
    const kept = statement.names.filter((name) => rest.has(name) || !used.has(name));
    if (kept.length === statement.names.length) return [];
    const line = kept.length === 0 ? '' : `${onlyNames(statement, new Set(kept))}\n`;
    const end = statement.start + statement.text.trimEnd().length + 1;
    return [{ start: statement.start, end, text: line }];
  });
  const last = blocks.findLast(({ isImport }) => isImport);
  if (added !== null && last !== undefined) {
    const at = last.start + last.text.trimEnd().length;
    edits.push({ start: at, end: at, text: `\n${added}` });
  }
  return edits;
}

function takeInstead(
  { text }: ProjectFile,
  { statement, as, names }: Taken,
  name: string,
  source: string,
): TextEdit[] {
  const line = `from ${source} import ${name}`;
  const end = statement.start + statement.text.trimEnd().length;
  if (as === null) return [{ start: statement.start, end, text: line }];
  const others = statement.names.filter((one) => one !== as);
  const kept = others.length === 0 ? '' : `${onlyNames(statement, new Set(others))}\n`;
  const edits: TextEdit[] = [{ start: statement.start, end, text: `${kept}${line}` }];
  for (const one of names)
    for (const found of codeOnly(text).matchAll(new RegExp(`(?<![\\w.])${as}\\.${one}\\b`, 'g')))
      edits.push({ start: found.index, end: found.index + found[0].length, text: one });
  return edits;
}
