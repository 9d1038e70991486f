import { posix } from 'node:path';
import { EDGE } from './edge-kinds.ts';
import type { ProjectFiles } from './find-files.ts';

const javascript = ['.js', '.mjs', '.cjs', '.jsx'];
const typescript = ['.ts', '.tsx', '.mts', '.cts'];
const data = ['.json', '.node'];
const declarations = ['.d.ts', '.d.mts', '.d.cts'];

/** How relative names become files, in the order in which they are tried. */
export interface Dialect {
  /** Endings of a name without one. */
  readonly endings: readonly string[];
  /** What may stand for a name with an ending: TypeScript writes `./x.js` for `x.ts`. */
  readonly aliases: Readonly<Record<string, readonly string[]>>;
}

const compiled: Dialect['aliases'] = {
  '.js': ['.js', '.ts', '.tsx', '.jsx', '.d.ts'],
  '.jsx': ['.jsx', '.tsx'],
  '.mjs': ['.mjs', '.mts', '.d.mts'],
  '.cjs': ['.cjs', '.cts', '.d.cts'],
};

export const dialects = {
  esm: { endings: [...javascript, ...typescript, ...data, ...declarations], aliases: compiled },
  cjs: { endings: [...javascript, ...data, ...typescript, ...declarations], aliases: compiled },
  /** TypeScript prefers its own files: `./x.js` is `x.ts`, even where the compiled `x.js` stands beside it. */
  ts: {
    endings: [...typescript, ...declarations, ...javascript, ...data],
    aliases: {
      '.js': ['.ts', '.tsx', '.d.ts', '.js', '.jsx'],
      '.jsx': ['.tsx', '.jsx'],
      '.mjs': ['.mts', '.d.mts', '.mjs'],
      '.cjs': ['.cts', '.d.cts', '.cjs'],
    },
  },
} as const satisfies Readonly<Record<string, Dialect>>;

export const isTypeScript = (path: string): boolean => /\.[mc]?tsx?$/.test(path);

/** How what a file imports is looked up. @param kind a bit of `EDGE` */
export const dialectOf = (importer: string, kind: number): keyof typeof dialects =>
  isTypeScript(importer) ? 'ts' : kind === EDGE.require ? 'cjs' : 'esm';

/**
 * Finds relative imports among the files that are known already, without asking the file system.
 * @returns by importer and specifier the path of the file, relative to the project; `null` where the file system must be asked
 */
export function createNearResolver({
  modules,
  links,
  declarations: described,
  data: read,
  manifests,
}: ProjectFiles): (importer: string, specifier: string, kind: number) => string | null {
  const known = new Set([...modules, ...described, ...read]);
  // Where a link leads is not known here.
  for (const link of links) known.delete(link);
  const packages = new Set(manifests.map((manifest) => posix.dirname(manifest)));

  return (importer, specifier, kind) => {
    // Minified files are known nowhere; queries and escapes mean something else than they say.
    if (!isPlain.test(specifier) || specifier.includes('.min')) return null;
    const { endings, aliases } = dialects[dialectOf(importer, kind)];
    const slash = importer.lastIndexOf('/');
    const folder = slash < 0 ? '' : importer.slice(0, slash + 1);
    const path =
      specifier.startsWith('./') && !specifier.includes('/.', 2)
        ? folder + specifier.slice(2)
        : posix.join(folder, specifier);
    if (path.startsWith('../') || path === '') return null;
    const ending = /\.[mc]?jsx?$/.exec(path)?.[0];
    if (ending !== undefined) {
      const tried = aliases[ending as '.js'];
      // Most names say what they mean, and need not be taken apart.
      if (tried[0] === ending && known.has(path)) return path;
      return first(path.slice(0, -ending.length), tried);
    }
    if (known.has(path)) return path;
    if (/(?:^|\/)\.{1,2}$|\/$/.test(specifier)) return null;
    const file = first(path, endings);
    if (file !== null || packages.has(path)) return file;
    return first(`${path}/index`, endings);
  };

  function first(stem: string, endings: readonly string[]): string | null {
    for (const ending of endings) if (known.has(stem + ending)) return stem + ending;
    return null;
  }
}

/** `./x` or `../x` of letters that stand for themselves. */
const isPlain = /^\.\.?\/[^?#%\\]*$/;
