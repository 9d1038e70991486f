import { describe, expect, it } from 'vitest';
import { activityOf, paintMinimapActivity, paintMinimapWindow } from './minimap.ts';
import { createDrawing } from './testing/drawing.ts';
import { timelineFromText } from './testing/notation.ts';
import { letters } from './testing/scenes.ts';
import { fit } from './viewport.ts';

const window = timelineFromText(`
  0 aaaa....AA..
  0 .bb.........`);
const range = { startNs: 0, endNs: 120 };

describe('the minimap', () => {
  it('says how many calls were open over each column', () => {
    const activity = activityOf(window, range, 6);
    expect([...activity.depth].map((depth) => Math.round(depth * 10) / 10)).toEqual([1.5, 1.5, 0, 0, 1, 0]);
    expect([...activity.failed]).toEqual([0, 0, 0, 0, 1, 0]);
    expect(activity.deepest).toBeCloseTo(1.5);
  });

  it('lets a call without an end go on to the edge', () => {
    expect([...activityOf(timelineFromText('0 aa>'), range, 4).depth]).toEqual([1, 1, 1, 1]);
  });

  it('marks when an event loop came late, the fuller the later', () => {
    const drawing = createDrawing(6, 4, 1, 5);
    const nothing = new Float32Array(6);
    paintMinimapActivity(drawing, {
      ...{ size: { widthPx: 6, heightPx: 20, pixelRatio: 1 }, activity: null, theme: letters },
      metrics: {
        ...{ cpu: nothing, memory: nothing, mostCpu: 0, mostMemory: 0, mostDelay: 3e8 },
        delay: Float32Array.of(Number.NaN, 5e6, 30e6, 60e6, 3e8, 0),
      },
    });
    expect(drawing.picture().split('\n').at(-1)).toBe('  wwW');
  });

  it('draws the activity, shades what is not shown and frames what is', () => {
    const drawing = createDrawing(12, 4, 1, 10);
    const scene = {
      size: { widthPx: 12, heightPx: 40, pixelRatio: 1 },
      whole: fit(range, 12),
      shown: { startNs: 0, endNs: 60 },
      selected: null,
      metrics: null,
      activity: activityOf(window, range, 12),
      theme: { ...letters, band: '-' },
    };
    paintMinimapActivity(drawing, scene);
    paintMinimapWindow(drawing, scene);
    expect(drawing.picture().split('\n')).toEqual([
      '*mm  *------',
      '*mm  *------',
      '*mmm *------',
      '*mmm *------',
    ]);
  });
});
