import { describe, expect, it } from 'vitest';
import { comparedCalls } from './compared-calls.ts';
import { drawTrace } from './testing/notation.ts';

describe('two calls side by side', () => {
  it('pair what both called by the way that led there', () => {
    const one = drawTrace(`
      price 0-30
        tax 5-10
        tax 10-14
        round 20-21
    `);
    const slow = drawTrace(`
      price 0-90
        tax! 5-60
          rate 6-50
        audit 60-80
    `);
    // The same functions have the same numbers in both.
    const numbers = ['price', 'tax', 'round', 'rate', 'audit'];
    const renumbered = {
      ...slow,
      function: slow.function.map((fn) => numbers.indexOf(slow.names[fn] as string)),
    };
    const pair = comparedCalls(one, renumbered);
    const lines = Array.from({ length: pair.length }, (_, at) => {
      const figures = [pair.one, pair.other].map(
        ({ calls, totalNs, errors }) => `${calls[at]}/${totalNs[at]}/${errors[at]}`,
      );
      return `${'  '.repeat(pair.depth[at] as number)}${numbers[pair.function[at] as number]} ${figures.join(' ')}`;
    });
    expect(lines).toEqual([
      'price 1/30/0 1/90/0',
      '  tax 2/9/0 1/55/1',
      '    rate 0/0/0 1/44/0',
      '  round 1/1/0 0/0/0',
      '  audit 0/0/0 1/20/0',
    ]);
  });
});
