import { type FunctionTable, formatSpanId, type SpanId } from '#contract';
import { isUnsteady } from '../../bottlenecks.ts';
import type { UnsteadyFunction } from './types.ts';

/** Share of a slow call from which on a callee is its cause. */
export const CAUSE_SHARE = 0.6;

interface SlowCall {
  readonly function: number;
  readonly durationNs: number;
  readonly span: SpanId;
  cause: number;
  causeNs: number;
}

/** Finds functions of which a few calls take far longer than the others, and what those calls spent their time in. */
export function createUnsteadyWatch(table: FunctionTable) {
  /** By function: from this duration on a call is slow; Infinity: it is steady. */
  const limits = Float64Array.from({ length: table.length }, (_, f) => {
    const median = table.p50Ns[f] ?? Number.NaN;
    const most = table.maxNs[f] ?? 0;
    const isSlowAtTimes = isUnsteady(table.calls[f] ?? 0, median / 1e6, (table.p99Ns[f] ?? 0) / 1e6);
    return isSlowAtTimes ? (median + most) / 2 : Number.POSITIVE_INFINITY;
  });
  const slow = new Map<number, SlowCall[]>();
  let open = new Map<number, SlowCall>();
  return {
    /** No call that is shorter matters, ns: neither as a slow one nor as the cause of one. */
    fromNs: CAUSE_SHARE * limits.reduce((least, limit) => Math.min(least, limit), Number.POSITIVE_INFINITY),
    limits,
    /** A call that is not shorter than the limit of its function, in any order. */
    seeSlow(thread: number, ordinal: number, fn: number, durationNs: number): void {
      const call = { function: fn, durationNs, span: formatSpanId(thread, ordinal), cause: -1, causeNs: 0 };
      open.set(ordinal, call);
      const calls = slow.get(fn) ?? [];
      slow.set(fn, calls);
      calls.push(call);
    },
    /** A call that may be the cause of a slow one; all slow ones of the thread have been seen. */
    seeBelow(parent: number, fn: number, durationNs: number): void {
      const caller = open.get(parent);
      if (caller !== undefined && durationNs > caller.causeNs)
        Object.assign(caller, { cause: fn, causeNs: durationNs });
    },
    hasSlow: (): boolean => open.size > 0,
    /** Ordinals begin anew with each thread. */
    endThread(): void {
      open = new Map();
    },
    finish(): UnsteadyFunction[] {
      return [...slow].map(([fn, calls]) => {
        const causes = new Map<number, number>();
        for (const { cause, causeNs, durationNs } of calls) {
          const found = causeNs >= CAUSE_SHARE * durationNs ? cause : -1;
          causes.set(found, (causes.get(found) ?? 0) + 1);
        }
        const worst = calls.reduce((a, b) => (b.durationNs > a.durationNs ? b : a));
        return {
          function: fn,
          causes: [...causes]
            .map(([cause, count]) => ({ function: cause, calls: count }))
            .sort((a, b) => b.calls - a.calls),
          slowCalls: calls.length,
          span: worst.span,
        };
      });
    },
  };
}
