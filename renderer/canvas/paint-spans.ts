import { BoxBatch } from './box-batch.ts';
import { type Boxes, BoxFlag, type Lane, visitLane } from './boxes.ts';
import { type BoxColours, type CanvasTheme, slotOf } from './colours.ts';
import { LabelBatch } from './label-batch.ts';
import type { PaintContext, SurfaceSize } from './surface.ts';
import type { TextFit } from './text-fit.ts';
import type { Viewport } from './viewport.ts';

/** How boxes look in this frame. */
export interface BoxLook {
  readonly view: Viewport;
  readonly size: SurfaceSize;
  readonly colours: BoxColours;
  readonly theme: CanvasTheme;
  /** Label by function index. */
  readonly names: readonly string[];
  /** Label of a box whose function is none of the table (a negative code). */
  readonly otherName: (code: number) => string;
  /** 1 for each function that a search found; `null` when none is under way. */
  readonly matches: Uint8Array | null;
}

const ERROR_STRIP = 3;
const ERROR_CORNER = 6;
const ASYNC_STRIP = 2;
/** The body of a span that was suspended: it did not run all that time. */
const ASYNC_ALPHA = 0.4;
/** Where a span has no end: lines cut out of its right edge, this far apart. */
const TORN_STEP = 3;
const TORN_WIDTH = 9;

/** Gathers the boxes of many lanes, then paints them in layers, each layer colour by colour. */
export class SpanPainter {
  readonly #solid = new BoxBatch();
  readonly #pale = new BoxBatch();
  readonly #strips = new BoxBatch();
  readonly #marks = new BoxBatch();
  readonly #corners: number[] = [];
  readonly #labels: LabelBatch;

  constructor(fit: TextFit) {
    this.#labels = new LabelBatch(fit);
  }

  /** Visible boxes gathered since the last flush. */
  get length(): number {
    return this.#solid.length + this.#pale.length;
  }

  addLane(boxes: Boxes, lane: Lane, top: number, height: number, look: BoxLook): void {
    const withLabels = height >= 12;
    visitLane(boxes, lane, look.view, look.size.pixelRatio, (from, to, left, right) => {
      const flags = to - from === 1 ? (boxes.flags[from] as number) : errorsIn(boxes.flags, from, to);
      const fn = shownFunction(boxes, from, to, look.matches);
      const found = slotOf(look.colours, fn, look.matches);
      const slot = boxes.slots === undefined ? found : slotOfBox(boxes.slots, from, fn, look.matches);
      // A gap between neighbours, as long as it does not eat the box.
      const width = right - left >= 3 ? right - left - 1 / look.size.pixelRatio : right - left;
      const isPale = (flags & BoxFlag.async) !== 0;
      (isPale ? this.#pale : this.#solid).add(slot, left, top, width, height);
      if (isPale) this.#strips.add(slot, left, top, width, ASYNC_STRIP);
      if (flags !== 0) this.#addMarks(flags, left, top, width, height);
      if (withLabels) {
        const name = fn < 0 ? look.otherName(fn) : (look.names[fn] ?? '');
        const ink = isPale ? look.theme.text : (look.colours.inks[slot] as string);
        this.#labels.add(name, ink, left, left + width, top + height / 2 + 1);
      }
    });
  }

  flush(context: PaintContext, look: BoxLook): void {
    const { fills } = look.colours;
    this.#solid.flush(context, fills);
    context.globalAlpha = ASYNC_ALPHA;
    this.#pale.flush(context, fills);
    context.globalAlpha = 1;
    this.#strips.flush(context, fills);
    this.#marks.flush(context, [look.theme.error, look.theme.background]);
    this.#flushCorners(context, look.theme.error);
    this.#labels.flush(context, look.theme.font);
  }

  #addMarks(flags: number, left: number, top: number, width: number, height: number): void {
    const error = Math.min(ERROR_STRIP, height);
    if (flags & BoxFlag.error) {
      this.#marks.add(0, left, top + height - error, width, error);
      if (width >= 2 * ERROR_CORNER && height > ERROR_CORNER) this.#corners.push(left + width, top);
    }
    if (flags & (BoxFlag.unfinished | BoxFlag.incomplete))
      for (let x = left + width - 1; x > left + 1 && x > left + width - TORN_WIDTH; x -= TORN_STEP)
        this.#marks.add(1, x, top, 1, height);
  }

  /** A shape beside the colour, for those who cannot tell red from the rest. */
  #flushCorners(context: PaintContext, fill: string): void {
    if (this.#corners.length === 0) return;
    context.fillStyle = fill;
    context.beginPath();
    for (let i = 0; i < this.#corners.length; i += 2) {
      const [right, top] = [this.#corners[i] as number, this.#corners[i + 1] as number];
      context.moveTo(right - ERROR_CORNER, top);
      context.lineTo(right, top);
      context.lineTo(right, top + ERROR_CORNER);
      context.closePath();
    }
    context.fill();
    this.#corners.length = 0;
  }
}

/** Boxes that share a pixel show that one of them failed. */
function errorsIn(flags: Uint8Array, from: number, to: number): number {
  for (let i = from; i < to; i++) if ((flags[i] as number) & BoxFlag.error) return BoxFlag.error;
  return 0;
}

/** A box that a search leaves out is faded, whatever its own colour. */
function slotOfBox(slots: Uint8Array, box: number, fn: number, matches: Uint8Array | null): number {
  return matches !== null && matches[fn] !== 1 ? 0 : (slots[box] as number);
}

/** Boxes that share a pixel show the one that a search found, else the first. */
function shownFunction(boxes: Boxes, from: number, to: number, matches: Uint8Array | null): number {
  if (matches !== null && to - from > 1)
    for (let i = from; i < to; i++) {
      const fn = boxes.function[i] as number;
      if (fn >= 0 && matches[fn] === 1) return fn;
    }
  return boxes.function[from] as number;
}
