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
 * `sys.path`, where a module that is built in another language is one as well. What is not found there is the standard library or an installed package: which one there is cannot be known
 * without the interpreter, so a name counts as unresolved only where a part of the project has it.
 */
export function createPythonResolver(modules: readonly string[], built: ReadonlySet<string>): PythonResolver {
  const files = new Set(modules.filter((path) => /\.pyw?$/.test(path)));

  /** A module or package by its path without ending. */
  const moduleAt = (path: string): string | null =>
    [`${path}.py`, `${path}/__init__.py`, `${path}.pyw`].find((file) => files.has(file)) ?? null;

  /** Such a module may well hold others, of which no file tells. */
  function isBuilt(path: string): boolean {
    for (let at = path; at !== '.'; at = posix.dirname(at)) if (built.has(at)) return true;
    return built.has(`${path}/__init__`);
  }

  /** What is loaded with a module that is not Python: the package around it. */
  function packageOf(path: string): Target {
    for (let at = posix.dirname(path); at !== '.'; at = posix.dirname(at)) {
      const around = moduleAt(at);
      if (around !== null) return { kind: 'file', path: around };
    }
    return { kind: 'provided' };
  }

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
      else if (isBuilt(posix.join(base, member))) found.set(own ?? base, packageOf(posix.join(base, member)));
      else if (own !== null) found.set(own, { kind: 'file', path: own });
    }
    if (members.length === 0 && own !== null) found.set(own, { kind: 'file', path: own });
    if (found.size === 0 && dotted !== '' && isBuilt(base)) found.set(base, packageOf(base));
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
      const isOwn = (path: string): boolean => moduleAt(path) !== null || isBuilt(path);
      if (candidates.some((root) => isOwn(posix.join(root, name)))) return [{ kind: 'unresolved' }];
      return [pythonStdlib.has(name) ? { kind: 'provided' } : { kind: 'package', name }];
    },
  };
}
