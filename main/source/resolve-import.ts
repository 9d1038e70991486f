import { existsSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import { dirname, join, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type NapiResolveOptions, type ResolveResult, ResolverFactory } from 'oxc-resolver';
import { EDGE } from './edge-kinds.ts';
import type { PackageNames } from './package-names.ts';

/** Where an import leads. */
export type Target =
  /** Relative to the project, forward slashes; not necessarily one of its modules. */
  | { readonly kind: 'file'; readonly path: string }
  | { readonly kind: 'package'; readonly name: string }
  /** A module of the runtime or the build tool (`node:fs`, `bun:test`, `virtual:pages`), or a URL. */
  | { readonly kind: 'provided' }
  | { readonly kind: 'unresolved' };

export interface ImportResolver {
  /** @param importer absolute; @param kind a bit of `EDGE` */
  resolve(importer: string, specifier: string, kind: number): Target;
}

const javascript = ['.js', '.mjs', '.cjs', '.jsx'];
const typescript = ['.ts', '.tsx', '.mts', '.cts'];
const data = ['.json', '.node'];
const declarations = ['.d.ts', '.d.mts', '.d.cts'];

/**
 * Resolves as the runtime, the TypeScript compiler or a bundler would, whichever finds something: a graph of a project
 * should show an import that any of them accepts. Holds a cache of the file system; make a new one for each analysis.
 * @param root real path of the project
 */
export function createImportResolver(root: string, packages: PackageNames): ImportResolver {
  const common: NapiResolveOptions = {
    tsconfig: 'auto',
    roots: [root],
    nodePath: false,
    mainFields: ['module', 'main'],
    extensionAlias: {
      '.js': ['.js', '.ts', '.tsx', '.jsx', '.d.ts'],
      '.jsx': ['.jsx', '.tsx'],
      '.mjs': ['.mjs', '.mts', '.d.mts'],
      '.cjs': ['.cjs', '.cts', '.d.cts'],
    },
  };
  const esm = new ResolverFactory({
    ...common,
    conditionNames: ['node', 'import', 'module', 'default'],
    extensions: [...javascript, ...typescript, ...data, ...declarations],
  });
  const cjs = esm.cloneWithOptions({
    ...common,
    conditionNames: ['node', 'require', 'default'],
    mainFields: ['main', 'module'],
    extensions: [...javascript, ...data, ...typescript, ...declarations],
  });
  // TypeScript prefers its own files: `./x.js` is `x.ts`, even where the compiled `x.js` stands beside it.
  const typescriptFirst: NapiResolveOptions = {
    ...common,
    conditionNames: ['node', 'import', 'module', 'default'],
    extensions: [...typescript, ...declarations, ...javascript, ...data],
    extensionAlias: {
      '.js': ['.ts', '.tsx', '.d.ts', '.js', '.jsx'],
      '.jsx': ['.tsx', '.jsx'],
      '.mjs': ['.mts', '.d.mts', '.mjs'],
      '.cjs': ['.cts', '.d.cts', '.cjs'],
    },
  };
  const ts = esm.cloneWithOptions(typescriptFirst);
  const types = esm.cloneWithOptions({ ...typescriptFirst, conditionNames: ['types', 'import', 'default'] });

  function find(importer: string, specifier: string, kind: number): string | null {
    if (isTypeScript(importer)) {
      return withTsconfig(ts, importer, specifier) ?? withTsconfig(types, importer, specifier);
    }
    const found = withTsconfig(kind === EDGE.require ? cjs : esm, importer, specifier);
    if (found !== null || isRelative(specifier)) return found;
    // Bundlers apply tsconfig's `paths` to JavaScript as well; the resolver does so for TypeScript only.
    return withTsconfig(ts, `${importer}.ts`, specifier);
  }

  /** Relative ones lead to the same place from every file of a folder. */
  const relatives = new Map<string, Target>();

  return {
    resolve(importer, written, kind) {
      if (!/^\.\.?(?:\/|$)/.test(written)) return resolveAny(importer, written, kind);
      const dialect = isTypeScript(importer) ? 'ts' : kind === EDGE.require ? 'cjs' : 'esm';
      const key = `${dialect} ${dirname(importer)} ${written}`;
      const known = relatives.get(key);
      if (known !== undefined) return known;
      const found = resolveAny(importer, written, kind);
      relatives.set(key, found);
      return found;
    },
  };

  function resolveAny(importer: string, written: string, kind: number): Target {
    if (isBuiltin(written)) return { kind: 'provided' };
    const specifier = written.startsWith('file:') ? pathOfUrl(written) : written;
    if (specifier === null || /^[a-z][\w+.-]+:/i.test(specifier)) return { kind: 'provided' };
    const path = find(importer, specifier, kind) ?? findWorkspaceFile(specifier, kind);
    if (path !== null) return classify(root, path, specifier);
    const name = packageNameOf(specifier);
    if (name === null || !isKnown(root, packages, name, importer)) return { kind: 'unresolved' };
    // A package that is declared but not installed, or installed without a file for its main entry (types, styles).
    return specifier === name || !isInstalled(root, name, importer)
      ? { kind: 'package', name }
      : { kind: 'unresolved' };
  }

  /** A workspace's package by name where nothing is installed: its own package.json says what the import means. */
  function findWorkspaceFile(specifier: string, kind: number): string | null {
    const name = packageNameOf(specifier);
    const folder = name === null ? undefined : packages.folders.get(name);
    if (name === null || folder === undefined) return null;
    const inside = join(root, folder, 'package.json');
    const local = `.${specifier.slice(name.length)}`;
    return find(inside, specifier, kind) ?? find(inside, local, kind);
  }
}

/**
 * The path found, without the query that bundlers allow (`./icon.svg?url`). A tsconfig that is broken, or extends a package
 * that is not installed, must not take every import with it.
 */
function withTsconfig(resolver: ResolverFactory, importer: string, specifier: string): string | null {
  let result: ResolveResult = resolver.resolveFileSync(importer, specifier);
  if (result.error !== undefined && /tsconfig/i.test(result.error)) {
    result = resolver.sync(dirname(importer), specifier);
  }
  return result.path?.replace(/[?#][^/\\]*$/, '') ?? null;
}

function pathOfUrl(url: string): string | null {
  try {
    return fileURLToPath(url);
  } catch {
    return null;
  }
}

function classify(root: string, path: string, specifier: string): Target {
  const installed = path.split(sep).join('/').lastIndexOf('/node_modules/');
  if (installed !== -1) {
    const inside = path.slice(installed + '/node_modules/'.length).replaceAll('\\', '/');
    return { kind: 'package', name: packageNameOf(inside) ?? inside };
  }
  const local = relative(root, path).split(sep).join('/');
  if (!local.startsWith('../') && local !== path) return { kind: 'file', path: local };
  // Outside the project: a linked package, or a neighbour's file.
  const name = packageNameOf(specifier);
  return name === null ? { kind: 'provided' } : { kind: 'package', name };
}

const isTypeScript = (path: string): boolean => /\.[mc]?tsx?$/.test(path);

const isRelative = (specifier: string): boolean => /^(?:\.{0,2}(?:\/|$)|#)/.test(specifier);

/** `@scope/name` or `name`; `null` for a path and for an internal `#name`. */
export function packageNameOf(specifier: string): string | null {
  if (isRelative(specifier)) return null;
  return /^(?:@[^/]+\/[^/]+|[^@/][^/]*)/.exec(specifier)?.[0] ?? null;
}

function isKnown(root: string, packages: PackageNames, name: string, importer: string): boolean {
  return packages.declared.has(name) || packages.folders.has(name) || isInstalled(root, name, importer);
}

function isInstalled(root: string, name: string, importer: string): boolean {
  const types = `@types/${name.replace(/^@/, '').replace('/', '__')}`;
  for (let folder = dirname(importer); ; folder = dirname(folder)) {
    const installed = join(folder, 'node_modules');
    if (existsSync(join(installed, name, 'package.json'))) return true;
    if (existsSync(join(installed, types, 'package.json'))) return true;
    if (folder === root || folder === dirname(folder)) return false;
  }
}
