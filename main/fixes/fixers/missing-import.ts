import { dirname, join, normalize } from 'node:path/posix';
import type { Finding } from '#contract';
import { editOf, type FixContext, type Fixer, type Proposal, refuse } from '../fixer.ts';
import type { ProjectFile } from '../project-file.ts';
import { distance } from './distance.ts';
import { bare, specifierTo } from './module-paths.ts';
import { moduleName } from './python-text.ts';
import { isNode, lineOf, type Node, nodes, parseFile } from './syntax.ts';

/** A slip of the keyboard, not another name. */
const NEAR = 2;

/** Corrects a path that leads nowhere to the one file that it can have meant. */
export const missingImport: Fixer = {
  rule: 'missing-import',
  mendsBehaviour: true,
  async propose(finding: Finding, context: FixContext): Promise<Proposal> {
    const file = await context.read(finding.range.file);
    if (file.path.endsWith('.py')) return forPython(finding, file, context);
    const syntax = parseFile(file);
    if (syntax === null) return refuse('The file has syntax errors: mend those first.');
    const literals = importsOn(syntax.program, file.text, finding.range.line);
    const [literal] = literals;
    if (literal === undefined || literals.length > 1)
      return refuse('There is more than one import on the line, or none that can be read.');
    const specifier = String(literal.value);
    if (!specifier.startsWith('.'))
      return refuse(`"${specifier}" is no path: an alias or a package has to be set up.`);
    const near = nearFiles(file.path, specifier, context.files);
    const [only] = near;
    if (only === undefined) return refuse(`No file of the project has a name like "${specifier}".`);
    if (near.length > 1) return refuse(`It could be any of ${near.slice(0, 5).join(', ')}.`);
    const quote = file.text[literal.start] ?? "'";
    const text = `${quote}${specifierTo(file.path, only, specifier)}${quote}`;
    const fix = editOf(file, `Import ${only}`, [{ start: literal.start, end: literal.end, text }]);
    return { ...fix, needs: [only] };
  },
};

/** The literals of `import`, `export from`, `import()` and `require()` on a line. */
function importsOn(program: Node, text: string, line: number): Node[] {
  const found: Node[] = [];
  for (const { node } of nodes(program)) {
    const source =
      node.type === 'CallExpression' && isNode(node.callee) && node.callee.name === 'require'
        ? (node.arguments as Node[])[0]
        : node.source;
    if (isNode(source) && source.type === 'Literal' && typeof source.value === 'string') {
      const stands = lineOf(text, source.start);
      if (stands === line || lineOf(text, node.start) === line) found.push(source);
    }
  }
  return found;
}

/** Files whose path is a slip away from what was asked for; else those of exactly its name in another folder. */
function nearFiles(from: string, specifier: string, files: readonly string[]): string[] {
  const wanted = bare(normalize(join(dirname(from), specifier)));
  const others = files.filter((file) => file !== from);
  const slips = others.filter((file) => distance(bare(file), wanted, NEAR) <= NEAR);
  if (slips.length > 0) return slips;
  const name = wanted.slice(wanted.lastIndexOf('/') + 1);
  return others.filter((file) => bare(file).slice(file.lastIndexOf('/') + 1) === name);
}

/** Corrects the dotted name of a Python module of the project. */
function forPython({ message, range }: Finding, file: ProjectFile, { files }: FixContext): Proposal {
  const wrong = /^"([^"]+)" leads nowhere/.exec(message)?.[1];
  if (wrong === undefined) return refuse('It is no module that is missing, but a name in one.');
  const start = file.text
    .split('\n')
    .slice(0, range.line - 1)
    .reduce((sum, line) => sum + line.length + 1, 0);
  const at = file.text.indexOf(wrong, start);
  const end = file.text.indexOf('\n', start);
  if (at === -1 || (end !== -1 && at > end)) return refuse('The import does not stand there any more.');
  const dots = /^\.*/.exec(wrong)?.[0].length ?? 0;
  let folder = dirname(file.path);
  for (let up = 1; up < dots; up++) folder = dirname(folder);
  const base = dots === 0 || folder === '.' ? '' : `${folder.replaceAll('/', '.')}.`;
  const wanted = `${base}${wrong.slice(dots)}`;
  const packages = new Set(
    files
      .filter((path) => path.endsWith('.py'))
      .flatMap((path) => [
        ...parentsOf(moduleName(path)),
        ...(path.endsWith('/__init__.py') ? [moduleName(path)] : []),
      ]),
  );
  // What is right so far stays: another module of the same package is meant, not one of a package that is spelled alike.
  const right = parentsOf(wanted).findLast((parent) => packages.has(parent)) ?? '';
  const near = files.filter(
    (path) =>
      path.endsWith('.py') &&
      (right === '' || moduleName(path).startsWith(`${right}.`)) &&
      path !== file.path &&
      distance(moduleName(path), wanted, NEAR) <= NEAR,
  );
  const [only] = near;
  if (only === undefined) return refuse(`No module of the project has a name like "${wrong}".`);
  if (near.length > 1) return refuse(`It could be any of ${near.slice(0, 5).join(', ')}.`);
  const meant = moduleName(only);
  if (!meant.startsWith(base)) return refuse(`${only} is in another package.`);
  const text = `${wrong.slice(0, dots)}${meant.slice(base.length)}`;
  return { ...editOf(file, `Import ${only}`, [{ start: at, end: at + wrong.length, text }]), needs: [only] };
}

/** `a` and `a.b` of `a.b.c`. */
const parentsOf = (name: string): string[] =>
  name
    .split('.')
    .slice(0, -1)
    .map((_, at, parts) => parts.slice(0, at + 1).join('.'));
