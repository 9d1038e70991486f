import { type ThreadAllocations, threadAllocations } from '../allocations.ts';
import type { Query } from '../query.ts';
import type { Snapshot } from '../snapshot.ts';
import { TreeBuilder } from '../tree/tree.ts';

/** The paths of functions in the profiles of all threads, each once. */
export interface MergedProfiles {
  readonly length: number;
  /** A parent stands before its children, siblings in the order in which their functions were first called; -1 for row 0, the whole. */
  readonly parent: Int32Array;
  /** Every row but the first has a function. */
  readonly function: Int32Array;
  readonly profiles: readonly MergedProfile[];
}

export interface MergedProfile extends Pick<ThreadAllocations, 'thread' | 'measure' | 'bytes'> {
  /** By node of the profile, the row that has its bytes. */
  readonly row: Int32Array;
}

/** Merged once for all questions, until a thread writes its next profile. A rebuilt recording has other nodes. */
const known = new WeakMap<Snapshot['nodes'], { readonly version: string; readonly merged: MergedProfiles }>();

/** Only inside `within`; throws `damaged`. `undefined`: no thread has a profile. */
export function mergedProfiles(query: Query): MergedProfiles | undefined {
  const { reader, snapshot } = query;
  // There may be no file yet.
  if (snapshot.revision === 0) return undefined;
  const version = reader
    .statement('SELECT thread, revision FROM allocation_profiles ORDER BY thread')
    .raw()
    .all()
    .join();
  if (version === '') return undefined;
  const last = known.get(snapshot.nodes);
  if (last?.version === version) return last.merged;
  const merged = inOrder(merge(threadAllocations(query)), firstCalls(snapshot));
  known.set(snapshot.nodes, { version, merged });
  return merged;
}

/** What no traced function allocated counts where it was called from. */
function merge(threads: readonly ThreadAllocations[]): MergedProfiles {
  const built = new TreeBuilder();
  const profiles = threads.map(({ thread, measure, bytes, parent, function: fns }) => {
    const row = new Int32Array(parent.length);
    for (let node = 1; node < parent.length; node++) {
      const above = row[parent[node] as number] as number;
      const fn = fns[node] as number;
      row[node] = fn < 0 ? above : built.child(above, fn, 0);
    }
    return { thread, measure, bytes, row };
  });
  const { length, parent, function: fns } = built;
  return { length, parent: parent.subarray(0, length), function: fns.subarray(0, length), profiles };
}

/** By function: the first node of the call tree that is a call of it; nodes are numbered by their first calls. */
function firstCalls({ functions, nodes }: Snapshot): Int32Array {
  const first = new Int32Array(functions.length).fill(nodes.length);
  for (let node = nodes.length - 1; node > 0; node--) first[nodes.function[node] as number] = node;
  return first;
}

/** The same tree with its rows by depth, and within a depth by the first calls of their functions. */
function inOrder(
  { length, parent, function: fns, profiles }: MergedProfiles,
  first: Int32Array,
): MergedProfiles {
  const depth = new Int32Array(length);
  for (let row = 1; row < length; row++) depth[row] = (depth[parent[row] as number] as number) + 1;
  const firstOf = (row: number) => (row === 0 ? 0 : (first[fns[row] as number] as number));
  const order = Int32Array.from({ length }, (_, row) => row).sort(
    (a, b) => (depth[a] as number) - (depth[b] as number) || firstOf(a) - firstOf(b) || a - b,
  );
  const place = new Int32Array(length);
  for (const [to, row] of order.entries()) place[row] = to;
  return {
    length,
    parent: order.map((row) => (row === 0 ? -1 : (place[parent[row] as number] as number))),
    function: order.map((row) => fns[row] as number),
    profiles: profiles.map((profile) => ({
      ...profile,
      row: profile.row.map((row) => place[row] as number),
    })),
  };
}
