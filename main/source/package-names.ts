import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** What the project's `package.json` files say about package names. */
export interface PackageNames {
  /** Named as a dependency of any kind, by any of them; `@types/x` declares `x` as well. */
  readonly declared: ReadonlySet<string>;
  /** Folders, relative to the project, of its own packages by name. */
  readonly folders: ReadonlyMap<string, string>;
}

const sections = ['dependencies', 'devDependencies', 'peerDependencies', 'optionalDependencies'];

/** Reads the manifests; one that is not valid JSON says nothing. @param manifests relative to `root` */
export function readPackageNames(root: string, manifests: readonly string[]): PackageNames {
  const declared = new Set<string>();
  const folders = new Map<string, string>();
  for (const manifest of manifests) {
    const fields = readJson(join(root, manifest));
    for (const section of sections) {
      for (const name of Object.keys(asRecord(fields[section]))) {
        declared.add(name);
        if (name.startsWith('@types/')) declared.add(typedPackage(name));
      }
    }
    const name = fields.name;
    if (typeof name === 'string' && !folders.has(name)) folders.set(name, dirname(manifest));
  }
  return { declared, folders };
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
