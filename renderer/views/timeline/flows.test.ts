import { describe, expect, it } from 'vitest';
import { formatSpanId, type SpanDetail } from '#contract';
import { timelineBoxes } from '../../canvas/index.ts';
import { timelineFromText } from '../../canvas/testing/notation.ts';
import { flowsOf } from './flows.ts';

// Rows: 0 a, 1 b, 2 c, 3 d (further down), 4 e (in another thread).
const window = timelineFromText(`
  0 aaaaaaaaaa
  0 bb..cccccccc
  0 .ddd
  1 eee
`);
const boxes = timelineBoxes(window, 1000);
const id = (row: number) =>
  formatSpanId(window.spans.thread[row] as number, window.spans.ordinal[row] as number);
const flows = (row: number, parent: number | null, children: readonly number[]) =>
  flowsOf(boxes, {
    id: id(row),
    ancestors: parent === null ? [] : [{ id: id(parent), function: 0 }],
    children: children.map((child) => ({ id: id(child) })),
  } as unknown as SpanDetail).map(({ from, to }) => `${from}>${to}`);

describe('the arrows of the selected call', () => {
  it('lead to calls in another thread or lane, and to those that outlive it', () => {
    expect(flows(0, null, [1, 2, 3, 4])).toEqual(['0>2', '0>3', '0>4']);
  });

  it('come from the call that started it', () => {
    expect(flows(4, 0, [])).toEqual(['0>4']);
    expect(flows(1, 0, [])).toEqual([]);
  });

  it('are none for a call that the window does not have', () => {
    const gone = { id: formatSpanId(7, 7), ancestors: [], children: [{ id: id(0) }] };
    expect(flowsOf(boxes, gone as unknown as SpanDetail)).toEqual([]);
  });
});
