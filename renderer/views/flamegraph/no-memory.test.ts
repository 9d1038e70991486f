import { expect, it } from 'vitest';
import { firstFlameSettings } from './flame-settings.ts';
import { memoryBar, noMemory } from './no-memory.ts';

const bytes = Float64Array.of(1);
const profiled = { memory: { measure: 'retained', selfBytes: bytes, totalBytes: bytes } } as const;
const range = { startNs: 0, endNs: 1 };
const trace = '0000000000000000';
const byMemory = { ...firstFlameSettings, by: 'memory' } as const;

it('memory is no width without a profile, nor of a part of the time or of one trace', () => {
  expect(memoryBar(byMemory, profiled, null)).toBeNull();
  expect(memoryBar(byMemory, {}, null)).toBe('profile');
  // Clearing the time would not help.
  expect(memoryBar({ trace }, {}, range)).toBe('profile');
  expect(memoryBar(byMemory, profiled, range)).toBe('range');
  expect(memoryBar({ trace }, profiled, null)).toBe('trace');
});

it('nothing is missing where the width is another, or where two runs are laid over each other', () => {
  expect(noMemory(byMemory, {}, null)).toBe('profile');
  expect(noMemory(firstFlameSettings, {}, range)).toBeNull();
  expect(noMemory({ ...byMemory, base: 'rbase' }, {}, null)).toBeNull();
});
