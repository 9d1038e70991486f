import { type Folder, othersEnd } from './folder-tree.ts';
import { EDGE_MARK, type GraphData, MARK } from './graph-data.ts';
import { type EdgeFilter, type Focus, neighbourhood, passes } from './neighbourhood.ts';

/** A node of the data, or a closed folder that stands for all below it. */
export interface GraphNode {
  /** `m<index>` or `f<index>` into the data's nodes or the folders. */
  readonly id: string;
  readonly kind: 'leaf' | 'folder';
  readonly label: string;
  /** The node's or folder's path. */
  readonly path: string;
  /** Id of the group it stands in; `null` at the top. */
  readonly group: string | null;
  /** What its colour comes from. */
  readonly module: string;
  /** Nodes it stands for. */
  readonly size: number;
  readonly calls: number;
  readonly errors: number;
  readonly isEntry: boolean;
  readonly isTest: boolean;
  readonly inCycle: boolean;
  /** All it stands for are dead, or lie outside of the project. */
  readonly isDead: boolean;
  readonly isOutside: boolean;
}

/** An open folder, drawn as a box around its nodes. */
export interface GraphGroup {
  readonly id: string;
  readonly label: string;
  readonly path: string;
  readonly group: string | null;
}

export interface GraphEdge {
  readonly id: string;
  readonly from: string;
  readonly to: string;
  /** The source says so; the run did it. */
  readonly isStatic: boolean;
  readonly isRuntime: boolean;
  readonly calls: number;
  readonly inCycle: boolean;
}

export interface VisibleGraph {
  readonly nodes: readonly GraphNode[];
  readonly groups: readonly GraphGroup[];
  readonly edges: readonly GraphEdge[];
  /** By node of the data, the path of what shows it: its own, or that of a closed folder; `null`: the filters leave it out. */
  readonly shownAs: readonly (string | null)[];
}

export interface GraphChoice {
  /** Paths of the open folders. */
  readonly open: ReadonlySet<string>;
  readonly filter: EdgeFilter;
  readonly keep: (path: string) => boolean;
  /** Only a node and those around it; `null`: all. */
  readonly focus: Focus | null;
  /** Only what is in a cycle. */
  readonly cycles: boolean;
}

/** What of the graph is on screen: nodes in open folders by themselves, the others as their folder; edges merged accordingly. */
export function visibleGraph(data: GraphData, folders: readonly Folder[], choice: GraphChoice): VisibleGraph {
  const shownAs = nodeOfLeaves(folders, choice.open, data.length);
  const near = choice.focus === null ? null : neighbourhood(data, choice.focus, choice.filter);
  const kept = (index: number) =>
    (near === null || near.has(index)) &&
    (!choice.cycles || ((data.marks[index] as number) & MARK.cycle) !== 0) &&
    choice.keep(data.path[index] as string);
  const drafts = new Map<string, { -readonly [K in keyof GraphNode]: GraphNode[K] }>();
  for (const [folderIndex, folder] of folders.entries()) {
    for (const index of folder.leaves) {
      if (!kept(index)) continue;
      const id = shownAs[index] as string;
      let node = drafts.get(id);
      if (!node) {
        node = newNode(id, folders, folderIndex, data, index);
        drafts.set(id, node);
      }
      const marks = data.marks[index] as number;
      node.size++;
      node.calls += data.calls[index] as number;
      node.errors += data.errors[index] as number;
      node.isEntry ||= (marks & MARK.entry) !== 0;
      node.isTest ||= (marks & MARK.test) !== 0;
      node.inCycle ||= (marks & MARK.cycle) !== 0;
      node.isDead &&= (marks & MARK.dead) !== 0;
      node.isOutside &&= (marks & MARK.outside) !== 0;
    }
  }
  const nodes = [...drafts.values()];
  return {
    nodes,
    groups: groupsOf(nodes, folders),
    edges: mergeEdges(data, shownAs, choice, kept),
    shownAs: shownAs.map((id, index) => (kept(index) ? (drafts.get(id)?.path ?? null) : null)),
  };
}

/** For every node of the data the one that shows it: itself, or the outermost closed folder around it. */
function nodeOfLeaves(
  folders: readonly Folder[],
  open: ReadonlySet<string>,
  length: number,
): readonly string[] {
  const shownAs = new Array<string>(length).fill('');
  // Parents come first, so a folder knows already whether one above it is closed.
  const closedAs: (string | null)[] = [];
  for (const [index, folder] of folders.entries()) {
    const above = folder.parent < 0 ? null : (closedAs[folder.parent] as string | null);
    closedAs.push(above ?? (open.has(folder.path) || folder.parent < 0 ? null : `f${index}`));
    for (const leaf of folder.leaves) shownAs[leaf] = closedAs[index] ?? `m${leaf}`;
  }
  return shownAs;
}

function newNode(
  id: string,
  folders: readonly Folder[],
  folderIndex: number,
  data: GraphData,
  index: number,
): { -readonly [K in keyof GraphNode]: GraphNode[K] } {
  const none = { size: 0, calls: 0, errors: 0, isEntry: false, isTest: false, inCycle: false };
  const facts = { ...none, isDead: true, isOutside: true };
  if (id.startsWith('m')) {
    const path = data.path[index] as string;
    const module = data.module[index] as string;
    const label = path.slice(path.lastIndexOf('/') + 1);
    return { id, kind: 'leaf', label, path, module, group: groupId(folderIndex), ...facts };
  }
  const { label, path, parent } = folders[Number(id.slice(1))] as Folder;
  const written = data.files.has(path) || label.endsWith(othersEnd) ? label : `${label}/`;
  return { id, kind: 'folder', label: written, path, module: path, group: groupId(parent), ...facts };
}

/** The project itself is no box. */
function groupId(folder: number): string | null {
  return folder <= 0 ? null : `g${folder}`;
}

/** The boxes around the nodes, outer ones first. */
function groupsOf(nodes: readonly GraphNode[], folders: readonly Folder[]): readonly GraphGroup[] {
  const wanted = new Set<number>();
  for (const { group } of nodes) {
    for (let at = group === null ? 0 : Number(group.slice(1)); at > 0; at = (folders[at] as Folder).parent)
      wanted.add(at);
  }
  return [...wanted]
    .sort((a, b) => a - b)
    .map((index) => {
      const { label, path, parent } = folders[index] as Folder;
      return { id: `g${index}`, label, path, group: groupId(parent) };
    });
}

function mergeEdges(
  { edges }: GraphData,
  shownAs: readonly string[],
  { filter, cycles }: GraphChoice,
  kept: (index: number) => boolean,
): readonly GraphEdge[] {
  const merged = new Map<string, { -readonly [K in keyof GraphEdge]: GraphEdge[K] }>();
  for (let at = 0; at < edges.length; at++) {
    const [a, b] = [edges.from[at] as number, edges.to[at] as number];
    const [from, to] = [shownAs[a] as string, shownAs[b] as string];
    const marks = edges.marks[at] as number;
    const isCycle = (marks & EDGE_MARK.cycle) !== 0;
    if (from === to || !kept(a) || !kept(b) || !passes(marks, filter) || (cycles && !isCycle)) continue;
    const id = `${from}>${to}`;
    let edge = merged.get(id);
    if (!edge) {
      edge = { id, from, to, isStatic: false, isRuntime: false, calls: 0, inCycle: false };
      merged.set(id, edge);
    }
    edge.isStatic ||= (marks & EDGE_MARK.static) !== 0;
    edge.isRuntime ||= (marks & EDGE_MARK.runtime) !== 0;
    edge.calls += edges.calls[at] as number;
    edge.inCycle ||= isCycle;
  }
  return [...merged.values()];
}
