import type { StaticCallGraph } from '#contract';

/** Edges that the source and the run agree on, and those that only one of them knows. */
export interface EdgeCounts {
  readonly both: number;
  readonly sourceOnly: number;
  readonly runOnly: number;
}

export function edgeCounts({ edges }: Pick<StaticCallGraph, 'edges'>): EdgeCounts {
  let [both, sourceOnly, runOnly] = [0, 0, 0];
  for (let at = 0; at < edges.length; at++) {
    const kinds = edges.kinds[at] as number;
    const inRun = (kinds & 4) !== 0;
    if (inRun && (kinds & 3) !== 0) both++;
    else if (inRun) runOnly++;
    else sourceOnly++;
  }
  return { both, sourceOnly, runOnly };
}
