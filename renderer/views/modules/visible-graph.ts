import type { ModuleGraph } from '#contract';
import type { Folder } from './folder-tree.ts';

export type EdgeFilter = 'both' | 'static' | 'runtime';

/** A module, or a closed folder that stands for all modules below it. */
export interface GraphNode {
  /** `m<index>` or `f<index>` into modules or folders. */
  readonly id: string;
  readonly kind: 'module' | 'folder';
  readonly label: string;
  /** The module's or folder's path. */
  readonly path: string;
  /** Id of the group it stands in; `null` at the top. */
  readonly group: string | null;
  /** Modules it stands for. */
  readonly modules: number;
  readonly calls: number;
  readonly errors: number;
  readonly isEntry: boolean;
  readonly isTest: boolean;
  readonly inCycle: boolean;
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
  /** The source imports it; the run called across it. */
  readonly isStatic: boolean;
  readonly isRuntime: boolean;
  readonly calls: number;
  readonly inCycle: boolean;
}

export interface VisibleGraph {
  readonly nodes: readonly GraphNode[];
  readonly groups: readonly GraphGroup[];
  readonly edges: readonly GraphEdge[];
}

export interface GraphChoice {
  /** Paths of the open folders. */
  readonly open: ReadonlySet<string>;
  readonly filter: EdgeFilter;
  readonly keep: (path: string) => boolean;
  /** Only this module and those next to it; `null`: all. */
  readonly focus: string | null;
}

const staticKinds = 1 | 2 | 4 | 8 | 16;
const runtimeKind = 32;

/** What of the graph is on screen: modules in open folders by themselves, the others as their folder; edges merged accordingly. */
export function visibleGraph(
  graph: ModuleGraph,
  folders: readonly Folder[],
  choice: GraphChoice,
): VisibleGraph {
  const { modules } = graph;
  const shownAs = nodeOfModules(folders, choice.open, modules.length);
  const near = choice.focus === null ? null : neighbourhood(graph, choice.focus);
  const kept = (index: number) =>
    (near === null || near.has(index)) && choice.keep(modules.path[index] as string);
  const drafts = new Map<string, { -readonly [K in keyof GraphNode]: GraphNode[K] }>();
  for (const [folderIndex, folder] of folders.entries()) {
    for (const index of folder.modules) {
      if (!kept(index)) continue;
      const id = shownAs[index] as string;
      let node = drafts.get(id);
      if (!node) {
        node = newNode(id, folders, folderIndex, modules.path[index] as string);
        drafts.set(id, node);
      }
      const flags = modules.flags[index] as number;
      node.modules++;
      node.calls += modules.calls[index] as number;
      node.errors += modules.errors[index] as number;
      node.isEntry ||= (flags & 4) !== 0;
      node.isTest ||= (flags & 8) !== 0;
      node.inCycle ||= (modules.cycle[index] as number) >= 0;
    }
  }
  const nodes = [...drafts.values()];
  return {
    nodes,
    groups: groupsOf(nodes, folders),
    edges: mergeEdges(graph, shownAs, choice.filter, kept),
  };
}

/** For every module the node that shows it: itself, or the outermost closed folder around it. */
function nodeOfModules(
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
    for (const module of folder.modules) shownAs[module] = closedAs[index] ?? `m${module}`;
  }
  return shownAs;
}

function newNode(id: string, folders: readonly Folder[], folderIndex: number, path: string) {
  const counts = { modules: 0, calls: 0, errors: 0, isEntry: false, isTest: false, inCycle: false };
  if (id.startsWith('m')) {
    const label = path.slice(path.lastIndexOf('/') + 1);
    return { id, kind: 'module' as const, label, path, group: groupId(folderIndex), ...counts };
  }
  const folder = folders[Number(id.slice(1))] as Folder;
  return {
    id,
    kind: 'folder' as const,
    label: folder.label,
    path: folder.path,
    group: groupId(folder.parent),
    ...counts,
  };
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
  { edges, modules }: ModuleGraph,
  shownAs: readonly string[],
  filter: EdgeFilter,
  kept: (index: number) => boolean,
): readonly GraphEdge[] {
  const merged = new Map<string, { -readonly [K in keyof GraphEdge]: GraphEdge[K] }>();
  for (let at = 0; at < edges.length; at++) {
    const [a, b] = [edges.from[at] as number, edges.to[at] as number];
    const [from, to] = [shownAs[a] as string, shownAs[b] as string];
    const kinds = edges.kinds[at] as number;
    const isStatic = (kinds & staticKinds) !== 0;
    const isRuntime = (kinds & runtimeKind) !== 0;
    if (from === to || !kept(a) || !kept(b)) continue;
    if ((filter === 'static' && !isStatic) || (filter === 'runtime' && !isRuntime)) continue;
    const id = `${from}>${to}`;
    let edge = merged.get(id);
    if (!edge) {
      edge = { id, from, to, isStatic: false, isRuntime: false, calls: 0, inCycle: false };
      merged.set(id, edge);
    }
    const cycle = modules.cycle[a] as number;
    edge.isStatic ||= isStatic;
    edge.isRuntime ||= isRuntime;
    edge.calls += edges.calls[at] as number;
    edge.inCycle ||= isStatic && cycle >= 0 && cycle === modules.cycle[b];
  }
  return [...merged.values()];
}

/** A module and all it has an edge with. */
function neighbourhood({ edges, modules }: ModuleGraph, path: string): ReadonlySet<number> {
  const center = modules.path.indexOf(path);
  const near = new Set([center]);
  for (let at = 0; at < edges.length; at++) {
    if (edges.from[at] === center) near.add(edges.to[at] as number);
    if (edges.to[at] === center) near.add(edges.from[at] as number);
  }
  return near;
}
