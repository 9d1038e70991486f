import type { Finding } from '#contract';
import { type Fixer, refuse } from '../fixer.ts';

/** Rules of which no edit is safe: what to do instead, with the names of the code at hand. */
const recipes: Readonly<Record<string, (finding: Finding) => string>> = {
  'never-called': () =>
    'It is reachable, so it stays: no run needed it. A test that calls it would tell whether it works.',
  'slow-function': ({ function: fn }) =>
    `Look at its flame graph for where its own time goes${fn === null ? '' : ` (${fn.name}, sorted by self time)`}. Where the same arguments come again, "repeated calls" has a fix that remembers results.`,
  'slower-than-before': () =>
    'Compare the run with one of those before: the first call that takes longer shows what has changed.',
  'swallowed-error': () =>
    'Handle the one error that is expected, and throw or report every other one. Which one that is stands nowhere in the code.',
  'unhandled-edge': ({ message }) => `Say what the answer is when there is nothing: ${message}.`,
  'high-variance': () =>
    'Open the slowest and a usual call side by side: what the slow one waits for is the cause.',
  'memory-growth': () => 'Keep only as much as is read again, or remove entries when their owner goes.',
};

export const recipeFixers: readonly Fixer[] = Object.entries(recipes).map(([rule, recipe]) => ({
  rule,
  propose: async (finding) => refuse(recipe(finding)),
}));
