import type { SpanId } from '#contract';
import { formatSpanId, parseSpanId } from '#contract';
import type { TimelineBoxes } from '../../canvas/index.ts';

/** Row of a span in a window; -1 when it is not in it (outside, or merged into a crowd). */
export function rowOfSpan(boxes: TimelineBoxes, span: SpanId): number {
  const { thread, ordinal } = parseSpanId(span);
  const { spans } = boxes.window;
  const lanes = boxes.spanLanes.get(thread);
  if (lanes === undefined) return -1;
  const end = lanes.at(-1) as number;
  for (let row = lanes[0] as number; row < end; row++) if (spans.ordinal[row] === ordinal) return row;
  return -1;
}

export function spanAtRow(boxes: TimelineBoxes, row: number): SpanId {
  const { spans } = boxes.window;
  return formatSpanId(spans.thread[row] as number, spans.ordinal[row] as number);
}

/** The row before or after in the same lane; -1 at the window's end. Crowds between are passed over. */
export function rowBeside(boxes: TimelineBoxes, row: number, step: 1 | -1): number {
  const { spans } = boxes.window;
  const other = row + step;
  if (other < 0 || other >= spans.length) return -1;
  const sameLane = boxes.track[other] === boxes.track[row] && spans.lane[other] === spans.lane[row];
  return sameLane ? other : -1;
}

/** The span nearest the middle of what is shown, in the top lane of the first thread that has one: where keys start from. */
export function rowToStartFrom(boxes: TimelineBoxes, time: number): number {
  for (const lanes of boxes.spanLanes.values()) {
    const from = lanes[0] as number;
    const to = lanes[1] as number;
    for (let row = from; row < to; row++) if ((boxes.spans.end[row] as number) >= time) return row;
    if (to > from) return to - 1;
  }
  return -1;
}
