import { readdir, stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { ContractError, type Project } from '#contract';
import { detectConfigurations } from './configurations.ts';
import { findEntryPoints } from './entry-points.ts';
import { type Manifest, readManifest } from './manifest.ts';
import { readPyProject } from './pyproject.ts';
import { countSourceFiles } from './source-files.ts';
import { findWorkspaces } from './workspaces.ts';

const lockFiles: readonly (readonly [string, NonNullable<Project['packageManager']>])[] = [
  ['pnpm-lock.yaml', 'pnpm'],
  ['yarn.lock', 'yarn'],
  ['bun.lock', 'bun'],
  ['bun.lockb', 'bun'],
  ['package-lock.json', 'npm'],
  ['npm-shrinkwrap.json', 'npm'],
];

const pythonManifests = [
  'pyproject.toml',
  'setup.py',
  'setup.cfg',
  'requirements.txt',
  'Pipfile',
  'manage.py',
];

/** Whether a folder looks like a project from the names in it alone; for pickers, which cannot look deeper. */
export function looksLikeProject(names: readonly string[]): boolean {
  return names.some((name) => name === 'package.json' || pythonManifests.includes(name));
}

/** Looks at a folder and says what kind of project it is. `refused` when it is none, with what was looked for. */
export async function detectProject(dir: string, signal?: AbortSignal): Promise<Project> {
  await requireFolder(dir);
  const [names, manifest, sources] = await Promise.all([
    readdir(dir),
    readManifest(dir),
    countSourceFiles(dir, signal),
  ]);
  if (sources.languages.length === 0 && !looksLikeProject(names)) throw noProject(dir);
  const python = await readPyProject(dir, names);
  const packageManager = findPackageManager(names, manifest);
  const entryPoints = await findEntryPoints(dir, manifest, sources.pythonMains);
  return {
    dir,
    name: manifest?.name ?? python.name ?? (basename(dir) || dir),
    languages: sources.languages,
    packageManager,
    moduleType: manifest === null ? null : (manifest.type ?? 'commonjs'),
    tsconfigs: names.filter((name) => /^tsconfig(\..+)?\.json$/.test(name)).sort(),
    workspaces: await findWorkspaces(dir, manifest),
    entryPoints,
    configurations: detectConfigurations(manifest, python, packageManager, entryPoints),
  };
}

function findPackageManager(names: readonly string[], manifest: Manifest | null): Project['packageManager'] {
  const declared = /^(npm|pnpm|yarn|bun)@/.exec(manifest?.packageManager ?? '')?.[1];
  if (declared !== undefined) return declared as Project['packageManager'];
  const locked = lockFiles.find(([file]) => names.includes(file))?.[1];
  return locked ?? (manifest === null ? null : 'npm');
}

async function requireFolder(dir: string): Promise<void> {
  const found = await stat(dir).catch(() => null);
  if (found === null) {
    throw new ContractError('refused', `There is no folder ${dir}. Check the path, or open another folder.`);
  }
  if (!found.isDirectory()) {
    throw new ContractError('refused', `${dir} is a file. Open the folder that holds it.`);
  }
}

function noProject(dir: string): ContractError {
  return new ContractError(
    'refused',
    `${dir} is not a project Callscape understands: it has no package.json, pyproject.toml or requirements.txt, and no JavaScript, ` +
      'TypeScript or Python file outside folders like node_modules and dist. Open the folder that holds the source code.',
  );
}
