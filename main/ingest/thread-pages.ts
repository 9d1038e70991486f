import { CLASSES, pageRows, SpanPage } from '../store/span-page.ts';
import type { ClassOrder } from './batch-rows.ts';
import type { CallNodes } from './call-nodes.ts';
import { DensityBuilder } from './density-builder.ts';
import type { DensityLevelState } from './density-level.ts';
import type { FunctionStats } from './function-stats.ts';
import { type BlockSink, NodeBlocks, type NodeBlocksState } from './node-blocks.ts';
import type { OpenSpans } from './open-spans.ts';
import { batchOf, PageBuilder } from './page-builder.ts';
import type { RecordingWriter } from './recording-writer.ts';
import { fileNote } from './signal-rows.ts';
import type { SpanBatch } from './span-batch.ts';
import type { SpanSink } from './span-sink.ts';
import { StepPages } from './step-pages.ts';
import { ValueBuilder } from './value-builder.ts';
import { WaitPages } from './wait-pages.ts';

/** The page of a duration class that is being filled. */
interface Tail {
  id: number;
  readonly rows: PageBuilder;
  dirty: boolean;
}

/** What the next spans are filed with. */
export interface ThreadPagesState {
  /** Class and id of each page that is being filled; what is in it stands in the recording. */
  readonly tails: readonly (readonly [number, number])[];
  readonly density: readonly DensityLevelState[];
  readonly blocks: NodeBlocksState;
  readonly steps: number;
}

/** What the threads of a recording share. */
export interface PageTables {
  readonly nodes: CallNodes;
  readonly stats: FunctionStats;
  readonly byClass: ClassOrder;
  readonly writer: RecordingWriter;
  /** Spans of a block of sums. */
  readonly blockSpans: number;
}

/** Files the ended spans and values of one thread into pages and hands those to the writer. */
export class ThreadPages implements SpanSink {
  readonly #thread: number;
  readonly #nodes: CallNodes;
  readonly #stats: FunctionStats;
  readonly #writer: RecordingWriter;
  readonly #tails: (Tail | undefined)[] = new Array<Tail | undefined>(CLASSES).fill(undefined);
  readonly #density: DensityBuilder;
  readonly #blocks: NodeBlocks;
  readonly #byClass: ClassOrder;
  readonly #values = new ValueBuilder();
  readonly #steps: StepPages;
  readonly #waits: WaitPages;
  #valuePage = -1;
  #valuesDirty = false;

  constructor(thread: number, { nodes, stats, byClass, writer, blockSpans }: PageTables) {
    this.#thread = thread;
    this.#nodes = nodes;
    this.#stats = stats;
    this.#writer = writer;
    this.#byClass = byClass;
    this.#steps = new StepPages(
      () => writer.newStepPage(),
      (page) => writer.stepPage(thread, page),
    );
    this.#waits = new WaitPages(
      () => writer.newWaitPage(),
      (page) => writer.waitPage(thread, page),
    );
    const sums: BlockSink = {
      nodeSums: (...block) => writer.nodeSums(thread, ...block),
      storedSums: (level, block) => writer.storedTables.nodeSums(thread, level, block),
    };
    this.#blocks = new NodeBlocks(nodes, sums, blockSpans);
    this.#density = new DensityBuilder((level, block, cells) => writer.density(thread, level, block, cells));
  }

  ended(batch: SpanBatch, open: OpenSpans): void {
    // A loop for each purpose: each touches few places in memory, and the processor runs ahead in it.
    const byClass = this.#byClass;
    byClass.sort(batch);
    this.#blocks.addSpans(batch, open);
    this.#density.addSpans(batch, byClass);
    this.#stats.addSpans(batch, byClass, this.#thread);
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

  waited(ordinal: number, lane: number, from: number, to: number): void {
    this.#waits.add(ordinal, lane, from, to);
  }

  note(ordinal: number, op: number, words: Int32Array, offset: number, count: number): void {
    fileNote(this.#writer, this.#thread, ordinal, op, words, offset, count);
  }

  /** Hands the pages that are still being filled to the writer as they are. */
  writeTails(now: number): void {
    for (const [spanClass, tail] of this.#tails.entries()) {
      if (!tail?.dirty) continue;
      tail.dirty = false;
      this.#writer.spanPage(tail.id, this.#thread, spanClass, false, tail.rows);
    }
    this.#blocks.takeOver();
    this.#density.write(now);
    this.#steps.write(false);
    this.#waits.write(false);
    if (this.#valuesDirty) this.#writeValues();
  }

  /** Directly after `writeTails`. */
  save(): ThreadPagesState {
    const tails: [number, number][] = [];
    for (const [spanClass, tail] of this.#tails.entries()) if (tail) tails.push([spanClass, tail.id]);
    return { tails, density: this.#density.save(), blocks: this.#blocks.save(), steps: this.#steps.steps };
  }

  /** Values, steps and waits go on in new pages: those that were being filled are as good as full. */
  restore({ tails, density, blocks, steps }: ThreadPagesState): void {
    for (const [spanClass, id] of tails) {
      const rows = new PageBuilder(pageRows(spanClass));
      const data = this.#writer.stored('SELECT data FROM page_data WHERE id = ?', id);
      if (data) {
        const batch = batchOf(new SpanPage(data), this.#nodes);
        rows.append(
          batch,
          Int32Array.from({ length: batch.length }, (_, i) => i),
          0,
          batch.length,
        );
      }
      this.#tails[spanClass] = { id, rows, dirty: false };
    }
    this.#density.restore(density, (level, block) => {
      const sql = 'SELECT data FROM density_blocks WHERE thread = ? AND level = ? AND block = ?';
      return this.#writer.stored(sql, this.#thread, level, block) ?? new Uint8Array(0);
    });
    const newest = this.#writer.storedTables.pagesEndingFrom(this.#thread, blocks.from);
    this.#blocks.restore(
      blocks,
      newest.map((data) => batchOf(new SpanPage(data), this.#nodes)),
    );
    this.#steps.restore(steps);
  }

  /** The thread has ended: writes everything out and gives the memory back. */
  finish(): void {
    for (const [spanClass, tail] of this.#tails.entries()) {
      if (tail && tail.rows.length > 0) this.#complete(tail, spanClass);
      this.#tails[spanClass] = undefined;
    }
    this.#blocks.release();
    this.#density.finish();
    this.#steps.write(true);
    this.#waits.write(true);
    if (this.#valuesDirty) this.#writeValues();
  }

  /** Puts the spans of the batch into the pages of their classes. */
  #file(batch: SpanBatch): void {
    const byClass = this.#byClass;
    for (let spanClass = 0; spanClass < CLASSES; spanClass++) {
      let from = byClass.begin[spanClass] as number;
      const to = byClass.begin[spanClass + 1] as number;
      while (from < to) {
        const tail = this.#tails[spanClass] ?? this.#newTail(spanClass);
        from += tail.rows.append(batch, byClass.rows, from, to);
        tail.dirty = true;
        if (tail.rows.isFull) this.#complete(tail, spanClass);
      }
    }
  }

  #newTail(spanClass: number): Tail {
    const tail = { id: this.#writer.newPage(), rows: new PageBuilder(pageRows(spanClass)), dirty: false };
    this.#tails[spanClass] = tail;
    return tail;
  }

  #complete(tail: Tail, spanClass: number): void {
    this.#writer.spanPage(tail.id, this.#thread, spanClass, true, tail.rows);
    tail.id = this.#writer.newPage();
    tail.rows.clear();
    tail.dirty = false;
  }

  #writeValues(): void {
    if (this.#valuePage < 0) this.#valuePage = this.#writer.newValuePage();
    this.#writer.valuePage(this.#valuePage, this.#thread, this.#values);
    this.#valuesDirty = false;
  }
}
