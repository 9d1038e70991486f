import { dirname, join } from 'node:path/posix';

/** What a TypeScript project writes for the file that it means. */
const written: readonly (readonly [RegExp, string])[] = [
  [/\.js$/, '.ts'],
  [/\.jsx?$/, '.tsx'],
  [/\.mjs$/, '.mts'],
  [/\.cjs$/, '.cts'],
];
const endings = ['.js', '.ts', '.jsx', '.tsx', '.mjs', '.cjs', '.mts', '.cts'];

/** The file of the project that a relative specifier leads to; `undefined` for a package, and where there is none. */
export function fileBehind(specifier: string, from: string, files: readonly string[]): string | undefined {
  if (!/^\.\.?\//.test(specifier)) return undefined;
  const path = join(dirname(from), specifier);
  const known = new Set(files);
  return [
    path,
    ...written.flatMap(([ending, other]) => (ending.test(path) ? [path.replace(ending, other)] : [])),
    ...endings.map((ending) => path + ending),
    ...endings.map((ending) => join(path, `index${ending}`)),
  ].find((candidate) => known.has(candidate));
}
