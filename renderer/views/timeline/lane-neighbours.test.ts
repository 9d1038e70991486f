import { describe, expect, it } from 'vitest';
import { formatSpanId } from '#contract';
import { timelineBoxes } from '../../canvas/index.ts';
import { timelineFromText } from '../../canvas/testing/notation.ts';
import { rowBeside, rowOfSpan, rowToStartFrom, spanAtRow } from './lane-neighbours.ts';

// Rows: 0 a, 1 b, 2 c, 3 d, 4 e; ordinals are the rows.
const boxes = timelineBoxes(
  timelineFromText(`
    0 aaaaa.bbbb
    0 .cc.9.dd
    2 eeee`),
  100,
);

describe('moving along a lane', () => {
  it('goes to the call before and after, past crowds, and stops at the ends of the lane', () => {
    expect([rowBeside(boxes, 0, 1), rowBeside(boxes, 1, -1)]).toEqual([1, 0]);
    expect(rowBeside(boxes, 2, 1)).toBe(3);
    expect([rowBeside(boxes, 1, 1), rowBeside(boxes, 0, -1), rowBeside(boxes, 4, 1)]).toEqual([-1, -1, -1]);
  });

  it('finds every span of the window again by its id', () => {
    for (let row = 0; row < 5; row++) expect(rowOfSpan(boxes, spanAtRow(boxes, row))).toBe(row);
    expect(rowOfSpan(boxes, formatSpanId(0, 99))).toBe(-1);
    expect(rowOfSpan(boxes, formatSpanId(1, 0))).toBe(-1);
  });

  it('starts at the top call in the middle of the screen', () => {
    expect(rowToStartFrom(boxes, 20)).toBe(0);
    expect(rowToStartFrom(boxes, 55)).toBe(1);
    expect(rowToStartFrom(boxes, 1000)).toBe(1);
  });
});
