import type { Node } from '../instrument/ast.ts';

/** What surrounds the place that is being read, and what all parts of the parser share. */

/** Whether `await` and `yield` are operators here. */
export let awaits = false;
export let yields = false;

export function setPausing(canAwait: boolean, canYield: boolean): void {
  awaits = canAwait;
  yields = canYield;
}

/** Whether a `with` statement has been read. */
export let holdsWith = false;

export function noteWith(): void {
  holdsWith = true;
}

/** At the beginning of a text. */
export function begin(module: boolean): void {
  awaits = module;
  yields = holdsWith = false;
}

/** A node that its maker has not settled yet. */
export type Draft = { -readonly [K in keyof Node]: Node[K] };
