import { CLASSES, classOf } from '../store/span-page.ts';
import { ROW, type SpanBatch, T } from './span-batch.ts';

/** The rows of a batch by duration class, in the order of the batch within each. */
export class ClassOrder {
  /** Rows of class k stand from `begin[k]` to `begin[k + 1]`. */
  readonly begin = new Int32Array(CLASSES + 1);
  readonly rows: Int32Array;
  /** By row. */
  readonly classes: Uint8Array;
  readonly #next = new Int32Array(CLASSES);

  constructor(capacity: number) {
    this.rows = new Int32Array(capacity);
    this.classes = new Uint8Array(capacity);
  }

  sort({ length, times }: SpanBatch): void {
    const { begin, rows, classes } = this;
    const next = this.#next;
    begin.fill(0);
    for (let i = 0; i < length; i++) {
      const k = classOf(times[i * ROW + T.duration] as number);
      classes[i] = k;
      begin[k + 1] = (begin[k + 1] as number) + 1;
    }
    for (let k = 0; k < CLASSES; k++) {
      next[k] = begin[k] as number;
      begin[k + 1] = (begin[k + 1] as number) + (begin[k] as number);
    }
    for (let i = 0; i < length; i++) {
      const k = classes[i] as number;
      const at = next[k] as number;
      rows[at] = i;
      next[k] = at + 1;
    }
  }
}
