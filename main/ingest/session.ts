import { existsSync, mkdirSync, readdirSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { ContractError, type Disposable } from '#contract';
import { EventDecoder, type ProcessInfo } from '#format';
import { BLOCK_SPANS } from '../store/node-sums.ts';
import { ClassOrder } from './batch-rows.ts';
import { CallNodes } from './call-nodes.ts';
import { dropCheckpoints, findCheckpoint, type IngestState, saveCheckpoint } from './checkpoint.ts';
import { FarParents } from './far-parents.ts';
import { FunctionRegistry } from './function-registry.ts';
import { FunctionStats } from './function-stats.ts';
import { honestyOf } from './honesty.ts';
import { RecordingWriter } from './recording-writer.ts';
import { SpanBatch } from './span-batch.ts';
import { SpoolFile } from './spool-file.ts';
import { TextTable } from './text-table.ts';
import { type SharedTables, ThreadReader } from './thread-reader.ts';
import { TraceContexts } from './trace-contexts.ts';
import type { IngestSummary, RunFacts } from './types.ts';
import { takeWriterLock } from './writer-lock.ts';

/** Span ids have 16 bits for the thread. */
const MAX_THREADS = 65_536;

/** Ended spans that are filed at once: few enough for the processor's cache. */
const BATCH_SPANS = 256;

export interface SessionOptions {
  readonly spoolDir: string;
  readonly file: string;
  readonly facts: RunFacts;
  readonly maxBytes?: number | undefined;
  /** Spans of a block of sums; a test makes them small. */
  readonly blockSpans?: number | undefined;
}

/**
 * One recording being made from its spools, step by step and synchronously; the worker around it decides when. Goes on
 * where an earlier attempt was committed last; where that cannot be known, it begins a new file, for the spools still have
 * everything.
 */
export class IngestSession {
  facts: RunFacts;
  readonly #spoolDir: string;
  readonly #lock: Disposable;
  readonly #writer: RecordingWriter;
  readonly #shared: SharedTables;
  readonly #spools = new Map<string, SpoolFile>();
  #threads: ThreadReader[] = [];
  #dirty = true;

  constructor(options: SessionOptions) {
    const { spoolDir, file, facts } = options;
    this.#spoolDir = spoolDir;
    this.facts = facts;
    mkdirSync(spoolDir, { recursive: true });
    this.#lock = takeWriterLock(join(spoolDir, 'ingest.lock'), file);
    this.#shared = this.#goOn(options) ?? this.#beginAnew(options);
    this.#writer = this.#shared.writer;
  }

  get revision(): number {
    return this.#writer.revision;
  }

  /** Spool bytes seen and not read. */
  get lagBytes(): number {
    let lag = 0;
    for (const spool of this.#spools.values()) lag += spool.size - spool.offset;
    return lag;
  }

  get spans(): number {
    return this.#threads.reduce((sum, thread) => sum + thread.assembler.spans, 0);
  }

  /** Whether something was read that is not committed. */
  get dirty(): boolean {
    return this.#dirty;
  }

  /** Looks for new spools and new bytes; true when there is something to read. */
  look(): boolean {
    let found = false;
    for (const name of this.#newSpools()) this.#spoolFile(name);
    for (const spool of this.#spools.values()) if (spool.look()) found = true;
    return found;
  }

  /** Reads a piece of each spool that has one, at least one piece, until `untilMs` (of `performance.now`); true when more is left. */
  read(untilMs: number): boolean {
    let more = false;
    let pieces = 0;
    for (const spool of this.#spools.values()) {
      if (spool.size <= spool.offset || spool.ended) continue;
      if (pieces > 0 && performance.now() >= untilMs) return true;
      if (!spool.readChunk()) continue;
      pieces++;
      this.#dirty = true;
      more ||= spool.size > spool.offset && !spool.ended;
    }
    return more;
  }

  /** Makes what was read visible to readers. */
  commit(): void {
    this.#writeAll(false);
    this.#save();
    this.#writer.commit(this.facts, this.summary());
    this.#dirty = false;
  }

  /** No bytes will come any more. The caller has read everything. */
  seal(facts: RunFacts): IngestSummary {
    this.facts = facts;
    for (const spool of this.#spools.values()) spool.end();
    this.#shared.far.finish();
    const refusal = [...this.#spools.values()].find((spool) => spool.refusal)?.refusal;
    this.#writer.finishIndex();
    this.#writeAll(true);
    // What a newer version can read is not to be left out because this one could not.
    if (refusal) dropCheckpoints(this.#spoolDir);
    else this.#save();
    this.#writer.commit(this.facts, this.summary());
    this.#dirty = false;
    if (refusal) throw new ContractError('refused', `${refusal} The recording stream is kept.`);
    this.#writer.verify(this.spans);
    this.#writer.closeHoles();
    this.#writer.flush();
    this.#writer.commit(this.facts, this.summary(), true);
    this.#writer.flush();
    return this.summary();
  }

  /** See `RecordingWriter.makePortable`. */
  makePortable(): boolean {
    return this.#writer.makePortable();
  }

  /** Only after `seal`: the recording has all that is in it. */
  deleteSpool(): void {
    rmSync(this.#spoolDir, { recursive: true, force: true });
  }

  summary(): IngestSummary {
    const { nodes, registry } = this.#shared;
    const origins = this.#threads.map((thread) => BigInt(thread.process.originUnixNs));
    const [origin = 0n] = [...origins].sort((a, b) => Number(a - b));
    return {
      spans: this.spans,
      functions: registry.ownFunctions,
      errors: nodes.totalErrors,
      threads: this.#threads.length,
      durationNs: this.#threads.reduce(
        (last, thread, i) => Math.max(last, Number((origins[i] as bigint) - origin) + thread.lastNs),
        0,
      ),
      bytes: this.#writer.bytes(),
      honesty: honestyOf(this.#spools.values()),
    };
  }

  close(): void {
    this.#writer.close();
    this.#lock.dispose();
  }

  /** Takes up what an earlier attempt left, if that can be. */
  #goOn(options: SessionOptions): SharedTables | undefined {
    const found = findCheckpoint(this.#spoolDir, options.file);
    if (!found) return undefined;
    const shared = tablesOf(options);
    try {
      this.#restore(found.state, shared);
      this.#dirty = false;
      return shared;
    } catch {
      // A page of it is damaged, say.
      shared.writer.close();
      this.#spools.clear();
      this.#threads = [];
      return undefined;
    }
  }

  #beginAnew(options: SessionOptions): SharedTables {
    const { file } = options;
    for (const rest of [file, `${file}-wal`, `${file}-shm`, `${file}-journal`]) rmSync(rest, { force: true });
    dropCheckpoints(this.#spoolDir);
    return tablesOf(options);
  }

  #save(): void {
    const state = {
      ...this.#writer.ids,
      spools: Array.from(this.#spools.values(), (spool) => spool.save()),
      threads: this.#threads.map((thread) => thread.save()),
      far: this.#shared.far.save(),
      contexts: this.#shared.contexts.save(),
    };
    saveCheckpoint(this.#spoolDir, this.#writer.revision + 1, state);
  }

  #restore(state: IngestState, shared: SharedTables): void {
    shared.writer.restore(state, shared);
    for (const [index, saved] of state.threads.entries()) {
      const { name } = state.spools.find(({ thread }) => thread === index) as { name: string };
      const thread = new ThreadReader(index, name, saved.process, shared);
      thread.restore(saved);
      this.#threads.push(thread);
    }
    shared.far.restore(state.far);
    shared.contexts.restore(state.contexts);
    for (const saved of state.spools) this.#spoolFile(saved.name).restore(saved, this.#threads[saved.thread]);
  }

  #spoolFile(name: string): SpoolFile {
    const path = join(this.#spoolDir, name);
    const spool = new SpoolFile(path, (one, process) => this.#begin(name, one, process));
    this.#spools.set(name, spool);
    return spool;
  }

  /** Names of the spools that are not known yet, the oldest first: threads are numbered as they began. */
  #newSpools(): string[] {
    const names = existsSync(this.#spoolDir) ? readdirSync(this.#spoolDir) : [];
    const born = (name: string) =>
      statSync(join(this.#spoolDir, name), { throwIfNoEntry: false })?.birthtimeMs ?? 0;
    return names
      .filter((name) => name.endsWith('.spool') && !this.#spools.has(name))
      .map((name) => ({ name, born: born(name) }))
      .sort((a, b) => a.born - b.born || (a.name < b.name ? -1 : 1))
      .map(({ name }) => name);
  }

  #begin(name: string, spool: SpoolFile, process: ProcessInfo): ThreadReader {
    if (this.#threads.length >= MAX_THREADS) {
      throw new ContractError(
        'refused',
        `The run has more than ${MAX_THREADS} threads; trace fewer processes.`,
      );
    }
    const thread = new ThreadReader(this.#threads.length, name, process, this.#shared);
    spool.thread = thread;
    this.#threads.push(thread);
    return thread;
  }

  /** `last`: nothing will change any more. */
  #writeAll(last: boolean): void {
    const { registry, nodes, stats, texts, writer } = this.#shared;
    for (const thread of this.#threads) thread.write();
    texts.write();
    writer.functions(registry);
    writer.stats(stats, last);
    writer.nodes(nodes, last);
  }
}

/** Empty ones, and the writer of a recording that is made if it is missing. */
function tablesOf({ file, maxBytes, blockSpans = BLOCK_SPANS }: SessionOptions): SharedTables {
  const writer = new RecordingWriter(file, maxBytes);
  const far = new FarParents((child, parent) => writer.farParent(child, parent));
  return {
    registry: new FunctionRegistry(),
    nodes: new CallNodes(),
    stats: new FunctionStats(),
    byClass: new ClassOrder(BATCH_SPANS),
    texts: new TextTable((page) => writer.textPage(page)),
    writer,
    blockSpans,
    batch: new SpanBatch(BATCH_SPANS),
    decoder: new EventDecoder(),
    far,
    contexts: new TraceContexts(far),
  };
}
