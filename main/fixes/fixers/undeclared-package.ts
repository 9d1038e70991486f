import { dirname, join } from 'node:path/posix';
import type { Finding } from '#contract';
import { editOf, type FixContext, type Fixer, type Proposal, refuse } from '../fixer.ts';
import { lineEdits } from '../line-edits.ts';
import { addCommand, managerOf } from '../package-manager.ts';
import { applyEdits } from '../text-edit.ts';
import { addLocked } from './lock-entry.ts';
import { addDependency, addPythonDependency } from './manifest-entry.ts';
import { distributionOf } from './python-packages.ts';

/** Declares a package that is used, in the manifest of whoever uses it. */
export const undeclaredPackage: Fixer = {
  rule: 'undeclared-package',
  async propose(finding: Finding, context: FixContext): Promise<Proposal> {
    const name = /"([^"]+)"/.exec(finding.message)?.[1];
    if (name === undefined) return refuse('Which package it is cannot be told.');
    const { file } = finding.range;
    if (borrowed.test(file))
      return refuse(
        'Fixtures and examples name packages that need not be real, or bring their own: whether the project is to have it is for a person to say.',
      );
    return file.endsWith('.py') ? forPython(name, file, context) : forNode(name, file, context);
  },
};

/** Fixtures and examples; what stands deeper in a folder of tests is read by tests, not run by their runner. */
const borrowed =
  /(?:^|\/)(?:(?:__)?fixtures?(?:__)?|examples?|demos?|templates?|docs?|website)\/|(?:^|\/)(?:tests?|spec)\/[^/]+\/(?!.*\.(?:test|spec)\.)/;

async function forNode(name: string, file: string, context: FixContext): Promise<Proposal> {
  const place = await nearest(context, file, 'package.json');
  if (place === null) return refuse('There is no package.json to declare it in.');
  const manifest = await context.read(place);
  const folder = dirname(place);
  const manager = managerOf(context.dir, folder);
  const range = await rangeOf(name, folder, context);
  if (range === null)
    return {
      ...refuse(
        `Which version of ${name} is meant is not known: it is not installed, and no lock file names it. Let the registry be asked, or run "${addCommand(manager, name)}".`,
      ),
      needs: 'registry',
    };
  if (typeof range !== 'string')
    return refuse(`${range.reason} Or run "${addCommand(manager, name)}" yourself.`);
  const group = /(?:^|\/)(?:tests?|__tests__|spec|bench(?:mark)?s?)\/|\.(?:test|spec|config)\./.test(file)
    ? 'devDependencies'
    : 'dependencies';
  const edit = addDependency(manifest.text, group, name, range);
  if (edit === null) return refuse('package.json is written in a way that an entry cannot be added to.');
  const fix = editOf(manifest, `Declare ${name} ${range}`, [edit]);
  const isInstalled = (await context.peek(join(folder, 'node_modules', name, 'package.json'))) !== null;
  const note = isInstalled
    ? {}
    : { note: `${name} is declared and not installed yet: run "${manager?.name ?? 'npm'} install".` };
  if (manager === null || (await context.peek(manager.lock)) === null) return { ...fix, ...note };
  const lock = await context.read(manager.lock);
  const known = manager.name === 'npm' ? addLocked(lock.text, group, name, range) : null;
  if (known !== null)
    return { ...fix, ...note, changes: [...fix.changes, ...editOf(lock, '', [known]).changes] };
  // A lock file that does not say what the project declares is none that an installation would be refused for.
  if (manager.name === 'npm' && !/"packages"\s*:\s*\{\s*""/.test(lock.text)) return { ...fix, ...note };
  const locked = await context.lockFor(manager, { path: place, text: applyEdits(manifest.text, [edit]) });
  if (locked === null)
    return {
      ...refuse(
        `${manager.lock} has to follow, and only ${manager.name} can write it: let the registry be asked, or run "${addCommand(manager, name)}".`,
      ),
      needs: 'registry',
    };
  if (locked.kind === 'failed')
    return refuse(`${locked.reason} Or run "${addCommand(manager, name)}" yourself.`);
  const edits = lineEdits(lock.text, locked.text);
  return {
    ...fix,
    ...note,
    title: `Add ${name} ${range} with ${manager.name}`,
    changes: [...fix.changes, ...editOf(lock, '', edits).changes],
  };
}

/** The manifest nearest above a file. */
async function nearest({ peek }: FixContext, file: string, manifest: string): Promise<string | null> {
  for (let folder = dirname(file); ; folder = dirname(folder)) {
    const path = folder === '.' ? manifest : join(folder, manifest);
    if ((await peek(path)) !== null) return path;
    if (folder === '.') return null;
  }
}

/** As a sibling of the workspace has it; else what is installed, what the lock file says, what the registry has. */
async function rangeOf(name: string, folder: string, context: FixContext) {
  for (const path of context.files.filter((one) => /(?:^|\/)package\.json$/.test(one))) {
    const { dependencies, devDependencies } = parsed(await context.peek(path));
    const range = dependencies?.[name] ?? devDependencies?.[name];
    if (typeof range === 'string') return range;
  }
  for (let at = folder; ; at = dirname(at)) {
    const installed = parsed(await context.peek(join(at, 'node_modules', name, 'package.json'))).version;
    if (typeof installed === 'string') return `^${installed}`;
    const locked = parsed(await context.peek(join(at, 'package-lock.json'))).packages?.[
      `node_modules/${name}`
    ];
    if (typeof locked?.version === 'string') return `^${locked.version}`;
    if (at === '.') break;
  }
  const latest = await context.latestVersion(name);
  return latest !== null && 'version' in latest ? `^${latest.version}` : latest;
}

interface Manifest {
  readonly version?: unknown;
  readonly dependencies?: Readonly<Record<string, unknown>>;
  readonly devDependencies?: Readonly<Record<string, unknown>>;
  readonly packages?: Readonly<Record<string, { readonly version?: unknown } | undefined>>;
}

function parsed(text: string | null): Manifest {
  try {
    const value: unknown = JSON.parse(text ?? '{}');
    return typeof value === 'object' && value !== null ? (value as Manifest) : {};
  } catch {
    return {};
  }
}

async function forPython(name: string, file: string, context: FixContext): Promise<Proposal> {
  const distribution = distributionOf(name);
  if (distribution === null)
    return refuse(`Which package on PyPI brings "${name}" is not known: it may have another name.`);
  const place = await nearest(context, file, 'pyproject.toml');
  if (place === null) return await inRequirements(distribution, file, context);
  const manifest = await context.read(place);
  const edit = addPythonDependency(manifest.text, distribution);
  if (edit === null)
    return refuse('pyproject.toml has no [project] table with a list of dependencies to add it to.');
  return editOf(manifest, `Declare ${distribution}`, [edit]);
}

/** Adds a line to requirements.txt, in its alphabetical place where the others are in order. */
async function inRequirements(name: string, file: string, context: FixContext): Promise<Proposal> {
  const place = await nearest(context, file, 'requirements.txt');
  if (place === null) return refuse('There is no pyproject.toml and no requirements.txt to declare it in.');
  const list = await context.read(place);
  const lines = list.text.split('\n').filter((line) => /^[A-Za-z]/.test(line));
  if (lines.filter((line) => /[=~]=/.test(line)).length * 2 > lines.length)
    return refuse(
      `requirements.txt says versions, and which one of ${name} is meant is not known: run "pip install ${name}", and add what "pip freeze" says.`,
    );
  const next = lines.find((line) => line.toLowerCase() > name.toLowerCase());
  const isSorted = lines.every(
    (line, at) => at === 0 || (lines[at - 1] ?? '').toLowerCase() <= line.toLowerCase(),
  );
  if (next !== undefined && isSorted) {
    const at = list.text.startsWith(next) ? 0 : list.text.indexOf(`\n${next}`) + 1;
    return editOf(list, `Declare ${name}`, [{ start: at, end: at, text: `${name}\n`, shared: true }]);
  }
  const at = list.text.trimEnd().length;
  return editOf(list, `Declare ${name}`, [
    { start: at, end: at, text: at === 0 ? name : `\n${name}`, shared: true },
  ]);
}
