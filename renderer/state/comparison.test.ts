import { expect, it } from 'vitest';
import { type ComparisonChoice, choiceFromId, choiceId, comparisonText } from './comparison.ts';

const choices: readonly ComparisonChoice[] = [
  { kind: 'run', run: 'r1' },
  { kind: 'file', file: '/a b/c&d;e.json' },
];

it.each(choices)('a side of a comparison is kept through a list of options: %j', (choice) => {
  expect(choiceFromId(choiceId(choice))).toEqual(choice);
});

it('the address keeps both sides and the part that is shown', () => {
  const [next = null, base = null] = choices;
  const settings = { base, next, tab: 'errors' } as const;
  expect(comparisonText.read(comparisonText.write(settings))).toEqual(settings);
  expect(comparisonText.write({ base: null, next: null, tab: 'all' })).toBe('');
  expect(comparisonText.read('base=nonsense&show=nothing')).toEqual({ base: null, next: null, tab: 'all' });
});
