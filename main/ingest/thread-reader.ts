import {
  type Counters,
  decodeAllocations,
  decodeCounters,
  decodeDefinitions,
  decodeEnd,
  decodeEventsPayload,
  decodeLevels,
  decodeMetrics,
  decodeSkipped,
  decodeStrings,
  type EndInfo,
  type EventDecoder,
  type EventsPayload,
  FRAME,
  type Frame,
  type ProcessInfo,
  type SkippedFile,
} from '#format';
import { SPAN } from '../store/span-page.ts';
import { type AssemblerCounts, type AssemblerState, countsOf } from './assembler-state.ts';
import type { FarParents } from './far-parents.ts';
import { type FunctionRegistry, ThreadFunctions, type ThreadFunctionsState } from './function-registry.ts';
import type { ThreadRow } from './recording-writer.ts';
import { SpanAssembler } from './span-assembler.ts';
import type { SpanBatch } from './span-batch.ts';
import { OPEN_CHUNKS, TextMap, type TextTable } from './text-table.ts';
import { ThreadMessages } from './thread-messages.ts';
import { type PageTables, ThreadPages, type ThreadPagesState } from './thread-pages.ts';
import type { TraceContexts } from './trace-contexts.ts';

/** What all threads of a recording share. */
export interface SharedTables extends PageTables {
  readonly registry: FunctionRegistry;
  readonly texts: TextTable;
  readonly batch: SpanBatch;
  readonly decoder: EventDecoder;
  readonly far: FarParents;
  readonly contexts: TraceContexts;
}

/** Where a thread's reader stands. */
export interface ThreadReaderState {
  readonly process: ProcessInfo;
  readonly facts: Pick<ThreadReader, 'counters' | 'end' | 'damagedFrames' | 'maxClockErrorNs'>;
  readonly skipped: readonly SkippedFile[];
  readonly nextSequence: number;
  readonly functions: ThreadFunctionsState;
  readonly counts: AssemblerCounts;
  /** `undefined` once it is closed. */
  readonly open: { readonly assembler: AssemblerState; readonly pages: ThreadPagesState } | undefined;
}

/** One thread of the target: takes the frames of its spool and files what they say. */
export class ThreadReader {
  counters: Counters | undefined;
  end: EndInfo | undefined;
  readonly skipped: SkippedFile[] = [];
  /** Frames that verified and yet could not be understood to their end. */
  damagedFrames = 0;
  maxClockErrorNs = 0;
  readonly index: number;
  readonly process: ProcessInfo;
  readonly assembler: SpanAssembler;
  readonly #spool: string;
  readonly #shared: SharedTables;
  readonly #functions: ThreadFunctions;
  readonly #pages: ThreadPages;
  readonly #textMap: TextMap;
  #nextSequence = 0;
  #dirty = true;
  #closed = false;

  constructor(index: number, spool: string, process: ProcessInfo, shared: SharedTables) {
    this.index = index;
    this.process = process;
    this.#spool = spool;
    this.#shared = shared;
    this.#functions = new ThreadFunctions(shared.registry);
    this.#pages = new ThreadPages(index, shared);
    this.#textMap = new TextMap((first, ids) => shared.writer.textMap(index, first, ids));
    const messages = new ThreadMessages(shared, index, process, this.#pages);
    this.assembler = new SpanAssembler(this.#functions, shared.nodes, shared.batch, this.#pages, messages);
  }

  /** ns since the thread's origin: its last event, or its end. */
  get lastNs(): number {
    return Math.max(this.assembler.lastNs, Math.floor(this.end?.timeNs ?? 0));
  }

  /** How the recording names a function of this thread. */
  placeOf(functionId: number): { readonly name: string; readonly file: string; readonly line: number } {
    return this.#functions.placeOf(functionId);
  }

  /** Takes one frame; its payload is not kept. */
  take(frame: Frame): void {
    if (this.#closed) return;
    this.#dirty = true;
    if (frame.kind === FRAME.EVENTS) {
      this.#events(frame);
      return;
    }
    try {
      this.#describe(frame);
    } catch {
      // The checksum held, so a broken writer made it: worth no more than a damaged frame.
      this.damagedFrames++;
    }
  }

  /** No frame will come: open spans are unfinished from now on. */
  close(): void {
    if (this.#closed) return;
    this.assembler.closeAll(this.end?.timeNs ?? this.assembler.lastNs, SPAN.UNFINISHED);
    this.#pages.finish();
    this.#textMap.release();
    this.assembler.release();
    if (!this.counters?.throttledFunctions?.length) this.#functions.release();
    this.#closed = true;
    this.#dirty = true;
  }

  /** Hands everything that changed since the last call to the writer. */
  write(): void {
    if (!this.#dirty) return;
    this.#dirty = false;
    if (!this.#closed) {
      this.assembler.countOpen();
      this.#pages.writeTails(this.assembler.lastNs);
      this.#textMap.write();
    }
    this.#shared.writer.thread(this.#row());
  }

  /** Directly after `write`. */
  save(): ThreadReaderState {
    const { process, counters, end, damagedFrames, maxClockErrorNs, skipped } = this;
    return {
      process,
      facts: { counters, end, damagedFrames, maxClockErrorNs },
      skipped,
      nextSequence: this.#nextSequence,
      functions: this.#functions.save(),
      counts: countsOf(this.assembler),
      open: this.#closed ? undefined : { assembler: this.assembler.save(), pages: this.#pages.save() },
    };
  }

  /** What all threads share must have been restored. */
  restore({ facts, skipped, nextSequence, functions, counts, open }: ThreadReaderState): void {
    Object.assign(this, facts);
    Object.assign(this.assembler, counts);
    this.skipped.push(...skipped);
    this.#nextSequence = nextSequence;
    this.#functions.restore(functions);
    this.#dirty = false;
    this.#closed = !open;
    if (!open) return;
    this.assembler.restore(open.assembler);
    this.#pages.restore(open.pages);
    this.#textMap.restore(this.#shared.writer.textMaps(this.index, OPEN_CHUNKS));
  }

  #describe(frame: Frame): void {
    switch (frame.kind) {
      case FRAME.DEFINITIONS: {
        const { files, functions } = decodeDefinitions(frame);
        this.#functions.define(files, functions);
        return;
      }
      case FRAME.STRINGS: {
        const { firstId, strings } = decodeStrings(frame);
        for (const [i, text] of strings.entries()) {
          this.#textMap.set(firstId + i, this.#shared.texts.idOf(text));
        }
        return;
      }
      case FRAME.COUNTERS:
        this.counters = decodeCounters(frame);
        return;
      case FRAME.LEVELS:
        this.#shared.writer.levelChanges(this.index, decodeLevels(frame));
        return;
      case FRAME.METRICS:
        this.#shared.writer.metrics(this.index, decodeMetrics(frame));
        return;
      case FRAME.ALLOCATIONS: {
        const profile = decodeAllocations(frame);
        const functions = profile.function.map((id) => (id < 0 ? -1 : this.#functions.indexOf(id)));
        this.#shared.writer.allocations(this.index, profile, functions);
        return;
      }
      case FRAME.SKIPPED:
        this.skipped.push(...decodeSkipped(frame));
        return;
      case FRAME.END:
        this.end = decodeEnd(frame);
    }
  }

  #events(frame: Frame): void {
    const payload = soundPayload(frame);
    if (!payload) {
      this.damagedFrames++;
      this.assembler.loseTrack();
      return;
    }
    if (payload.sequence !== this.#nextSequence) this.assembler.loseTrack();
    this.#nextSequence = payload.sequence + 1;
    const { decoder } = this.#shared;
    decoder.start(payload);
    while (decoder.next()) this.assembler.take(decoder);
    const result = decoder.result();
    if (result.maxErrorNs > this.maxClockErrorNs) this.maxClockErrorNs = result.maxErrorNs;
    if (result.damagedWords > 0) {
      this.damagedFrames++;
      this.assembler.loseTrack();
    }
  }

  #row(): ThreadRow {
    const { assembler } = this;
    return {
      index: this.index,
      spool: this.#spool,
      process: this.process,
      lastNs: this.lastNs,
      ended: this.#closed,
      spans: assembler.spans,
      lanes: assembler.lanes.used,
      open: this.#closed || assembler.open.count === 0 ? null : assembler.open.page(assembler.lastNs),
    };
  }
}

/** `undefined` when the payload contradicts itself. */
function soundPayload(frame: Frame): EventsPayload | undefined {
  try {
    return decodeEventsPayload(frame);
  } catch {
    return undefined;
  }
}
