import type { FunctionTable, StaticCallGraph } from '#contract';
import type { LineFigure } from '#renderer/app/code/index.ts';
import { count, duration, figureText, plural, shortCount } from '#renderer/widgets/format.ts';
import { definitionsOf } from './lines.ts';

/** A call that the source makes on a line, and what the run did of it. */
export interface CallSite {
  /** Name of what is called, as in its definition. */
  readonly name: string;
  readonly file: string;
  readonly line: number;
  /** Calls in the run. */
  readonly calls: number;
}

/** The calls of a file by the line they stand on. */
export function callSitesOf(graph: StaticCallGraph, path: string): ReadonlyMap<number, readonly CallSite[]> {
  const sites = new Map<number, CallSite[]>();
  const { edges, functions } = graph;
  for (let at = 0; at < edges.length; at++) {
    const [line, from] = [edges.line[at] as number, edges.from[at] as number];
    const callee = functions[edges.to[at] as number];
    if (line === 0 || !callee || functions[from]?.file !== path) continue;
    const site = { ...callee, calls: edges.calls[at] as number };
    const here = sites.get(line);
    if (here) here.push(site);
    else sites.set(line, [site]);
  }
  return sites;
}

/** What stands in the gutter: calls and self time where a function begins, calls where another one is called. */
export function lineFigures(
  table: FunctionTable,
  path: string,
  sites: ReadonlyMap<number, readonly CallSite[]>,
): ReadonlyMap<number, LineFigure> {
  const definitions = definitionsOf(table, path);
  const sum = (functions: readonly number[], column: Float64Array) =>
    functions.reduce((total, at) => total + (column[at] as number), 0);
  const most = Math.max(1, ...[...definitions.values()].map((functions) => sum(functions, table.selfNs)));
  const figures = new Map<number, LineFigure>();
  for (const [line, called] of sites) {
    const calls = called.reduce((total, site) => total + site.calls, 0);
    if (calls === 0) continue;
    const names = called.map((site) => `${site.name} ${count(site.calls)}`).join(', ');
    figures.set(line, {
      text: `\u2192 ${shortCount(calls)}\u00d7`,
      tip: `Calls from here: ${names}`,
      failed: false,
      heat: 0,
    });
  }
  for (const [line, functions] of definitions) {
    const [calls, errors] = [sum(functions, table.calls), sum(functions, table.errors)];
    const selfNs = sum(functions, table.selfNs);
    const self = figureText(duration(selfNs));
    const names = functions.map((at) => table.name[at]).join(', ');
    figures.set(line, {
      text: `${shortCount(calls)}\u00d7 ${self}`,
      tip: `${names}: ${count(calls)} calls, ${plural(errors, 'error')}, ${self} self time`,
      failed: errors > 0,
      heat: selfNs / most,
    });
  }
  return figures;
}
