import { describe, expect, it } from 'vitest';
import { laneAt } from './boxes.ts';
import { CHARACTER_NS, timelineFromText } from './testing/notation.ts';
import { timelineBoxes } from './timeline-boxes.ts';
import { visitParts } from './wait-parts.ts';

/** The parts of the first span between two characters: `active 0-2, waiting 2-5`. */
function parts(notation: string, from = 0, to = 100): string {
  const boxes = timelineBoxes(timelineFromText(notation), 1e6);
  const lane = laneAt(boxes.waitLanes.get(0), 0);
  const seen: string[] = [];
  const visit = (kind: string, start: number, end: number) =>
    seen.push(`${kind} ${start / CHARACTER_NS}-${end / CHARACTER_NS}`);
  visitParts(boxes.spans, 0, boxes.waits, lane, from * CHARACTER_NS, to * CHARACTER_NS, visit);
  return seen.join(', ');
}

describe('the parts of a span that was suspended', () => {
  it('are its waits and what lies between them', () => {
    expect(parts('0 aa~~~a~~')).toBe('active 0-2, waiting 2-5, active 5-6, waiting 6-8');
    expect(parts('0 a~~')).toBe('active 0-1, waiting 1-3');
  });

  it('are cut to the time that is asked for', () => {
    expect(parts('0 aa~~~a~~', 3, 7)).toBe('waiting 3-5, active 5-6, waiting 6-7');
  });

  it('are no one else’s, though they stand in the same lane', () => {
    expect(parts('0 a~a.b~~b')).toBe('active 0-1, waiting 1-2, active 2-3');
  });

  it('are mixed where the waits in hand do not explain how long it was suspended', () => {
    expect(parts('0 a---a')).toBe('mixed 0-5');
    expect(parts('0 a~~--a')).toBe('mixed 0-1, waiting 1-3, mixed 3-6');
    expect(parts('0 a~~~~aaa-a')).toBe('active 0-1, waiting 1-5, active 5-10');
  });

  it('are mixed in a part without a wait of its own, when the span mostly waited', () => {
    expect(parts(`0 a${'-'.repeat(20)}a`, 3, 6)).toBe('mixed 3-6');
  });
});
