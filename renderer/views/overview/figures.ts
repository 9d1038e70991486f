import type { Finding, FindingRule, FindingSeverity, FunctionTable, HeatMap } from '#contract';
import { axisTicks } from '#renderer/canvas/index.ts';
import { isOwnCode } from '#renderer/state/index.ts';

/** Findings of a category, by severity from critical to low. */
export interface CategoryCount {
  readonly category: FindingRule['category'];
  readonly counts: readonly number[];
  readonly rules: readonly string[];
}

export const severities: readonly FindingSeverity[] = ['critical', 'high', 'medium', 'low'];
const categories: readonly FindingRule['category'][] = [
  'broken',
  'slow',
  'leak',
  'structure',
  'dead',
  'care',
];

/** How many findings of which severity each category has; categories without any are left out. */
export function findingsByCategory(
  findings: readonly Finding[],
  rules: readonly FindingRule[],
): readonly CategoryCount[] {
  const categoryOf = new Map(rules.map(({ id, category }) => [id, category]));
  return categories
    .map((category) => {
      const own = findings.filter(({ rule }) => categoryOf.get(rule) === category);
      return {
        category,
        counts: severities.map((severity) => own.filter((finding) => finding.severity === severity).length),
        rules: [...new Set(own.map(({ rule }) => rule))],
      };
    })
    .filter(({ rules: found }) => found.length > 0);
}

/** The first of the findings, and behind them the selected one where it is further down: a link or a search leads to it. */
export function gravest(
  findings: readonly Finding[],
  most: number,
  selected: string | null,
): readonly Finding[] {
  const at = findings.findIndex(({ id }) => id === selected);
  return findings.filter((_, place) => place < most || place === at);
}

/** A row of a ranking: a file with its time, or a function. */
export interface Ranked {
  readonly name: string;
  /** Index into the functions; -1: it is a file. */
  readonly index: number;
  readonly file: string;
  readonly selfNs: number;
}

/** The files with most self time, and the functions, the largest first. */
export function rankings(
  table: FunctionTable,
  most: number,
  onlyMyCode: boolean,
): { readonly files: readonly Ranked[]; readonly functions: readonly Ranked[] } {
  const byFile = new Float64Array(table.files.length);
  const kept = table.files.map((file) => !onlyMyCode || isOwnCode(file));
  const functions: number[] = [];
  for (let at = 0; at < table.length; at++) {
    const file = table.file[at] as number;
    if (!kept[file]) continue;
    byFile[file] = (byFile[file] as number) + (table.selfNs[at] as number);
    functions.push(at);
  }
  const selfOf = (at: number) => table.selfNs[at] as number;
  return {
    files: [...byFile.keys()]
      .filter((file) => (byFile[file] as number) > 0)
      .sort((a, b) => (byFile[b] as number) - (byFile[a] as number))
      .slice(0, most)
      .map((file) => ({
        name: table.files[file] ?? '',
        index: -1,
        file: table.files[file] ?? '',
        selfNs: byFile[file] as number,
      })),
    functions: functions
      .filter((at) => selfOf(at) > 0)
      .sort((a, b) => selfOf(b) - selfOf(a))
      .slice(0, most)
      .map((at) => ({
        name: table.name[at] ?? '',
        index: at,
        file: table.files[table.file[at] ?? -1] ?? '',
        selfNs: selfOf(at),
      })),
  };
}

/** Calls that began in each column of a heat map, those that failed and the others. */
export function callsOverTime(map: HeatMap): {
  readonly ok: readonly number[];
  readonly failed: readonly number[];
} {
  const ok = new Array<number>(map.columns).fill(0);
  const failed = new Array<number>(map.columns).fill(0);
  for (let at = 0; at < map.cell.length; at++) {
    const column = (map.cell[at] as number) % map.columns;
    const errors = map.errors[at] as number;
    failed[column] = (failed[column] as number) + errors;
    ok[column] = (ok[column] as number) + (map.count[at] as number) - errors;
  }
  return { ok, failed };
}

/** Calls by how long they took: one bar for each power of ten that has any, from the shortest to the longest, ns. */
export function callsByDuration(
  map: HeatMap,
): readonly { readonly fromNs: number; readonly calls: number }[] {
  const byPower = new Map<number, number>();
  for (let at = 0; at < map.cell.length; at++) {
    const row = Math.floor((map.cell[at] as number) / map.columns);
    const power = Math.max(0, Math.floor(Math.log10(Math.max(1, map.boundsNs[row] as number))));
    byPower.set(power, (byPower.get(power) ?? 0) + (map.count[at] as number));
  }
  const powers = [...byPower.keys()].sort((a, b) => a - b);
  const [first, last] = [powers[0], powers.at(-1)];
  if (first === undefined || last === undefined) return [];
  return Array.from({ length: last - first + 1 }, (_, at) => ({
    fromNs: 10 ** (first + at),
    calls: byPower.get(first + at) ?? 0,
  }));
}

/** Columns between two labels of a time axis. */
const LABEL_GAP = 10;

/** By column: the round time that begins in it. */
export function timeLabels(startNs: number, columnNs: number, columns: number): ReadonlyMap<number, string> {
  const { times, labels } = axisTicks({ startNs, nsPerPx: columnNs, widthPx: columns }, LABEL_GAP);
  return new Map(times.map((at, i) => [Math.floor((at - startNs) / columnNs), labels[i] as string]));
}
