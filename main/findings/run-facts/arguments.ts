import { type FunctionTable, formatSpanId, type SpanId } from '#contract';
import type { SpanValues } from '../../query/captured-values.ts';
import { describeCall, fingerprint } from './describe.ts';
import type { RepeatedCalls } from './types.ts';

/** Different arguments of one function that are told apart; with more of them it is not one that repeats itself. */
const MAX_DISTINCT = 5000;

interface Same {
  count: number;
  readonly result: string | null;
  readonly span: SpanId;
  readonly input: string;
}

interface Seen {
  readonly same: Map<string, Same>;
  calls: number;
  steady: boolean;
  repeatedNs: number;
  overflown: boolean;
}

/** A call that ended, with what was captured of it. */
export interface ValuedCall extends Pick<SpanValues, 'params' | 'returned'> {
  readonly function: number;
  readonly thread: number;
  readonly ordinal: number;
  readonly failed: boolean;
  /** Own time in which it was not suspended. */
  readonly busyNs: number;
}

/** What a function must have been called, or have taken in all, for its repetitions to be worth a word (`repeated-calls`). */
export const REPEATED = { calls: 20, ns: 50e6 } as const;

/** By function: 1 where its repetitions may be worth a word, whatever they are. */
export const mayRepeat = ({ calls, selfNs }: FunctionTable): Uint8Array =>
  Uint8Array.from(calls, (n, f) =>
    n >= REPEATED.calls || (n > 1 && (selfNs[f] ?? 0) >= REPEATED.ns) ? 1 : 0,
  );

const nothing = fingerprint({ kind: 'primitive', type: 'undefined', text: 'undefined' });

/** Counts calls with equal arguments and compares their results. Calls without arguments are no repetition. */
export function createArgumentWatch(functions: number) {
  const seen: (Seen | undefined)[] = Array.from({ length: functions });
  return {
    see({ function: fn, params, returned, failed, busyNs, thread, ordinal }: ValuedCall): void {
      if (params === null || params.length === 0) return;
      const of = seen[fn] ?? { same: new Map(), calls: 0, steady: true, repeatedNs: 0, overflown: false };
      seen[fn] = of;
      if (of.overflown) return;
      of.calls++;
      const key = fingerprint(params);
      const result = failed ? 'error' : returned === null ? null : fingerprint(returned);
      const known = of.same.get(key);
      if (known === undefined) {
        if (of.same.size >= MAX_DISTINCT) of.overflown = true;
        of.same.set(key, {
          count: 1,
          result,
          span: formatSpanId(thread, ordinal),
          input: describeCall(params),
        });
        return;
      }
      known.count++;
      // What waits is not computed again.
      of.repeatedNs += busyNs;
      // What gives nothing is called for what it does.
      if (result === null || result === nothing || known.result !== result) of.steady = false;
    },
    finish(): RepeatedCalls[] {
      return seen.flatMap((of, fn): RepeatedCalls[] => {
        if (of === undefined || of.overflown) return [];
        const most = [...of.same.values()].reduce((a, b) => (b.count > a.count ? b : a));
        if (most.count < 2) return [];
        const { calls, steady, repeatedNs, same } = of;
        const { input, count, span } = most;
        return [
          { function: fn, calls, distinct: same.size, steady, repeatedNs, most: { input, count, span } },
        ];
      });
    },
  };
}
