import type { PaintContext } from './surface.ts';
import type { TextFit } from './text-fit.ts';

/** Room left and right of a label, and the least width in which one is tried. */
const PADDING = 4;
export const NARROWEST = 22;

/** Labels of one frame, painted ink by ink after all boxes. */
export class LabelBatch {
  readonly #byInk = new Map<string, { texts: string[]; places: number[] }>();
  readonly #fit: TextFit;

  constructor(fit: TextFit) {
    this.#fit = fit;
  }

  /** Cuts the text to the box; without room nothing is painted. `middle` is the box's vertical centre. */
  add(text: string, ink: string, left: number, right: number, middle: number): void {
    if (right - left < NARROWEST) return;
    const cut = this.#fit.fit(text, right - left - 2 * PADDING);
    if (cut !== '') this.#put(cut, ink, left + PADDING, middle);
  }

  /** Width of a text with its padding, in px. */
  roomFor(text: string): number {
    return this.#fit.widthOf(text) + 2 * PADDING;
  }

  /** Centred in a place that `roomFor` found wide enough: half a number would be a wrong number. */
  addWhole(text: string, ink: string, left: number, right: number, middle: number): void {
    this.#put(text, ink, (left + right - this.#fit.widthOf(text)) / 2, middle);
  }

  flush(context: PaintContext, font: string): void {
    context.font = font;
    context.textBaseline = 'middle';
    context.textAlign = 'left';
    for (const [ink, { texts, places }] of this.#byInk) {
      context.fillStyle = ink;
      for (let i = 0; i < texts.length; i++)
        context.fillText(texts[i] as string, places[2 * i] as number, places[2 * i + 1] as number);
      texts.length = 0;
      places.length = 0;
    }
  }

  #put(text: string, ink: string, x: number, y: number): void {
    let batch = this.#byInk.get(ink);
    if (batch === undefined) {
      batch = { texts: [], places: [] };
      this.#byInk.set(ink, batch);
    }
    batch.texts.push(text);
    // Letters are drawn sharpest on whole pixels.
    batch.places.push(Math.round(x), Math.round(y));
  }
}
