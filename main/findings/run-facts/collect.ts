import { formatSpanId, type MetricSeries, type RunId, type SpanId } from '#contract';
import type { RecordingScan, ScannedSpan } from '../../query/scan-types.ts';
import { createArgumentWatch } from './arguments.ts';
import { createErrorWatch } from './errors.ts';
import { createLoopWatch } from './loops.ts';
import { growingMemory } from './memory.ts';
import type { RunFacts } from './types.ts';
import { createUnsteadyWatch } from './unsteady.ts';

/** More calls than this are not looked at one by one. */
export const MAX_SPANS = 3_000_000;

/** Reads every call of a run once and gathers what the rules ask for. Rejects with `cancelled`. */
export async function collectRunFacts(
  run: RunId,
  scan: RecordingScan,
  metrics: readonly MetricSeries[],
  signal?: AbortSignal,
): Promise<RunFacts> {
  const table = scan.functions();
  const errors = createErrorWatch();
  const args = createArgumentWatch(table.length);
  const loops = createLoopWatch(table);
  const unsteady = createUnsteadyWatch(table);
  const waitingNs = new Float64Array(table.length);
  const belowAsync = new Uint8Array(table.length);
  const slowest: SpanId[] = Array.from({ length: table.length }, () => '');
  const slowestNs = new Float64Array(table.length).fill(-1);
  const notNumbers = new Map<number, { function: number; count: number; span: SpanId }>();
  const roots: number[] = [];
  let seen = 0;
  let total = 0;
  let hasValues = false;
  let thread = -1;
  /** By ordinal in the thread: whether an asynchronous function is around. */
  let isBelowAsync = new Map<number, boolean>();

  for await (const batch of scan.spans(signal)) {
    total += batch.length;
    if (seen >= MAX_SPANS) continue;
    for (const span of batch) {
      seen++;
      if (span.thread !== thread) {
        thread = span.thread;
        isBelowAsync = new Map();
        loops.endThread();
        unsteady.endThread();
      }
      see(span);
    }
  }
  loops.endThread();
  unsteady.endThread();

  function see(span: ScannedSpan): void {
    const { function: fn, durationNs, selfNs, activeNs } = span;
    const isAsync = ((table.flags[fn] ?? 0) & 1) !== 0 || (isBelowAsync.get(span.parent) ?? false);
    if (isAsync) {
      isBelowAsync.set(span.ordinal, true);
      belowAsync[fn] = 1;
    }
    hasValues ||= span.params !== null;
    if (durationNs >= 0) {
      waitingNs[fn] = (waitingNs[fn] ?? 0) + Math.max(0, Math.min(selfNs, durationNs - activeNs));
      if (span.parent === -1) roots.push(durationNs);
      if (durationNs > (slowestNs[fn] ?? -1)) {
        slowestNs[fn] = durationNs;
        slowest[fn] = formatSpanId(span.thread, span.ordinal);
      }
    }
    const { returned } = span;
    if (returned?.kind === 'primitive' && returned.type === 'number' && returned.text === 'NaN') {
      const known = notNumbers.get(fn);
      if (known === undefined)
        notNumbers.set(fn, { function: fn, count: 1, span: formatSpanId(span.thread, span.ordinal) });
      else known.count++;
    }
    errors.see(span);
    args.see(span);
    loops.see(span);
    unsteady.see(span);
  }

  return {
    run,
    table,
    edges: scan.callEdges(),
    hasValues,
    errors: errors.finish(),
    repeated: args.finish(),
    loops: loops.finish(),
    unsteady: unsteady.finish(),
    notNumbers: [...notNumbers.values()],
    waitingNs,
    belowAsync,
    slowest,
    rootsNs: Float64Array.from(roots).sort(),
    memory: growingMemory(metrics),
    skipped: total - seen,
  };
}
