import type { RowPictures } from './row-pictures.ts';
import type { PaintContext } from './surface.ts';

/** CSS pixels, far below a device pixel: the columns are Float32, and edges are snapped. */
const TOUCHING = 0.01;
/** With fewer boxes a row is painted as soon box by box. */
const CROWDED_ROW = 48;

/**
 * Rectangles gathered for one frame and filled colour by colour: setting a fill style costs as much as many rectangles. The
 * columns are kept between frames, so that painting makes no garbage.
 */
export class BoxBatch {
  #length = 0;
  #capacity = 1024;
  #x = new Float32Array(1024);
  #y = new Float32Array(1024);
  #width = new Float32Array(1024);
  #height = new Float32Array(1024);
  #slot = new Uint8Array(1024);
  #order = new Uint32Array(1024);
  readonly #ends = new Uint32Array(257);
  /** Boxes of this frame that went into pictures. */
  #pictured = 0;
  #hasPictures = false;
  #inPicture = false;
  readonly #pictures: Pick<RowPictures, 'begin' | 'box' | 'flush'> | null;

  /** `pictures`: paints the rows in which boxes stand close, as `beginRow` says. */
  constructor(pictures: Pick<RowPictures, 'begin' | 'box' | 'flush'> | null = null) {
    this.#pictures = pictures;
  }

  get length(): number {
    return this.#length + this.#pictured;
  }

  /** A box that touches the one added before it, in the same colour and row, only makes that one longer. */
  add(slot: number, x: number, y: number, width: number, height: number): void {
    if (this.#inPicture) {
      this.#pictured++;
      this.#pictures?.box(x, width, slot);
      return;
    }
    const last = this.#length - 1;
    if (
      last >= 0 &&
      this.#slot[last] === slot &&
      this.#y[last] === y &&
      this.#height[last] === height &&
      Math.abs((this.#x[last] as number) + (this.#width[last] as number) - x) < TOUCHING
    ) {
      this.#width[last] = x + width - (this.#x[last] as number);
      return;
    }
    const i = this.#length++;
    if (i === this.#capacity) this.#grow();
    this.#x[i] = x;
    this.#y[i] = y;
    this.#width[i] = width;
    this.#height[i] = height;
    this.#slot[i] = slot;
  }

  /**
   * What is added until the next row begins stands in this one, of at most so many boxes. Where these may stand close they go straight
   * into a picture, which is less work than to gather and to fill them.
   */
  beginRow(y: number, height: number, atMost: number, fills: readonly string[]): void {
    this.#inPicture = this.#pictures !== null && atMost >= CROWDED_ROW;
    if (!this.#inPicture) return;
    this.#hasPictures = true;
    this.#pictures?.begin(y, height, fills);
  }

  /** Fills everything gathered and forgets it. */
  flush(context: PaintContext, fills: readonly string[]): void {
    if (this.#hasPictures) this.#pictures?.flush(context);
    this.#hasPictures = false;
    this.#inPicture = false;
    this.#pictured = 0;
    const ends = this.#sortBySlot();
    let i = 0;
    for (let slot = 0; slot < fills.length; slot++) {
      const end = ends[slot] as number;
      if (i === end) continue;
      context.fillStyle = fills[slot] as string;
      for (; i < end; i++) {
        const box = this.#order[i] as number;
        context.fillRect(
          this.#x[box] as number,
          this.#y[box] as number,
          this.#width[box] as number,
          this.#height[box] as number,
        );
      }
    }
    this.#length = 0;
  }

  /** Counting sort, stable; returns where each slot ends in the order. */
  #sortBySlot(): Uint32Array {
    const ends = this.#ends.fill(0);
    for (let i = 0; i < this.#length; i++) {
      const after = (this.#slot[i] as number) + 1;
      ends[after] = (ends[after] as number) + 1;
    }
    for (let slot = 1; slot < ends.length; slot++)
      ends[slot] = (ends[slot] as number) + (ends[slot - 1] as number);
    for (let i = 0; i < this.#length; i++) {
      const slot = this.#slot[i] as number;
      const place = ends[slot] as number;
      this.#order[place] = i;
      ends[slot] = place + 1;
    }
    return ends;
  }

  #grow(): void {
    this.#capacity *= 2;
    this.#x = copied(this.#x, new Float32Array(this.#capacity));
    this.#y = copied(this.#y, new Float32Array(this.#capacity));
    this.#width = copied(this.#width, new Float32Array(this.#capacity));
    this.#height = copied(this.#height, new Float32Array(this.#capacity));
    this.#slot = copied(this.#slot, new Uint8Array(this.#capacity));
    this.#order = new Uint32Array(this.#capacity);
  }
}

function copied<T extends Float32Array | Uint8Array>(from: T, to: T): T {
  to.set(from);
  return to;
}
