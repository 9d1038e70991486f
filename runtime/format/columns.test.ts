import { expect, test } from 'vitest';
import { fromColumns } from './columns.ts';
import { OP, WIDE_DELTA } from './constants.ts';

/** Words of the time in ns at which a frame begins, and of events with their times in seconds. */
function columns(
  startNs: number,
  ...events: readonly (readonly [word: number, seconds: number])[]
): Int32Array {
  const times = new Float64Array([startNs, ...events.map(([, seconds]) => seconds)]);
  return new Int32Array([...new Int32Array(times.buffer), ...events.map(([word]) => word)]);
}

test('each event stands behind the time since the one before, and a negative word is an EXIT', () => {
  // The part of a second is a whole number of ns, and one that a double has exactly.
  const part = 1 / 512;
  const ns = 1_953_125;
  const words = fromColumns(
    columns(70_000e9, [5, 70_000 + part], [-6, 70_000 + 5 * part], [0, 70_000 + 5 * part], [-1, 70_001]),
    1_000,
  );
  expect([...words]).toEqual([ns, 5, 4 * ns, -OP.EXIT, 0, 0, 507 * ns, -OP.EXIT]);
});

test('what is less than a ns is cut off', () => {
  expect([...fromColumns(columns(0, [1, 1.9e-9], [-2, 2.1e-9]), 0)]).toEqual([1, 1, 1, -OP.EXIT]);
});

test('a time that would look like an operation is written wide, since the origin', () => {
  const words = fromColumns(columns(1e9, [3, 6], [-4, 6.5]), 100);
  expect(words[0]).toBe(WIDE_DELTA | 0);
  expect([...new Float64Array(words.slice(1, 5).buffer)]).toEqual([5e9 + 100, 5e9 + 100]);
  expect([...words.subarray(5)]).toEqual([3, 5e8, -OP.EXIT]);
});

test('no time passes where it goes back or is none', () => {
  const words = fromColumns(
    columns(1e9, [1, 0.5], [2, Number.NaN], [3, Number.POSITIVE_INFINITY], [4, 1.5]),
    0,
  );
  expect([...words]).toEqual([0, 1, 0, 2, 0, 3, 5e8, 4]);
});

test('a frame without events has no words, and one that is cut off only whole events', () => {
  expect([...fromColumns(columns(9), 0)]).toEqual([]);
  expect([...fromColumns(new Int32Array(1), 0)]).toEqual([]);
  expect(fromColumns(columns(1e9, [1, 2], [2, 3]).subarray(0, 7), 0)).toHaveLength(2);
});
