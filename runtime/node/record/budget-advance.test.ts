import { expect, test } from 'vitest';
import { OP } from '../../format/index.ts';
import { Budget } from './budget.ts';
import { Meter } from './meter.ts';
import { MODE, Modes } from './modes.ts';

const LEAF = 0;
const CALLS = 20_000;
/** 20,000 calls of one function, with the exit of each. */
const frame = Int32Array.from({ length: 2 * CALLS }, (_, at) => (at % 2 === 0 ? LEAF : -OP.EXIT));

/** A thread whose processor time the test says; a call costs 20 ns where nothing else is done. */
function thread(begunNs: number) {
  const modes = new Modes();
  modes.define(LEAF, MODE.TIMED);
  let cpuNs = begunNs;
  const options = { share: 0.05, deep: false, cpuNs: () => cpuNs, measureCost: () => 20 };
  const budget = new Budget(modes, new Meter(), options, () => false);
  // What was before the first window is none of it.
  budget.look(frame, 0, false, cpuNs);
  return {
    budget,
    /** Works for 10 ms, in which so many words are written, by default those of a frame, and so many events are timed alone. */
    work(words = frame.length, readings = 0) {
      cpuNs += 10e6;
      budget.note(frame, words, false, readings);
      budget.look(frame, words, false, cpuNs);
    },
  };
}

test('what half a second may take is granted in advance, and no more', () => {
  const { budget, work } = thread(0);
  // Reckoned as 1.2 ms of 10: 24 ms in advance last for some thirty times.
  for (let time = 0; time < 20; time++) work();
  expect(budget.isThrottling).toBe(false);
  for (let time = 0; time < 20; time++) work();
  expect(budget.isThrottling).toBe(true);
});

test('what is left of the advance after half a second is spent by nobody', () => {
  const { budget, work } = thread(600e6);
  work();
  expect(budget.isThrottling).toBe(true);
});

/** Whether a thread that has no advance left throttles when it has worked. */
function throttles(words: number, readings: number): boolean {
  const { budget, work } = thread(600e6);
  work(words, readings);
  return budget.isThrottling;
}

// Of 10 ms 5 % are half a millisecond.
test('an event that is timed alone is reckoned with what it costs an app that has forgotten the recorder', () => {
  expect(throttles(100, 2_000)).toBe(false);
  expect(throttles(100, 2_500)).toBe(true);
});

test('a word costs three times as much where events are rare', () => {
  expect(throttles(6_000, 0)).toBe(false);
  expect(throttles(6_000, 750)).toBe(true);
  expect(throttles(1_000, 750)).toBe(false);
});
