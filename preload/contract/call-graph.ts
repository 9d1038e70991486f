import * as v from 'valibot';
import {
  type DurationNs,
  type IndexIntoFunctions,
  type IndexIntoThreads,
  index,
  type RunId,
  runId,
  type SpanId,
  spanId,
  type TimeRange,
  timeRange,
} from './ids.ts';
import type { MemoryMeasure } from './memory.ts';
import type { CallTreeTable } from './recordings.ts';

/**
 * A row of a call tree by the functions that lead to it, the first one below row 0. In an inverted tree the path begins
 * with the function that was called last. Codes of the `function` column, those of merged files too.
 */
export type CallPath = readonly number[];

/**
 * A change of a call tree. Transforms apply one after another; each sees the tree that the one before left.
 *
 * - `focus-function`: only the calls of a function and what is below them; its outermost calls become the first row below row 0.
 * - `focus-subtree`: only the row at a path and what is below it.
 * - `merge-function`: the function disappears; its self time goes to its callers, and what it calls, too.
 * - `merge-node`: the same for the one row at a path.
 * - `drop-function`: the calls of a function disappear with all that is below them, and their time with them.
 * - `collapse-recursion`: all calls of a function below one of itself become that one, and what stands between them stays only
 *   with the time it spent outside of them; `direct` joins only calls that the function itself made.
 * - `collapse-file`: neighbouring calls within one file become one row, whose function code is -2 - file.
 * - `invert`: bottom-up. Below row 0 stands what spent the time itself, below each row its callers. A row's total is the self
 *   time of the function at the beginning of its path, in calls that came this way; its self time is what of it has no further
 *   caller. Rows narrower than `minShare` are left out at once.
 */
export type CallTreeTransform =
  | { readonly kind: 'focus-function'; readonly function: number }
  | { readonly kind: 'focus-subtree'; readonly path: CallPath }
  | { readonly kind: 'merge-function'; readonly function: number }
  | { readonly kind: 'merge-node'; readonly path: CallPath }
  | { readonly kind: 'drop-function'; readonly function: number }
  | { readonly kind: 'collapse-recursion'; readonly function: number; readonly direct: boolean }
  | { readonly kind: 'collapse-file'; readonly file: number }
  | { readonly kind: 'invert' };

/** Which calls a tree or a table is about; without any of these, those of the whole run. */
export interface CallScope {
  /** A call that reaches out of it counts, with the time inside. */
  readonly range?: TimeRange | undefined;
  readonly thread?: IndexIntoThreads | undefined;
  /** Any span of a trace: the calls below its root, and the root. */
  readonly trace?: SpanId | undefined;
}

export interface CallTreeRequest extends CallScope {
  readonly run: RunId;
  /** Children by total time, or by when they were first called. */
  readonly order: 'left-heavy' | 'first-call';
  /** Leaves out rows narrower than this share of the whole; 0 keeps all. */
  readonly minShare: number;
  /** What makes a row wide, and which come first in `left-heavy`; total time when left out. */
  readonly by?: CallWeight | undefined;
  readonly transforms?: readonly CallTreeTransform[] | undefined;
}

/**
 * `self` and `calls` of a row are those of itself and of all below it. `memory` is bytes, and a tree of its own: by function which
 * calls led to what was allocated. It is of whole threads, so `refused` for a range or a trace; `not-found` where no thread has a
 * profile of memory.
 */
export type CallWeight = 'total' | 'self' | 'calls' | 'memory';

/** One function with everything that led to it and everything it led to, each merged over all its calls. */
export interface Sandwich {
  readonly revision: number;
  readonly calls: number;
  readonly errors: number;
  /** A call below another of the same function counts once. */
  readonly totalNs: DurationNs;
  readonly selfNs: DurationNs;
  /** By memory, where calls and times are 0. */
  readonly memory?:
    | { readonly measure: MemoryMeasure; readonly selfBytes: number; readonly totalBytes: number }
    | undefined;
  /**
   * Row 0 is the function; below each row its callers. A row's total is the time of the function's outermost calls that came
   * this way, its self time what of it has no further caller; its calls are those of the function.
   */
  readonly callers: CallTreeTable;
  /** Row 0 is the function; below each row what it called. */
  readonly callees: CallTreeTable;
}

export interface SandwichRequest extends CallScope {
  readonly run: RunId;
  readonly function: IndexIntoFunctions;
  readonly minShare: number;
  readonly by?: CallWeight | undefined;
  /** Of the tree that it is made from. */
  readonly transforms?: readonly CallTreeTransform[] | undefined;
}

const share = v.pipe(v.number(), v.minValue(0), v.maxValue(1));
const by = v.optional(v.picklist(['total', 'self', 'calls', 'memory']));
const code = v.pipe(v.number(), v.integer());
export const callPath = v.pipe(v.array(code), v.minLength(1));

export const callTreeTransform = v.variant('kind', [
  v.strictObject({ kind: v.literal('focus-function'), function: code }),
  v.strictObject({ kind: v.literal('focus-subtree'), path: callPath }),
  v.strictObject({ kind: v.literal('merge-function'), function: code }),
  v.strictObject({ kind: v.literal('merge-node'), path: callPath }),
  v.strictObject({ kind: v.literal('drop-function'), function: code }),
  v.strictObject({ kind: v.literal('collapse-recursion'), function: code, direct: v.boolean() }),
  v.strictObject({ kind: v.literal('collapse-file'), file: index }),
  v.strictObject({ kind: v.literal('invert') }),
]);

export const transforms = v.optional(v.pipe(v.array(callTreeTransform), v.maxLength(100)));

export const callScope = {
  range: v.optional(timeRange),
  thread: v.optional(index),
  trace: v.optional(spanId),
};

export const callTreeRequest = v.strictObject({
  run: runId,
  order: v.picklist(['left-heavy', 'first-call']),
  minShare: share,
  by,
  transforms,
  ...callScope,
});

export const sandwichRequest = v.strictObject({
  run: runId,
  function: index,
  minShare: share,
  by,
  transforms,
  ...callScope,
});
