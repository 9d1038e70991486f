import type { FunctionIdentity } from '#contract';

/** Places of one function in two lists; -1 where it does not exist. */
export interface JoinedFunction {
  readonly base: number;
  readonly next: number;
}

/**
 * Joins functions by file and name. Several of one name in a file (anonymous ones) are told apart by line: in order when
 * there are as many on both sides, so that code which moved down still joins; else the same lines first, and what is left
 * in order. Ordered by file and name.
 */
export function joinFunctions(
  base: readonly FunctionIdentity[],
  next: readonly FunctionIdentity[],
): JoinedFunction[] {
  const groups = new Map<string, { base: number[]; next: number[] }>();
  const gather = (functions: readonly FunctionIdentity[], side: 'base' | 'next'): void => {
    for (const [place, { file, name }] of functions.entries()) {
      const key = JSON.stringify([file, name]);
      const group = groups.get(key) ?? { base: [], next: [] };
      group[side].push(place);
      groups.set(key, group);
    }
  };
  gather(base, 'base');
  gather(next, 'next');
  const lineIn = (functions: readonly FunctionIdentity[]) => (place: number) => functions[place]?.line ?? 0;
  return [...groups]
    .sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0))
    .flatMap(([, group]) => joinGroup(group, lineIn(base), lineIn(next)));
}

function joinGroup(
  group: { readonly base: readonly number[]; readonly next: readonly number[] },
  baseLine: (place: number) => number,
  nextLine: (place: number) => number,
): JoinedFunction[] {
  let left = [...group.base].sort((a, b) => baseLine(a) - baseLine(b));
  let right = [...group.next].sort((a, b) => nextLine(a) - nextLine(b));
  const joined: JoinedFunction[] = [];
  if (left.length !== right.length) {
    const byLine = new Map(right.map((place) => [nextLine(place), place]));
    for (const place of left) {
      const same = byLine.get(baseLine(place));
      if (same === undefined) continue;
      byLine.delete(baseLine(place));
      joined.push({ base: place, next: same });
    }
    const [taken, given] = [new Set(joined.map((j) => j.base)), new Set(joined.map((j) => j.next))];
    left = left.filter((place) => !taken.has(place));
    right = right.filter((place) => !given.has(place));
  }
  for (let i = 0; i < Math.max(left.length, right.length); i++) {
    joined.push({ base: left[i] ?? -1, next: right[i] ?? -1 });
  }
  return joined;
}
