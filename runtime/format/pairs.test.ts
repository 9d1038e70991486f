import { expect, test } from 'vitest';
import { OP, WIDE_DELTA } from './constants.ts';
import { fromPairs } from './pairs.ts';

/** Words of pairs of an event's word and its time. */
const pairs = (...events: readonly (readonly [word: bigint, time: bigint])[]): Int32Array =>
  new Int32Array(BigInt64Array.from(events.flat()).buffer);

test('each event stands behind the time since the one before, whatever the bits above an EXIT say', () => {
  const start = 7n * 2n ** 32n - 3n;
  const words = fromPairs(
    pairs(
      [0n, start],
      [5n, start + 2n],
      [-1n - (5n << 32n), start + 10n],
      [0n, start + 10n],
      [-1n, start + 11n],
    ),
    1_000,
  );
  expect([...words]).toEqual([2, 5, 8, -OP.EXIT, 0, 0, 1, -OP.EXIT]);
});

test('a time that would look like an operation is written wide, since the origin', () => {
  const words = fromPairs(pairs([0n, 50n], [3n, 50n + 2n ** 32n], [-1n, 51n + 2n ** 32n]), 100);
  expect(words[0]).toBe(WIDE_DELTA | 0);
  const wide = new Float64Array(words.slice(1, 5).buffer);
  expect([...wide]).toEqual([100 + 2 ** 32, 100 + 2 ** 32]);
  expect([...words.subarray(5)]).toEqual([3, 1, -OP.EXIT]);
});

test('a frame without events has no words', () => {
  expect([...fromPairs(pairs([0n, 9n]), 0)]).toEqual([]);
});
