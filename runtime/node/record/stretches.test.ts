import { expect, test } from 'vitest';
import { Stretches } from './stretches.ts';

const QUICK = 100;
const SLOW = 20_000;
const LEAF = 3;

/** Begins `times` stretches with a function and says how long the last was to be, in words. */
function repeat(stretches: Stretches, id: number, times: number, ns: (length: number) => number): number {
  let length = 0;
  for (let i = 0; i < times; i++) {
    length = stretches.next(id, -1, QUICK);
    stretches.end(ns(length));
  }
  return length;
}

test('nothing goes untimed behind a function that has not been seen before', () => {
  expect(new Stretches().next(7, -1, QUICK)).toBe(0);
});

test('stretches grow while what follows is quick, up to a limit', () => {
  const stretches = new Stretches();
  expect(repeat(stretches, 7, 20, () => QUICK)).toBeGreaterThan(2);
  expect(repeat(stretches, 7, 1000, () => QUICK)).toBe(24);
});

test('a stretch ends before what is always slow, and tries to reach it less than once in two hundred times', () => {
  const stretches = new Stretches();
  // The fifth word behind the function is a call that takes long.
  const meeting = (length: number) => (length >= 5 ? SLOW : QUICK);
  repeat(stretches, 7, 1000, meeting);
  let met = 0;
  for (let i = 0; i < 2000; i++) if (repeat(stretches, 7, 1, meeting) >= 5) met++;
  expect(met).toBeLessThanOrEqual(10);
  expect(repeat(stretches, 7, 1, meeting)).toBeGreaterThanOrEqual(2);
});

test('functions are known apart, and from the ends of those that call nothing', () => {
  const stretches = new Stretches();
  repeat(stretches, LEAF, 1000, () => QUICK);
  repeat(stretches, 8, 1000, () => SLOW);
  expect(stretches.next(8, -1, QUICK)).toBe(0);
  expect(stretches.next(-1, LEAF, QUICK)).toBe(0);
  expect(stretches.next(LEAF, -1, QUICK)).toBe(24);
});

test('what is not to be judged changes nothing', () => {
  const stretches = new Stretches();
  repeat(stretches, 7, 1000, () => QUICK);
  stretches.next(7, -1, QUICK);
  stretches.end(-1);
  expect(stretches.next(7, -1, SLOW)).toBe(24);
});
