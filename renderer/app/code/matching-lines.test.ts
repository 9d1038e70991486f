import { expect, it } from 'vitest';
import { matchingLines } from './matching-lines.ts';

it('lines match a text whatever its case, and nothing when none is asked', () => {
  expect(matchingLines(['const A = 1;', 'b', 'a()'], 'a')).toEqual([0, 2]);
  expect(matchingLines(['a'], '')).toEqual([]);
});
