import { readFile } from 'node:fs/promises';
import { join, posix } from 'node:path';
import { glob } from 'tinyglobby';
import { type Manifest, readManifest } from './manifest.ts';

export interface Workspace {
  readonly name: string;
  /** Relative to the project, forward slashes. */
  readonly dir: string;
}

/** The packages of a monorepo: the workspaces of npm, yarn and bun, or the packages of pnpm. Sorted by folder. */
export async function findWorkspaces(dir: string, manifest: Manifest | null): Promise<Workspace[]> {
  const patterns = [...workspacePatterns(manifest), ...(await pnpmPatterns(dir))];
  if (patterns.length === 0) return [];
  const manifests = await glob(
    patterns.map((pattern) => manifestPattern(pattern)),
    { cwd: dir, ignore: ['**/node_modules/**'], onlyFiles: true },
  );
  const found: Workspace[] = [];
  for (const file of manifests.sort()) {
    const folder = posix.dirname(file);
    if (folder === '.') continue;
    const name = (await readManifest(join(dir, folder)))?.name;
    found.push({ name: name ?? posix.basename(folder), dir: folder });
  }
  return found;
}

function manifestPattern(pattern: string): string {
  const excluded = pattern.startsWith('!');
  const folder = pattern.replace(/^!/, '').replace(/^\.\//, '').replace(/\/$/, '');
  return `${excluded ? '!' : ''}${folder}/package.json`;
}

function workspacePatterns(manifest: Manifest | null): readonly string[] {
  const workspaces = manifest?.workspaces;
  if (workspaces === undefined) return [];
  return Array.isArray(workspaces) ? workspaces : workspaces.packages;
}

/** The `packages:` list of pnpm-workspace.yaml: the one list of plain strings in it that matters here. */
async function pnpmPatterns(dir: string): Promise<string[]> {
  const text = await readFile(join(dir, 'pnpm-workspace.yaml'), 'utf8').catch(() => '');
  const patterns: string[] = [];
  let inPackages = false;
  for (const line of text.split(/\r?\n/)) {
    const item = /^\s*-\s+(?:"([^"]*)"|'([^']*)'|([^#]*?))\s*(?:#.*)?$/.exec(line);
    if (/^packages\s*:/.test(line)) inPackages = true;
    else if (inPackages && item) patterns.push(item[1] ?? item[2] ?? item[3] ?? '');
    else if (/^\S/.test(line) && !line.startsWith('#')) inPackages = false;
  }
  return patterns.filter((pattern) => pattern !== '');
}
