import * as v from 'valibot';
import type { CapturedValue } from './captured-value.ts';
import {
  type IndexIntoFunctions,
  type IndexIntoThreads,
  index,
  type RunId,
  runId,
  type SpanId,
  spanId,
  type TimeNs,
} from './ids.ts';

/** Which level each function was recorded at, in the order of the function table, and what settled it. */
export interface LevelTable {
  readonly revision: number;
  readonly length: number;
  /** 0-5; -1 where the recording does not say. */
  readonly level: Int8Array;
  /** Index into `rules`. */
  readonly rule: Int32Array;
  /** `function:Cart.total`, `file:src/*.ts`, `language:typescript`, `run`, `project`, `global`; empty: not known. */
  readonly rules: readonly string[];
  /** Changes made while the app ran, in time order. */
  readonly changes: readonly LevelChangeRow[];
}

export interface LevelChangeRow {
  readonly thread: IndexIntoThreads;
  readonly timeNs: TimeNs;
  readonly scope: 'global' | 'file' | 'function';
  /** Path of the file, or `path#name` of the function; empty for `global`. */
  readonly target: string;
  readonly level: number;
  /** Functions of the thread whose recording changed. */
  readonly functions: number;
}

/** A variable that was set: what it holds from the next step on. */
export interface VariableWrite {
  /** Row in the step table of the step during which it was set; -1: before the first of them. */
  readonly row: number;
  readonly variable: VariableKey;
  readonly value: CapturedValue;
}

/** A variable of one call, or of a module. */
export interface VariableKey {
  /** The call whose variable it is; `null` for a module's. */
  readonly span: SpanId | null;
  /** The function that declares it, or the module's own function. */
  readonly function: IndexIntoFunctions;
  /** Place among the function's variables. */
  readonly index: number;
  readonly name: string;
}

/** Steps of a thread one behind the other: the lines that ran, from level 4 on. */
export interface StepTable {
  readonly revision: number;
  /** Steps of the thread. */
  readonly total: number;
  readonly length: number;
  /** Number of the step in its thread, from 0. */
  readonly step: Float64Array;
  /** Ordinal of the call it belongs to; with the thread it makes the span id. -1: not known. */
  readonly ordinal: Float64Array;
  /** -1: not known. */
  readonly function: Int32Array;
  /** In the original file, from 1. */
  readonly line: Int32Array;
  /** Of the last call or return before it. */
  readonly timeNs: Float64Array;
  /** What was set during these steps, in order. */
  readonly writes: readonly VariableWrite[];
}

export interface VariableState {
  readonly variable: VariableKey;
  readonly kind: 'parameter' | 'variable' | 'member';
  /** Original line of its declaration. */
  readonly line: number;
  readonly value: CapturedValue;
  /** The step during which it got this value; -1: before the first. */
  readonly setAt: number;
}

/** An open call, and where it stands. */
export interface StackFrame {
  readonly span: SpanId;
  readonly function: IndexIntoFunctions;
  /** The line it is about to run, or has called from; 0: it has no steps. */
  readonly line: number;
  readonly variables: readonly VariableState[];
}

/** What could be seen with the program halted before a step. */
export interface StepState {
  readonly revision: number;
  readonly step: number;
  readonly total: number;
  /** Innermost first. */
  readonly frames: readonly StackFrame[];
  /** Whether more calls are open further out. */
  readonly hasMoreFrames: boolean;
  /** Of the innermost call's file. */
  readonly module: readonly VariableState[];
}

export interface FoundWrite {
  readonly step: number;
  /** The call that set it, and the line; `null` and 0: not known. */
  readonly by: SpanId | null;
  readonly line: number;
  readonly value: CapturedValue;
}

/** What each line of a file did, over all steps of a run: from level 4 on, and empty below it. */
export interface LineTable {
  readonly revision: number;
  readonly length: number;
  /** In the original file, from 1; ascending. */
  readonly line: Int32Array;
  /** Times it was about to run. */
  readonly hits: Float64Array;
  /**
   * ns from there to the next line of the same call, or to the call's end, with all that was called and waited for. Calls and
   * returns have a time and lines have none, so steps between two of them share what lies between, each the same part.
   */
  readonly totalNs: Float64Array;
  /** Calls that ended there by an exception. */
  readonly errors: Float64Array;
}

export interface LinesRequest {
  readonly run: RunId;
  /** As the recording names it; `not-found` for one it does not have. */
  readonly file: string;
}

export interface StepsRequest {
  readonly run: RunId;
  readonly thread: IndexIntoThreads;
  readonly fromStep: number;
  readonly count: number;
  /** Only the steps of this call. */
  readonly span?: SpanId | undefined;
}

export interface VariablesAtRequest {
  readonly run: RunId;
  readonly thread: IndexIntoThreads;
  /** The state before this step; the number of steps for the state behind the last. */
  readonly step: number;
  /** Calls to show, from the innermost on. */
  readonly frames: number;
}

export interface FindWriteRequest {
  readonly run: RunId;
  readonly thread: IndexIntoThreads;
  readonly step: number;
  readonly span: SpanId | null;
  readonly function: IndexIntoFunctions;
  readonly index: number;
  /** `previous`: the last one before the step; `next`: the first one during it or later. */
  readonly direction: 'previous' | 'next';
}

/**
 * Where to go from a step. `over`: the nearest step of the same call; where it has none left in that direction, `out`: the nearest
 * one of the innermost call further out that has any, which backwards is the line it called from; forwards, out of the outermost
 * call, what runs when it has ended. `call`: of a certain call.
 * `line`: of a line of a file, in any call.
 */
export type StepTarget =
  | { readonly kind: 'over' }
  | { readonly kind: 'out' }
  | { readonly kind: 'call'; readonly span: SpanId }
  | { readonly kind: 'line'; readonly file: string; readonly line: number };

export interface FindStepRequest {
  readonly run: RunId;
  readonly thread: IndexIntoThreads;
  /** The answer lies behind it or before it; the number of steps to begin behind the last one. */
  readonly step: number;
  readonly direction: 'previous' | 'next';
  readonly target: StepTarget;
}

export interface FoundStep {
  readonly step: number;
}

export const linesRequest = v.strictObject({
  run: runId,
  file: v.pipe(v.string(), v.minLength(1), v.maxLength(4096)),
});

export const stepsRequest = v.strictObject({
  run: runId,
  thread: index,
  fromStep: index,
  count: v.pipe(index, v.maxValue(10_000)),
  span: v.optional(spanId),
});

export const variablesAtRequest = v.strictObject({
  run: runId,
  thread: index,
  step: index,
  frames: v.pipe(index, v.minValue(1), v.maxValue(64)),
});

export const findWriteRequest = v.strictObject({
  run: runId,
  thread: index,
  step: index,
  span: v.nullable(spanId),
  function: index,
  index,
  direction: v.picklist(['previous', 'next']),
});

export const findStepRequest = v.strictObject({
  run: runId,
  thread: index,
  step: index,
  direction: v.picklist(['previous', 'next']),
  target: v.variant('kind', [
    v.strictObject({ kind: v.literal('over') }),
    v.strictObject({ kind: v.literal('out') }),
    v.strictObject({ kind: v.literal('call'), span: spanId }),
    v.strictObject({
      kind: v.literal('line'),
      file: v.pipe(v.string(), v.minLength(1), v.maxLength(4096)),
      line: v.pipe(index, v.minValue(1)),
    }),
  ]),
});
