import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Disposable, ProjectDir, Run, RunId } from '#contract';
import { type ProjectPaths, projectPaths, projectPathsAt, projectsRoot } from '../data-dir.ts';
import { makePrivateFolder } from '../private-files.ts';
import { type Catalogue, openCatalogue } from '../store/index.ts';

/** The kept runs of one project. */
export interface ProjectStore {
  readonly paths: ProjectPaths;
  readonly catalogue: Catalogue;
}

/** The stores of all projects, each opened when it is first asked for and kept open. */
export interface ProjectStores extends Disposable {
  /** Opened already, or not yet. */
  isOpen(dir: ProjectDir): boolean;
  /** Made when there is none yet. `damaged` or `refused` as the catalogue says. */
  ofProject(dir: ProjectDir): ProjectStore;
  /** Looks in the open ones first, then in every project of the data directory. */
  ofRun(id: RunId): { readonly store: ProjectStore; readonly run: Run } | undefined;
}

export function openProjectStores(dataDir: string, onOpened: (store: ProjectStore) => void): ProjectStores {
  const stores = new Map<string, ProjectStore>();

  function open(paths: ProjectPaths): ProjectStore {
    const known = stores.get(paths.root);
    if (known !== undefined) return known;
    for (const folder of [paths.root, paths.recordings, paths.spool]) makePrivateFolder(folder);
    const store = { paths, catalogue: openCatalogue(paths.catalogue) };
    stores.set(paths.root, store);
    onOpened(store);
    return store;
  }

  function* candidates(id: RunId): Iterable<ProjectStore> {
    yield* stores.values();
    const root = projectsRoot(dataDir);
    for (const name of existsSync(root) ? readdirSync(root) : []) {
      const paths = projectPathsAt(join(root, name));
      const isOpen = stores.has(paths.root);
      const hasRun =
        existsSync(join(paths.recordings, `${id}.callscape`)) || existsSync(join(paths.spool, id));
      if (!isOpen && hasRun && existsSync(paths.catalogue)) yield open(paths);
    }
  }

  return {
    isOpen: (dir) => stores.has(projectPaths(dataDir, dir).root),
    ofProject: (dir) => open(projectPaths(dataDir, dir)),
    ofRun(id) {
      for (const store of candidates(id)) {
        const run = store.catalogue.get(id);
        if (run !== undefined) return { store, run };
      }
      return undefined;
    },
    dispose() {
      for (const store of stores.values()) store.catalogue.dispose();
      stores.clear();
    },
  };
}
