import type { StaticCallGraph } from '#contract';
import type { CallSite } from './line-figures.ts';

/** A place in the source. */
export interface Place {
  readonly file: string;
  readonly line: number;
}

/** The last part of a qualified name: what a caller writes. */
const ownName = (name: string): string => name.slice(name.lastIndexOf('.') + 1);

/**
 * Where a name on a line leads: to what is called there, else to the one function of the project that is called so, those of the
 * same file first. On a function's own definition it leads to its first caller. `null`: nowhere.
 */
export function follow(
  graph: StaticCallGraph,
  sites: ReadonlyMap<number, readonly CallSite[]>,
  at: Place,
  name: string,
): Place | null {
  const called = sites.get(at.line)?.find((site) => ownName(site.name) === name);
  if (called) return { file: called.file, line: called.line };
  const named = graph.functions.flatMap((fn, index) => (ownName(fn.name) === name ? { ...fn, index } : []));
  const here = named.find(({ file, line }) => file === at.file && line === at.line);
  if (here) return callerOf(graph, here.index);
  const found = named.find(({ file }) => file === at.file) ?? (named.length === 1 ? named[0] : undefined);
  return found ? { file: found.file, line: found.line } : null;
}

function callerOf({ edges, functions }: StaticCallGraph, callee: number): Place | null {
  for (let at = 0; at < edges.length; at++) {
    const caller = functions[edges.from[at] as number];
    if (edges.to[at] !== callee || !caller || edges.from[at] === callee) continue;
    const line = edges.line[at] as number;
    return { file: caller.file, line: line > 0 ? line : caller.line };
  }
  return null;
}
