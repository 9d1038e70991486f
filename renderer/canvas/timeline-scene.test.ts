import { describe, expect, it } from 'vitest';
import { createDrawing } from './testing/drawing.ts';
import { CHARACTER_NS, timelineFromText } from './testing/notation.ts';
import { letterFit, letterLook } from './testing/scenes.ts';
import { timelineBoxes } from './timeline-boxes.ts';
import { TimelinePainter, type TimelineScene } from './timeline-scene.ts';
import { trackLayout } from './tracks.ts';

/** Cells of 3 x 6 px: a character of the notation is 3 px wide, a header 4 rows, a lane 3. */
function draw(notation: string, change: Partial<TimelineScene> = {}): string {
  const window = timelineFromText(notation);
  const lanes = new Map<number, number>();
  for (let i = 0; i < window.spans.length; i++) {
    const thread = window.spans.thread[i] as number;
    lanes.set(thread, Math.max(lanes.get(thread) ?? 0, (window.spans.lane[i] as number) + 1));
  }
  const threads = [...lanes].map(([index, count]) => ({ index, lanes: count }));
  const columns = 24;
  const rows = 16;
  const drawing = createDrawing(columns, rows, 3, 6);
  new TimelinePainter(letterFit).paint(drawing, {
    ...letterLook(columns * 3, rows * 6, { nsPerPx: CHARACTER_NS / 3 }),
    scrollTop: 0,
    tracks: trackLayout(threads, new Set()),
    boxes: timelineBoxes(window, columns * CHARACTER_NS),
    ...change,
  });
  return drawing.picture();
}

describe('painting the timeline', () => {
  it('puts spans in their lanes, errors on the lower edge, and opens the right edge of those without an end', () => {
    const picture = draw(`
      0 aaaaaaaaaaaa
      0 .bbbb.CCCC
      1 dddd>`);
    expect(picture.split('\n')).toEqual([
      '========================',
      '========================',
      '========================',
      '========================',
      'AAAAAAAAAAAA',
      'AAAAAAAAAAAA',
      'AAAAAAAAAAAA',
      ' BBBB CCCC',
      ' BBBB CCCC',
      ' BBBB XXXX',
      '',
      '========================',
      '========================',
      '========================',
      '========================',
      expect.stringMatching(/^D{18,}/),
    ]);
  });

  it('tells the waiting of a suspended span from its running: a line in full colour over what ran', () => {
    const look = { view: { startNs: 0, nsPerPx: CHARACTER_NS / 3, widthPx: 72 }, columns: 12 };
    const lines = draw('0 aa~~~a~~', look).split('\n');
    expect(lines.slice(4, 6)).toEqual(['AAaaaAaa', 'aaaaaaaa']);
  });

  it('draws waits that are only known as a sum as neither running nor waiting', () => {
    const lines = draw('0 a------a').split('\n');
    expect(lines.slice(4, 6)).toEqual(['AAAAAAAA', 'aaaaaaaa']);
  });

  it('draws crowds lower than a span, cut into bars, with their count where there is room', () => {
    const lines = draw('0 99999999.aa', { view: { startNs: 0, nsPerPx: 2, widthPx: 72 } }).split('\n');
    expect(lines.slice(4, 7)).toEqual(['aa a       aa  AAA', 'aa a ×72   aa  AAA', '               AAA']);
  });

  it('writes no count where a span stands among the crowd', () => {
    const view = { startNs: 0, nsPerPx: 6, widthPx: 72 };
    expect(draw(`0 ${'9'.repeat(30)}.b`, { view })).toContain('×270');
    expect(draw(`0 ${'9'.repeat(15)}b${'9'.repeat(15)}`, { view })).not.toContain('×');
  });

  it('fades what a search leaves out', () => {
    const matches = new Uint8Array(26);
    matches[1] = 1;
    expect(draw('0 aaaabbbb', { matches }).split('\n')[4]).toBe('FFFFBBBB');
  });

  it('shows only the part of the time and of the tracks that is on screen', () => {
    const lines = draw(
      `
      0 aaaaaaaaaaaa
      0 .bbbb.cccc`,
      { scrollTop: 42, view: { startNs: 20, nsPerPx: CHARACTER_NS / 3, widthPx: 72 } },
    ).split('\n');
    expect(lines.slice(0, 3)).toEqual(['BBB CCCC', 'BBB CCCC', 'BBB CCCC']);
  });

  it('cuts names to their boxes and leaves them out where two letters do not fit', () => {
    const names = ['alphabetical', 'beta', 'c'];
    const lines = draw('0 aaaaaaaaaaaaaaabb', {
      names,
      view: { startNs: 0, nsPerPx: CHARACTER_NS / 3, widthPx: 72 },
    }).split('\n');
    expect(lines[5]).toBe('AalphabeticalAABB');
  });

  it('gives calls of one function side by side, each too narrow for it, one name with their number', () => {
    const look = { names: ['go', 'b'], view: { startNs: 0, nsPerPx: CHARACTER_NS / 3, widthPx: 72 } };
    const middle = (notation: string) => draw(notation, look).split('\n')[5];
    expect(middle('0 aa.aa.aa.aa.aa.bb')).toBe('Ago ×5AA.AA.AA BB'.replaceAll('.', ' '));
    expect(middle('0 aa.aa...........bb')).toBe('AA AA           BB');
    expect(middle('0 aa.aa.bb.aa.aa')).not.toContain('×');
  });

  it('paints the background and the tracks when there is no window yet', () => {
    expect(draw('0 aa', { boxes: null }).split('\n')[4]).toBe('');
  });
});
