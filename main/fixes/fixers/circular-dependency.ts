import { dirname, join } from 'node:path/posix';
import type { Finding } from '#contract';
import { editOf, type FixContext, type Fixer, type Proposal, refuse } from '../fixer.ts';
import type { FileChange } from '../plan.ts';
import type { ProjectFile } from '../project-file.ts';
import { loadLate } from './late-import.ts';
import { leadsTo, specifierTo } from './module-paths.ts';
import { type Movable, movableParts } from './movable.ts';
import { cutPython } from './python-cycle.ts';
import { loadPythonLate } from './python-late-import.ts';
import { isNode, type Node, nodesIn, parseFile, type Syntax } from './syntax.ts';
import { asTypeImports } from './type-imports.ts';

/**
 * Cuts an edge of a cycle: what is only used as a type is imported as one, anything else moves to a module of its own, where it needs
 * neither. What cannot move is loaded later, by the functions that use it.
 */
export const circularDependency: Fixer = {
  rule: 'circular-dependency',
  async propose(finding: Finding, context: FixContext): Promise<Proposal> {
    if (finding.confidence === 'low')
      return refuse('It closes only when a function is called, so no module sees another half-made.');
    const target = finding.evidence[1]?.range?.file;
    if (target === undefined) return refuse('Which edge to cut is not known.');
    const files = [await context.read(finding.range.file), await context.read(target)] as const;
    const cheapest = await cut(context, files[0], files[1]);
    if (cheapest.kind === 'fix') return cheapest;
    // Two modules that load each other have another edge; cutting that is as good.
    const isPair = finding.message.startsWith('2 modules');
    const back = isPair ? await cut(context, files[1], files[0]) : cheapest;
    if (back.kind === 'fix') return back;
    const late = await loadedLate(context, files[0], files[1]);
    if (late.kind === 'fix') return late;
    const lateBack = isPair ? await loadedLate(context, files[1], files[0]) : late;
    if (lateBack.kind === 'fix') return lateBack;
    return refuse(
      `${cheapest.reason} Loading ${target} only when it is needed does not do either: ${late.reason}`,
    );
  },
};

const loadedLate = async (context: FixContext, from: ProjectFile, to: ProjectFile): Promise<Proposal> =>
  from.path.endsWith('.py') ? loadPythonLate(context, from, to) : loadLate(from, to);

async function cut(context: FixContext, from: ProjectFile, to: ProjectFile): Promise<Proposal> {
  if (from.path.endsWith('.py')) return cutPython(context, from, to);
  const [syntax, other] = [parseFile(from), parseFile(to)];
  if (syntax === null || other === null) return refuse('One of the files is no JavaScript that can be read.');
  const imports = importsOf(syntax.program, from.path, to.path);
  if (imports === null)
    return refuse(`${from.path} loads ${to.path} in a way that cannot be moved: whole, or while it runs.`);
  const [first] = imports;
  if (first === undefined)
    return refuse(
      /\brequire\s*\(/.test(from.text)
        ? `${from.path} loads ${to.path} by require, which does not say what it takes.`
        : 'The import does not stand there any more.',
    );
  const types = asTypeImports(from, syntax.program, imports);
  if (types !== null) return editOf(from, `Import only types of ${to.path}`, types);
  return moved(context, { from, to, other, imports, first });
}

/** Imports of names of a module; `null` where it is also loaded in another way. */
function importsOf(program: Node, from: string, to: string): Node[] | null {
  const found: Node[] = [];
  for (const statement of nodesIn(program.body)) {
    const source = isNode(statement.source) ? String(statement.source.value) : null;
    if (source === null || !leadsTo(from, source, to)) continue;
    if (statement.type !== 'ImportDeclaration') return null;
    const specifiers = nodesIn(statement.specifiers);
    if (specifiers.length === 0 || specifiers.some(({ type }) => type !== 'ImportSpecifier')) return null;
    found.push(statement);
  }
  return found;
}

const importedName = (specifier: Node): string =>
  isNode(specifier.imported) ? String(specifier.imported.name ?? specifier.imported.value) : '';

interface Edge {
  readonly from: ProjectFile;
  readonly to: ProjectFile;
  readonly other: Syntax;
  readonly imports: readonly Node[];
  readonly first: Node;
}

async function moved(context: FixContext, { from, to, other, imports, first }: Edge): Promise<Proposal> {
  const names = [...new Set(imports.flatMap((one) => nodesIn(one.specifiers).map(importedName)))];
  const movable = movableParts(to, other, names, (specifier) => leadsTo(to.path, specifier, from.path));
  if (typeof movable === 'string') return refuse(movable);
  const path = placeFor(to.path, names, context.files);
  if (path === null) return refuse('There is a file of the name that the new module would have.');
  const specifier = String((first.source as Node).value);
  const users = await otherUsers(context, from, to, names);
  const changes: FileChange[] = [
    {
      kind: 'create',
      path,
      text: textOf(movable, to, path),
    },
    {
      kind: 'edit',
      path: to.path,
      hash: to.hash,
      edits: [...movable.removals, ...linkEdits(to, other, movable, names, path, specifier, users)],
    },
    {
      kind: 'edit',
      path: from.path,
      hash: from.hash,
      edits: imports.map(({ source }) => {
        const { start, end } = source as Node;
        const quote = from.text[start] ?? "'";
        return { start, end, text: `${quote}${specifierTo(from.path, path, specifier)}${quote}` };
      }),
    },
  ];
  return { kind: 'fix', title: `Move ${names.join(', ')} to ${path}`, changes };
}

/** Beside the module that it comes from, named after what it holds. */
function placeFor(to: string, names: readonly string[], files: readonly string[]): string | null {
  const ending = /\.[^./]+$/.exec(to)?.[0] ?? '.js';
  const own = to.slice(to.lastIndexOf('/') + 1, -ending.length);
  const dashed = /-/.test(own) || files.some((file) => dirname(file) === dirname(to) && /-[^/]*$/.test(file));
  const [only = own, more] = names;
  const camel = more === undefined ? only : `${own}${dashed ? '-' : 'S'}${dashed ? 's' : ''}hared`;
  const name = dashed ? camel.replace(/([a-z0-9])([A-Z])/g, '$1-$2').toLowerCase() : camel;
  const path = join(dirname(to), `${name}${ending}`);
  return files.some((file) => file.toLowerCase() === path.toLowerCase()) ? null : path;
}

/** Whether further files take one of the names of the module, so that it has to go on giving them. */
async function otherUsers(
  { files, peek }: FixContext,
  from: ProjectFile,
  to: ProjectFile,
  names: readonly string[],
): Promise<boolean> {
  for (const path of files) {
    if (path === from.path || path === to.path || !/\.[cm]?[jt]sx?$/.test(path)) continue;
    const text = (await peek(path)) ?? '';
    if (!names.some((name) => text.includes(name))) continue;
    for (const [, specifier = ''] of text.matchAll(/['"](\.[^'"\n]*)['"]/g))
      if (leadsTo(path, specifier, to.path)) return true;
  }
  return false;
}

function textOf({ imports, texts }: Movable, to: ProjectFile, path: string): string {
  const head = imports.map(({ text, specifier, statement }) => {
    if (specifier === null) return text;
    const at = statement.source as Node;
    const offset = at.start - statement.start;
    const quote = text[offset] ?? "'";
    return `${text.slice(0, offset)}${quote}${specifierTo(path, join(dirname(to.path), specifier), specifier)}${quote}${text.slice(offset + at.end - at.start)}`;
  });
  const parts = [head.join('\n'), ...texts].filter((text) => text !== '');
  return `${parts.join('\n\n')}\n`.replaceAll('\r\n', '\n').replaceAll('\n', to.newline);
}

/** What the module has instead: an import of what it still uses, and an export of what others take of it. */
function linkEdits(
  to: ProjectFile,
  { program }: Syntax,
  { stillUsed, types }: Movable,
  names: readonly string[],
  path: string,
  like: string,
  users: boolean,
) {
  const quote = /from\s+(['"])/.exec(to.text)?.[1] ?? "'";
  const end = /import[^\n]*;\s*$/m.test(to.text) || !/^import/m.test(to.text) ? ';' : '';
  const specifier = `${quote}${specifierTo(to.path, path, like)}${quote}${end}`;
  // Of a type nothing is left when the code runs, and a compiler that looks at one file at a time has to be told.
  const written = (verb: 'import' | 'export', listed: readonly string[]): string => {
    const allTypes = listed.every((name) => types.has(name));
    const each = listed.map((name) => (types.has(name) && !allTypes ? `type ${name}` : name));
    return `${verb}${allTypes ? ' type' : ''} { ${each.join(', ')} } from ${specifier}`;
  };
  const statements = [
    ...(stillUsed.length > 0 ? [written('import', stillUsed)] : []),
    ...(users ? [written('export', names)] : []),
  ];
  if (statements.length === 0) return [];
  const last = nodesIn(program.body).findLast(({ type }) => type === 'ImportDeclaration');
  if (last !== undefined) return [{ start: last.end, end: last.end, text: `\n${statements.join('\n')}` }];
  const first = nodesIn(program.body)[0]?.start ?? 0;
  const start = /^(?:#![^\n]*\n)?/.exec(to.text)?.[0].length ?? 0;
  return [
    { start: Math.min(start, first), end: Math.min(start, first), text: `${statements.join('\n')}\n\n` },
  ];
}
