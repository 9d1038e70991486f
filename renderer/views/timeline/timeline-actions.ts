import type { IndexIntoFunctions, SpanId, TimeRange } from '#contract';
import { type TimelineBoxes, type TimelineHit, timeAt } from '../../canvas/index.ts';
import { useApp } from '../../state/index.ts';
import { rowBeside, rowToStartFrom, spanAtRow } from './lane-neighbours.ts';
import type { TimelineAction } from './timeline-keys.ts';
import type { TimelineStage } from './timeline-stage.ts';
import type { SelectedSpan } from './use-selected-span.ts';

const ZOOM_STEP = 0.6;
const PAN_SHARE = 0.2;
const KEY_MS = 120;
const LEAST_PX = 3;
/** A crowd is told of pixel by pixel; zooming to one pixel would lose sight of what is around it. */
const CROWD_PX = 40;

/** What actions need of the stage. */
export type StageMoves = Pick<
  TimelineStage,
  'viewport' | 'target' | 'zoom' | 'pan' | 'fitAll' | 'frame' | 'isFramed' | 'bringIn' | 'scrollToLane'
>;

interface ActionContext {
  readonly stage: StageMoves | null;
  readonly boxes: TimelineBoxes | null;
  readonly selected: SelectedSpan;
  readonly range: TimeRange | null;
  /** Where the pointer is over the tracks; `null` when it is elsewhere. */
  readonly pointerX: number | null;
  readonly onMove: () => void;
}

/** What keys, clicks and buttons do. Everything that moves the view by the person's hand calls `onMove`. */
export function timelineActions({ stage, boxes, selected, range, pointerX, onMove }: ActionContext) {
  const { select, setRange } = useApp.getState();

  function selectRow(row: number): void {
    if (boxes === null || stage === null || row < 0) return;
    const { spans } = boxes.window;
    const id = spanAtRow(boxes, row);
    selected.alreadySeen(id);
    select({ kind: 'span', span: id, function: spans.function[row] as number });
  }

  function selectBeside(step: 1 | -1): void {
    if (boxes === null || stage === null) return;
    const { viewport } = stage;
    const row =
      selected.row < 0
        ? rowToStartFrom(boxes, timeAt(viewport, viewport.widthPx / 2))
        : rowBeside(boxes, selected.row, step);
    if (row < 0) return;
    selectRow(row);
    stage.bringIn(extentOf(boxes.spans, row), LEAST_PX);
    stage.scrollToLane(boxes.track[row] as number, boxes.window.spans.lane[row] as number);
    onMove();
  }

  /** The selection brings a span that is not on screen into view by itself. */
  function selectSpan(span: { id: SpanId; function: IndexIntoFunctions } | undefined): void {
    if (span !== undefined) select({ kind: 'span', span: span.id, function: span.function });
  }

  function frame(): void {
    const target = selected.extent ?? range;
    if (stage === null) return;
    if (target === null || stage.isFramed(target)) stage.fitAll();
    else stage.frame(target);
    onMove();
  }

  function zoom(factor: number): void {
    stage?.zoom(pointerX ?? stage.target.widthPx / 2, factor, KEY_MS);
    onMove();
  }

  function pan(share: number): void {
    stage?.pan(stage.target.widthPx * share, KEY_MS);
    onMove();
  }

  function fitAll(): void {
    stage?.fitAll();
    onMove();
  }

  function click(hit: TimelineHit | null): void {
    if (hit?.kind === 'span') selectRow(hit.box);
    else {
      const fn = hit?.kind === 'density' ? (boxes?.window.density.function[hit.box] ?? -1) : -1;
      select(fn < 0 ? null : { kind: 'function', function: fn });
    }
  }

  function zoomTo(hit: TimelineHit | null): void {
    if (hit === null || hit.kind === 'header' || boxes === null || stage === null) return;
    if (hit.kind === 'span') stage.frame(extentOf(boxes.spans, hit.box));
    else stage.frame(around(extentOf(boxes.density, hit.box), CROWD_PX * stage.target.nsPerPx));
    onMove();
  }

  function clear(): void {
    if (range === null) select(null);
    else setRange(null);
  }

  const byAction: Readonly<Record<TimelineAction, () => void>> = {
    'zoom-in': () => zoom(ZOOM_STEP),
    'zoom-out': () => zoom(1 / ZOOM_STEP),
    'pan-left': () => pan(-PAN_SHARE),
    'pan-right': () => pan(PAN_SHARE),
    frame,
    fit: fitAll,
    next: () => selectBeside(1),
    previous: () => selectBeside(-1),
    caller: () => selectSpan(selected.detail?.ancestors.at(-1)),
    callee: () => selectSpan(selected.detail?.children[0]),
    clear,
  };
  return { zoom, fitAll, click, zoomTo, run: (action: TimelineAction) => byAction[action]() };
}

function extentOf(boxes: TimelineBoxes['spans'], row: number): TimeRange {
  return { startNs: boxes.start[row] as number, endNs: boxes.end[row] as number };
}

/** The range widened on both sides to a length. */
function around({ startNs, endNs }: TimeRange, lengthNs: number): TimeRange {
  const margin = Math.max(0, (lengthNs - (endNs - startNs)) / 2);
  return { startNs: startNs - margin, endNs: endNs + margin };
}
