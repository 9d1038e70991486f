import { expect, test } from 'vitest';
import { sharedNow } from './clock.ts';
import { Meter } from './meter.ts';

/** Measures `times` pieces of work that take at least `ns` each. */
function work(meter: Meter, times: number, ns: number): void {
  for (let i = 0; i < times; i++) {
    const begun = meter.begin();
    const until = sharedNow() + ns;
    while (sharedNow() < until);
    meter.end(begun);
  }
}

test('what is sampled stands for all of it', () => {
  const meter = new Meter();
  meter.isOn = true;
  work(meter, 640, 5_000);
  expect(meter.take()).toBeGreaterThan(640 * 4_500);
});

test('what has been taken is not taken again, and nothing is measured for nobody', () => {
  const meter = new Meter();
  work(meter, 64, 1_000);
  expect(meter.take()).toBe(0);
  meter.isOn = true;
  work(meter, 64, 1_000);
  expect(meter.take()).toBeGreaterThan(0);
  expect(meter.take()).toBe(0);
});

test('what waited for a core does not stand for the others', () => {
  const meter = new Meter();
  meter.isOn = true;
  work(meter, 31, 0);
  work(meter, 1, 20e6);
  const taken = meter.take();
  expect(taken).toBeGreaterThan(1e6);
  expect(taken).toBeLessThan(20e6);
});
