import { vote } from '../store/density-block.ts';
import { grown } from '../store/grown.ts';

/** Numbers of a cell, and their places. Function and lead are a majority vote: the candidate and its lead. */
const CELL = 4;
export const C = { count: 0, errors: 1, function: 2, lead: 3 } as const;

/** Cells of a piece: a cache line or two, for the cells of a lane that are counted lie far apart. */
const PIECE_SHIFT = 3;
const PIECE_CELLS = 1 << PIECE_SHIFT;
const PIECE = PIECE_CELLS * CELL;

/** Those that nobody uses now; and numbers beyond which one is not worth keeping: 2 MB. */
const spare: DensityCells[] = [];
const MAX_SPARE = 4;
const MAX_SPARE_NUMBERS = 2 ** 19;

/**
 * Cells by lane and bucket, of which most are empty. They are made a piece at a time, where something falls into it: memory that is
 * touched for the first time costs the system more than the counting.
 */
export class DensityCells {
  /** Without cells, for so many buckets; give it back with `release`. */
  static take(width: number): DensityCells {
    const cells = spare.pop() ?? new DensityCells();
    cells.#begin(width);
    return cells;
  }

  /** Cells that are not empty. */
  length = 0;
  /** The deepest lane with one + 1. */
  lanes = 0;
  /** Of all pieces, one behind the other; the first one is never used. */
  numbers = new Int32Array(256 * PIECE);
  #pieces = 1;
  #width = 0;
  /** Pieces of a lane, and by lane and piece: which one it is; 0: none. */
  #stride = 0;
  #index = new Int32Array(1024);

  /** `count` spans, most of which are of the function; `lane` and `x` from 0 on, and `x` below the width. */
  add(lane: number, x: number, count: number, errors: number, fn: number): void {
    if (lane >= this.lanes) this.#addLanes(lane);
    const place = lane * this.#stride + (x >> PIECE_SHIFT);
    let piece = this.#index[place] as number;
    if (piece === 0) {
      piece = this.#newPiece();
      this.#index[place] = piece;
    }
    const { numbers } = this;
    const c = piece * PIECE + (x & (PIECE_CELLS - 1)) * CELL;
    const before = numbers[c] as number;
    if (before === 0) {
      this.length++;
      numbers[c] = count;
      numbers[c + C.errors] = errors;
      numbers[c + C.function] = fn;
      numbers[c + C.lead] = count;
      return;
    }
    numbers[c] = before + count;
    numbers[c + C.errors] = (numbers[c + C.errors] as number) + errors;
    // The function with more than half of the spans wins, if there is one.
    vote(numbers, c + C.function, fn, count);
  }

  /** The first bucket from `x` on whose cell is not empty; the width when there is none. */
  next(lane: number, x: number): number {
    if (lane >= this.lanes) return this.#width;
    const index = this.#index;
    const { numbers } = this;
    const from = lane * this.#stride;
    let at = x;
    while (at < this.#width) {
      const piece = index[from + (at >> PIECE_SHIFT)] as number;
      const end = (at | (PIECE_CELLS - 1)) + 1;
      if (piece !== 0) {
        for (let c = piece * PIECE + (at & (PIECE_CELLS - 1)) * CELL; at < end; at++, c += CELL) {
          if (numbers[c] !== 0) return at;
        }
      }
      at = end;
    }
    return this.#width;
  }

  /** Where the numbers of a cell that is not empty stand. */
  placeOf(lane: number, x: number): number {
    const piece = this.#index[lane * this.#stride + (x >> PIECE_SHIFT)] as number;
    return piece * PIECE + (x & (PIECE_CELLS - 1)) * CELL;
  }

  /** Nobody will look at it any more. */
  release(): void {
    this.numbers.fill(0, 0, this.#pieces * PIECE);
    this.#index.fill(0, 0, this.lanes * this.#stride);
    this.#pieces = 1;
    this.length = 0;
    this.lanes = 0;
    const numbers = this.numbers.length + this.#index.length;
    if (spare.length < MAX_SPARE && numbers <= MAX_SPARE_NUMBERS) spare.push(this);
  }

  #begin(width: number): void {
    this.#width = width;
    this.#stride = (width + PIECE_CELLS - 1) >> PIECE_SHIFT;
  }

  #addLanes(lane: number): void {
    this.lanes = lane + 1;
    const needed = this.lanes * this.#stride;
    if (needed > this.#index.length)
      this.#index = grown(this.#index, Math.max(needed, this.#index.length * 2));
  }

  #newPiece(): number {
    const piece = this.#pieces++;
    if (this.#pieces * PIECE > this.numbers.length)
      this.numbers = grown(this.numbers, this.numbers.length * 2);
    return piece;
  }
}
