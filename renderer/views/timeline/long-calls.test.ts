import { describe, expect, it } from 'vitest';
import { CHARACTER_NS, timelineFromText } from '../../canvas/testing/notation.ts';
import { longCalls } from './long-calls.ts';

const window = timelineFromText(`
  0 aaaaaaaa
  0 bb.ccc.5
  0 d>
`);
const functions = (minNs: number, widthPx = 8) => [...longCalls(window, minNs, widthPx).spans.function];

describe('a timeline without short calls', () => {
  it('keeps those that are long enough, and those without an end', () => {
    expect(functions(0)).toEqual([0, 1, 2, 3]);
    expect(functions(3 * CHARACTER_NS)).toEqual([0, 2, 3]);
  });

  it('has no crowds where all that is in them is too short', () => {
    const at = (widthPx: number) => longCalls(window, 2 * CHARACTER_NS, widthPx).density.length;
    expect(at(8)).toBe(0);
    // A pixel is four characters wide here: what is narrower may be long enough.
    expect(at(2)).toBe(1);
  });
});
