import type { TimeNs } from '#contract';
import { BoxBatch } from './box-batch.ts';
import { type Boxes, countInView, firstEndingAfter, type Lane, snap, visitLane } from './boxes.ts';
import { slotOf } from './colours.ts';
import { LabelBatch } from './label-batch.ts';
import type { BoxLook } from './paint-spans.ts';
import type { RowPictures } from './row-pictures.ts';
import type { PaintContext } from './surface.ts';
import type { TextFit } from './text-fit.ts';
import { countText } from './time-text.ts';
import type { TimelineBoxes } from './timeline-boxes.ts';
import { timeAt } from './viewport.ts';

export const DENSITY_ALPHA = 0.6;
/** Lower than a span, and cut into bars, so that nobody takes a crowd for one long call. */
const INSET = 3;
const BAR_STEP = 4;
const BAR_WIDTH = 3;
const ERROR_STRIP = 2;
/** Lower bars have no room for a number. */
const LOWEST_COUNTED = 8;
/** Bars must be left to see on both sides of their number: so many times its width in all. */
const LEAST_SHOWN = 1.7;
/** Narrower than the shortest number with its padding in any font that can be read; px. */
const LEAST_ROOM = 16;

/**
 * Paints the density blocks: calls too short to be told apart at this zoom. The engine tells of each pixel; a bar stands for a few
 * of them, in the colour of the one with most calls, so a screen full of crowds is some thousand rectangles.
 */
export class DensityPainter {
  readonly #bars: BoxBatch;
  readonly #errors = new BoxBatch();
  readonly #plates = new BoxBatch();
  readonly #labels: LabelBatch;

  constructor(fit: TextFit, pictures: RowPictures | null) {
    this.#bars = new BoxBatch(pictures);
    this.#labels = new LabelBatch(fit);
  }

  /** `spans`: the same lane of the spans that stand by themselves; no count is written where one of them will be. */
  addLane(boxes: TimelineBoxes, lane: Lane, spans: Lane, top: number, height: number, look: BoxLook): void {
    if (lane.from === lane.to) return;
    const inset = height > 3 * INSET ? INSET : 0;
    const y = top + inset;
    const h = height - 2 * inset;
    const { count, errors, function: functions } = boxes.window.density;
    const { pixelRatio } = look.size;
    // Bars keep their place in time while the view pans.
    const offset = (look.view.startNs / look.view.nsPerPx) % BAR_STEP;
    let bar = Number.NEGATIVE_INFINITY;
    let slot = 0;
    let most = 0;
    let failed = 0;
    let crowdFrom = 0;
    let crowdCount = 0;
    const endBar = () => {
      if (most === 0) return;
      const left = snap(bar * BAR_STEP - offset, pixelRatio);
      this.#bars.add(slot, left, y, BAR_WIDTH, h);
      if (failed > 0) this.#errors.add(0, left, y + h - ERROR_STRIP, BAR_WIDTH, ERROR_STRIP);
    };
    const endCrowd = () => {
      const place = this.#placeOf(
        crowdCount,
        crowdFrom * BAR_STEP - offset,
        (bar + 1) * BAR_STEP - offset,
        look,
      );
      if (crowdCount === 0 || h < LOWEST_COUNTED || place === null) return;
      if (hasBoxBetween(boxes.spans, spans, timeAt(look.view, place.left), timeAt(look.view, place.right)))
        return;
      const plate = Math.round(place.left);
      this.#plates.add(0, plate, y, Math.ceil(place.right) - plate, h);
      this.#labels.addWhole(place.text, look.theme.text, place.left, place.right, y + h / 2 + 1);
    };
    this.#bars.beginRow(y, h, countInView(boxes.density, lane, look.view), look.colours.fills);
    visitLane(boxes.density, lane, look.view, pixelRatio, (from, to, left, right) => {
      const calls = sum(count, from, to);
      const last = Math.ceil((right + offset) / BAR_STEP) - 1;
      for (let at = Math.floor((left + offset) / BAR_STEP); at <= last; at++) {
        if (at > bar) {
          endBar();
          if (at > bar + 1) {
            endCrowd();
            crowdFrom = at;
            crowdCount = 0;
          }
          bar = at;
          most = 0;
          failed = 0;
        }
        if (calls > most) {
          most = calls;
          slot = slotOf(look.colours, functions[from] as number, look.matches);
        }
        failed += sum(errors, from, to);
      }
      crowdCount += calls;
    });
    endBar();
    endCrowd();
  }

  flush(context: PaintContext, look: BoxLook): void {
    context.globalAlpha = DENSITY_ALPHA;
    this.#bars.flush(context, look.colours.fills);
    context.globalAlpha = 1;
    this.#errors.flush(context, [look.theme.error]);
  }

  /** The numbers, after everything that may lie behind them. */
  flushCounts(context: PaintContext, look: BoxLook): void {
    this.#plates.flush(context, [look.theme.background]);
    this.#labels.flush(context, look.theme.font);
  }

  /** Where the number of calls in bars that touch has room: in the middle of what is on screen of them. */
  #placeOf(calls: number, left: number, right: number, look: BoxLook): CountPlace | null {
    const [from, to] = [Math.max(0, left), Math.min(look.view.widthPx, right)];
    // Most crowds are far too narrow, and to write a number down costs more than to see that.
    if (to - from < LEAST_ROOM) return null;
    const text = `×${countText(calls)}`;
    const middle = (from + to) / 2;
    const half = this.#labels.roomFor(text) / 2;
    return to - from >= 2 * half * LEAST_SHOWN ? { text, left: middle - half, right: middle + half } : null;
  }
}

interface CountPlace {
  readonly text: string;
  readonly left: number;
  readonly right: number;
}

function hasBoxBetween(boxes: Boxes, lane: Lane, from: TimeNs, to: TimeNs): boolean {
  const next = firstEndingAfter(boxes.end, lane.from, lane.to, from);
  return next < lane.to && (boxes.start[next] as number) < to;
}

function sum(values: Int32Array, from: number, to: number): number {
  let total = 0;
  for (let i = from; i < to; i++) total += values[i] as number;
  return total;
}
