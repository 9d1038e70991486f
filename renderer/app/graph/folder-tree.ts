/** A folder with nodes somewhere below it. A chain of folders that hold nothing else is one folder with a longer label. */
export interface Folder {
  /** Relative to the project; `''` for the project itself. */
  readonly path: string;
  /** Relative to the folder above. */
  readonly label: string;
  /** Index of the folder above; -1 for the project, which is folder 0. */
  readonly parent: number;
  readonly folders: readonly number[];
  /** Indexes of the nodes directly in it. */
  readonly leaves: readonly number[];
  /** Nodes in it and below. */
  readonly size: number;
}

interface Draft {
  path: string;
  folders: Map<string, Draft>;
  leaves: number[];
}

/** Nodes that a folder shows by itself; of more, only those that weigh most, and the others as a folder of their own. */
const crowd = 60;
const shownOfCrowd = 24;
/** What the label of such a folder ends with. */
export const othersEnd = ' others';

/**
 * The folders of a list of paths; parents stand before their children.
 * @param weight by node: which are worth showing when a folder holds more than fit
 */
export function folderTree(paths: readonly string[], weight?: Float64Array): readonly Folder[] {
  const root: Draft = { path: '', folders: new Map(), leaves: [] };
  paths.forEach((path, leaf) => {
    let at = root;
    let end = path.indexOf('/', 1);
    let start = 0;
    while (end > 0) {
      const name = path.slice(start, end);
      let next = at.folders.get(name);
      if (!next) {
        next = { path: path.slice(0, end), folders: new Map(), leaves: [] };
        at.folders.set(name, next);
      }
      at = next;
      start = end + 1;
      end = path.indexOf('/', start);
    }
    at.leaves.push(leaf);
  });
  return flatten(root, weight);
}

function setOthersApart(draft: Draft, weight: Float64Array): void {
  if (draft.leaves.length <= crowd || draft.path.endsWith(othersEnd)) return;
  const byWeight = [...draft.leaves].sort((a, b) => (weight[b] as number) - (weight[a] as number) || a - b);
  const others = byWeight.slice(shownOfCrowd).sort((a, b) => a - b);
  draft.leaves = byWeight.slice(0, shownOfCrowd).sort((a, b) => a - b);
  const name = `${others.length}${othersEnd}`;
  const path = draft.path === '' ? name : `${draft.path}/${name}`;
  draft.folders.set(name, { path, folders: new Map(), leaves: others });
}

function flatten(root: Draft, weight: Float64Array | undefined): readonly Folder[] {
  const folders: { -readonly [K in keyof Folder]: Folder[K] }[] = [];
  const waiting: { draft: Draft; parent: number }[] = [{ draft: root, parent: -1 }];
  for (let at = waiting.shift(); at; at = waiting.shift()) {
    const draft = at.parent < 0 ? at.draft : skipChain(at.draft);
    if (weight) setOthersApart(draft, weight);
    const above = folders[at.parent]?.path ?? '';
    const index = folders.length;
    folders.push({
      path: draft.path,
      label: above === '' ? draft.path : draft.path.slice(above.length + 1),
      parent: at.parent,
      folders: [],
      leaves: draft.leaves,
      size: draft.leaves.length,
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
  while (at.leaves.length === 0 && at.folders.size === 1) at = [...at.folders.values()][0] as Draft;
  return at;
}

/**
 * Folders (by path) that are open at first: all of a small project; of a large one only as many, the fullest first, as keep the
 * graph to `roomy` nodes.
 */
export function openAtFirst(folders: readonly Folder[], most = 400, roomy = 40): ReadonlySet<string> {
  const root = folders[0];
  if (!root) return new Set();
  if (root.size <= most)
    return new Set(folders.map(({ path }) => path).filter((p) => !p.endsWith(othersEnd)));
  const open = new Set(['']);
  let nodes = root.folders.length + root.leaves.length;
  const closed = [...root.folders];
  for (;;) {
    closed.sort((a, b) => (folders[b] as Folder).size - (folders[a] as Folder).size);
    const at = closed.findIndex((index) => nodes + children(folders[index] as Folder) <= roomy);
    if (at < 0) return open;
    const folder = folders[closed.splice(at, 1)[0] as number] as Folder;
    // The box around them takes the room of a node.
    nodes += children(folder);
    open.add(folder.path);
    closed.push(...folder.folders);
  }
}

/** The open folders and those that have to be open, too, for a node to stand by itself. */
export function opened(
  open: ReadonlySet<string>,
  folders: readonly Folder[],
  leaf: number,
): ReadonlySet<string> {
  const wanted = new Set(open);
  let at = folders.findIndex(({ leaves }) => leaves.includes(leaf));
  for (; at >= 0; at = (folders[at] as Folder).parent) wanted.add((folders[at] as Folder).path);
  return wanted;
}

function children(folder: Folder): number {
  return folder.folders.length + folder.leaves.length;
}
