import { describe, expect, it } from 'vitest';
import { compareOutputs } from './same-output.ts';

const outcome = (before: string[], after: string[]) => compareOutputs(before, after).outcome;

describe('outputs before and after a fix', () => {
  it.each([
    ['to the letter', ['a\nb', 'a\nb'], ['a\nb', 'a\nb']],
    ['but for colours and line ends of a terminal', ['a\nb', 'a\nb'], ['\u001b[32ma\u001b[0m\r\nb\r\n']],
    ['but for numbers that differ anyway', ['in 12 ms', 'in 9.5 ms'], ['in 103 ms']],
    ['but for ids that differ anyway', ['id 3f2a8c1d9e4b', 'id a1b2c3d4e5f6'], ['id 0123456789ab']],
    ['but for an order that differs anyway', ['a\nb', 'b\na'], ['b\na', 'a\nb']],
  ])('are the same %s', (_how, before, after) => {
    expect(outcome(before, after)).toBe('passed');
  });

  it.each([
    ['a line differs', ['a\nb', 'a\nb'], ['a\nc']],
    ['a line is missing', ['a\nb', 'a\nb'], ['a']],
    ['a line is new where only numbers are noise', ['in 1 ms', 'in 2 ms'], ['in 3 ms\nError: x']],
    ['one of the runs after differs', ['a', 'a'], ['a', 'b']],
    ['lines swap where their order was fixed', ['a\nb', 'a\nb'], ['b\na']],
  ])('are not where %s', (_why, before, after) => {
    expect(outcome(before, after)).toBe('failed');
  });

  it('cannot be told apart from noise where only numbers differ that were equal before', () => {
    expect(compareOutputs(['total 42', 'total 42'], ['total 43'])).toEqual({
      outcome: 'unknown',
      text: 'Numbers of the output differ: line 1 was "total 42" and is "total 43".',
    });
  });

  it('say nothing where the program never says the same twice', () => {
    expect(outcome(['heads', 'tails'], ['heads'])).toBe('unknown');
  });
});
