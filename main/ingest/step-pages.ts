import { OP } from '#format';
import { STEP_KIND, STEP_ROWS, STEP_WORDS, type StepColumns } from '../store/step-page.ts';

/** A page as it goes to the file, with what a reader skips it by. */
export interface StepPage extends StepColumns {
  readonly id: number;
  /** Number of the first step in it, and how many there are. */
  readonly firstStep: number;
  readonly steps: number;
  readonly wordCount: number;
  readonly minSpan: number;
  readonly maxSpan: number;
  /** Over the SET rows; without one the smallest is above the largest. */
  readonly minOwner: number;
  readonly maxOwner: number;
  readonly minTime: number;
  readonly maxTime: number;
  /** Whether it is full: it will not be written again. */
  readonly complete: boolean;
}

/** Gathers the steps of one thread into pages. Nothing is allocated before the first step. */
export class StepPages {
  #rows: Rows | undefined;
  #steps = 0;
  #dirty = false;
  readonly #newPage: () => number;
  readonly #write: (page: StepPage) => void;

  constructor(newPage: () => number, write: (page: StepPage) => void) {
    this.#newPage = newPage;
    this.#write = write;
  }

  /** As `SpanSink.step`. */
  add(
    ordinal: number,
    owner: number,
    op: number,
    words: Int32Array,
    offset: number,
    count: number,
    time: number,
  ): void {
    const isLine = op === OP.LINE;
    const valueWords = isLine ? 0 : count - 2;
    if (this.#rows?.isFull(valueWords)) this.#writeOut(true);
    this.#rows ??= new Rows(this.#newPage(), this.#steps);
    this.#rows.add(isLine, ordinal, isLine ? -1 : owner, words, offset, valueWords, time);
    if (isLine) this.#steps++;
    this.#dirty = true;
  }

  /** Steps so far: all that a page needs to know of those before it. */
  get steps(): number {
    return this.#steps;
  }

  /** The next page begins behind so many steps. */
  restore(steps: number): void {
    this.#steps = steps;
  }

  /** Hands the page that is being filled to the writer, if it changed. */
  write(complete: boolean): void {
    if (this.#dirty) this.#writeOut(complete);
  }

  #writeOut(complete: boolean): void {
    if (this.#rows) this.#write(this.#rows.page(complete));
    if (complete) this.#rows = undefined;
    this.#dirty = false;
  }
}

class Rows implements StepColumns {
  length = 0;
  readonly kind = new Uint8Array(STEP_ROWS);
  readonly span = new Float64Array(STEP_ROWS);
  readonly place = new Int32Array(STEP_ROWS);
  readonly owner = new Float64Array(STEP_ROWS);
  readonly time = new Float64Array(STEP_ROWS);
  readonly count = new Int32Array(STEP_ROWS);
  words = new Int32Array(4096);
  readonly #id: number;
  readonly #firstStep: number;
  #wordCount = 0;
  #steps = 0;

  constructor(id: number, firstStep: number) {
    this.#id = id;
    this.#firstStep = firstStep;
  }

  isFull(more: number): boolean {
    return this.length === STEP_ROWS || (this.length > 0 && this.#wordCount + more > STEP_WORDS);
  }

  add(
    isLine: boolean,
    ordinal: number,
    owner: number,
    words: Int32Array,
    offset: number,
    count: number,
    time: number,
  ): void {
    const row = this.length++;
    this.kind[row] = isLine ? STEP_KIND.LINE : STEP_KIND.SET;
    this.span[row] = ordinal;
    this.place[row] = words[isLine ? offset : offset + 1] as number;
    this.owner[row] = owner;
    this.time[row] = time;
    this.count[row] = count;
    if (isLine) this.#steps++;
    if (count === 0) return;
    if (this.#wordCount + count > this.words.length) {
      const bigger = new Int32Array(Math.max(this.#wordCount + count, this.words.length * 2));
      bigger.set(this.words);
      this.words = bigger;
    }
    this.words.set(words.subarray(offset + 2, offset + 2 + count), this.#wordCount);
    this.#wordCount += count;
  }

  page(complete: boolean): StepPage {
    const { length, kind, span, place, owner, time, count, words } = this;
    let minSpan = Number.POSITIVE_INFINITY;
    let maxSpan = -1;
    let minOwner = Number.POSITIVE_INFINITY;
    let maxOwner = Number.NEGATIVE_INFINITY;
    for (let row = 0; row < length; row++) {
      minSpan = Math.min(minSpan, span[row] as number);
      maxSpan = Math.max(maxSpan, span[row] as number);
      if (kind[row] === STEP_KIND.LINE) continue;
      minOwner = Math.min(minOwner, owner[row] as number);
      maxOwner = Math.max(maxOwner, owner[row] as number);
    }
    if (maxOwner === Number.NEGATIVE_INFINITY) [minOwner, maxOwner] = [0, -1];
    const times = { minTime: time[0] as number, maxTime: time[length - 1] as number };
    const bounds = { minSpan, maxSpan, minOwner, maxOwner, ...times };
    const columns = { length, kind, span, place, owner, time, count, words };
    const numbers = {
      id: this.#id,
      firstStep: this.#firstStep,
      steps: this.#steps,
      wordCount: this.#wordCount,
    };
    return { ...columns, ...numbers, ...bounds, complete };
  }
}
