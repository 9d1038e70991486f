import { grown } from '../store/grown.ts';
import { CLASSES, classOf } from '../store/span-page.ts';
import { WAIT_ROWS, type WaitColumns } from '../store/wait-page.ts';

/** A page as it goes to the file, with what a reader skips it by. */
export interface WaitPage extends WaitColumns {
  readonly id: number;
  /** Duration class of all stretches in it (`classOf`). */
  readonly class: number;
  readonly minStart: number;
  readonly maxEnd: number;
  readonly minLane: number;
  readonly maxLane: number;
  readonly minOrdinal: number;
  readonly maxOrdinal: number;
  /** It will not be written again. */
  readonly complete: boolean;
}

/** Gathers the times in which spans of one thread waited into pages by duration class. Nothing is allocated before the first. */
export class WaitPages {
  readonly #tails: (Rows | undefined)[] = [];
  readonly #newPage: () => number;
  readonly #write: (page: WaitPage) => void;

  constructor(newPage: () => number, write: (page: WaitPage) => void) {
    this.#newPage = newPage;
    this.#write = write;
  }

  /** As `SpanSink.waited`. */
  add(ordinal: number, lane: number, from: number, to: number): void {
    const spanClass = classOf(to - from);
    let rows = this.#tails[spanClass];
    if (rows === undefined) {
      rows = new Rows(this.#newPage(), spanClass);
      this.#tails[spanClass] = rows;
    }
    rows.add(ordinal, lane, from, to);
    if (rows.length < WAIT_ROWS) return;
    this.#write(rows.page(true));
    this.#tails[spanClass] = undefined;
  }

  /** Hands the pages that are being filled to the writer, as far as they changed. `complete`: no more will come. */
  write(complete: boolean): void {
    for (let spanClass = 0; spanClass < CLASSES; spanClass++) {
      const rows = this.#tails[spanClass];
      if (rows?.isDirty || (rows && complete)) this.#write(rows.page(complete));
      if (complete) this.#tails[spanClass] = undefined;
    }
  }
}

class Rows {
  length = 0;
  isDirty = false;
  readonly #id: number;
  readonly #class: number;
  #ordinal = new Float64Array(64);
  #lane = new Int32Array(64);
  #end = new Float64Array(64);
  #duration = new Float64Array(64);

  constructor(id: number, spanClass: number) {
    this.#id = id;
    this.#class = spanClass;
  }

  add(ordinal: number, lane: number, from: number, to: number): void {
    if (this.length === this.#lane.length) this.#grow();
    const row = this.length++;
    this.#ordinal[row] = ordinal;
    this.#lane[row] = lane;
    this.#end[row] = to;
    this.#duration[row] = to - from;
    this.isDirty = true;
  }

  page(complete: boolean): WaitPage {
    this.isDirty = false;
    const [ordinal, lane, end, duration] = [this.#ordinal, this.#lane, this.#end, this.#duration];
    let minStart = Number.POSITIVE_INFINITY;
    let [minLane, maxLane] = [Number.POSITIVE_INFINITY, -1];
    let [minOrdinal, maxOrdinal] = [Number.POSITIVE_INFINITY, -1];
    for (let row = 0; row < this.length; row++) {
      minStart = Math.min(minStart, (end[row] as number) - (duration[row] as number));
      minLane = Math.min(minLane, lane[row] as number);
      maxLane = Math.max(maxLane, lane[row] as number);
      minOrdinal = Math.min(minOrdinal, ordinal[row] as number);
      maxOrdinal = Math.max(maxOrdinal, ordinal[row] as number);
    }
    return {
      ...{ id: this.#id, class: this.#class, length: this.length, ordinal, lane, end, duration },
      ...{ minStart, maxEnd: end[this.length - 1] as number },
      ...{ minLane, maxLane, minOrdinal, maxOrdinal, complete },
    };
  }

  #grow(): void {
    const size = this.#lane.length * 4;
    this.#ordinal = grown(this.#ordinal, size);
    this.#lane = grown(this.#lane, size);
    this.#end = grown(this.#end, size);
    this.#duration = grown(this.#duration, size);
  }
}
