import type { AnalysisSummary } from '#contract';
import type { ViewId } from '#renderer/state/index.ts';
import { count, duration, type Figure, noFigure, percent } from '#renderer/widgets/format.ts';

/** A figure of the analysis, and where it leads. */
export interface Tile {
  readonly id: keyof AnalysisSummary;
  readonly title: string;
  /** `null`: not known yet. */
  readonly figure: Figure | null;
  /** What it counts, as a tooltip. */
  readonly tip: string;
  readonly tone: 'plain' | 'bad' | 'doubtful';
  readonly view: ViewId;
  /** Rules of the findings to show there. */
  readonly rules: readonly string[];
}

type Known = number | null | undefined;
const number = (n: Known): Tile['figure'] => shown(n, (known) => ({ value: count(known), unit: '' }));
const milliseconds = (ms: Known): Tile['figure'] => shown(ms, (known) => duration(known * 1e6));

function shown(n: Known, as: (known: number) => Figure): Tile['figure'] {
  if (n === undefined) return null;
  return n === null ? noFigure : as(n);
}

/** The figures of an analysis in the order in which they are read; those of a run are dashes without one. */
export function tilesOf(summary: Partial<AnalysisSummary>): readonly Tile[] {
  const tile = (
    id: Tile['id'],
    title: string,
    figure: Tile['figure'],
    tip: string,
    view: ViewId,
    rules: readonly string[] = [],
    tone: Tile['tone'] = 'plain',
  ): Tile => ({ id, title, figure, tip, view, rules, tone });
  const tone = (n: Known, bad: Tile['tone']) => (n != null && n > 0 ? bad : 'plain');
  const { brokenFunctions, slowFunctions, deadCodeFunctions, disconnectedModules } = summary;
  return [
    tile(
      'brokenFunctions',
      'Broken functions',
      number(brokenFunctions),
      'Functions that failed in the run, or when they were exercised',
      'findings',
      ['broken-function'],
      tone(brokenFunctions, 'bad'),
    ),
    tile(
      'slowFunctions',
      'Slow functions',
      number(slowFunctions),
      'Functions over their time limit',
      'findings',
      ['slow-function'],
      tone(slowFunctions, 'doubtful'),
    ),
    tile(
      'avgResponseMs',
      'Average response',
      milliseconds(summary.avgResponseMs),
      'Mean time of the calls without a caller, which stand for requests and tasks',
      'timeline',
    ),
    tile(
      'p95ResponseMs',
      'p95 response',
      milliseconds(summary.p95ResponseMs),
      '95% of the calls without a caller were faster',
      'timeline',
    ),
    tile(
      'tracedFunctions',
      'Functions traced',
      number(summary.tracedFunctions),
      'Functions that were called in the run',
      'functions',
    ),
    tile(
      'callGraphNodes',
      'Functions in graph',
      number(summary.callGraphNodes),
      'Functions that call or are called, by the source or in the run',
      'calls',
    ),
    tile(
      'callGraphEdges',
      'Calls in graph',
      number(summary.callGraphEdges),
      'Pairs of a caller and what it calls, by the source or in the run',
      'calls',
    ),
    tile(
      'deadCodeFunctions',
      'Dead functions',
      number(deadCodeFunctions),
      'Functions that nothing leads to',
      'findings',
      ['dead-code'],
      tone(deadCodeFunctions, 'doubtful'),
    ),
    tile(
      'disconnectedModules',
      'Disconnected',
      number(disconnectedModules),
      'Modules that no entry point leads to',
      'findings',
      ['disconnected-module'],
      tone(disconnectedModules, 'doubtful'),
    ),
    tile(
      'connectivityRatio',
      'Connectivity',
      shown(summary.connectivityRatio, percent),
      'Share of modules with an edge to another one',
      'modules',
    ),
  ];
}
