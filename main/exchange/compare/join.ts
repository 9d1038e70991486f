import type { Baseline } from '#contract';
import { compareText } from '../run-facts.ts';

type Functions = Baseline['functions'];

/** Rows of one function in both baselines; -1 where it does not exist. */
export interface JoinedRow {
  readonly base: number;
  readonly next: number;
}

/**
 * Joins functions by file and name. Several of one name in a file (anonymous ones) are told apart by line: in order when
 * there are as many on both sides, so that code which moved down still joins; else the same lines first, and what is left
 * in order.
 */
export function joinFunctions(base: Functions, next: Functions): JoinedRow[] {
  const groups = new Map<string, { base: number[]; next: number[] }>();
  const gather = (functions: Functions, side: 'base' | 'next'): void => {
    functions.forEach(({ file, function: name }, row) => {
      const key = JSON.stringify([file, name]);
      const group = groups.get(key) ?? { base: [], next: [] };
      group[side].push(row);
      groups.set(key, group);
    });
  };
  gather(base, 'base');
  gather(next, 'next');
  const lineIn = (functions: Functions) => (row: number) => functions[row]?.line ?? 0;
  return [...groups]
    .sort(([a], [b]) => compareText(a, b))
    .flatMap(([, group]) => joinGroup(group, lineIn(base), lineIn(next)));
}

function joinGroup(
  group: { readonly base: readonly number[]; readonly next: readonly number[] },
  baseLine: (row: number) => number,
  nextLine: (row: number) => number,
): JoinedRow[] {
  let left = [...group.base].sort((a, b) => baseLine(a) - baseLine(b));
  let right = [...group.next].sort((a, b) => nextLine(a) - nextLine(b));
  const joined: JoinedRow[] = [];
  if (left.length !== right.length) {
    const byLine = new Map(right.map((row) => [nextLine(row), row]));
    for (const row of left) {
      const same = byLine.get(baseLine(row));
      if (same === undefined) continue;
      byLine.delete(baseLine(row));
      joined.push({ base: row, next: same });
    }
    left = left.filter((row) => !joined.some((pair) => pair.base === row));
    right = right.filter((row) => !joined.some((pair) => pair.next === row));
  }
  for (let i = 0; i < Math.max(left.length, right.length); i++) {
    joined.push({ base: left[i] ?? -1, next: right[i] ?? -1 });
  }
  return joined;
}
