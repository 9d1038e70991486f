import { readdir, stat } from 'node:fs/promises';
import { join, posix } from 'node:path';
import type { EntryPoint } from '#contract';
import type { Manifest } from './manifest.ts';

const conventional = /^(index|main|server|app|cli)\.(js|mjs|cjs|ts|mts|cts|tsx|jsx)$/;
const conventionalPython = ['main.py', 'app.py', 'run.py', 'wsgi.py', 'asgi.py'];

/**
 * Where the project's code begins, most explicit reason first: what package.json names, then files whose name says so.
 * A file stands once, with its first reason; files that do not exist (not built yet) are left out.
 */
export async function findEntryPoints(
  dir: string,
  manifest: Manifest | null,
  pythonMains: readonly string[],
): Promise<EntryPoint[]> {
  const candidates = [
    ...(manifest ? namedByManifest(manifest) : []),
    ...(await namedByConvention(dir, '')),
    ...(await namedByConvention(dir, 'src/')),
    ...pythonMains.map((file) => entry(file, '__main__.py')),
  ];
  const found = new Map<string, EntryPoint>();
  for (const candidate of candidates) {
    const file = await existing(dir, candidate.file);
    if (file !== null && !found.has(file)) found.set(file, { file, reason: candidate.reason });
  }
  return [...found.values()];
}

const entry = (file: string, reason: string): EntryPoint => ({ file, reason });

function namedByManifest(manifest: Manifest): EntryPoint[] {
  const bin = typeof manifest.bin === 'string' ? [manifest.bin] : Object.values(manifest.bin ?? {});
  return [
    ...bin.map((file) => entry(file, 'bin')),
    ...(manifest.main === undefined ? [] : [entry(manifest.main, 'main')]),
    ...(manifest.module === undefined ? [] : [entry(manifest.module, 'module')]),
    ...exportTargets(manifest.exports).map((file) => entry(file, 'exports')),
  ];
}

async function namedByConvention(dir: string, folder: '' | 'src/'): Promise<EntryPoint[]> {
  const names = await readdir(join(dir, folder)).catch((): string[] => []);
  const scripts = names.filter((name) => conventional.test(name)).sort();
  const python = ['manage.py', ...conventionalPython].filter((name) => names.includes(name));
  return [
    ...scripts.map((name) => entry(folder + name, posix.parse(name).name)),
    ...python.map((name) => entry(folder + name, name)),
  ];
}

/** Every path that `exports` leads to, under any condition; patterns and types are left out. */
function exportTargets(exports: unknown): string[] {
  const targets: string[] = [];
  const waiting: unknown[] = [exports];
  for (let value = waiting.pop(); value !== undefined; value = waiting.pop()) {
    if (typeof value === 'string' && !value.includes('*') && !value.endsWith('.d.ts')) targets.push(value);
    else if (value !== null && typeof value === 'object') waiting.push(...Object.values(value).reverse());
  }
  return targets;
}

/** The path as Node would find it: as it stands, with an ending, or as a folder with an index. */
async function existing(dir: string, file: string): Promise<string | null> {
  const path = posix.normalize(file.replaceAll('\\', '/')).replace(/\/$/, '');
  if (posix.isAbsolute(path) || path.startsWith('..')) return null;
  for (const attempt of [path, `${path}.js`, `${path}.json`, `${path}/index.js`]) {
    const isFile = await stat(join(dir, attempt)).then(
      (found) => found.isFile(),
      () => false,
    );
    if (isFile) return attempt.endsWith('.json') ? null : attempt;
  }
  return null;
}
