import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** What the project's `package.json` files say about package names. */
export interface PackageNames {
  /** Named as a dependency of any kind, by any of them; `@types/x` declares `x` as well. */
  readonly declared: ReadonlySet<string>;
  /** Folders, relative to the project, of its own packages by name. */
  readonly folders: ReadonlyMap<string, string>;
  /** Whether one of its own packages lets others import a path of it (`.`, `./button`), wherever that leads. */
  offers(name: string, path: string): boolean;
}

const sections = ['dependencies', 'devDependencies', 'peerDependencies', 'optionalDependencies'];

/** Reads the manifests; one that is not valid JSON says nothing. @param manifests relative to `root` */
export function readPackageNames(root: string, manifests: readonly string[]): PackageNames {
  const declared = new Set<string>();
  const folders = new Map<string, string>();
  const exportsOf = new Map<string, unknown>();
  for (const manifest of manifests) {
    const fields = readJson(join(root, manifest));
    for (const section of sections) {
      for (const name of Object.keys(asRecord(fields[section]))) {
        declared.add(name);
        if (name.startsWith('@types/')) declared.add(typedPackage(name));
      }
    }
    const name = fields.name;
    if (typeof name !== 'string' || folders.has(name)) continue;
    folders.set(name, dirname(manifest));
    exportsOf.set(name, fields.exports);
  }
  return { declared, folders, offers: (name, path) => isExported(exportsOf.get(name), path) };
}

/** By the field `exports` of a manifest; of several patterns that fit, the one with the longest beginning decides. */
function isExported(exports: unknown, path: string): boolean {
  if (exports === undefined || exports === null) return true;
  const byPath = Object.entries(asRecord(exports)).filter(([key]) => key.startsWith('.'));
  // A target, or conditions of one: for the package itself.
  if (byPath.length === 0) return path === '.';
  const fitting = byPath.filter(([key]) => {
    const [before = '', behind] = key.split('*');
    if (behind === undefined) return key === path || (key.endsWith('/') && path.startsWith(key));
    return path.length > before.length + behind.length && path.startsWith(before) && path.endsWith(behind);
  });
  const lengthOf = ([key]: readonly [string, unknown]): number =>
    key === path ? Number.POSITIVE_INFINITY : key.split('*', 1).join().length;
  const [first] = fitting.sort((a, b) => lengthOf(b) - lengthOf(a));
  return first !== undefined && first[1] !== null;
}

/** `@types/node` types `node`, `@types/babel__core` types `@babel/core`. */
function typedPackage(name: string): string {
  const plain = name.slice('@types/'.length);
  return plain.includes('__') ? `@${plain.replace('__', '/')}` : plain;
}

function readJson(file: string): Readonly<Record<string, unknown>> {
  try {
    return asRecord(JSON.parse(readFileSync(file, 'utf8')));
  } catch {
    return {};
  }
}

function asRecord(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}
