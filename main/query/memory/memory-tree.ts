import type { CallScope, MemoryMeasure } from '#contract';
import { withBelow } from '../allocations.ts';
import type { Query } from '../query.ts';
import type { Tree } from '../tree/tree.ts';
import { type MergedProfile, mergedProfiles } from './merged-profiles.ts';

/** A tree whose times are bytes. A row that holds any counts as called, so that transforms and layouts keep it. */
export interface MemoryTree {
  readonly measure: MemoryMeasure;
  readonly tree: Tree;
}

/** What one thread, or all, allocated. `undefined`: no thread has a profile, which may be another than the one that is asked for. */
export function memoryTree(query: Query, thread?: CallScope['thread']): MemoryTree | undefined {
  const merged = mergedProfiles(query);
  if (!merged) return undefined;
  const { length, parent, function: fns } = merged;
  const profiles = merged.profiles.filter((profile) => thread === undefined || profile.thread === thread);
  const selfNs = new Float64Array(length);
  for (const { row, bytes } of profiles) {
    for (let node = 0; node < row.length; node++) {
      const at = row[node] as number;
      selfNs[at] = (selfNs[at] as number) + (bytes[node] as number);
    }
  }
  const totalNs = withBelow(parent, selfNs);
  return {
    measure: measureOf(profiles.length > 0 ? profiles : merged.profiles),
    tree: {
      ...{ length, parent, function: fns, totalNs, selfNs },
      // Other than those of calls, so that nobody takes the one for the other; 0 is the whole in both.
      node: Int32Array.from({ length }, (_, row) => -row),
      calls: heldIn(totalNs),
      errors: new Float64Array(length),
    },
  };
}

/** 1 for each row that holds bytes. */
export const heldIn = (totalBytes: Float64Array): Float64Array =>
  totalBytes.map((bytes) => (bytes > 0 ? 1 : 0));

function measureOf(profiles: readonly MergedProfile[]): MemoryMeasure {
  const [first, ...others] = new Set(profiles.map(({ measure }) => measure));
  return first === undefined || others.length > 0 ? 'mixed' : first;
}
