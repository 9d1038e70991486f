import type { CallTreeTable, DurationNs } from '#contract';

export interface FlameMatches {
  /** Rows whose function matches, in table order. */
  readonly rows: Int32Array;
  /** Time under a match; a match within a match counts once. */
  readonly coveredNs: DurationNs;
}

/** One pass: the table is depth first, so what lies under a match is a range of rows. */
export function flameMatches(table: CallTreeTable, matches: Uint8Array): FlameMatches {
  const rows: number[] = [];
  let coveredNs = 0;
  let coveredUntil = 0;
  for (let row = 1; row < table.length; row++) {
    const fn = table.function[row] as number;
    if (fn < 0 || matches[fn] !== 1) continue;
    rows.push(row);
    if (row < coveredUntil) continue;
    coveredNs += table.totalNs[row] as number;
    coveredUntil = table.subtreeEnd[row] as number;
  }
  return { rows: Int32Array.from(rows), coveredNs };
}
