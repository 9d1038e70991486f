import type { Scratch } from '../scratch.ts';
import { type Tree, TreeBuilder } from './tree.ts';

/** What becomes of a row. */
export const ABSORB = Number.MAX_SAFE_INTEGER;
export const DROP = ABSORB - 1;

export interface Regrouping {
  /**
   * `DROP`: the row and all below it go. `ABSORB`: its time counts in the row of `into` (its parent's when that is left out), and
   * what it calls hangs there. Else the function code that it goes on as.
   */
  readonly fate: (row: number) => number;
  /** For absorbed rows: another row of the old tree, above this one. */
  readonly into?: (row: number) => number;
  /** Kept rows hang below row 0 whenever what they hung on is not kept. */
  readonly uproot?: boolean;
  /** Whether calls and errors of an absorbed row count in the row that takes it. */
  readonly addCalls: boolean;
  /** Rows whose time is taken out of the rows above them, up to where `until` holds (that row is left alone). */
  readonly takenOut?: (row: number) => boolean;
  readonly until?: (row: number) => boolean;
}

/**
 * Makes a new tree of an old one, row by row, a parent before its children; rows that become alike are added up. Zeros are not written:
 * what is not written to of a million rows takes no memory.
 * @param countedIn gets for each old row the new one in which its calls count; -1: none
 */
export function regroup(tree: Tree, how: Regrouping, scratch: Scratch, countedIn?: Int32Array): Tree {
  return scratch.within((part) => regrouped(tree, how, { part, scratch, countedIn }));
}

interface Rooms {
  /** Until the new tree is made. */
  readonly part: Scratch;
  /** For the new tree. */
  readonly scratch: Scratch;
  readonly countedIn: Int32Array | undefined;
}

function regrouped(tree: Tree, how: Regrouping, { part, scratch, countedIn }: Rooms): Tree {
  const { length, parent, totalNs, selfNs, calls, errors } = tree;
  const lost = how.takenOut ? takenOut(tree, how.takenOut, how.until ?? (() => false), part) : undefined;
  const built = new TreeBuilder(tree.node[0], tree.function[0], { scratch, rows: length });
  const target = part.int32(length);
  if (!how.uproot) built.selfNs[0] = selfNs[0] as number;
  for (let row = 1; row < length; row++) {
    const fate = how.fate(row);
    const above = target[parent[row] as number] as number;
    if (fate === DROP || (above < 0 && !how.uproot)) {
      target[row] = -1;
      if (countedIn) countedIn[row] = -1;
      continue;
    }
    const absorbed = fate === ABSORB;
    const to = absorbed
      ? (target[how.into ? how.into(row) : (parent[row] as number)] as number)
      : built.child(Math.max(0, above), fate, tree.node[row] as number);
    target[row] = to;
    if (countedIn) countedIn[row] = absorbed && !how.addCalls ? -1 : to;
    const self = selfNs[row] as number;
    built.selfNs[to] = (built.selfNs[to] as number) + self;
    if (!absorbed) {
      // Async calls may run side by side: what is taken out can be more than the row lasted.
      const left = Math.max((totalNs[row] as number) - (lost ? (lost[row] as number) : 0), self);
      built.totalNs[to] = (built.totalNs[to] as number) + left;
    }
    if (absorbed && !how.addCalls) continue;
    built.calls[to] = (built.calls[to] as number) + (calls[row] as number);
    const failed = errors[row] as number;
    if (failed > 0) built.errors[to] = (built.errors[to] as number) + failed;
  }
  return built.take();
}

/** By row: the time of the rows below it that are taken out, the outermost ones only. */
function takenOut(
  tree: Tree,
  isTaken: (row: number) => boolean,
  until: (row: number) => boolean,
  part: Scratch,
): Float64Array {
  const { length, parent, totalNs } = tree;
  const lost = part.float64(length);
  for (let row = length - 1; row > 0; row--) {
    const gone = isTaken(row) ? (totalNs[row] as number) : until(row) ? 0 : (lost[row] as number);
    const above = parent[row] as number;
    if (gone > 0) lost[above] = (lost[above] as number) + gone;
  }
  for (let row = 0; row < length; row++) if (until(row)) lost[row] = 0;
  return lost;
}
