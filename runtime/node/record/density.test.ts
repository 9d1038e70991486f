import { expect, test } from 'vitest';
import { Density } from './density.ts';

const ticks = () => true;

/** Stamps behind one word each, `apartNs` apart, until it is decided; whether the events are dense. */
function after(density: Density, apartNs: number, words = 2000): boolean {
  let time = 0;
  for (let i = 0; i < words; i++) {
    time += apartNs;
    if (!density.goesOn(1)) density.decide(time, 1, ticks);
    if (density.isDense) return true;
  }
  return false;
}

test('events that are closer than what it costs to time each of them are dense', () => {
  expect(after(new Density(), 100)).toBe(true);
  expect(after(new Density(), 400)).toBe(false);
});

test('words of values are no events', () => {
  const density = new Density();
  density.expectValues();
  // As at level 2 in a service: a word each 100 ns, of which one in four is an event.
  expect(after(density, 100)).toBe(false);
  expect(after(density, 30)).toBe(true);
});

test('without a thread that ticks nothing is dense', () => {
  const density = new Density();
  for (let i = 1; i < 2000; i++) if (!density.goesOn(1)) density.decide(i, 1, () => false);
  expect(density.isDense).toBe(false);
});
