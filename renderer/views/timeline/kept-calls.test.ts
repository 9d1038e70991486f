import { describe, expect, it } from 'vitest';
import { CHARACTER_NS, timelineFromText } from '../../canvas/testing/notation.ts';
import { keptCalls } from './kept-calls.ts';

const window = timelineFromText(`
  0 aaaaaaaa
  0 bb.ccc.5
  0 d>
`);
const longer = (minNs: number, widthPx = 8) => keptCalls(window, { minNs, functions: null }, widthPx);
const of = (letters: string) => {
  const functions = new Uint8Array(26);
  for (const letter of letters) functions[letter.charCodeAt(0) - 97] = 1;
  return keptCalls(window, { minNs: 0, functions }, 8);
};

describe('a timeline without short calls', () => {
  it('keeps those that are long enough, and those without an end', () => {
    expect([...longer(0).spans.function]).toEqual([0, 1, 2, 3]);
    expect([...longer(3 * CHARACTER_NS).spans.function]).toEqual([0, 2, 3]);
  });

  it('has no crowds where all that is in them is too short', () => {
    expect(longer(2 * CHARACTER_NS).density.length).toBe(0);
    // A pixel is four characters wide here: what is narrower may be long enough.
    expect(longer(2 * CHARACTER_NS, 2).density.length).toBe(1);
  });
});

describe('a timeline of some functions', () => {
  it('has their calls alone, with everything that is known of them', () => {
    const { spans } = of('bd');
    expect([...spans.function]).toEqual([1, 3]);
    expect([...spans.lane]).toEqual([1, 2]);
    expect([...spans.ordinal]).toEqual([1, 3]);
    expect(spans.length).toBe(2);
  });

  it('leaves out crowds that are mostly of others', () => {
    expect(of('bd').density.length).toBe(0);
    expect(of('a').density.length).toBe(1);
  });
});
