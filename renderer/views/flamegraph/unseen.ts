import type { FunctionTable } from '#contract';
import { plural } from '../../widgets/format.ts';
import { type FunctionNames, nameOfCode, placeOfCode } from './function-names.ts';

/** A function that a search found and that no box stands for. */
export interface UnseenFunction {
  /** In the graph, and in the run; -1: the run does not have it. */
  readonly code: number;
  readonly fn: number;
  readonly name: string;
  readonly place: string;
  readonly calls: number;
  /** None of its calls has times, so it has no box however the graph is turned. */
  readonly isCounted: boolean;
  /** It may have a box among narrower ones. */
  readonly isSought: boolean;
  /** Why it has no box, in words. */
  readonly why: string;
}

/**
 * The functions behind codes of the graph, those called most first.
 * @param functions of the run
 * @param counted as of `countedCalls`, by function of the run
 * @param functionOf the function of the run by code; -1: it does not have it
 * @param byMemory boxes stand for bytes, which a call without times of its own may have allocated as well
 */
export function unseenFunctions(
  codes: Int32Array,
  names: FunctionNames,
  functions: Pick<FunctionTable, 'calls' | 'memory'>,
  counted: Float64Array | null,
  functionOf: (code: number) => number,
  byMemory = false,
): readonly UnseenFunction[] {
  const unseen = Array.from(codes, (code): UnseenFunction => {
    const fn = functionOf(code);
    const calls = fn < 0 ? 0 : (functions.calls[fn] as number);
    const isEmpty = byMemory && !((functions.memory?.totalBytes[fn] ?? 0) > 0);
    const isCounted = !byMemory && calls > 0 && (counted?.[fn] ?? 0) >= calls;
    const why = fn < 0 ? 'only in the other run' : whyNoBox(calls, isCounted, isEmpty);
    const [name, place] = [nameOfCode(code, names), placeOfCode(code, names)];
    const isSought = fn >= 0 && calls > 0 && !isCounted && !isEmpty;
    return { code, fn, name, place, calls, isCounted, isSought, why };
  });
  return unseen.sort((a, b) => b.calls - a.calls);
}

function whyNoBox(calls: number, isCounted: boolean, isEmpty: boolean): string {
  if (calls === 0) return 'not called';
  if (isEmpty) return 'nothing in the profile of memory';
  if (isCounted) return 'only counted, to keep the tracer cheap: no call has times';
  return 'too narrow to be drawn, or not in what is shown';
}

/** For the bar and for a screen reader. */
export function describeUnseen({ name, calls, why }: UnseenFunction): string {
  return `${name}, ${plural(calls, 'call')}, ${why}`;
}
