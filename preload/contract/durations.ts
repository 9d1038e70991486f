import * as v from 'valibot';
import {
  type CallPath,
  type CallScope,
  type CallTreeTransform,
  callPath,
  callScope,
  transforms,
} from './call-graph.ts';
import { type DurationNs, type RunId, runId } from './ids.ts';

/**
 * How long the calls took that one row of a call tree stands for. Only those with a recorded end are in it, and each with all of its
 * time, also with what lies outside of the scope's range.
 */
export interface Durations {
  readonly revision: number;
  readonly calls: number;
  /** These are NaN without any call. Percentiles are within 1%. */
  readonly minNs: DurationNs;
  readonly avgNs: DurationNs;
  readonly maxNs: DurationNs;
  readonly p50Ns: DurationNs;
  readonly p90Ns: DurationNs;
  readonly p95Ns: DurationNs;
  readonly p99Ns: DurationNs;
  /** Buckets that have calls, the shortest first; 64 to each doubling of the duration, below 128 ns one for each. */
  readonly length: number;
  readonly fromNs: Float64Array;
  /** End exclusive. */
  readonly toNs: Float64Array;
  readonly count: Float64Array;
}

export interface DurationsRequest extends CallScope {
  readonly run: RunId;
  /** Of a row in the tree that the transforms make. */
  readonly path: CallPath;
  /** `invert` can only be the last. */
  readonly transforms?: readonly CallTreeTransform[] | undefined;
}

export const durationsRequest = v.pipe(
  v.strictObject({ run: runId, path: callPath, transforms, ...callScope }),
  v.check(
    ({ transforms: all = [] }) => all.every(({ kind }, i) => kind !== 'invert' || i === all.length - 1),
    'Nothing can come after `invert`',
  ),
);
