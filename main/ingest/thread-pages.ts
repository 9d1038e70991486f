import { CLASSES, classOf, PAGE_ROWS, SpanColumns } from '../store/span-page.ts';
import type { CallNodes } from './call-nodes.ts';
import { DensityBuilder } from './density-builder.ts';
import type { FunctionStats } from './function-stats.ts';
import type { RecordingWriter } from './recording-writer.ts';
import type { SpanSink } from './span-assembler.ts';
import { F, ROW, type SpanBatch, T } from './span-batch.ts';
import { ValueBuilder } from './value-builder.ts';

/** The page of a duration class that is being filled. */
interface Tail {
  id: number;
  columns: SpanColumns;
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
    this.#density = new DensityBuilder((level, block, cells, complete) =>
      writer.density(thread, level, block, cells, complete),
    );
  }

  ended(batch: SpanBatch): void {
    // A loop for each purpose: each touches few places in memory, and the processor runs ahead in it.
    this.#nodes.addSpans(batch);
    this.#stats.addSpans(batch, this.#thread);
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

  step(): void {}

  /** Hands the pages that are still being filled to the writer as they are. */
  writeTails(now: number): void {
    for (const [spanClass, tail] of this.#tails.entries()) {
      if (!tail?.dirty) continue;
      tail.dirty = false;
      this.#writer.spanPage(tail.id, this.#thread, spanClass, false, tail.columns);
    }
    this.#density.write(now);
    if (this.#valuesDirty) this.#writeValues();
  }

  /** The thread has ended: writes everything out and gives the memory back. */
  finish(): void {
    for (const [spanClass, tail] of this.#tails.entries()) {
      if (tail && tail.columns.length > 0) this.#complete(tail, spanClass);
      this.#tails[spanClass] = undefined;
    }
    this.#density.finish();
    if (this.#valuesDirty) this.#writeValues();
  }

  /** Puts each span into the page of its class. */
  #file({ length, times, facts }: SpanBatch): void {
    for (let at = 0; at < length * ROW; at += ROW) {
      const duration = times[at + T.duration] as number;
      const spanClass = classOf(duration);
      const tail = this.#tails[spanClass] ?? this.#newTail(spanClass);
      const { columns } = tail;
      if (columns.length === columns.capacity) columns.grow();
      const row = columns.length++;
      const ordinal = times[at + T.ordinal] as number;
      const parent = times[at + T.parent] as number;
      const lane = facts[at + F.lane] as number;
      columns.ordinal[row] = ordinal;
      columns.up[row] = parent < 0 ? 0 : ordinal - parent;
      columns.root[row] = times[at + T.root] as number;
      columns.node[row] = facts[at + F.node] as number;
      columns.end[row] = times[at + T.end] as number;
      columns.duration[row] = duration;
      columns.covered[row] = times[at + T.covered] as number;
      columns.suspended[row] = times[at + T.suspended] as number;
      columns.laneShift[row] = lane - (facts[at + F.depth] as number);
      columns.flags[row] = facts[at + F.flags] as number;
      columns.children[row] = facts[at + F.children] as number;
      columns.lane[row] = lane;
      columns.function[row] = facts[at + F.function] as number;
      tail.dirty = true;
      if (columns.length === PAGE_ROWS) this.#complete(tail, spanClass);
    }
  }

  #newTail(spanClass: number): Tail {
    const tail = { id: this.#writer.newPage(), columns: new SpanColumns(), dirty: false };
    this.#tails[spanClass] = tail;
    return tail;
  }

  #complete(tail: Tail, spanClass: number): void {
    this.#writer.spanPage(tail.id, this.#thread, spanClass, true, tail.columns);
    tail.id = this.#writer.newPage();
    tail.columns.length = 0;
    tail.dirty = false;
  }

  #writeValues(): void {
    if (this.#valuePage < 0) this.#valuePage = this.#writer.newValuePage();
    this.#writer.valuePage(this.#valuePage, this.#thread, this.#values);
    this.#valuesDirty = false;
  }
}
