import { countText } from './time-text.ts';

/** Neighbours further apart are not taken for one series, in CSS pixels. */
const WIDEST_GAP = 4;
/** Two calls side by side speak for themselves. */
const FEWEST = 3;

/** Where a label is to go: its text, its ink, and the edges of its place. */
type PutLabel = (text: string, ink: string, left: number, right: number) => void;

/**
 * Calls of one function side by side in a lane, each too narrow for its name: they share one, with their number. Boxes come from
 * left to right; `end` once a lane is through.
 */
export class RepeatRun {
  readonly #put: PutLabel;
  #name = '';
  #ink = '';
  #count = 0;
  #left = 0;
  #right = 0;

  constructor(put: PutLabel) {
    this.#put = put;
  }

  /** A box without room for its name. */
  add(name: string, ink: string, left: number, right: number): void {
    const goesOn = name === this.#name && ink === this.#ink && left - this.#right <= WIDEST_GAP;
    if (!goesOn || this.#count === 0) {
      this.end();
      this.#name = name;
      this.#ink = ink;
      this.#left = left;
    }
    this.#right = right;
    this.#count++;
  }

  end(): void {
    if (this.#count >= FEWEST)
      this.#put(`${this.#name} ×${countText(this.#count)}`, this.#ink, this.#left, this.#right);
    this.#count = 0;
  }
}
