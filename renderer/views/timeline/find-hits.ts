import type { FunctionTable, IndexIntoFunctions } from '#contract';

/** One call among all calls of the functions that a search found, function by function, each in the order of time. */
export interface FindHit {
  readonly function: IndexIntoFunctions;
  /** Which call of that function, from 0. */
  readonly offset: number;
}

/** Calls of all functions with a 1 in `lit`. */
export function countHits(functions: FunctionTable, lit: Uint8Array): number {
  let calls = 0;
  for (let fn = 0; fn < functions.length; fn++) if (lit[fn] === 1) calls += functions.calls[fn] as number;
  return calls;
}

/** The hit that a cursor of 0 .. countHits-1 stands for; `null` outside of it. */
export function hitAtCursor(functions: FunctionTable, lit: Uint8Array, cursor: number): FindHit | null {
  let left = cursor;
  if (left < 0) return null;
  for (let fn = 0; fn < functions.length; fn++) {
    if (lit[fn] !== 1) continue;
    const calls = functions.calls[fn] as number;
    if (left < calls) return { function: fn, offset: left };
    left -= calls;
  }
  return null;
}
