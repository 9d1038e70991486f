/** What a bracket is that has not been closed yet. */
export const OPEN = {
  none: 0,
  round: 1,
  /** Behind `if`, `while`, `for`, `with`: a statement follows its end, and so no division. */
  head: 2,
  square: 3,
  curly: 4,
  /** The block of a `try`. */
  try: 5,
  /** `${`: the template goes on behind its end. */
  template: 6,
  /** An element of JSX, between its tags. */
  element: 7,
  /** `{` between the tags of an element, and in a tag. */
  child: 8,
  attribute: 9,
  /** `declare module 'x' {`: what is imported inside are types. */
  declaration: 10,
} as const;

/** Deepest nesting that is followed; what is deeper is for the parser to refuse. */
const MAX_DEPTH = 10_000;

/** The brackets that are open, each with a number that was true when it began. */
export class Brackets {
  depth = 0;
  readonly #opens = new Uint8Array(MAX_DEPTH);
  readonly #notes = new Int32Array(MAX_DEPTH);

  /** `false` where it would be too deep. */
  push(open: number, note: number): boolean {
    if (this.depth >= MAX_DEPTH) return false;
    this.#opens[this.depth] = open;
    this.#notes[this.depth++] = note;
    return true;
  }

  /** The innermost one, which is closed; `OPEN.none` where none is open. */
  pop(): number {
    return this.depth > 0 ? (this.#opens[--this.depth] as number) : OPEN.none;
  }

  /** The innermost one. */
  get top(): number {
    return this.depth > 0 ? (this.#opens[this.depth - 1] as number) : OPEN.none;
  }

  /** The number of the one that was closed last. */
  get note(): number {
    return this.#notes[this.depth] as number;
  }
}
