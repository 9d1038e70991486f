import * as v from 'valibot';
import type { Baseline } from '#contract';

const count = v.pipe(v.number(), v.integer(), v.minValue(0));
const ms = v.pipe(v.number(), v.minValue(0));
const msOrNull = v.nullable(ms);
const index = v.pipe(v.number(), v.integer(), v.minValue(0));

/**
 * Version 1 of the baseline, as `docs/baseline.schema.json` has it for others. Unknown fields are let pass: a later release
 * may add some without a new version.
 */
export const baselineSchema: v.GenericSchema<unknown, Baseline> = v.object({
  format: v.literal('callscape-baseline'),
  version: v.literal(1),
  run: v.object({
    id: v.string(),
    name: v.string(),
    project: v.string(),
    command: v.string(),
    level: v.pipe(index, v.maxValue(5)),
    startedAt: v.pipe(v.string(), v.isoTimestamp()),
    durationMs: ms,
    exitCode: v.nullable(v.pipe(v.number(), v.integer())),
    signal: v.nullable(v.string()),
    runtimes: v.array(v.string()),
    callscape: v.string(),
    memory: v.optional(v.picklist(['allocated', 'retained', 'mixed'])),
  }),
  functions: v.array(
    v.object({
      function: v.string(),
      file: v.string(),
      line: index,
      calls: count,
      errors: count,
      totalMs: ms,
      selfMs: ms,
      avgMs: msOrNull,
      minMs: msOrNull,
      maxMs: msOrNull,
      p50Ms: msOrNull,
      p90Ms: msOrNull,
      p95Ms: msOrNull,
      p99Ms: msOrNull,
      memorySelfBytes: v.optional(v.nullable(count)),
      memoryTotalBytes: v.optional(v.nullable(count)),
    }),
  ),
  callGraph: v.array(
    v.object({ from: v.pipe(v.number(), v.integer(), v.minValue(-1)), to: index, calls: count, totalMs: ms }),
  ),
  modules: v.object({
    nodes: v.array(v.object({ file: v.string(), calls: count, selfMs: ms })),
    edges: v.array(v.object({ from: index, to: index, kinds: v.array(v.string()), calls: count })),
    cycles: v.array(v.array(v.string())),
    connectivityRatio: v.pipe(v.number(), v.minValue(0), v.maxValue(1)),
  }),
  loss: v.object({
    dropped: count,
    sampled: count,
    throttledFunctions: count,
    truncatedValues: count,
    redactedValues: count,
    damagedFrames: count,
    unfinished: count,
    skippedFiles: count,
    tracerCostMs: ms,
    maxClockErrorMs: ms,
  }),
});
