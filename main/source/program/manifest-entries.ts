import { readFileSync } from 'node:fs';
import { join, posix } from 'node:path';
import type { FindModule } from './entry-points.ts';

/** What a package.json says about what may run. */
export interface ManifestFacts {
  /** Relative to the project; `.` for the project's own. */
  readonly folder: string;
  /** Every package that it declares. */
  readonly packages: readonly string[];
  /** Others may install it and use what it exports. */
  readonly isLibrary: boolean;
  readonly fields: Readonly<Record<string, unknown>>;
}

export interface ManifestEntry {
  readonly path: string;
  readonly reason: string;
  readonly kind: 'api' | 'run';
}

/** The deepest folders first, so that the first that holds a path is the nearest. One that is no JSON object is left out. */
export function readManifests(root: string, manifests: readonly string[]): ManifestFacts[] {
  return manifests
    .flatMap((manifest) => {
      const fields = readObject(join(root, manifest));
      if (fields === null) return [];
      const packages = [
        'dependencies',
        'devDependencies',
        'peerDependencies',
        'optionalDependencies',
      ].flatMap((key) => Object.keys(asObject(fields[key])));
      const offers = ['main', 'module', 'exports', 'browser', 'types', 'typings'].some(
        (key) => key in fields,
      );
      return [
        { folder: posix.dirname(manifest), packages, isLibrary: offers && fields.private !== true, fields },
      ];
    })
    .sort((a, b) => depth(b.folder) - depth(a.folder));
}

const depth = (folder: string): number => (folder === '.' ? 0 : folder.split('/').length);

/** Modules that package.json files name: as what the package offers, as programs, in scripts, in the settings of tools. */
export function manifestEntries(
  manifests: readonly ManifestFacts[],
  modules: readonly string[],
  find: FindModule,
): ManifestEntry[] {
  const found: ManifestEntry[] = [];
  for (const { folder, fields } of manifests) {
    const label = folder === '.' ? 'package.json' : `${folder}/package.json`;
    const add = (text: string, key: string): void => {
      const kind = api.has(key) ? 'api' : 'run';
      const reason = `"${key}" of ${label}`;
      const path = find(folder, text);
      if (path !== null) found.push({ path, reason, kind });
      for (const match of text.includes('*') ? modulesLike(folder, text, modules) : [])
        found.push({ path: match, reason, kind });
    };
    for (const [key, value] of Object.entries(fields)) {
      if (notPaths.has(key)) continue;
      for (const text of textsIn(value)) {
        for (const part of key === 'scripts' ? scriptPaths(text) : [text]) add(part, key);
      }
    }
    // Without `main`, a package's `index.js` is what it offers.
    if (!('main' in fields) && !('exports' in fields)) add('index', 'main');
  }
  return found;
}

const api = new Set([
  'main',
  'module',
  'exports',
  'browser',
  'types',
  'typings',
  'es2015',
  'esnext',
  'source',
  'typesVersions',
  'unpkg',
  'jsdelivr',
  'react-native',
  'svelte',
]);
const notPaths = new Set(
  'name version description keywords license author contributors repository bugs homepage dependencies devDependencies peerDependencies optionalDependencies engines type private workspaces funding files sideEffects publishConfig'.split(
    ' ',
  ),
);

function textsIn(value: unknown): string[] {
  const texts: string[] = [];
  const waiting: unknown[] = [value];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    if (typeof next === 'string') texts.push(next);
    else if (next !== null && typeof next === 'object') waiting.push(...Object.values(next));
  }
  return texts;
}

/** The words of a shell line that may be files of the project. */
const scriptPaths = (line: string): string[] =>
  line
    .split(/[\s'"=;&|()]+/)
    .filter((word) => /^[\w@./*-]+$/.test(word) && /[/.]/.test(word) && !word.startsWith('-'));

/** `./src/*.js` and `./dist/*` offer every module of the folder. */
export function modulesLike(folder: string, pattern: string, modules: readonly string[]): string[] {
  const clean = posix.normalize(posix.join(folder, pattern));
  const variants = [
    clean,
    clean.replace(/(^|\/)(?:dist|build|lib|out|esm?|cjs)(?:\/(?:esm?|cjs))?\//, '$1src/'),
  ];
  const tests = [...new Set(variants)].map((variant) => {
    const bare = variant.replace(/\.(?:d\.)?[mc]?[jt]sx?$/, '');
    const source = bare.replace(/[.+^${}()|[\]\\]/g, '\\$&').replace(/\*+/g, '.*');
    return new RegExp(`^${source}(?:/index)?(?:\\.[mc]?[jt]sx?)?$`);
  });
  return modules.filter((path) => tests.some((test) => test.test(path)));
}

function readObject(file: string): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(readFileSync(file, 'utf8'));
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : null;
  } catch {
    return null;
  }
}

const asObject = (value: unknown): Record<string, unknown> =>
  typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
