import { BoxBatch } from './box-batch.ts';
import { type Lane, visitLane } from './boxes.ts';
import { slotOf } from './colours.ts';
import { LabelBatch } from './label-batch.ts';
import type { BoxLook } from './paint-spans.ts';
import type { PaintContext } from './surface.ts';
import type { TextFit } from './text-fit.ts';
import { countText } from './time-text.ts';
import type { TimelineBoxes } from './timeline-boxes.ts';

const ALPHA = 0.55;
/** Lower than a span, and cut into bars, so that nobody takes a crowd for one long call. */
const INSET = 3;
const BAR = [1, 2];
const LEAST_BARS = 6;
const ERROR_STRIP = 2;

/** Blocks that touch, as one block with one count. */
interface Crowd {
  left: number;
  right: number;
  count: number;
}

/** Paints the density blocks: calls too short to be told apart at this zoom. */
export class DensityPainter {
  readonly #bodies = new BoxBatch();
  readonly #errors = new BoxBatch();
  readonly #bars: number[] = [];
  readonly #labels: LabelBatch;

  constructor(fit: TextFit) {
    this.#labels = new LabelBatch(fit);
  }

  addLane(boxes: TimelineBoxes, lane: Lane, top: number, height: number, look: BoxLook): void {
    const inset = height > 3 * INSET ? INSET : 0;
    const y = top + inset;
    const h = height - 2 * inset;
    const { count, errors } = boxes.window.density;
    let crowd: Crowd | null = null;
    visitLane(boxes.density, lane, look.view, look.size.pixelRatio, (from, to, left, right) => {
      const slot = slotOf(look.colours, boxes.density.function[from] as number, look.matches);
      this.#bodies.add(slot, left, y, right - left, h);
      const calls = sum(count, from, to);
      this.#addErrors(sum(errors, from, to) / calls, left, y + h, right - left);
      if (crowd !== null && left - crowd.right < 1) {
        crowd.right = right;
        crowd.count += calls;
        return;
      }
      if (crowd !== null) this.#addCrowd(crowd, y, h, look);
      crowd = { left, right, count: calls };
    });
    if (crowd !== null) this.#addCrowd(crowd, y, h, look);
  }

  /** As wide a part of the lower edge as the share that failed, and always to be seen. */
  #addErrors(share: number, left: number, bottom: number, width: number): void {
    if (share > 0)
      this.#errors.add(
        0,
        left,
        bottom - ERROR_STRIP,
        Math.min(width, Math.max(2, width * share)),
        ERROR_STRIP,
      );
  }

  flush(context: PaintContext, look: BoxLook): void {
    context.globalAlpha = ALPHA;
    this.#bodies.flush(context, look.colours.fills);
    context.globalAlpha = 1;
    this.#flushBars(context, look.theme.background);
    this.#errors.flush(context, [look.theme.error]);
    this.#labels.flush(context, look.theme.font);
  }

  #addCrowd(crowd: Crowd, y: number, height: number, look: BoxLook): void {
    if (height < 8 || crowd.right - crowd.left < LEAST_BARS) return;
    const text = `×${countText(crowd.count)}`;
    const textWidth = this.#labels.addWhole(
      text,
      look.theme.text,
      crowd.left,
      crowd.right,
      y + height / 2 + 1,
    );
    const middle = (crowd.left + crowd.right) / 2;
    // Bars behind a number would make it unreadable.
    const clear = textWidth === 0 ? 0 : textWidth / 2 + 3;
    this.#bars.push(crowd.left, Math.max(crowd.left, Math.floor(middle - clear)), y, height);
    this.#bars.push(Math.min(crowd.right, Math.ceil(middle + clear)), crowd.right, y, height);
  }

  /** One dashed line as thick as the block is high: all its bars in one call. */
  #flushBars(context: PaintContext, background: string): void {
    if (this.#bars.length === 0) return;
    context.strokeStyle = background;
    context.setLineDash(BAR);
    for (let i = 0; i < this.#bars.length; i += 4) {
      const [left, right, y, height] = this.#bars.slice(i, i + 4) as [number, number, number, number];
      context.lineWidth = height;
      context.beginPath();
      context.moveTo(left, y + height / 2);
      context.lineTo(right, y + height / 2);
      context.stroke();
    }
    context.setLineDash([]);
    this.#bars.length = 0;
  }
}

function sum(values: Float64Array, from: number, to: number): number {
  let total = 0;
  for (let i = from; i < to; i++) total += values[i] as number;
  return total;
}
