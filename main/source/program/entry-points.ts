import { readFileSync, statSync } from 'node:fs';
import { join, posix } from 'node:path';
import picomatch from 'picomatch';
import type { CodeFacts } from '../code/facts.ts';
import { isTest } from '../find-files.ts';
import { conventions } from './conventions.ts';
import { manifestEntries, modulesLike, readManifests } from './manifest-entries.ts';
import { pythonLibraries } from './python-libraries.ts';
import { pythonTarget } from './python-names.ts';
import type { EntryReason, Used } from './types.ts';

export interface EntrySources {
  /** Real path of the project. */
  readonly root: string;
  readonly modules: readonly string[];
  readonly code: readonly (CodeFacts | null)[];
  /** `package.json` files. */
  readonly manifests: readonly string[];
  /** Pages, components and configuration of tools: files that may name modules. */
  readonly mentions: readonly string[];
  /** Globs of modules that somebody says run without being imported. */
  readonly extraEntries: readonly string[];
}

/** Larger ones are data. */
const MAX_MENTION_BYTES = 300_000;

/** Everything that may run a module of the project without importing it, each with its reason. A module may stand twice. */
export function findEntries(sources: EntrySources): EntryReason[] {
  const { root, modules, code, mentions } = sources;
  const indexOf = new Map(modules.map((path, index) => [path, index]));
  const entries: EntryReason[] = [];
  const add = (path: string, reason: string, kind: EntryReason['kind'], uses?: Used): boolean => {
    const module = indexOf.get(path);
    if (module === undefined) return false;
    entries.push({ module, reason, kind: isTest(path) ? 'test' : kind, ...(uses ? { uses } : {}) });
    return true;
  };
  const addNamed = (text: string, from: string, reason: string): void => {
    const target = pythonTarget(text, posix.dirname(from), (path) => indexOf.has(path));
    if (target !== null && target.path !== from)
      add(target.path, reason, 'run', target.name === null ? undefined : { name: target.name });
  };
  const manifests = readManifests(root, sources.manifests);
  const find = moduleFinder(new Set(modules));
  const isExtra = sources.extraEntries.length === 0 ? () => false : picomatch([...sources.extraEntries]);
  for (const path of modules) if (isExtra(path)) add(path, 'an entry by the settings', 'run');
  for (const { path, reason, kind } of manifestEntries(manifests, modules, find)) add(path, reason, kind);

  modules.forEach((path) => {
    if (isTest(path)) {
      add(path, 'a test', 'test');
      return;
    }
    const manifest = manifests.find(({ folder }) => folder === '.' || path.startsWith(`${folder}/`));
    const inside =
      manifest === undefined || manifest.folder === '.' ? path : path.slice(manifest.folder.length + 1);
    for (const { what, package: needed, files, kind, uses, beside } of conventions) {
      if (beside !== undefined && !modules.some((other) => beside.test(other))) continue;
      const applies = needed === null || manifest?.packages.some((name) => needed.test(name));
      if (applies && (files.test(inside) || (needed === null && files.test(path)))) {
        add(path, what, kind, uses);
        return;
      }
    }
  });

  for (const mention of mentions) {
    const text = mentionText(join(root, mention));
    for (const name of dottedNames(text)) addNamed(name, mention, `named in ${mention}`);
    for (const path of pathsIn(text)) {
      const found = find(posix.dirname(mention), path) ?? find('.', path);
      if (found !== null) add(found, `named in ${mention}`, 'run');
    }
  }
  // A file that names another in a text: `fork('./job.js')`, `new URL('load.mjs', import.meta.url)`, a list of plugins.
  code.forEach((facts, module) => {
    for (const text of facts?.paths ?? []) {
      const folder = posix.dirname(modules[module] ?? '');
      for (const path of /^\.{1,2}\/.*\*/.test(text) ? modulesLike(folder, text, modules) : [])
        add(path, `named by a pattern in ${modules[module]}`, 'run');
      const from = modules[module] ?? '';
      if (facts?.format === 'python') addNamed(text, from, `named in ${from}`);
      const found = /\.(?:[mc]?[jt]s|[jt]sx|py)$/.test(text)
        ? (find(posix.dirname(from), text) ?? find('.', text))
        : /^\.{1,2}\/.*\w$/.test(text) && !isTest(from)
          ? find(posix.dirname(from), text)
          : null;
      if (found !== null && found !== from) add(found, `named in ${from}`, 'run');
    }
  });
  for (const folder of pythonLibraries(modules, code))
    add(`${folder}/__init__.py`, 'what a Python package offers', 'api', 'all');
  modules.forEach((path, module) => {
    const facts = code[module];
    if (facts && isScript(path, facts)) add(path, 'a script: it exports nothing and does something', 'run');
  });
  if (!entries.some(({ kind }) => kind !== 'test')) addConventional(modules, add);
  return entries;
}

/** A file that runs by itself. */
function isScript(path: string, facts: CodeFacts): boolean {
  const top = facts.definitions[0];
  if (top === undefined) return false;
  if (facts.format === 'python')
    return top.globals.includes('__main__') || /(?:^|\/)__main__\.py$/.test(path);
  return (
    facts.exports.length === 0 && (top.calls.length > 0 || top.members.length > 0 || top.loads.length > 0)
  );
}

function addConventional(
  modules: readonly string[],
  add: (path: string, reason: string, kind: 'run') => boolean,
): void {
  for (const path of modules) {
    if (/^(?:src\/|lib\/|app\/)?(?:index|main|server|app|cli)\.(?:[mc]?[jt]s|[jt]sx|py)$/.test(path))
      add(path, 'where projects usually begin', 'run');
  }
}

const endings = ['', '.ts', '.tsx', '.js', '.jsx', '.mjs', '.cjs', '.mts', '.cts', '.py'];

export type FindModule = (folder: string, path: string) => string | null;

/** Finds a module by a path as people write it: with or without ending, a folder, or the file it is compiled to. */
function moduleFinder(modules: ReadonlySet<string>): FindModule {
  const attempt = (path: string): string | null => {
    for (const ending of endings) {
      if (modules.has(path + ending)) return path + ending;
      if (ending !== '' && modules.has(`${path}/index${ending}`)) return `${path}/index${ending}`;
    }
    const bare = path.replace(/\.(?:d\.)?[mc]?[jt]sx?$/, '');
    return bare === path ? null : attempt(bare);
  };
  return (folder, path) => {
    const clean = posix.normalize(posix.join(folder, path.replace(/^\/+/, '').replace(/[?#].*$/, '')));
    if (clean.startsWith('..')) return null;
    return attempt(clean) ?? compiledFrom(clean, attempt);
  };
}

const outputs = /^(.*?)(?:dist|build|lib|out|esm?|cjs|output|compiled)\/(.*)$/;

/** `dist/cjs/cli.js` may come from `src/cli.ts`. */
function compiledFrom(path: string, attempt: (path: string) => string | null): string | null {
  let rest = path;
  for (let found = outputs.exec(rest); found !== null; found = outputs.exec(rest)) {
    const [, before = '', inside = ''] = found;
    for (const source of ['src/', 'source/', 'lib/', '']) {
      const module = source + inside === rest ? null : attempt(before + source + inside);
      if (module !== null) return module;
    }
    rest = before + inside;
  }
  return null;
}

function mentionText(file: string): string {
  try {
    return statSync(file).size > MAX_MENTION_BYTES ? '' : readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}

const pathsIn = (text: string): string[] =>
  [
    ...text.matchAll(/[\w@./-]+\.(?:[mc]?[jt]sx?|py)\b|(?<=from\s*['"]|import\s*\(?\s*['"])[./][\w@./-]+/g),
  ].map(([path]) => path);

/** `package.module:function`, as `uvicorn` and the scripts of a pyproject.toml have it. */
const dottedNames = (text: string): string[] =>
  [...text.matchAll(/(?<![\w./-])[a-zA-Z_]\w*(?:\.[a-zA-Z_]\w*)*:[a-zA-Z_]\w*/g)].map(([name]) => name);
