import { type CapturedValue, formatSpanId, type SpanId } from '#contract';
import type { SpanValues } from '../../query/captured-values.ts';
import { describeValue } from './describe.ts';
import type { GivenInputs } from './types.ts';

/** Texts are recorded up to here when a function is called often: longer ones that look the same may differ. */
const COMPARED = 32;

/** A call, whether it ended or not, with what it was given. */
export interface InputCall extends Pick<SpanValues, 'params'> {
  /** -1: not known. */
  readonly function: number;
  readonly thread: number;
  readonly ordinal: number;
}

interface Seen {
  calls: number;
  readonly span: SpanId;
  /** By parameter: what it was in every call so far; `null`: it differed, or is nothing that can be compared. */
  readonly same: (string | null)[];
}

/** Finds parameters that had one and the same value in all calls of a function. */
export function createInputWatch(functions: number) {
  const seen: (Seen | undefined)[] = Array.from({ length: functions });
  return {
    see({ function: fn, params, thread, ordinal }: InputCall): void {
      if (fn === -1 || params === null || params.length === 0) return;
      const of = seen[fn];
      if (of === undefined) {
        seen[fn] = { calls: 1, span: formatSpanId(thread, ordinal), same: params.map(comparable) };
        return;
      }
      of.calls++;
      const { same } = of;
      for (let at = 0; at < same.length; at++) {
        if (same[at] === null) continue;
        const value = params[at];
        if (value === undefined || comparable(value) !== same[at]) same[at] = null;
      }
    },
    finish: (paramsOf: (fn: number) => readonly string[]): GivenInputs[] =>
      seen.flatMap((of, fn): GivenInputs[] => {
        if (of === undefined || of.same.every((value) => value === null)) return [];
        const names = paramsOf(fn);
        const constant = of.same.flatMap((value, at) => {
          const name = names[at];
          return value === null || name === undefined ? [] : [{ name, at, value }];
        });
        return [{ function: fn, calls: of.calls, params: of.same.length, constant, span: of.span }];
      }),
  };
}

function comparable(value: CapturedValue): string | null {
  if (value.kind !== 'primitive' || value.type === 'symbol') return null;
  return value.type === 'string' && value.text.length >= COMPARED ? null : describeValue(value);
}
