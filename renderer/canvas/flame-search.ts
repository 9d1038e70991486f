import type { CallTreeTable } from '#contract';

export interface FlameMatches {
  /** Rows whose function matches, in table order. */
  readonly rows: Int32Array;
  /** Weight under a match, in the unit of the table; a match within a match counts once. */
  readonly covered: number;
  /** Functions that match and have no row here: theirs are too narrow, or not in what is shown. */
  readonly unseen: Int32Array;
}

/** One pass: the table is depth first, so what lies under a match is a range of rows. */
export function flameMatches(table: CallTreeTable, matches: Uint8Array): FlameMatches {
  const rows: number[] = [];
  let covered = 0;
  let coveredUntil = 0;
  const seen = new Set<number>();
  for (let row = 1; row < table.length; row++) {
    const fn = table.function[row] as number;
    if (fn < 0 || matches[fn] !== 1) continue;
    rows.push(row);
    seen.add(fn);
    if (row < coveredUntil) continue;
    covered += table.weight[row] as number;
    coveredUntil = table.subtreeEnd[row] as number;
  }
  const unseen: number[] = [];
  for (let fn = 0; fn < matches.length; fn++) if (matches[fn] === 1 && !seen.has(fn)) unseen.push(fn);
  return { rows: Int32Array.from(rows), covered, unseen: Int32Array.from(unseen) };
}
