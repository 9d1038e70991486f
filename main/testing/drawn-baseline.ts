import type { Baseline } from '#contract';

type Row = Baseline['functions'][number];

/** A row of figures: `average` ms a call, all calls alike, nothing below it, unless said otherwise. */
export function figures(name: string, calls: number, average: number, more: Partial<Row> = {}): Row {
  const totalMs = calls * average;
  const each = calls === 0 ? null : average;
  return {
    ...{ function: name, file: 'a.js', line: 1, calls, errors: 0, totalMs, selfMs: totalMs },
    ...{ avgMs: each, minMs: each, maxMs: each, p50Ms: each, p90Ms: each, p95Ms: each, p99Ms: each },
    ...more,
  };
}

/** A baseline of these functions; everything else is as of a run without losses. */
export function drawnBaseline(
  functions: readonly Row[],
  more: Partial<Omit<Baseline, 'functions'>> = {},
): Baseline {
  return {
    format: 'callscape-baseline',
    version: 1,
    run: {
      ...{ id: 'rbase', name: 'base', project: 'shop', command: 'node server.js', level: 2 },
      ...{ startedAt: '2026-01-02T03:04:05.000Z', durationMs: 1000, exitCode: 0, signal: null },
      ...{ runtimes: ['node 24.0.0'], callscape: '0.1.0' },
    },
    functions,
    callGraph: [],
    modules: { nodes: [], edges: [], cycles: [], connectivityRatio: 1 },
    loss: {
      ...{
        dropped: 0,
        sampled: 0,
        throttledFunctions: 0,
        truncatedValues: 0,
        redactedValues: 0,
        damagedFrames: 0,
      },
      ...{ unfinished: 0, skippedFiles: 0, tracerCostMs: 0, maxClockErrorMs: 0 },
    },
    ...more,
  };
}
