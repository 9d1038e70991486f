import type { TimeNs } from '#contract';
import { type Boxes, firstEndingAfter, type Lane } from './boxes.ts';

/** Stretches of one lane behind each other, as `Boxes` have them. */
export interface Waits extends Pick<Boxes, 'length' | 'start' | 'end'> {
  /** ns of all waits before each one, and of all at the end: one more than there are waits. */
  readonly before: Float64Array;
}

export function withSums({ length, start, end }: Pick<Boxes, 'length' | 'start' | 'end'>): Waits {
  const before = new Float64Array(length + 1);
  for (let i = 0; i < length; i++)
    before[i + 1] = (before[i] as number) + (end[i] as number) - (start[i] as number);
  return { length, start, end, before };
}

/** `mixed`: it ran and waited by turns too short to be told apart, or it is not known when. */
export type PartKind = 'active' | 'waiting' | 'mixed';

/**
 * Visits the parts of the suspended span `box` between two times, from left to right. Waits that last less than a pixel are only
 * known as a sum: where so short ones make up half of what is left of the span or more, that is mixed.
 */
export function visitParts(
  boxes: Boxes,
  box: number,
  waits: Waits,
  lane: Lane,
  from: TimeNs,
  to: TimeNs,
  visit: (kind: PartKind, from: TimeNs, to: TimeNs) => void,
): void {
  const start = Math.max(from, boxes.start[box] as number);
  const end = Math.min(to, boxes.end[box] as number);
  const first = firstEndingAfter(waits.end, lane.from, lane.to, start);
  const rest = restKind(boxes, box, waits, first, lane.to, start, end);
  let at = start;
  for (let i = first; i < lane.to && (waits.start[i] as number) < end; i++) {
    const waitStart = Math.max(start, waits.start[i] as number);
    const waitEnd = Math.min(end, waits.end[i] as number);
    if (waitStart > at) visit(rest, at, waitStart);
    visit('waiting', waitStart, waitEnd);
    at = waitEnd;
  }
  if (at < end) visit(rest, at, end);
}

/** What the span does between its waits: the share of it that was waited, as far as that is not explained by them. */
function restKind(
  boxes: Boxes,
  box: number,
  waits: Waits,
  first: number,
  last: number,
  start: TimeNs,
  end: TimeNs,
): PartKind {
  const known = waitedBetween(waits, first, last, start, end);
  const length = (boxes.end[box] as number) - (boxes.start[box] as number);
  const share = length > 0 ? (boxes.suspended?.[box] ?? 0) / length : 0;
  const unexplained = share * (end - start) - known;
  return unexplained > 0 && unexplained >= (end - start - known) / 2 ? 'mixed' : 'active';
}

/** ns waited between two times, `first` being the first wait that ends after `start`; by sums, however many waits there are. */
function waitedBetween(waits: Waits, first: number, last: number, start: TimeNs, end: TimeNs): number {
  const after = firstEndingAfter(waits.end, first, last, end);
  const whole = (waits.before[after] as number) - (waits.before[first] as number);
  const cutBefore = first < after ? Math.max(0, start - (waits.start[first] as number)) : 0;
  if (after >= last) return whole - cutBefore;
  const from = Math.max(start, waits.start[after] as number);
  return whole - cutBefore + Math.max(0, end - from);
}
