import { expect, it } from 'vitest';
import type { ExerciseOutcome } from '#contract';
import { argumentsOf, countByResult, happened, isShown } from './outcomes.ts';

const works: ExerciseOutcome = {
  function: { file: 'src/cart.ts', name: 'total', line: 3 },
  result: 'works',
  reason: '',
  error: '',
  input: null,
  source: null,
  reproduction: null,
  calls: 50,
  refused: 0,
  typed: true,
};
const throws: ExerciseOutcome = {
  ...works,
  result: 'throws',
  error: 'TypeError',
  reason: 'x is not iterable',
  source: 'generated',
  typed: false,
};

it('counts outcomes by result', () => {
  expect(countByResult([works, throws, works])).toEqual({
    works: 2,
    throws: 1,
    'times-out': 0,
    'not-testable': 0,
  });
});

it('says in a phrase what happened, and how much the arguments say', () => {
  expect(happened(works)).toBe('');
  expect(happened({ ...works, refused: 7 })).toBe('refused 7 of 50 calls with an error of its own');
  expect(happened(throws)).toBe('TypeError: x is not iterable');
  expect(argumentsOf(works)).toBe('of its types');
  expect(argumentsOf(throws)).toBe('guessed');
  expect(argumentsOf({ ...throws, source: 'recorded' })).toBe('recorded');
  expect(argumentsOf({ ...works, result: 'not-testable', calls: 0 })).toBe('');
});

it('shows the chosen results that the text matches', () => {
  const inFile = (subject: string, file: string): boolean => `${subject} ${file}`.includes('iterable');
  expect(isShown(throws, [], inFile)).toBe(true);
  expect(isShown(works, [], inFile)).toBe(false);
  expect(isShown(throws, ['works'], () => true)).toBe(false);
});
