import type { TestThread } from './read-spools.ts';

/** Bytes by function. */
export interface Memory {
  /** Without what it called, by name; `''`: of no traced function. */
  readonly own: Readonly<Record<string, number>>;
  /** With what it called, recursion counted once. */
  readonly total: Readonly<Record<string, number>>;
  /** `outer>inner`: what the inner took itself, directly below the outer. */
  readonly below: Readonly<Record<string, number>>;
}

/** The last profile of memory of a thread. Throws where there is none. */
export function memoryOf({ allocations, functions }: TestThread): Memory {
  if (!allocations) throw new Error('The thread has no profile of memory');
  const { parent, function: fns, bytes } = allocations;
  const nameOf = (node: number): string => functions[fns[node] as number]?.name ?? '';
  const own: Record<string, number> = {};
  const total: Record<string, number> = {};
  const below: Record<string, number> = {};
  const add = (sums: Record<string, number>, key: string, more: number) => {
    sums[key] = (sums[key] ?? 0) + more;
  };
  for (const [node, size] of bytes.entries()) {
    add(own, nameOf(node), size);
    if (node > 0) add(below, `${nameOf(parent[node] as number)}>${nameOf(node)}`, size);
    const path = new Set<string>();
    for (let at = node; at >= 0; at = parent[at] as number) path.add(nameOf(at));
    for (const name of path) add(total, name, size);
  }
  return { own, total, below };
}
