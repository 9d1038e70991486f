import type { PaintContext, SurfaceSize } from './surface.ts';

/** Device pixels. */
const WIDE = 16;

/**
 * Paints rows of very many boxes: each becomes a picture one device pixel high, which is stretched over the row. Boxes are snapped
 * to device pixels anyway, so the picture is the same, and some 30 images take the place of some 10,000 rectangles.
 */
export class RowPictures {
  readonly #canvas = document.createElement('canvas');
  readonly #context: CanvasRenderingContext2D;
  #image = new ImageData(1, 1);
  #pixels = new Uint32Array(this.#image.data.buffer);
  #pixelRatio = 1;
  /** Top and height of each row, CSS pixels. */
  readonly #places: number[] = [];
  #colours = new Uint32Array();
  #coloursOf = new WeakMap<readonly string[], Uint32Array<ArrayBuffer>>();
  #at = 0;
  readonly #alpha: number;
  #background: string | null = null;
  /** What lies between the boxes. */
  #empty = 0;

  /**
   * `alpha` below 1: boxes are that pale, and there is nothing but the background below the rows. They are mixed with it here, for
   * to mix them on the canvas takes a processor several times as long as to copy them.
   */
  constructor(alpha = 1) {
    this.#alpha = alpha;
    this.#context = contextOf(this.#canvas, alpha === 1);
  }

  /** How large the canvas is that is painted on, and what lies below. */
  resize({ widthPx, pixelRatio }: SurfaceSize, background: string): void {
    if (this.#alpha < 1 && background !== this.#background) {
      this.#background = background;
      this.#coloursOf = new WeakMap();
      this.#empty = this.#colourOf([background], null)[0] as number;
    }
    this.#pixelRatio = pixelRatio;
    const width = Math.max(1, Math.round(widthPx * pixelRatio));
    if (this.#image.width !== width) this.#makeRoom(width, Math.max(16, this.#image.height));
  }

  /** The boxes that follow are of a new row; their slots mean these colours, the same for all rows up to `flush`. */
  begin(top: number, height: number, fills: readonly string[]): void {
    const row = this.#places.length / 2;
    if (row === 0) this.#colours = this.#read(fills);
    if (row === this.#image.height) this.#makeRoom(this.#image.width, row * 2);
    this.#places.push(top, height);
    this.#at = row * this.#image.width;
    this.#pixels.fill(this.#empty, this.#at, this.#at + this.#image.width);
  }

  /** CSS pixels on the borders of device pixels. */
  box(left: number, width: number, slot: number): void {
    const from = Math.max(0, Math.round(left * this.#pixelRatio));
    const to = Math.min(this.#image.width, Math.round((left + width) * this.#pixelRatio));
    const colour = this.#colours[slot] as number;
    // Most are a few pixels wide, for which the call of `fill` would cost more than the pixels.
    if (to - from > WIDE) this.#pixels.fill(colour, this.#at + from, this.#at + to);
    else for (let x = from; x < to; x++) this.#pixels[this.#at + x] = colour;
  }

  flush(context: PaintContext): void {
    const rows = this.#places.length / 2;
    if (rows === 0) return;
    this.#context.putImageData(this.#image, 0, 0, 0, 0, this.#image.width, rows);
    const { globalAlpha } = context;
    context.globalAlpha = 1;
    context.imageSmoothingEnabled = false;
    for (let row = 0; row < rows; row++) {
      const [top, height] = [this.#places[2 * row] as number, this.#places[2 * row + 1] as number];
      const width = this.#image.width;
      context.drawImage(this.#canvas, 0, row, width, 1, 0, top, width / this.#pixelRatio, height);
    }
    context.globalAlpha = globalAlpha;
    this.#places.length = 0;
  }

  #makeRoom(width: number, height: number): void {
    const image = new ImageData(width, height);
    const pixels = new Uint32Array(image.data.buffer);
    if (width === this.#image.width) pixels.set(this.#pixels);
    this.#image = image;
    this.#pixels = pixels;
    this.#canvas.width = width;
    this.#canvas.height = height;
  }

  /** CSS colours as they lie in the memory of a picture. */
  #read(fills: readonly string[]): Uint32Array<ArrayBuffer> {
    const known = this.#coloursOf.get(fills);
    if (known !== undefined) return known;
    const colours = this.#colourOf(fills, this.#background);
    this.#coloursOf.set(fills, colours);
    return colours;
  }

  #colourOf(fills: readonly string[], background: string | null): Uint32Array<ArrayBuffer> {
    const canvas = document.createElement('canvas');
    canvas.width = Math.max(1, fills.length);
    canvas.height = 1;
    const context = contextOf(canvas, true);
    if (background !== null) {
      context.fillStyle = background;
      context.fillRect(0, 0, canvas.width, 1);
      context.globalAlpha = this.#alpha;
    }
    for (const [slot, fill] of fills.entries()) {
      context.fillStyle = fill;
      context.fillRect(slot, 0, 1, 1);
    }
    const { data } = context.getImageData(0, 0, canvas.width, 1);
    return new Uint32Array(data.buffer.slice(0));
  }
}

function contextOf(canvas: HTMLCanvasElement, alpha: boolean): CanvasRenderingContext2D {
  const context = canvas.getContext('2d', { alpha, willReadFrequently: true });
  if (context === null) throw new Error('This window cannot paint: no 2D canvas context');
  return context;
}
