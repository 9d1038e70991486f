import { beforeEach, describe, expect, it } from 'vitest';
import { formatSpanId, type SpanDetail } from '#contract';
import { timelineBoxes } from '../../canvas/index.ts';
import { timelineFromText } from '../../canvas/testing/notation.ts';
import { useApp } from '../../state/index.ts';
import { type StageMoves, timelineActions } from './timeline-actions.ts';
import type { SelectedSpan } from './use-selected-span.ts';

// Rows: 0 a, 1 b, 2 c; ordinals are the rows.
const boxes = timelineBoxes(
  timelineFromText(`
    0 aaaa.bbbb
    0 .cc.9`),
  100,
);
const nothing: SelectedSpan = {
  id: null,
  detail: undefined,
  extent: null,
  row: -1,
  isSought: false,
  alreadySeen: () => {},
};

/** A stage that only remembers what it was told. */
function toldStage(framed = false): StageMoves & { readonly told: string[] } {
  const told: string[] = [];
  const view = { startNs: 0, nsPerPx: 1, widthPx: 100 };
  return {
    told,
    viewport: view,
    target: view,
    zoom: (x, factor) => told.push(`zoom ${x} ${factor < 1 ? 'in' : 'out'}`),
    pan: (px) => told.push(`pan ${px}`),
    fitAll: () => told.push('fit'),
    frame: ({ startNs, endNs }) => told.push(`frame ${startNs}-${endNs}`),
    isFramed: () => framed,
    bringIn: ({ startNs, endNs }) => told.push(`bring ${startNs}-${endNs}`),
    scrollToLane: (thread, lane) => told.push(`lane ${thread}/${lane}`),
  };
}

const context = { boxes, selected: nothing, range: null, pointerX: null, onMove: () => {} };
const selection = () => useApp.getState().location.selection;

describe('what the keys of the timeline do', () => {
  beforeEach(() => {
    useApp.getState().select(null);
    useApp.getState().setRange(null);
  });

  it('zooms at the pointer, and in the middle when the pointer is elsewhere', () => {
    const stage = toldStage();
    timelineActions({ ...context, stage, pointerX: 30 }).run('zoom-in');
    timelineActions({ ...context, stage }).run('zoom-out');
    expect(stage.told).toEqual(['zoom 30 in', 'zoom 50 out']);
  });

  it('frames what is selected, and everything when it is framed already or nothing is selected', () => {
    const selected = { ...nothing, extent: { startNs: 10, endNs: 30 } };
    const stages = [toldStage(), toldStage(true), toldStage()] as const;
    timelineActions({ ...context, stage: stages[0], selected }).run('frame');
    timelineActions({ ...context, stage: stages[1], selected }).run('frame');
    timelineActions({ ...context, stage: stages[2] }).run('frame');
    expect(stages.map(({ told }) => told)).toEqual([['frame 10-30'], ['fit'], ['fit']]);
  });

  it('selects the next call of the lane and brings it on screen', () => {
    const stage = toldStage();
    timelineActions({ ...context, stage, selected: { ...nothing, row: 0 } }).run('next');
    expect(selection()).toEqual({ kind: 'span', span: formatSpanId(0, 1), function: 1 });
    expect(stage.told).toEqual(['bring 50-90', 'lane 0/0']);
  });

  it('stays where it is at the end of the lane', () => {
    const stage = toldStage();
    timelineActions({ ...context, stage, selected: { ...nothing, row: 1 } }).run('next');
    expect([selection(), stage.told]).toEqual([null, []]);
  });

  it('goes to the caller and to the first call made', () => {
    const detail = {
      ancestors: [
        { id: formatSpanId(0, 8), function: 8 },
        { id: formatSpanId(0, 9), function: 9 },
      ],
      children: [{ id: formatSpanId(0, 11), function: 11 }],
    } as unknown as SpanDetail;
    const actions = timelineActions({ ...context, stage: toldStage(), selected: { ...nothing, detail } });
    actions.run('caller');
    expect(selection()).toEqual({ kind: 'span', span: formatSpanId(0, 9), function: 9 });
    actions.run('callee');
    expect(selection()).toEqual({ kind: 'span', span: formatSpanId(0, 11), function: 11 });
  });

  it('clears the range first and the selection after it', () => {
    const { select, setRange } = useApp.getState();
    select({ kind: 'function', function: 1 });
    setRange({ startNs: 1, endNs: 2 });
    timelineActions({ ...context, stage: toldStage(), range: { startNs: 1, endNs: 2 } }).run('clear');
    expect([useApp.getState().location.range, selection()?.kind]).toEqual([null, 'function']);
    timelineActions({ ...context, stage: toldStage() }).run('clear');
    expect(selection()).toBeNull();
  });

  it('selects the span under a click, the main function of a crowd, and nothing beside them', () => {
    const actions = timelineActions({ ...context, stage: toldStage() });
    actions.click({ kind: 'span', box: 2 });
    expect(selection()).toEqual({ kind: 'span', span: formatSpanId(0, 2), function: 2 });
    actions.click({ kind: 'density', box: 0 });
    expect(selection()).toEqual({ kind: 'function', function: 0 });
    actions.click(null);
    expect(selection()).toBeNull();
  });

  it('zooms to a span that is double clicked, and to some pixels around a crowd', () => {
    const stage = toldStage();
    const actions = timelineActions({ ...context, stage });
    actions.zoomTo({ kind: 'span', box: 0 });
    actions.zoomTo({ kind: 'density', box: 0 });
    actions.zoomTo({ kind: 'header', thread: 0 });
    expect(stage.told).toEqual(['frame 0-40', 'frame 25-65']);
  });
});
