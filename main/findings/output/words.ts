import type { Analysis, AnalysisSummary, ExerciseOutcome, Finding } from '#contract';

const numbers = new Intl.NumberFormat('en');
const number = (n: number | null): string => (n === null ? '-' : numbers.format(n));
const ms = (n: number | null): string => (n === null ? '-' : `${n} ms`);

/** The figures by the names that people know them by. */
export function summaryRows(summary: AnalysisSummary): readonly (readonly [string, string])[] {
  return [
    ['Traced Functions', number(summary.tracedFunctions)],
    ['Call Graph Edges', number(summary.callGraphEdges)],
    ['Call Graph Nodes', number(summary.callGraphNodes)],
    ['Dead Code Functions', number(summary.deadCodeFunctions)],
    ['Broken Functions', number(summary.brokenFunctions)],
    ['Disconnected Modules', number(summary.disconnectedModules)],
    ['Connectivity Ratio', `${(100 * summary.connectivityRatio).toFixed(1)}%`],
    ['Avg Response Time', ms(summary.avgResponseMs)],
    ['P95 Response Time', ms(summary.p95ResponseMs)],
    ['Slow Functions', number(summary.slowFunctions)],
  ];
}

/** `12 functions were called in the sandbox: 9 work, 2 throw, 1 cannot be tested`; `null` when none was. */
export function exerciseLine({ exercise }: Analysis): string | null {
  if (exercise === null) return null;
  const of = (result: ExerciseOutcome['result']): number =>
    exercise.outcomes.filter((outcome) => outcome.result === result).length;
  const parts = [
    `${of('works')} work`,
    `${of('throws')} throw`,
    `${of('times-out')} do not end in time`,
    `${of('not-testable')} cannot be tested`,
  ];
  return `${exercise.outcomes.length} exported functions, called in the sandbox: ${parts.join(', ')}.`;
}

export const grades = ['critical', 'high', 'medium', 'low'] as const;

/** What a report shows, and how many findings it leaves out because something speaks against them. */
export function shown({ findings }: Analysis, all: boolean): { findings: readonly Finding[]; left: number } {
  const kept = all ? findings : findings.filter(({ confidence }) => confidence !== 'low');
  return { findings: kept, left: findings.length - kept.length };
}

/** `src/a.js:12 name`. */
export const placeOf = ({ range, function: fn }: Finding): string =>
  `${range.file}:${range.line}${fn === null ? '' : ` ${fn.name}`}`;

/** Without control characters, which a terminal would obey: names and messages are the analysed code's. */
export const visible = (text: string): string => text.replace(/\p{Cc}/gu, ' ');
