import {
  BUCKETS,
  bucketWidth,
  classesAt,
  coveredUntil,
  MAX_LEVEL,
  MIN_LEVEL,
} from '../store/density-block.ts';

/** A stretch of a thread's time, end exclusive. */
export interface Stretch {
  readonly from: number;
  readonly to: number;
}

/** A dense block, and the stretch of it that is wanted. */
export interface BlockRead extends Stretch {
  readonly level: number;
  readonly block: number;
}

/** Where to read the spans of the classes below the one of a pixel: from density blocks, and the rest from pages. */
export interface DensityPlan {
  readonly blocks: readonly BlockRead[];
  /** By class: where its spans must be read from pages; in order, not touching. */
  readonly direct: readonly (readonly Stretch[])[];
}

/**
 * Plans to count every span of the classes that count at `level` and begin in [from, to), each exactly once. `from` and `to`
 * are multiples of a bucket. `hasBlock`: whether a block is stored; one that is not has few spans, and pages are quick to read.
 */
export function planDensity(
  level: number,
  { from, to }: Stretch,
  lastNs: number,
  ended: boolean,
  hasBlock: (level: number, block: number) => boolean,
): DensityPlan {
  const blocks: BlockRead[] = [];
  const classes = classesAt(level);
  const direct: Stretch[][] = Array.from({ length: classes }, () => []);
  const addDirect = (first: number, end: number, stretch: Stretch) => {
    for (let k = first; k < end; k++) direct[k]?.push(stretch);
  };
  const top = Math.min(level, MAX_LEVEL);
  let reached = Math.min(classes, classesAt(top));
  addDirect(reached, classes, { from, to });
  let rest: Stretch | undefined = { from, to };
  for (let l = top; l >= MIN_LEVEL && rest; l--) {
    addDirect(classesAt(l), reached, rest);
    reached = classesAt(l);
    const covered = Math.max(rest.from, Math.min(rest.to, coveredUntil(l, lastNs, ended)));
    const width = bucketWidth(l) * BUCKETS;
    for (let at = rest.from; at < covered; ) {
      const block = Math.floor(at / width);
      const stretch = { from: at, to: Math.min(covered, (block + 1) * width) };
      if (hasBlock(l, block)) blocks.push({ level: l, block, ...stretch });
      else addDirect(0, reached, stretch);
      at = stretch.to;
    }
    // What this level does not cover yet, a finer one does nearly to the end.
    rest = covered < rest.to ? { from: covered, to: rest.to } : undefined;
  }
  if (rest) addDirect(0, reached, rest);
  return { blocks, direct: direct.map(joined) };
}

function joined(stretches: readonly Stretch[]): Stretch[] {
  const sorted = [...stretches].sort((a, b) => a.from - b.from);
  const result: Stretch[] = [];
  for (const stretch of sorted) {
    const last = result.at(-1);
    if (last && last.to >= stretch.from) result[result.length - 1] = { from: last.from, to: stretch.to };
    else result.push(stretch);
  }
  return result;
}
