import { posix } from 'node:path';
import type { ImportFact } from './module-facts.ts';
import { pythonStdlib } from './python-stdlib.ts';
import type { Target } from './resolve-import.ts';

export interface PythonResolver {
  /** @param importer relative to the project; one target for each module that the statement loads by name */
  resolve(importer: string, fact: Pick<ImportFact, 'specifier' | 'members'>): Target[];
}

/**
 * Resolves among the project's own modules as Python does with the project, its `src` folder, or the importer's folder on
 * `sys.path`. What is not found there is the standard library or an installed package: which one there is cannot be known
 * without the interpreter, so a name counts as unresolved only where a part of the project has it.
 */
export function createPythonResolver(modules: readonly string[]): PythonResolver {
  const files = new Set(modules.filter((path) => /\.pyw?$/.test(path)));

  /** A module or package by its path without ending. */
  const moduleAt = (path: string): string | null =>
    [`${path}.py`, `${path}/__init__.py`, `${path}.pyw`].find((file) => files.has(file)) ?? null;

  /** Folders on the path for this importer, as far as they are inside the project, the likeliest first. */
  function roots(importer: string): string[] {
    const ancestors: string[] = [];
    for (let folder = posix.dirname(importer); ; folder = posix.dirname(folder)) {
      ancestors.push(folder);
      if (folder === '.') break;
    }
    // Inside a package the path begins at the folder that holds its outermost package.
    const outside = ancestors.findIndex((folder) => !files.has(posix.join(folder, '__init__.py')));
    return [...ancestors.slice(Math.max(0, outside)), 'src'];
  }

  function inFolder(folder: string, dotted: string, members: readonly string[]): Target[] {
    const base = dotted === '' ? folder : posix.join(folder, dotted.replaceAll('.', '/'));
    const own = dotted === '' ? moduleAt(posix.join(folder, '.')) : moduleAt(base);
    const found = new Map<string, Target>();
    for (const member of members) {
      const path = moduleAt(posix.join(base, member));
      if (path !== null) found.set(path, { kind: 'file', path, member });
      else if (own !== null) found.set(own, { kind: 'file', path: own });
    }
    if (members.length === 0 && own !== null) found.set(own, { kind: 'file', path: own });
    return [...found.values()];
  }

  return {
    resolve(importer, { specifier, members = [] }) {
      const [, dots = '', dotted = ''] = /^(\.*)(.*)$/.exec(specifier) ?? [];
      if (dots !== '') {
        const folder = posix.join(posix.dirname(importer), '../'.repeat(dots.length - 1));
        if (folder.startsWith('..')) return [{ kind: 'unresolved' }];
        const found = inFolder(folder, dotted, members);
        return found.length > 0 ? found : [{ kind: 'unresolved' }];
      }
      const candidates = roots(importer);
      for (const root of candidates) {
        const found = inFolder(root, dotted, members);
        if (found.length > 0) return found;
      }
      const [name = dotted] = dotted.split('.');
      if (candidates.some((root) => moduleAt(posix.join(root, name)) !== null))
        return [{ kind: 'unresolved' }];
      return [pythonStdlib.has(name) ? { kind: 'provided' } : { kind: 'package', name }];
    },
  };
}
