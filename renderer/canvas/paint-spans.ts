import { BoxBatch } from './box-batch.ts';
import { type Boxes, BoxFlag, countInView, type Lane, NO_LANE, snap, visitLane } from './boxes.ts';
import { type BoxColours, type CanvasTheme, slotOf } from './colours.ts';
import { LabelBatch, NARROWEST } from './label-batch.ts';
import { RepeatRun } from './repeat-run.ts';
import type { RowPictures } from './row-pictures.ts';
import type { PaintContext, SurfaceSize } from './surface.ts';
import type { TextFit } from './text-fit.ts';
import { timeAt, type Viewport, xAt } from './viewport.ts';
import { type PartKind, visitParts, type Waits, withSums } from './wait-parts.ts';

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

/** The waits of a lane among all of a window. */
export interface LaneWaits {
  readonly all: Waits;
  readonly lane: Lane;
}

const NO_WAITS: LaneWaits = {
  all: withSums({ length: 0, start: new Float64Array(), end: new Float64Array() }),
  lane: NO_LANE,
};
const PART_KINDS: readonly PartKind[] = ['waiting', 'mixed', 'active'];

const ERROR_STRIP = 3;
const ERROR_CORNER = 6;
/** Along the top of a span that was suspended, in its full colour where it ran. */
const ACTIVE_STRIP = 4;
/** The body of a span that was suspended, by what it did; pale enough for one ink to be read on all of it. */
const PART_ALPHAS: Readonly<Record<PartKind, number>> = { active: 0.6, waiting: 0.2, mixed: 0.4 };
/** Where a span has no end: lines cut out of its right edge, this far apart. */
const TORN_STEP = 3;
const TORN_WIDTH = 9;

/** Gathers the boxes of many lanes, then paints them in layers, each layer colour by colour. */
export class SpanPainter {
  readonly #solid: BoxBatch;
  readonly #parts: Readonly<Record<PartKind, BoxBatch>> = {
    active: new BoxBatch(),
    waiting: new BoxBatch(),
    mixed: new BoxBatch(),
  };
  readonly #strips = new BoxBatch();
  readonly #marks = new BoxBatch();
  readonly #corners: number[] = [];
  #suspended = 0;
  readonly #labels: LabelBatch;

  constructor(fit: TextFit, pictures: RowPictures | null = null) {
    this.#solid = new BoxBatch(pictures);
    this.#labels = new LabelBatch(fit);
  }

  /** Visible boxes gathered since the last flush. */
  get length(): number {
    return this.#solid.length + this.#suspended;
  }

  /** `waits`: when the spans of this lane were suspended, where that is known. */
  addLane(
    boxes: Boxes,
    lane: Lane,
    top: number,
    height: number,
    look: BoxLook,
    waits: LaneWaits = NO_WAITS,
  ): void {
    if (lane.from === lane.to) return;
    const withLabels = height >= 12;
    const middle = top + height / 2 + 1;
    const repeats = new RepeatRun((text, ink, left, right) =>
      this.#labels.add(text, ink, left, right, middle),
    );
    this.#solid.beginRow(top, height, countInView(boxes, lane, look.view), look.colours.fills);
    visitLane(boxes, lane, look.view, look.size.pixelRatio, (from, to, left, right) => {
      const flags = to - from === 1 ? (boxes.flags[from] as number) : errorsIn(boxes.flags, from, to);
      const fn = shownFunction(boxes, from, to, look.matches);
      const found = slotOf(look.colours, fn, look.matches);
      const slot = boxes.slots === undefined ? found : slotOfBox(boxes.slots, from, fn, look.matches);
      // A gap between neighbours, as long as it does not eat the box.
      const width = right - left >= 3 ? right - left - 1 / look.size.pixelRatio : right - left;
      const isSuspended = (flags & BoxFlag.async) !== 0;
      if (isSuspended) this.#addParts(boxes, from, waits, slot, left, left + width, top, height, look);
      else this.#solid.add(slot, left, top, width, height);
      if (flags !== 0) this.#addMarks(flags, left, top, width, height);
      if (withLabels) {
        const name = fn < 0 ? look.otherName(fn) : (look.names[fn] ?? '');
        const ink = isSuspended ? look.theme.text : (look.colours.inks[slot] as string);
        // What shares a pixel may be calls of several functions.
        if (width < NARROWEST && to - from === 1) repeats.add(name, ink, left, left + width);
        else {
          repeats.end();
          this.#labels.add(name, ink, left, left + width, middle);
        }
      }
    });
    repeats.end();
  }

  flush(context: PaintContext, look: BoxLook): void {
    const { fills } = look.colours;
    this.#solid.flush(context, fills);
    for (const kind of PART_KINDS) {
      context.globalAlpha = PART_ALPHAS[kind];
      this.#parts[kind].flush(context, fills);
    }
    context.globalAlpha = 1;
    this.#suspended = 0;
    this.#strips.flush(context, fills);
    this.#marks.flush(context, [look.theme.error, look.theme.background]);
    this.#flushCorners(context, look.theme.error);
    this.#labels.flush(context, look.theme.font);
  }

  /** One span that was suspended, from `left` to `right`. */
  #addParts(
    boxes: Boxes,
    box: number,
    { all, lane }: LaneWaits,
    slot: number,
    left: number,
    right: number,
    top: number,
    height: number,
    { view, size: { pixelRatio } }: BoxLook,
  ): void {
    this.#suspended++;
    visitParts(boxes, box, all, lane, timeAt(view, left), timeAt(view, right), (kind, from, to) => {
      const x = Math.max(left, snap(xAt(view, from), pixelRatio));
      // What is shorter than a pixel is still there: a span that woke up for a moment did run.
      const end = Math.min(right, Math.max(x + 1 / pixelRatio, snap(xAt(view, to), pixelRatio)));
      if (end <= x) return;
      this.#parts[kind].add(slot, x, top, end - x, height);
      if (kind !== 'waiting') this.#strips.add(slot, x, top, end - x, Math.min(ACTIVE_STRIP, height));
    });
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
