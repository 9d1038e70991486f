import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { changedTrack, shownThreads, type TrackChange, timelineText } from './timeline-settings.ts';

const threads = [0, 1, 2, 3].map((index) => ({ index }));
const first = { hidden: [], pinned: [], minNs: 0, tasks: false };

/** The tracks after presses written as `pin 2, up 3`. */
function after(presses: string): string {
  let settings: Parameters<typeof changedTrack>[1] = first;
  for (const press of presses.split(', ').filter((each) => each !== '')) {
    const [change, track] = press.split(' ') as [TrackChange, string];
    settings = changedTrack(threads, settings, Number(track), change);
  }
  return shownThreads(threads, settings)
    .map(({ index }) => index)
    .join(' ');
}

describe('the tracks of the timeline', () => {
  it.each([
    ['', '0 1 2 3'],
    ['pin 2', '2 0 1 3'],
    ['pin 2, pin 3', '2 3 0 1'],
    ['pin 2, unpin 2', '0 1 2 3'],
    ['hide 1', '0 2 3'],
    ['hide 1, show 1', '0 1 2 3'],
    ['up 3', '0 1 3 2'],
    ['up 3, up 3', '0 3 1 2'],
    ['down 0', '1 0 2 3'],
    ['up 0', '0 1 2 3'],
    ['down 3', '0 1 2 3'],
    ['hide 1, up 2', '2 0 3'],
    ['pin 3, hide 3', '0 1 2'],
  ])('after %j are %j', (presses, expected) => {
    expect(after(presses)).toBe(expected);
  });

  it('are read from the address as they were written', () => {
    const indexes = fc.uniqueArray(fc.nat(65_535), { maxLength: 6 });
    const settings = fc.record({ hidden: indexes, pinned: indexes, minNs: fc.nat(1e9), tasks: fc.boolean() });
    fc.assert(
      fc.property(settings, (each) => {
        expect(timelineText.read(timelineText.write(each))).toEqual(each);
      }),
    );
    expect(timelineText.read('hide:x;min:;pin:1.1')).toEqual({ ...first, pinned: [1] });
  });
});
