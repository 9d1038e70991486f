import type { Honesty, RecordingSummary, Run } from '#contract';
import { drawnThread } from './drawn-spans.ts';

const nothingLost: Honesty = {
  dropped: 0,
  sampled: 0,
  throttledFunctions: 0,
  truncatedValues: 0,
  redactedValues: 0,
  damagedFrames: 0,
  unfinished: 0,
  skippedFiles: [],
  tracerCostNs: 2_500_000,
  tracerCostShare: 0.01,
  maxClockErrorNs: 0,
};

/** The summary of a finished run of a project `shop`. */
export function drawnSummary(run: Partial<Run> = {}, honesty: Partial<Honesty> = {}): RecordingSummary {
  const full: Run = {
    id: 'rdrawn',
    dir: '/home/me/shop',
    name: 'first',
    command: 'node server.js',
    cwd: '.',
    level: 2,
    state: 'done',
    pid: 40,
    startedAt: Date.UTC(2026, 0, 2, 3, 4, 5),
    endedAt: Date.UTC(2026, 0, 2, 3, 4, 6),
    exitCode: 0,
    signal: null,
    pinned: false,
    file: '/home/me/data/rdrawn.callscape',
    bytes: 1000,
    spans: 10,
    functions: 3,
    errors: 0,
    diagnosis: null,
    ...run,
  };
  return {
    run: full,
    progress: {
      run: full.id,
      revision: 1,
      spans: full.spans,
      spansPerSecond: 0,
      lagBytes: 0,
      bytes: full.bytes,
      honesty: { ...nothingLost, ...honesty },
    },
    originUnixMs: full.startedAt,
    durationNs: 1_000_000_000,
    threads: [drawnThread(0), drawnThread(1)],
  };
}
