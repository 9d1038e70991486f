import { isBuiltin } from 'node:module';
import { dirname, join, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { ResolveResult, ResolverFactory } from 'oxc-resolver';
import { EDGE } from './edge-kinds.ts';
import { createInstalled } from './installed.ts';
import type { PackageNames } from './package-names.ts';
import { dialectOf, isTypeScript } from './resolve-near.ts';
import { createFactories, type ResolverFactories } from './resolver-factories.ts';

/** Where an import leads. */
export type Target =
  /**
   * `path` is relative to the project, with forward slashes, and not necessarily one of its modules. `member`: in Python the name taken from
   * a package that is this module of it; left out for the module or package itself.
   */
  | { readonly kind: 'file'; readonly path: string; readonly member?: string }
  | { readonly kind: 'package'; readonly name: string }
  /** A module of the runtime or the build tool (`node:fs`, `bun:test`, `virtual:pages`), or a URL. */
  | { readonly kind: 'provided' }
  | { readonly kind: 'unresolved' };

export interface ImportResolver {
  /** @param importer absolute; @param kind a bit of `EDGE` */
  resolve(importer: string, specifier: string, kind: number): Target;
}

/**
 * Resolves as the runtime, the TypeScript compiler or a bundler would, whichever finds something: a graph of a project
 * should show an import that any of them accepts. Holds a cache of the file system; make a new one for each analysis.
 * @param root real path of the project
 * @param isAlike no compiler settings tell files of one folder apart; relative imports they never do
 */
export function createImportResolver(root: string, packages: PackageNames, isAlike: boolean): ImportResolver {
  let factories: ResolverFactories | undefined;
  const installed = createInstalled(root);
  const isKnown = (name: string, importer: string): boolean =>
    packages.declared.has(name) || packages.folders.has(name) || installed.isInside(name, importer);

  function find(importer: string, specifier: string, kind: number): string | null {
    factories ??= createFactories(root);
    const { esm, cjs, ts, types } = factories;
    if (isTypeScript(importer)) {
      return withTsconfig(ts, importer, specifier) ?? withTsconfig(types, importer, specifier);
    }
    const found = withTsconfig(kind === EDGE.require ? cjs : esm, importer, specifier);
    if (found !== null || isRelative(specifier)) return found;
    // Bundlers apply tsconfig's `paths` to JavaScript as well; the resolver does so for TypeScript only.
    return withTsconfig(ts, `${importer}.ts`, specifier);
  }

  /** What leads to the same place from every file of a folder. */
  const shared = new Map<string, Target>();

  return {
    resolve(importer, written, kind) {
      if (!isAlike && !/^\.\.?(?:\/|$)/.test(written)) return resolveAny(importer, written, kind);
      const key = `${dialectOf(importer, kind)} ${dirname(importer)} ${written}`;
      const known = shared.get(key);
      if (known !== undefined) return known;
      const found = resolveAny(importer, written, kind);
      shared.set(key, found);
      return found;
    },
  };

  function resolveAny(importer: string, written: string, kind: number): Target {
    if (isBuiltin(written)) return { kind: 'provided' };
    const specifier = written.startsWith('file:') ? pathOfUrl(written) : written;
    if (specifier === null || /^[a-z][\w+.-]+:/i.test(specifier)) return { kind: 'provided' };
    const name = packageNameOf(specifier);
    // Without aliases nothing else leads to a package than the folders in which it may be.
    const isNowhere =
      isAlike && name !== null && !packages.folders.has(name) && !installed.isAround(name, importer);
    const path = isNowhere ? null : (find(importer, specifier, kind) ?? findWorkspaceFile(specifier, kind));
    if (path !== null) return classify(root, path, specifier);
    if (
      name === null ||
      !isKnown(name, importer) ||
      !packages.offers(name, `.${specifier.slice(name.length)}`)
    )
      return { kind: 'unresolved' };
    // A package that is declared but not installed, or installed without a file for its main entry (types, styles).
    return specifier === name || !installed.isInside(name, importer)
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

const isRelative = (specifier: string): boolean => /^(?:\.{0,2}(?:\/|$)|#)/.test(specifier);

/** `@scope/name` or `name`; `null` for a path and for an internal `#name`. */
export function packageNameOf(specifier: string): string | null {
  if (isRelative(specifier)) return null;
  return /^(?:@[^/]+\/[^/]+|[^@/][^/]*)/.exec(specifier)?.[0] ?? null;
}
