import { lstatSync, readdirSync, realpathSync, type Stats, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { isGeneratedFolder } from '../generated-folders.ts';

/** Changes when packages are installed or removed. */
const installed = ['.package-lock.json', '.modules.yaml', '.yarn-integrity', '.yarn-state.yml'];
const around = ['tsconfig.json', 'package.json', 'node_modules'];

/**
 * Text that is another when a file that an analysis may read is another, or has come or gone: all files of the project's own folders, those that
 * settings are taken from around it, and what says which packages are installed.
 */
export function sourceStamp(dir: string): string {
  const root = realpathSync.native(dir);
  const lines: string[] = [];
  const add = (path: string, found: Stats | undefined): void => {
    if (found !== undefined)
      lines.push(`${path} ${found.mtimeMs} ${found.ctimeMs} ${found.size} ${found.ino}`);
  };
  const waiting = [root];
  for (let folder = waiting.pop(); folder !== undefined; folder = waiting.pop()) {
    add(folder, statOf(folder));
    for (const entry of entriesOf(folder)) {
      const path = join(folder, entry.name);
      if (entry.isDirectory() && !isSkipped(entry.name)) waiting.push(path);
      else add(path, entry.isSymbolicLink() ? (statOf(path) ?? lstatOf(path)) : statOf(path));
    }
    for (const name of installed) {
      const path = join(folder, 'node_modules', name);
      add(path, statOf(path));
    }
  }
  for (let folder = dirname(root); ; folder = dirname(folder)) {
    for (const name of around) add(join(folder, name), statOf(join(folder, name)));
    if (folder === dirname(folder)) return lines.join('\n');
  }
}

/** Workflows are in a hidden folder, and may name modules. */
const isSkipped = (name: string): boolean => name !== '.github' && isGeneratedFolder(name);

const statOf = (path: string): Stats | undefined => {
  try {
    return statSync(path, { throwIfNoEntry: false });
  } catch {
    return undefined;
  }
};
const lstatOf = (path: string): Stats | undefined => lstatSync(path, { throwIfNoEntry: false });

function entriesOf(folder: string) {
  try {
    return readdirSync(folder, { withFileTypes: true });
  } catch {
    return [];
  }
}
