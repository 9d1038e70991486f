/** A folder with modules somewhere below it. A chain of folders that hold nothing else is one folder with a longer label. */
export interface Folder {
  /** Relative to the project; `''` for the project itself. */
  readonly path: string;
  /** Relative to the folder above. */
  readonly label: string;
  /** Index of the folder above; -1 for the project, which is folder 0. */
  readonly parent: number;
  readonly folders: readonly number[];
  /** Indexes of the modules directly in it. */
  readonly modules: readonly number[];
  /** Modules in it and below. */
  readonly size: number;
}

interface Draft {
  path: string;
  folders: Map<string, Draft>;
  modules: number[];
}

/** The folders of a list of module paths; parents stand before their children. */
export function folderTree(paths: readonly string[]): readonly Folder[] {
  const root: Draft = { path: '', folders: new Map(), modules: [] };
  paths.forEach((path, module) => {
    let at = root;
    let end = path.indexOf('/', 1);
    let start = 0;
    while (end > 0) {
      const name = path.slice(start, end);
      let next = at.folders.get(name);
      if (!next) {
        next = { path: path.slice(0, end), folders: new Map(), modules: [] };
        at.folders.set(name, next);
      }
      at = next;
      start = end + 1;
      end = path.indexOf('/', start);
    }
    at.modules.push(module);
  });
  return flatten(root);
}

function flatten(root: Draft): readonly Folder[] {
  const folders: { -readonly [K in keyof Folder]: Folder[K] }[] = [];
  const waiting: { draft: Draft; parent: number }[] = [{ draft: root, parent: -1 }];
  for (let at = waiting.shift(); at; at = waiting.shift()) {
    const draft = at.parent < 0 ? at.draft : skipChain(at.draft);
    const above = folders[at.parent]?.path ?? '';
    const index = folders.length;
    folders.push({
      path: draft.path,
      label: above === '' ? draft.path : draft.path.slice(above.length + 1),
      parent: at.parent,
      folders: [],
      modules: draft.modules,
      size: draft.modules.length,
    });
    const parent = folders[at.parent];
    if (parent) parent.folders = [...parent.folders, index];
    for (const below of draft.folders.values()) waiting.push({ draft: below, parent: index });
  }
  for (let at = folders.length - 1; at > 0; at--) {
    const folder = folders[at] as Folder;
    const parent = folders[folder.parent];
    if (parent) parent.size += folder.size;
  }
  return folders;
}

function skipChain(draft: Draft): Draft {
  let at = draft;
  while (at.modules.length === 0 && at.folders.size === 1) at = [...at.folders.values()][0] as Draft;
  return at;
}

/**
 * Folders (by path) that are open at first: all of a small project; of a large one only as many, the fullest first, as keep the
 * graph to `roomy` nodes.
 */
export function openAtFirst(folders: readonly Folder[], most = 400, roomy = 40): ReadonlySet<string> {
  const root = folders[0];
  if (!root) return new Set();
  if (root.size <= most) return new Set(folders.map(({ path }) => path));
  const open = new Set(['']);
  let nodes = root.folders.length + root.modules.length;
  const closed = [...root.folders];
  for (;;) {
    closed.sort((a, b) => (folders[b] as Folder).size - (folders[a] as Folder).size);
    const at = closed.findIndex((index) => nodes + children(folders[index] as Folder) - 1 <= roomy);
    if (at < 0) return open;
    const folder = folders[closed.splice(at, 1)[0] as number] as Folder;
    nodes += children(folder) - 1;
    open.add(folder.path);
    closed.push(...folder.folders);
  }
}

function children(folder: Folder): number {
  return folder.folders.length + folder.modules.length;
}
