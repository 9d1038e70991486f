import { closeSync, fsyncSync, openSync, statSync } from 'node:fs';
import type { Statement } from 'better-sqlite3';
import type { AllocationProfile, LevelChange, MetricSample, ProcessInfo } from '#format';
import { type DensityCells, packDensity } from '../store/density-block.ts';
import { writeDigest } from '../store/digest.ts';
import { postingsCrc } from '../store/function-index.ts';
import { migrate } from '../store/migrations.ts';
import { packNodePage } from '../store/node-page.ts';
import {
  type NodeSums,
  type OpenCoverage,
  packCoverage,
  packNodeSums,
  type Stretch,
} from '../store/node-sums.ts';
import { recordingSchema } from '../store/recording-schema.ts';
import { SpanPage } from '../store/span-page.ts';
import { type Connection, explain, openWritable } from '../store/sqlite.ts';
import { packSteps } from '../store/step-page.ts';
import { packTextMap, packTexts } from '../store/text-page.ts';
import { packValues } from '../store/value-page.ts';
import { packWaits } from '../store/wait-page.ts';
import type { CallNodes } from './call-nodes.ts';
import type { IngestState } from './checkpoint.ts';
import type { SpanPlace } from './far-parents.ts';
import { FunctionIndex } from './function-index.ts';
import type { FunctionRegistry } from './function-registry.ts';
import type { FunctionStats } from './function-stats.ts';
import { functionsOf, type PageBuilder } from './page-builder.ts';
import type { StepPage } from './step-pages.ts';
import { StoredTables } from './stored-tables.ts';
import { GENERATION, type TextPage } from './text-table.ts';
import type { SharedTables } from './thread-reader.ts';
import type { IngestSummary, RunFacts } from './types.ts';
import type { ValueBuilder } from './value-builder.ts';
import type { WaitPage } from './wait-pages.ts';

/** Pages of SQLite: span pages have tens of kilobytes, so larger ones than usual mean fewer links to follow. */
const SQLITE_PAGE_BYTES = 8192;

/** A thread's row; see the table `threads`. */
export interface ThreadRow {
  readonly index: number;
  readonly spool: string;
  readonly process: ProcessInfo;
  readonly lastNs: number;
  readonly ended: boolean;
  readonly spans: number;
  readonly lanes: number;
  readonly open: PageBuilder | null;
}

const STATEMENTS = {
  recording: 'INSERT OR REPLACE INTO recording VALUES (1, ?, ?, ?, ?, ?, ?)',
  thread: 'INSERT OR REPLACE INTO threads VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)',
  file: 'INSERT INTO files VALUES (?, ?, ?)',
  function: 'INSERT INTO functions VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)',
  stats: 'INSERT OR REPLACE INTO function_stats VALUES (?, ?, ?, ?, ?, ?, ?, ?)',
  nodes: 'INSERT OR REPLACE INTO node_pages VALUES (?, ?, ?)',
  page: `INSERT OR REPLACE INTO pages VALUES (${Array(20).fill('?').join(', ')})`,
  pageData: 'INSERT OR REPLACE INTO page_data VALUES (?, ?)',
  functionChunk: 'INSERT INTO function_chunks VALUES (?)',
  functionPages: 'INSERT INTO function_postings VALUES (?, ?, ?, ?)',
  density: 'INSERT OR REPLACE INTO density_blocks VALUES (?, ?, ?, ?)',
  nodeSums: 'INSERT INTO node_sums VALUES (?, ?, ?, ?, ?, ?, ?)',
  values: 'INSERT OR REPLACE INTO value_pages VALUES (?, ?, ?, ?, ?, ?, ?)',
  texts: 'INSERT OR REPLACE INTO text_pages VALUES (?, ?, ?)',
  textMap: 'INSERT OR REPLACE INTO text_maps VALUES (?, ?, ?, ?)',
  functionDetails: 'INSERT INTO function_details VALUES (?, ?, ?, ?, ?, ?)',
  steps: `INSERT OR REPLACE INTO step_pages VALUES (${Array(11).fill('?').join(', ')})`,
  waits: `INSERT OR REPLACE INTO wait_pages VALUES (${Array(10).fill('?').join(', ')})`,
  levelChange: 'INSERT INTO level_changes VALUES (?, ?, ?, ?, ?, ?)',
  log: 'INSERT INTO logs VALUES (NULL, ?, ?, ?, ?, ?)',
  detail: 'INSERT INTO span_details VALUES (?, ?, ?)',
  context: 'INSERT INTO trace_contexts VALUES (?, ?, ?, ?, ?)',
  farParent: 'INSERT OR REPLACE INTO far_parents VALUES (?, ?, ?, ?, ?)',
  metric: 'INSERT INTO metrics VALUES (?, ?, ?, ?)',
  profile: 'INSERT OR REPLACE INTO allocation_profiles VALUES (?, ?, ?, ?, ?)',
  noAllocations: 'DELETE FROM allocations WHERE thread = ?',
  allocation: 'INSERT INTO allocations VALUES (?, ?, ?, ?, ?, ?)',
} as const;

/**
 * Writes a recording, a new one or one that was begun. What is written between two `commit`s becomes visible at once, as one revision. Throws
 * `ContractError` when the disk is full.
 */
export class RecordingWriter {
  /** Of the last commit. */
  revision = 0;
  readonly #file: string;
  readonly #connection: Connection;
  readonly #statements: { readonly [K in keyof typeof STATEMENTS]: Statement };
  readonly #index = new FunctionIndex();
  /** Within a transaction. */
  #isWriting = false;
  #pages = 0;
  #valuePages = 0;
  #stepPages = 0;
  #waitPages = 0;
  #filesWritten = 0;
  #functionsWritten = 0;

  constructor(file: string, maxBytes?: number) {
    this.#file = file;
    this.#connection = openWritable(file, { pageBytes: SQLITE_PAGE_BYTES });
    this.#statements = explain(file, () => {
      migrate(this.#connection, file, recordingSchema);
      // Until it is sealed, a recording that a power failure harms is rebuilt from its spool.
      this.#connection.pragma('synchronous = OFF');
      this.#connection.pragma('wal_autocheckpoint = 2000');
      if (maxBytes) this.#connection.pragma(`max_page_count = ${Math.ceil(maxBytes / SQLITE_PAGE_BYTES)}`);
      // The first bytes that SQLite hands out make V8 drop all compiled code that asks for the length of a typed array: now, not
      // in the middle of an ingest.
      this.#connection.prepare("SELECT x'00'").get();
      const prepared = Object.entries(STATEMENTS).map(([name, sql]) => [name, this.#connection.prepare(sql)]);
      return Object.fromEntries(prepared) as { [K in keyof typeof STATEMENTS]: Statement };
    });
  }

  /** Ids given out so far. */
  get ids(): Pick<IngestState, 'pages' | 'valuePages' | 'stepPages' | 'waitPages'> {
    return {
      pages: this.#pages,
      valuePages: this.#valuePages,
      stepPages: this.#stepPages,
      waitPages: this.#waitPages,
    };
  }

  /** Goes on with a recording. What the threads share takes what is in it. */
  restore(
    { pages, valuePages, stepPages, waitPages }: IngestState,
    shared: Pick<SharedTables, 'registry' | 'nodes' | 'stats' | 'texts'>,
  ): void {
    this.#pages = pages;
    this.#valuePages = valuePages;
    this.#stepPages = stepPages;
    this.#waitPages = waitPages;
    const stored = new StoredTables(this.#connection);
    this.revision = stored.revision();
    shared.registry.restore(stored.files(), stored.functions());
    this.#filesWritten = shared.registry.files.length;
    this.#functionsWritten = shared.registry.functions.length;
    for (const page of stored.nodePages()) shared.nodes.restore(page);
    for (const figures of stored.functionFigures()) shared.stats.restore(figures);
    shared.texts.restore(stored.newestTexts(GENERATION));
    const indexed = stored.indexedPages();
    this.#index.begin(indexed);
    for (const data of stored.pagesFrom(indexed))
      this.#index.add(functionsOf(new SpanPage(data), shared.nodes));
  }

  /** The packed bytes that a query finds. */
  stored(sql: string, ...parameters: readonly (number | string)[]): Uint8Array | undefined {
    const row = this.#connection
      .prepare(sql)
      .pluck()
      .get(...parameters);
    return row as Uint8Array | undefined;
  }

  /** What was written before. */
  get storedTables(): StoredTables {
    return new StoredTables(this.#connection);
  }

  /** The newest chunks of what the string ids of a thread stand for, in order. */
  textMaps(
    thread: number,
    chunks: number,
  ): readonly { readonly first: number; readonly ids: Float64Array }[] {
    return new StoredTables(this.#connection).textMaps(thread, chunks);
  }

  newPage(): number {
    return ++this.#pages;
  }

  newStepPage(): number {
    return ++this.#stepPages;
  }

  newWaitPage(): number {
    return ++this.#waitPages;
  }

  newValuePage(): number {
    return ++this.#valuePages;
  }

  spanPage(id: number, thread: number, spanClass: number, complete: boolean, rows: PageBuilder): void {
    const s = rows.statistics;
    // A page that grows is written again at the next commit: not worth compressing.
    const data = rows.pack(complete);
    const position = complete ? this.#index.add(rows) : -1;
    this.#write(() => {
      this.#statements.page.run(
        id,
        this.revision + 1,
        thread,
        spanClass,
        position,
        rows.length,
        s.errors,
        s.late,
        s.minStart,
        s.maxStart,
        s.minEnd,
        s.maxEnd,
        s.minOrdinal,
        s.maxOrdinal,
        s.minParent,
        s.maxParent,
        s.minLane,
        s.maxLane,
        s.minRoot,
        s.maxRoot,
      );
      this.#statements.pageData.run(id, data);
      if (this.#index.chunkIsFull) this.#writeIndex();
    });
  }

  density(thread: number, level: number, block: number, cells: DensityCells): void {
    const data = packDensity(cells, { thread, level, block });
    this.#write(() => this.#statements.density.run(thread, level, block, data));
  }

  /** `open`: of a block at level 0. */
  nodeSums(
    thread: number,
    level: number,
    block: number,
    stretch: Stretch,
    sums: NodeSums,
    open: OpenCoverage | null,
  ): void {
    const data = packNodeSums(stretch, sums);
    const running = open && packCoverage(stretch, open);
    const { from, to } = stretch;
    this.#write(() => this.#statements.nodeSums.run(thread, level, block, from, to, data, running));
  }

  valuePage(id: number, thread: number, values: ValueBuilder): void {
    const data = packValues(values, values.wordCount);
    this.#write(() =>
      this.#statements.values.run(
        id,
        thread,
        values.minOrdinal,
        values.maxOrdinal,
        values.minTime,
        values.maxTime,
        data,
      ),
    );
  }

  stepPage(thread: number, page: StepPage): void {
    const { id, firstStep, steps, minSpan, maxSpan, minOwner, maxOwner, minTime, maxTime } = page;
    const data = packSteps(page, page.wordCount, page.complete);
    const bounds = [minSpan, maxSpan, minOwner, maxOwner, minTime, maxTime];
    this.#write(() => this.#statements.steps.run(id, thread, firstStep, steps, ...bounds, data));
  }

  waitPage(thread: number, page: WaitPage): void {
    const { id, minStart, maxEnd, minLane, maxLane, minOrdinal, maxOrdinal } = page;
    const bounds = [minStart, maxEnd, minLane, maxLane, minOrdinal, maxOrdinal];
    const data = packWaits(page, page.complete);
    this.#write(() => this.#statements.waits.run(id, thread, page.class, ...bounds, data));
  }

  levelChanges(thread: number, changes: readonly LevelChange[]): void {
    this.#write(() => {
      for (const { timeNs, scope, target, level, functions } of changes) {
        this.#statements.levelChange.run(thread, timeNs, scope, target, level, functions);
      }
    });
  }

  /** `data`: words of the logger, the message and the fields. `ordinal`: -1 for none; so for the next ones. */
  log(thread: number, ordinal: number, timeNs: number, severity: number, data: Buffer): void {
    this.#write(() => this.#statements.log.run(thread, ordinal, timeNs, severity, data));
  }

  /** `data`: words of an object. */
  detail(thread: number, ordinal: number, data: Buffer): void {
    this.#write(() => this.#statements.detail.run(thread, ordinal, data));
  }

  context(thread: number, ordinal: number, continues: boolean, trace: string, span: string): void {
    this.#write(() => this.#statements.context.run(thread, ordinal, continues ? 1 : 0, trace, span));
  }

  metrics(thread: number, samples: readonly MetricSample[]): void {
    this.#write(() => {
      for (const { timeNs, values } of samples) {
        for (const [name, value] of Object.entries(values)) {
          this.#statements.metric.run(thread, timeNs, name, value);
        }
      }
    });
  }

  /** In place of the profile that the thread had before. `functions`: of the nodes, by their index in the recording or -1. */
  allocations(thread: number, profile: AllocationProfile, functions: readonly number[]): void {
    const { timeNs, measure, intervalBytes, parent, bytes, count } = profile;
    this.#write(() => {
      this.#statements.profile.run(thread, this.revision + 1, timeNs, measure, intervalBytes);
      this.#statements.noAllocations.run(thread);
      for (const [node, above] of parent.entries()) {
        this.#statements.allocation.run(thread, node, above, functions[node], bytes[node], count[node]);
      }
    });
  }

  /** The parent of a root where that is a span of another thread. */
  farParent(child: SpanPlace, parent: SpanPlace): void {
    const { thread, ordinal, root } = parent;
    this.#write(() => this.#statements.farParent.run(child.thread, child.ordinal, thread, ordinal, root));
  }

  textPage({ first, texts }: TextPage): void {
    this.#write(() => this.#statements.texts.run(first, texts.length, packTexts(texts)));
  }

  textMap(thread: number, first: number, ids: Float64Array): void {
    this.#write(() => this.#statements.textMap.run(thread, first, ids.length, packTextMap(ids)));
  }

  /** Writes the functions that are new since the last call. */
  functions({ files, functions }: FunctionRegistry): void {
    if (files.length === this.#filesWritten && functions.length === this.#functionsWritten) return;
    this.#write(() => {
      for (; this.#filesWritten < files.length; this.#filesWritten++) {
        const file = files[this.#filesWritten] as (typeof files)[number];
        this.#statements.file.run(this.#filesWritten, file.path, file.language);
      }
      for (; this.#functionsWritten < functions.length; this.#functionsWritten++) {
        const f = functions[this.#functionsWritten] as (typeof functions)[number];
        const params = JSON.stringify(f.params);
        const { file, name, line, column, endLine, kind, flags } = f;
        const row = [this.#functionsWritten, file, name, line, column, endLine, kind, flags, params];
        this.#statements.function.run(...row);
        const { level = -1, rule = '', variables = [], upTo = -1, operation } = f;
        this.#statements.functionDetails.run(
          this.#functionsWritten,
          level,
          rule,
          JSON.stringify(variables),
          upTo,
          operation ? JSON.stringify(operation) : '',
        );
      }
    });
  }

  /** Writes the functions' figures that changed since the last call. `last`: all of them, and compressed. */
  stats(stats: FunctionStats, last: boolean): void {
    this.#write(() => {
      for (const { index, finished, sumNs, minNs, maxNs, histogram, slowest } of stats.takeDirty(last)) {
        const sums = [finished, sumNs, minNs, maxNs];
        this.#statements.stats.run(index, this.revision + 1, ...sums, histogram, slowest);
      }
    });
  }

  /** Writes the pages of call nodes that changed since the last call. `last`: all of them, and compressed. */
  nodes(nodes: CallNodes, last: boolean): void {
    this.#write(() => {
      for (const page of nodes.takePages(last)) {
        this.#statements.nodes.run(page, this.revision + 1, packNodePage(nodes.page(page), last));
      }
    });
  }

  thread(row: ThreadRow): void {
    const { index, spool, process, lastNs, ended, spans, lanes, open } = row;
    const head = [index, spool, JSON.stringify(process), process.originUnixNs, lastNs, ended ? 1 : 0];
    this.#write(() =>
      this.#statements.thread.run(
        ...head,
        spans,
        lanes,
        open?.length ?? 0,
        open?.length ? open.pack(false) : null,
      ),
    );
  }

  /** Makes everything since the last commit visible as one revision. */
  commit(facts: RunFacts, summary: IngestSummary, sealed = false): void {
    this.#write(() => {
      const texts = [facts.id, JSON.stringify(facts), JSON.stringify(summary)];
      this.#statements.recording.run(this.revision + 1, sealed ? 1 : 0, this.#index.indexed, ...texts);
      if (sealed) writeDigest(this.#connection);
      this.#connection.exec('COMMIT');
      this.#isWriting = false;
      this.revision++;
    });
  }

  /** Indexes the last pages too; no page will be completed after this. */
  finishIndex(): void {
    this.#write(() => this.#writeIndex());
  }

  /** Checks that the file holds as many spans as were counted; throws when it does not. */
  verify(spans: number): void {
    const stored = explain(this.#file, () =>
      this.#connection.prepare('SELECT coalesce(sum(count), 0) FROM pages').pluck().get(),
    );
    if (stored !== spans) throw new Error(`${this.#file} holds ${stored} spans of ${spans}`);
  }

  /** Gives back the space of what was written again. */
  closeHoles(): void {
    explain(this.#file, () => this.#connection.pragma('incremental_vacuum'));
  }

  /** Everything committed so far is on the disk when this returns. */
  flush(): void {
    explain(this.#file, () => this.#connection.pragma('wal_checkpoint(TRUNCATE)'));
    const descriptor = openSync(this.#file, 'r+');
    fsyncSync(descriptor);
    closeSync(descriptor);
    this.#connection.pragma('synchronous = FULL');
  }

  /** Leaves one file without a write-ahead log; false while a reader is in the way, then try again. */
  makePortable(): boolean {
    this.#connection.pragma('busy_timeout = 0');
    try {
      return this.#connection.pragma('journal_mode = DELETE', { simple: true }) === 'delete';
    } catch (error) {
      if ((error as { code?: string }).code?.startsWith('SQLITE_BUSY')) return false;
      throw error;
    }
  }

  /** Size on disk, the log included. */
  bytes(): number {
    const size = (file: string) => statSync(file, { throwIfNoEntry: false })?.size ?? 0;
    return size(this.#file) + size(`${this.#file}-wal`);
  }

  close(): void {
    this.#connection.close();
  }

  #writeIndex(): void {
    if (this.#index.pages === this.#index.indexed) return;
    this.#statements.functionChunk.run(this.#index.indexed);
    this.#index.writeChunk((first, index, postings) => {
      this.#statements.functionPages.run(first, index, postings, postingsCrc(first, index, postings));
    });
  }

  #write(work: () => void): void {
    explain(this.#file, () => {
      if (!this.#isWriting) this.#connection.exec('BEGIN IMMEDIATE');
      this.#isWriting = true;
      try {
        work();
      } catch (error) {
        // SQLite may have given the transaction up.
        this.#isWriting = this.#connection.inTransaction;
        throw error;
      }
    });
  }
}
