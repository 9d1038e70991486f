import { CLASSES, classOf, PAGE_ROWS, SPAN, SpanRows } from '../store/span-page.ts';
import type { CallNodes } from './call-nodes.ts';
import { DensityBuilder } from './density-builder.ts';
import type { FunctionStats } from './function-stats.ts';
import type { OpenSpans } from './open-spans.ts';
import type { RecordingWriter } from './recording-writer.ts';
import type { SpanSink } from './span-assembler.ts';
import { ValueBuilder } from './value-builder.ts';

/** The page of a duration class that is being filled. */
interface Tail {
  id: number;
  rows: SpanRows;
  dirty: boolean;
}

/** Files the ended spans and values of one thread into pages and hands those to the writer. */
export class ThreadPages implements SpanSink {
  readonly #thread: number;
  readonly #nodes: CallNodes;
  readonly #stats: FunctionStats;
  readonly #writer: RecordingWriter;
  readonly #tails: (Tail | undefined)[] = new Array<Tail | undefined>(CLASSES).fill(undefined);
  readonly #density: DensityBuilder;
  readonly #values = new ValueBuilder();
  #valuePage = -1;
  #valuesDirty = false;

  constructor(thread: number, nodes: CallNodes, stats: FunctionStats, writer: RecordingWriter) {
    this.#thread = thread;
    this.#nodes = nodes;
    this.#stats = stats;
    this.#writer = writer;
    this.#density = new DensityBuilder((level, block, cells) => writer.density(thread, level, block, cells));
  }

  ended(open: OpenSpans, slot: number, end: number, covered: number): void {
    const start = open.start[slot] as number;
    const duration = end - start;
    const flags = open.flags[slot] as number;
    const functionIndex = this.#nodes.function[open.node[slot] as number] as number;
    const spanClass = classOf(duration);
    const tail = this.#tails[spanClass] ?? this.#newTail(spanClass);
    open.appendTo(tail.rows, slot, end, covered, 0, this.#nodes.depth);
    tail.dirty = true;
    if (tail.rows.length === PAGE_ROWS) this.#complete(tail, spanClass);
    this.#density.add(spanClass, start, end, open.lane[slot] as number, functionIndex, flags & SPAN.ERROR);
    if ((flags & (SPAN.UNFINISHED | SPAN.INCOMPLETE)) === 0) {
      const ordinal = open.ordinal[slot] as number;
      this.#stats.add(functionIndex, duration, this.#thread, ordinal, start, flags);
    }
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

  step(): void {}

  /** Hands the pages that are still being filled to the writer as they are. */
  writeTails(now: number): void {
    for (const [spanClass, tail] of this.#tails.entries()) {
      if (!tail?.dirty) continue;
      tail.dirty = false;
      this.#writer.spanPage(tail.id, this.#thread, spanClass, false, tail.rows, this.#nodes);
    }
    this.#density.write(now);
    if (this.#valuesDirty) this.#writeValues();
  }

  /** The thread has ended: writes everything out and gives the memory back. */
  finish(): void {
    for (const [spanClass, tail] of this.#tails.entries()) {
      if (tail && tail.rows.length > 0) this.#complete(tail, spanClass);
      this.#tails[spanClass] = undefined;
    }
    this.#density.finish();
    if (this.#valuesDirty) this.#writeValues();
  }

  #newTail(spanClass: number): Tail {
    const tail = { id: this.#writer.newPage(), rows: new SpanRows(), dirty: false };
    this.#tails[spanClass] = tail;
    return tail;
  }

  #complete(tail: Tail, spanClass: number): void {
    this.#writer.spanPage(tail.id, this.#thread, spanClass, true, tail.rows, this.#nodes);
    tail.id = this.#writer.newPage();
    tail.rows.length = 0;
    tail.dirty = false;
  }

  #writeValues(): void {
    if (this.#valuePage < 0) this.#valuePage = this.#writer.newValuePage();
    this.#writer.valuePage(this.#valuePage, this.#thread, this.#values);
    this.#valuesDirty = false;
  }
}
