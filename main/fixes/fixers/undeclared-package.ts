import { dirname, join } from 'node:path/posix';
import type { Finding } from '#contract';
import { editOf, type FixContext, type Fixer, type Proposal, refuse } from '../fixer.ts';
import { addDependency, addPythonDependency } from './manifest-entry.ts';
import { distributionOf } from './python-packages.ts';

/** Declares a package that is used, in the manifest of whoever uses it. */
export const undeclaredPackage: Fixer = {
  rule: 'undeclared-package',
  async propose(finding: Finding, context: FixContext): Promise<Proposal> {
    const name = /"([^"]+)"/.exec(finding.message)?.[1];
    if (name === undefined) return refuse('Which package it is cannot be told.');
    const { file } = finding.range;
    return file.endsWith('.py') ? forPython(name, file, context) : forNode(name, file, context);
  },
};

async function forNode(name: string, file: string, context: FixContext): Promise<Proposal> {
  const place = await nearest(context, file, 'package.json');
  if (place === null) return refuse('There is no package.json to declare it in.');
  const manifest = await context.read(place);
  const range = await rangeOf(name, dirname(place), context);
  if (range === null)
    return refuse(
      `Which version of ${name} is meant is not known: it is not installed, and no lock file names it. Let the registry be asked, or run "npm install ${name}".`,
    );
  const group = /(?:^|\/)(?:tests?|__tests__|spec)\/|\.(?:test|spec|config)\./.test(file)
    ? 'devDependencies'
    : 'dependencies';
  const edit = addDependency(manifest.text, group, name, range);
  if (edit === null) return refuse('package.json is written in a way that an entry cannot be added to.');
  return editOf(manifest, `Declare ${name} ${range}`, [edit]);
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
async function rangeOf(name: string, folder: string, context: FixContext): Promise<string | null> {
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
  return latest === null ? null : `^${latest}`;
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
  if (place === null) return refuse('There is no pyproject.toml to declare it in.');
  const manifest = await context.read(place);
  const edit = addPythonDependency(manifest.text, distribution);
  if (edit === null)
    return refuse('pyproject.toml has no [project] table with a list of dependencies to add it to.');
  return editOf(manifest, `Declare ${distribution}`, [edit]);
}
