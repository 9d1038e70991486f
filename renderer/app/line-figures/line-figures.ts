import type { FunctionTable, LineTable, StaticCallGraph } from '#contract';
import type { LineFigure } from '#renderer/app/code/index.ts';
import { count, duration, figureText, plural, shortCount } from '#renderer/widgets/format.ts';
import type { Definitions } from './definitions.ts';

/** A call that the source makes on a line, and what the run did of it. */
export interface CallSite {
  /** Name of what is called, as in its definition. */
  readonly name: string;
  readonly file: string;
  readonly line: number;
  /** Calls in the run, and the time inside of them. */
  readonly calls: number;
  readonly totalNs: number;
}

/** The calls of a file by the line they stand on. */
export function callSitesOf(graph: StaticCallGraph, path: string): ReadonlyMap<number, readonly CallSite[]> {
  const sites = new Map<number, CallSite[]>();
  const { edges, functions } = graph;
  for (let at = 0; at < edges.length; at++) {
    const [line, from] = [edges.line[at] as number, edges.from[at] as number];
    const callee = functions[edges.to[at] as number];
    if (line === 0 || !callee || functions[from]?.file !== path) continue;
    const site = { ...callee, calls: edges.calls[at] as number, totalNs: edges.totalNs[at] as number };
    const here = sites.get(line);
    if (here) here.push(site);
    else sites.set(line, [site]);
  }
  return sites;
}

type Called = Pick<CallSite, 'name' | 'calls' | 'totalNs'>;

interface KnownOfFile {
  readonly table: FunctionTable;
  readonly definitions: Definitions;
  readonly callsOut: Definitions;
  readonly sites: ReadonlyMap<number, readonly CallSite[]>;
  /** From level 4 on. */
  readonly lines: LineTable | undefined;
}

/**
 * What stands in the gutter: how often a line ran and how long, where steps were recorded; else calls and time where another
 * function is called. Where a function begins stand its own calls and self time.
 */
export function lineFigures(known: KnownOfFile): ReadonlyMap<number, LineFigure> {
  const { table, definitions, callsOut, sites, lines } = known;
  const figures = new Map<number, LineFigure>();
  for (const line of new Set([...sites.keys(), ...callsOut.keys()])) {
    const out = (callsOut.get(line) ?? []).map((at) => figuresOf(table, at));
    const figure = siteFigure([...(sites.get(line) ?? []), ...out]);
    if (figure) figures.set(line, figure);
  }
  if (lines) addLines(lines, figures);
  addDefinitions(table, definitions, figures);
  return figures;
}

const figuresOf = ({ name, calls, totalNs }: FunctionTable, at: number): Called => ({
  name: name[at] as string,
  calls: calls[at] as number,
  totalNs: totalNs[at] as number,
});

function siteFigure(called: readonly Called[]): LineFigure | null {
  const calls = called.reduce((total, site) => total + site.calls, 0);
  if (calls === 0) return null;
  const totalNs = called.reduce((total, site) => total + site.totalNs, 0);
  const each = called
    .filter((site) => site.calls > 0)
    .map((site) => `${site.name} ${count(site.calls)}\u00d7 ${figureText(duration(site.totalNs))}`);
  return {
    text: `\u2192 ${shortCount(calls)}\u00d7 ${figureText(duration(totalNs))}`,
    tip: `Calls from here: ${each.join(', ')}`,
    failed: false,
    heat: 0,
  };
}

function addLines(lines: LineTable, figures: Map<number, LineFigure>): void {
  const most = lines.totalNs.reduce((longest, ns) => Math.max(longest, ns), 1);
  for (let row = 0; row < lines.length; row++) {
    const [line, hits] = [lines.line[row] as number, lines.hits[row] as number];
    const [totalNs, errors] = [lines.totalNs[row] as number, lines.errors[row] as number];
    const time = figureText(duration(totalNs));
    const facts = [
      `ran ${count(hits)}\u00d7`,
      `${time} until the next line, calls included`,
      errors > 0 && `${plural(errors, 'call')} failed here`,
      figures.get(line)?.tip,
    ];
    figures.set(line, {
      text: `${shortCount(hits)}\u00d7 ${time}`,
      tip: `Line ${line}: ${facts.filter(Boolean).join('; ')}`,
      failed: errors > 0,
      heat: totalNs / most,
    });
  }
}

function addDefinitions(
  table: FunctionTable,
  definitions: Definitions,
  figures: Map<number, LineFigure>,
): void {
  const sum = (functions: readonly number[], column: Float64Array) =>
    functions.reduce((total, at) => total + (column[at] as number), 0);
  const most = Math.max(1, ...[...definitions.values()].map((functions) => sum(functions, table.selfNs)));
  for (const [line, functions] of definitions) {
    const [calls, errors] = [sum(functions, table.calls), sum(functions, table.errors)];
    const selfNs = sum(functions, table.selfNs);
    const self = figureText(duration(selfNs));
    const names = functions.map((at) => table.name[at]).join(', ');
    const facts = [
      `${names}: ${count(calls)} calls, ${plural(errors, 'error')}, ${self} self time`,
      // A function of one line.
      figures.get(line)?.tip,
    ];
    figures.set(line, {
      text: `${shortCount(calls)}\u00d7 ${self}`,
      tip: facts.filter(Boolean).join('; '),
      failed: errors > 0,
      heat: selfNs / most,
    });
  }
}
