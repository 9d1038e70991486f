import { laneAt } from './boxes.ts';
import { DENSITY_ALPHA, DensityPainter } from './paint-density.ts';
import { type BoxLook, SpanPainter } from './paint-spans.ts';
import { RowPictures } from './row-pictures.ts';
import type { PaintContext } from './surface.ts';
import type { TextFit } from './text-fit.ts';
import { tickTimes } from './ticks.ts';
import type { TimelineBoxes } from './timeline-boxes.ts';
import { lanesBetween, laneTop, type Track, type TrackLayout, tracksBetween } from './tracks.ts';
import { xAt } from './viewport.ts';

/** Everything a frame of the timeline depends on. */
export interface TimelineScene extends BoxLook {
  /** CSS pixels of the timeline above the screen. */
  readonly scrollTop: number;
  readonly tracks: TrackLayout;
  /** `null` until the first window is here. */
  readonly boxes: TimelineBoxes | null;
}

/** Pixels between two grid lines, and so between two labels of the axis. */
export const TICK_GAP = 110;
/** Between two lanes, so that their boxes do not touch. */
const LANE_GAP = 1;

/** What paints crowded rows of spans, and of density, below which there is nothing. */
export interface TimelinePictures {
  readonly spans: RowPictures;
  readonly density: RowPictures;
}

export const timelinePictures = (): TimelinePictures => ({
  spans: new RowPictures(),
  density: new RowPictures(DENSITY_ALPHA),
});

/** Paints the tracks; keeps its batches and label widths from frame to frame. */
export class TimelinePainter {
  readonly #spans: SpanPainter;
  readonly #density: DensityPainter;

  readonly #pictures: TimelinePictures | null;

  /** `pictures`: paint crowded rows at once; without them they are painted box by box. */
  constructor(fit: TextFit, pictures: TimelinePictures | null = null) {
    this.#pictures = pictures;
    this.#spans = new SpanPainter(fit, pictures?.spans);
    this.#density = new DensityPainter(fit, pictures?.density ?? null);
  }

  /** Returns how many spans were painted one by one. */
  paint(context: PaintContext, scene: TimelineScene): number {
    const { size, theme, scrollTop } = scene;
    this.#pictures?.spans.resize(size, theme.background);
    this.#pictures?.density.resize(size, theme.background);
    context.fillStyle = theme.background;
    context.fillRect(0, 0, size.widthPx, size.heightPx);
    const visible = tracksBetween(scene.tracks, scrollTop, scrollTop + size.heightPx);
    paintBands(context, scene, visible);
    const { boxes } = scene;
    if (boxes === null) {
      paintGrid(context, scene);
      return 0;
    }
    for (const track of visible) this.#addTrack(boxes, track, scene);
    const painted = this.#spans.length;
    this.#density.flush(context, scene);
    paintGrid(context, scene);
    this.#density.flushCounts(context, scene);
    this.#spans.flush(context, scene);
    return painted;
  }

  #addTrack(boxes: TimelineBoxes, track: Track, scene: TimelineScene): void {
    const spanLanes = boxes.spanLanes.get(track.thread);
    const densityLanes = boxes.densityLanes.get(track.thread);
    const waitLanes = boxes.waitLanes.get(track.thread);
    const { from, to } = lanesBetween(track, scene.scrollTop, scene.scrollTop + scene.size.heightPx);
    const height = track.laneHeight - LANE_GAP;
    for (let lane = from; lane < to; lane++) {
      const top = laneTop(track, lane) - scene.scrollTop;
      const spans = laneAt(spanLanes, lane);
      this.#density.addLane(boxes, laneAt(densityLanes, lane), spans, top, height, scene);
      const waits = { all: boxes.waits, lane: laneAt(waitLanes, lane) };
      this.#spans.addLane(boxes.spans, spans, top, height, scene, waits);
    }
  }
}

/** The header strip of each track, and the line under it. */
function paintBands(context: PaintContext, scene: TimelineScene, tracks: readonly Track[]): void {
  context.fillStyle = scene.theme.band;
  for (const track of tracks)
    context.fillRect(0, track.top - scene.scrollTop, scene.size.widthPx, track.lanesTop - track.top - 2);
}

function paintGrid(context: PaintContext, scene: TimelineScene): void {
  context.fillStyle = scene.theme.grid;
  const pixel = 1 / scene.size.pixelRatio;
  for (const time of tickTimes(scene.view, TICK_GAP).times) {
    const x = Math.round(xAt(scene.view, time) * scene.size.pixelRatio) / scene.size.pixelRatio;
    context.fillRect(x, 0, pixel, scene.size.heightPx);
  }
}
