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
  /** Why it has no box, in words. */
  readonly why: string;
}

/**
 * The functions behind codes of the graph, those called most first.
 * @param functions of the run
 * @param counted as of `countedCalls`, by function of the run
 * @param functionOf the function of the run by code; -1: it does not have it
 */
export function unseenFunctions(
  codes: Int32Array,
  names: FunctionNames,
  functions: Pick<FunctionTable, 'calls'>,
  counted: Float64Array | null,
  functionOf: (code: number) => number,
): readonly UnseenFunction[] {
  const unseen = Array.from(codes, (code): UnseenFunction => {
    const fn = functionOf(code);
    const calls = fn < 0 ? 0 : (functions.calls[fn] as number);
    const isCounted = calls > 0 && (counted?.[fn] ?? 0) >= calls;
    const why = fn < 0 ? 'only in the other run' : whyNoBox(calls, isCounted);
    const [name, place] = [nameOfCode(code, names), placeOfCode(code, names)];
    return { code, fn, name, place, calls, isCounted, why };
  });
  return unseen.sort((a, b) => b.calls - a.calls);
}

function whyNoBox(calls: number, isCounted: boolean): string {
  if (calls === 0) return 'not called';
  if (isCounted) return 'only counted, to keep the tracer cheap: no call has times';
  return 'too narrow to be drawn, or not in what is shown';
}

/** For the bar and for a screen reader. */
export function describeUnseen({ name, calls, why }: UnseenFunction): string {
  return `${name}, ${plural(calls, 'call')}, ${why}`;
}
