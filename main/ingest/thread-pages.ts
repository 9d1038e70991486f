import { CLASSES, PAGE_ROWS, SpanColumns } from '../store/span-page.ts';
import { appendRows, type ClassOrder } from './batch-rows.ts';
import type { CallNodes } from './call-nodes.ts';
import { DensityBuilder } from './density-builder.ts';
import type { FunctionStats } from './function-stats.ts';
import type { RecordingWriter } from './recording-writer.ts';
import { fileNote } from './signal-rows.ts';
import type { SpanBatch } from './span-batch.ts';
import type { SpanSink } from './span-sink.ts';
import { StepPages } from './step-pages.ts';
import { ValueBuilder } from './value-builder.ts';

/** The page of a duration class that is being filled. */
interface Tail {
  id: number;
  readonly columns: SpanColumns;
  dirty: boolean;
  /** Rows that are in the statistics of their functions. */
  counted: number;
}

/** What the threads of a recording share. */
export interface PageTables {
  readonly nodes: CallNodes;
  readonly stats: FunctionStats;
  readonly byClass: ClassOrder;
  readonly writer: RecordingWriter;
}

/** Files the ended spans and values of one thread into pages and hands those to the writer. */
export class ThreadPages implements SpanSink {
  readonly #thread: number;
  readonly #nodes: CallNodes;
  readonly #stats: FunctionStats;
  readonly #writer: RecordingWriter;
  readonly #tails: (Tail | undefined)[] = new Array<Tail | undefined>(CLASSES).fill(undefined);
  readonly #density: DensityBuilder;
  readonly #byClass: ClassOrder;
  readonly #values = new ValueBuilder();
  readonly #steps: StepPages;
  #valuePage = -1;
  #valuesDirty = false;

  constructor(thread: number, { nodes, stats, byClass, writer }: PageTables) {
    this.#thread = thread;
    this.#nodes = nodes;
    this.#stats = stats;
    this.#writer = writer;
    this.#byClass = byClass;
    this.#steps = new StepPages(
      () => writer.newStepPage(),
      (page) => writer.stepPage(thread, page),
    );
    this.#density = new DensityBuilder((level, block, cells, complete) =>
      writer.density(thread, level, block, cells, complete),
    );
  }

  ended(batch: SpanBatch): void {
    // A loop for each purpose: each touches few places in memory, and the processor runs ahead in it.
    this.#nodes.addSpans(batch);
    this.#density.addSpans(batch);
    this.#file(batch);
    batch.length = 0;
  }

  value(ordinal: number, op: number, words: Int32Array, offset: number, count: number, time: number): void {
    if (this.#values.wouldOverflow(count)) {
      this.#writeValues();
      this.#values.clear();
      this.#valuePage = -1;
    }
    this.#values.add(ordinal, op, words, offset, count, time);
    this.#valuesDirty = true;
  }

  step(
    ordinal: number,
    owner: number,
    op: number,
    words: Int32Array,
    offset: number,
    count: number,
    time: number,
  ): void {
    this.#steps.add(ordinal, owner, op, words, offset, count, time);
  }

  note(ordinal: number, op: number, words: Int32Array, offset: number, count: number): void {
    fileNote(this.#writer, this.#thread, ordinal, op, words, offset, count);
  }

  /** Hands the pages that are still being filled to the writer as they are. */
  writeTails(now: number): void {
    for (const [spanClass, tail] of this.#tails.entries()) {
      if (!tail?.dirty) continue;
      tail.dirty = false;
      this.#count(tail);
      this.#writer.spanPage(tail.id, this.#thread, spanClass, false, tail.columns);
    }
    this.#density.write(now);
    this.#steps.write(false);
    if (this.#valuesDirty) this.#writeValues();
  }

  /** The thread has ended: writes everything out and gives the memory back. */
  finish(): void {
    for (const [spanClass, tail] of this.#tails.entries()) {
      if (tail && tail.columns.length > 0) this.#complete(tail, spanClass);
      this.#tails[spanClass] = undefined;
    }
    this.#density.finish();
    this.#steps.write(true);
    if (this.#valuesDirty) this.#writeValues();
  }

  /** Puts the spans of the batch into the pages of their classes. */
  #file(batch: SpanBatch): void {
    const byClass = this.#byClass;
    byClass.sort(batch);
    for (let spanClass = 0; spanClass < CLASSES; spanClass++) {
      let from = byClass.begin[spanClass] as number;
      const to = byClass.begin[spanClass + 1] as number;
      while (from < to) {
        const tail = this.#tails[spanClass] ?? this.#newTail(spanClass);
        from += appendRows(tail.columns, batch, byClass.rows, from, to);
        tail.dirty = true;
        if (tail.columns.length === PAGE_ROWS) this.#complete(tail, spanClass);
      }
    }
  }

  #newTail(spanClass: number): Tail {
    const tail = { id: this.#writer.newPage(), columns: new SpanColumns(), dirty: false, counted: 0 };
    this.#tails[spanClass] = tail;
    return tail;
  }

  #complete(tail: Tail, spanClass: number): void {
    this.#count(tail);
    this.#writer.spanPage(tail.id, this.#thread, spanClass, true, tail.columns);
    tail.id = this.#writer.newPage();
    tail.columns.length = 0;
    tail.dirty = false;
    tail.counted = 0;
  }

  #count(tail: Tail): void {
    this.#stats.addSpans(tail.columns, tail.counted, this.#thread);
    tail.counted = tail.columns.length;
  }

  #writeValues(): void {
    if (this.#valuePage < 0) this.#valuePage = this.#writer.newValuePage();
    this.#writer.valuePage(this.#valuePage, this.#thread, this.#values);
    this.#valuesDirty = false;
  }
}
