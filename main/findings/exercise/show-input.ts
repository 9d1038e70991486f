import fc from 'fast-check';
import type { Recipe } from './protocol.ts';
import { revive } from './revive.ts';

const MAX_TEXT = 200;

/** Arguments as they would stand in a call, cut where they are long. */
export function showInput(values: readonly unknown[]): string {
  return cut(values.map((value) => fc.stringify(value)).join(', '));
}

/** Fields as an object that stands in code, cut where they are long. */
export const showFields = (entries: readonly (readonly [string, Recipe])[]): string =>
  cut(fc.stringify(Object.fromEntries(entries.map(([key, recipe]) => [key, revive(recipe)]))));

const cut = (text: string): string => (text.length <= MAX_TEXT ? text : `${text.slice(0, MAX_TEXT - 3)}...`);
