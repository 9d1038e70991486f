import { describe, expect, it } from 'vitest';
import { boxColours, slotOf } from './colours.ts';
import { letters } from './testing/scenes.ts';

const colours = boxColours(
  Int32Array.of(0, 1, 2, 0),
  ['a.js', 'b.js', 'c.js'],
  (file) => ({ fill: file === 'b.js' ? 'blue' : 'green', ink: 'black' }),
  letters,
);

describe('colours by file', () => {
  it('give files of one colour one slot, so that they are filled together', () => {
    expect(colours.fills).toEqual(['F', 'green', 'blue']);
    expect([...colours.slots]).toEqual([1, 2, 1, 1]);
    expect(slotOf(colours, -2 - 1, null)).toBe(2);
  });

  it('fade functions that are not known yet or that a search leaves out', () => {
    expect(slotOf(colours, -1, null)).toBe(0);
    expect(slotOf(colours, 99, null)).toBe(0);
    expect(slotOf(colours, 1, Uint8Array.of(1, 0, 0, 0))).toBe(0);
    expect(slotOf(colours, 1, null)).toBe(2);
  });
});
