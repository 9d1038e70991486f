import type { Honesty, ThrottledCalls } from '#contract';
import type { SpoolFile } from './spool-file.ts';
import type { ThreadReader } from './thread-reader.ts';

/** Skipped files named in a recording; more are a configuration problem that the first ones show. */
const MAX_SKIPPED = 1000;
/** The same of throttled functions. */
const MAX_THROTTLED = 100;

/** What is missing from the recording, summed over the threads. `nowNs` etc. in ns. */
export function honestyOf(spools: Iterable<SpoolFile>): Honesty {
  const sum = {
    dropped: 0,
    sampled: 0,
    truncatedValues: 0,
    redactedValues: 0,
    damagedFrames: 0,
    unfinished: 0,
    tracerCostNs: 0,
  };
  const skipped = new Map<string, string>();
  const throttled = new Map<string, ThrottledCalls>();
  let cutShort = 0;
  let tracedNs = 0;
  let maxClockErrorNs = 0;
  for (const spool of spools) {
    sum.damagedFrames += spool.damagedFrames;
    const { thread } = spool;
    if (spool.cutShort) cutShort++;
    if (!thread) continue;
    const { counters, assembler } = thread;
    sum.damagedFrames += thread.damagedFrames;
    sum.unfinished += assembler.endless;
    // The recorder counts its losses, and notes each where it happened: one tally of the same spans.
    sum.dropped += Math.max(counters?.dropped ?? 0, assembler.lost);
    tracedNs += assembler.lastNs;
    maxClockErrorNs = Math.max(maxClockErrorNs, thread.maxClockErrorNs, counters?.maxClockErrorNs ?? 0);
    for (const { file, reason } of thread.skipped) if (skipped.size < MAX_SKIPPED) skipped.set(file, reason);
    if (!counters) continue;
    sum.sampled += counters.sampled;
    noteThrottled(throttled, thread);
    sum.truncatedValues += counters.truncatedValues;
    sum.redactedValues += counters.redactedValues;
    sum.tracerCostNs += counters.instrumentNs + counters.writeNs + counters.costPerCallNs * assembler.spans;
  }
  const most = [...throttled.values()].sort((a, b) => b.counted - a.counted).slice(0, MAX_THROTTLED);
  return {
    ...sum,
    ...(cutShort > 0 ? { cutShort } : {}),
    throttledFunctions: throttled.size,
    ...(most.length > 0 ? { throttled: most } : {}),
    skippedFiles: [...skipped].map(([file, reason]) => ({ file, reason })),
    tracerCostShare: tracedNs > 0 ? Math.min(1, sum.tracerCostNs / tracedNs) : 0,
    maxClockErrorNs,
  };
}

/** One function may have been throttled in several threads. */
function noteThrottled(throttled: Map<string, ThrottledCalls>, thread: ThreadReader): void {
  for (const one of thread.counters?.throttledFunctions ?? []) {
    const place = thread.placeOf(one.function);
    const key = `${place.file}\0${place.line}\0${place.name}`;
    const known = throttled.get(key);
    throttled.set(key, {
      ...place,
      factor: Math.max(known?.factor ?? 1, one.factor),
      timeNs: (known?.timeNs ?? 0) + one.ns,
      counted: (known?.counted ?? 0) + one.counted,
      timed: (known?.timed ?? 0) + one.sampled,
    });
  }
}
