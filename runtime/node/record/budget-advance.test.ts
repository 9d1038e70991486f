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
    /** Works for 10 ms, of which the calls of a frame are a part. */
    work() {
      cpuNs += 10e6;
      budget.note(frame, frame.length, false);
      budget.look(frame, frame.length, false, cpuNs);
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

test('an event that is timed alone is reckoned with what it costs an app that has forgotten the recorder', () => {
  const modes = new Modes();
  modes.define(LEAF, MODE.TIMED);
  let cpuNs = 600e6;
  const options = { share: 0.05, deep: false, cpuNs: () => cpuNs, measureCost: () => 20 };
  const budget = new Budget(modes, new Meter(), options, () => false);
  budget.look(frame, 0, false, cpuNs);
  // Of 10 ms 5 % are half a millisecond: 5,000 events of 100 ns, and not of the 45 that a reading of the clock takes.
  cpuNs += 10e6;
  budget.note(frame, 100, false, 5000);
  budget.look(frame, 100, false, cpuNs);
  expect(budget.isThrottling).toBe(true);
});
