import type { StaticCallGraph } from '#contract';
import type { CallSite } from '#renderer/app/line-figures/index.ts';

/** A place in the source. */
export interface Place {
  readonly file: string;
  readonly line: number;
}

/** A place that a name leads to. */
export interface Target extends Place {
  /** The function that is there; for a caller, the one that calls. */
  readonly name: string;
  /** Calls in the run along this way. */
  readonly calls: number;
}

/** The last part of a qualified name: what a caller writes. */
const ownName = (name: string): string => name.slice(name.lastIndexOf('.') + 1);

/**
 * Where a name on a line leads: to what is called there, else to the one function of the project that is called so, those of the
 * same file first. On a function's own definition it leads to its callers, those that called most first. Empty: nowhere.
 */
export function follow(
  graph: StaticCallGraph,
  sites: ReadonlyMap<number, readonly CallSite[]>,
  at: Place,
  name: string,
): readonly Target[] {
  const called = sites.get(at.line)?.find((site) => ownName(site.name) === name);
  if (called) return [called];
  const named = graph.functions.flatMap((fn, index) =>
    ownName(fn.name) === name ? { ...fn, index, calls: graph.calls[index] as number } : [],
  );
  const here = named.find(({ file, line }) => file === at.file && line === at.line);
  if (here) return callersOf(graph, here.index);
  const found = named.find(({ file }) => file === at.file) ?? (named.length === 1 ? named[0] : undefined);
  return found ? [found] : [];
}

function callersOf({ edges, functions }: StaticCallGraph, callee: number): readonly Target[] {
  const callers: Target[] = [];
  for (let at = 0; at < edges.length; at++) {
    const caller = functions[edges.from[at] as number];
    if (edges.to[at] !== callee || !caller || edges.from[at] === callee) continue;
    const line = edges.line[at] as number;
    const { file, name } = caller;
    callers.push({ file, name, line: line > 0 ? line : caller.line, calls: edges.calls[at] as number });
  }
  return callers.sort((a, b) => b.calls - a.calls);
}
