import { type FSWatcher, realpathSync, watch } from 'node:fs';
import { join } from 'node:path';
import type { Disposable } from '#contract';
import { concernsAnalysis, listFolders } from './find-files.ts';

/** A save is often several writes, and a checkout thousands: what comes so soon after each other is told once. */
const QUIET_MS = 200;

/** Told after this time although it goes on, so that a folder that never rests is not forgotten. */
const AT_LEAST_MS = 2000;

/** More folders than this are not watched; the system allows a user only so many. */
const MAX_FOLDERS = 20_000;

export interface SourceChange {
  /** Relative to the project, forward slashes, sorted; empty where the system did not say which. */
  readonly files: readonly string[];
}

/**
 * Tells when a file that an analysis reads was written, made or removed, by the system's own notices and never by looking. Only the folders
 * that an analysis reads are watched, so that installed packages cost nothing. What cannot be watched is not told.
 */
export function watchSource(dir: string, tell: (change: SourceChange) => void): Disposable {
  const root = realpathSync(dir);
  const watchers = new Map<string, FSWatcher>();
  const changed = new Set<string>();
  let timer: NodeJS.Timeout | null = null;
  let since = 0;

  function note(path: string): void {
    changed.add(path);
    const now = performance.now();
    if (timer === null) since = now;
    else clearTimeout(timer);
    timer = setTimeout(flush, Math.max(0, Math.min(QUIET_MS, since + AT_LEAST_MS - now)));
    // It must not keep a command alive.
    timer.unref();
  }

  function flush(): void {
    timer = null;
    const files = [...changed].sort();
    changed.clear();
    tell({ files });
  }

  /** @param folder '' or with a slash behind it */
  function add(folder: string): void {
    if (watchers.has(folder) || watchers.size >= MAX_FOLDERS) return;
    try {
      const watcher = watch(join(root, folder), { persistent: false }, (_, name) => see(folder, name));
      watcher.on('error', () => drop(folder));
      watchers.set(folder, watcher);
    } catch {
      // Gone meanwhile, or the system allows no more.
    }
  }

  function drop(folder: string): void {
    for (const [path, watcher] of watchers) {
      if (!path.startsWith(folder)) continue;
      watcher.close();
      watchers.delete(path);
    }
  }

  function see(folder: string, name: string | null): void {
    if (name === null) {
      note('');
      return;
    }
    const path = folder + name;
    if (concernsAnalysis(name)) note(path);
    const inside = listFolders(root, `${path}/`);
    if (inside.length === 0) {
      // A folder that is gone takes its files with it.
      if (watchers.has(`${path}/`)) {
        drop(`${path}/`);
        note(path);
      }
      return;
    }
    const isNew = !watchers.has(`${path}/`);
    for (const one of inside) add(one);
    // What was written into it before it was watched.
    if (isNew) note(path);
  }

  for (const folder of listFolders(root, '')) add(folder);
  return {
    dispose() {
      if (timer !== null) clearTimeout(timer);
      drop('');
    },
  };
}
