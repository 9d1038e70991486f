import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** Where packages are installed, seen from a file of the project. Asks the file system once for each folder and name. */
export interface Installed {
  /** Whether the package, or a package of its types, is installed between the file and the project's root. */
  isInside(name: string, importer: string): boolean;
  /** Whether it may be found from the file at all, also in a folder around the project. */
  isAround(name: string, importer: string): boolean;
}

/** @param root absolute, as the paths of importers */
export function createInstalled(root: string): Installed {
  const known = new Map<string, boolean>();
  const exists = (path: string): boolean => {
    const before = known.get(path);
    if (before !== undefined) return before;
    const found = existsSync(path);
    known.set(path, found);
    return found;
  };
  /** Whether one of the folders from the file up to `last` holds something. */
  function climb(importer: string, last: string | null, holds: (installed: string) => boolean): boolean {
    for (let folder = dirname(importer); ; folder = dirname(folder)) {
      const installed = join(folder, 'node_modules');
      if (exists(installed) && holds(installed)) return true;
      if (folder === last || folder === dirname(folder)) return false;
    }
  }
  return {
    isInside(name, importer) {
      const types = `@types/${name.replace(/^@/, '').replace('/', '__')}`;
      return climb(importer, root, (installed) =>
        [name, types].some((one) => exists(join(installed, one, 'package.json'))),
      );
    },
    isAround: (name, importer) => climb(importer, null, (installed) => exists(join(installed, name))),
  };
}
