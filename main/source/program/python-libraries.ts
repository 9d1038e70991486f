import { posix } from 'node:path';
import type { CodeFacts } from '../code/facts.ts';

/** Fewer names may be left over from a change. */
const MIN_OFFERED = 2;

/**
 * Folders of outermost Python packages whose `__init__` imports names of the package's own modules and does nothing with most of them: it
 * offers them to whoever installs the package. Relative to the project.
 */
export function pythonLibraries(paths: readonly string[], code: readonly (CodeFacts | null)[]): string[] {
  const packages = new Set(paths.filter((path) => isInit(path)).map((path) => posix.dirname(path)));
  return paths.flatMap((path, module) => {
    const folder = posix.dirname(path);
    const facts = code[module];
    if (!isInit(path) || packages.has(posix.dirname(folder)) || !facts) return [];
    const name = posix.basename(folder);
    const isOwn = (specifier: string): boolean =>
      specifier.startsWith('.') || specifier === name || specifier.startsWith(`${name}.`);
    const own = facts.exports.flatMap(({ from }) => (from !== null && isOwn(from.specifier) ? [from] : []));
    const used = new Set(
      facts.definitions.flatMap(({ imports }) => imports.map((use) => `${use.specifier} ${use.name}`)),
    );
    const offered = own.filter((use) => !used.has(`${use.specifier} ${use.name}`)).length;
    return offered >= MIN_OFFERED && offered * 2 > own.length ? [folder] : [];
  });
}

const isInit = (path: string): boolean => posix.basename(path) === '__init__.py';
