import { statSync } from 'node:fs';
import type { Statement } from 'better-sqlite3';
import type { ProcessInfo } from '#format';
import { damaged } from '../store/compression.ts';
import { DensityBlock } from '../store/density-block.ts';
import { askedTables, checkAsked, checkDigest } from '../store/digest.ts';
import { giveBack } from '../store/give-back.ts';
import { decodeHistogram, percentiles } from '../store/histogram.ts';
import { NODE_ROWS } from '../store/node-page.ts';
import { openRecording, type RecordingFile } from '../store/recording.ts';
import { SpanPage } from '../store/span-page.ts';
import { type Connection, explain } from '../store/sqlite.ts';
import { LruCache } from './lru-cache.ts';
import type { NodePlace } from './node-place.ts';
import { NodeTable } from './node-table.ts';
import { DIRECTORY_SQL, PageDirectory } from './page-directory.ts';
import { Scratch } from './scratch.ts';
import type { FunctionFigures, FunctionStatic, Snapshot, ThreadState } from './snapshot.ts';

/** What is kept unpacked of a recording: pages of spans, and blocks of density. */
const CACHED_PAGE_BYTES = 14_000_000;
const CACHED_DENSITY_BYTES = 12_000_000;
/** Of so many, most are still there when the same question is asked again. */
const KEPT_PAGES = 48;
/** Nodes of which a column takes some megabytes. */
const LARGE_TREE = 2 ** 18;
const SHARES = [0.5, 0.9, 0.95, 0.99];

/**
 * Reads one recording, also while it is being written. `within` gives a query one consistent revision; the tables that
 * queries share are kept between queries and only what changed is read again.
 */
export class RecordingReader {
  readonly file: string;
  /** What a query borrows until its `within` ends: nothing of its answer may be in it. */
  readonly scratch = new Scratch();
  #recording: RecordingFile | undefined;
  #statements = new Map<string, Statement>();
  /** Which file the kept tables are of: a rebuilt recording has the same path. */
  #identity = { inode: 0, bornMs: 0 };
  #snapshot: Snapshot | undefined;
  #held: Snapshot | undefined;
  /** Tables that were compared with their checksums. */
  readonly #compared = new Set<string>();
  #pages = new PageDirectory();
  #nodes = new NodeTable();
  #figures: (FunctionFigures | undefined)[] = [];
  #functions: FunctionStatic[] = [];
  #files: string[] = [];
  #spanPages = new LruCache<string, SpanPage>(CACHED_PAGE_BYTES, (page) => page.bytes);
  #density = new LruCache<string, DensityBlock>(CACHED_DENSITY_BYTES, (block) => block.bytes);

  /** Where readers in other threads find the call nodes, and this one puts them, once the recording is complete. */
  place: NodePlace | undefined;

  constructor(file: string) {
    this.file = file;
  }

  /**
   * Runs a query against one revision. A live recording is let go afterwards, so that it can be sealed.
   * @param checkpoint is called while another thread reads what this one waits for
   */
  within<T>(query: (snapshot: Snapshot) => T, checkpoint: () => void = () => {}): T {
    const held = this.#held;
    if (held) {
      try {
        return explain(this.file, () => query(held));
      } finally {
        this.scratch.release();
      }
    }
    const recording = this.#open();
    recording.connection.exec('BEGIN');
    try {
      return explain(this.file, () => query(this.#refresh(recording, checkpoint)));
    } finally {
      this.scratch.release();
      if (recording.connection.open && recording.connection.inTransaction)
        recording.connection.exec('COMMIT');
      if (!this.#snapshot?.sealed) this.close();
    }
  }

  /** Keeps to the revision that there is now, for all queries until `close`. */
  hold(): Snapshot {
    const recording = this.#open();
    recording.connection.exec('BEGIN');
    this.#held = explain(this.file, () => this.#refresh(recording));
    return this.#held;
  }

  /** Once for each table of a complete recording. */
  #compare(connection: Connection, table: string): void {
    if (this.#compared.has(table)) return;
    checkAsked(connection, table);
    if (this.#snapshot?.sealed) this.#compared.add(table);
  }

  /** Only inside `within`. Throws `damaged` when a table that it looks into is not what it was. */
  statement(sql: string): Statement {
    let statement = this.#statements.get(sql);
    if (!statement) {
      const { connection } = this.#open();
      for (const table of askedTables(sql)) this.#compare(connection, table);
      statement = connection.prepare(sql);
      this.#statements.set(sql, statement);
    }
    return statement;
  }

  /** The page at a row of the directory. Only inside `within`; throws `damaged`. */
  page(row: number): SpanPage {
    const key = this.#keyOf(row);
    const known = this.#spanPages.get(key);
    if (known) return known;
    const page = this.#read(row);
    this.#spanPages.set(key, page);
    return page;
  }

  /**
   * Lends a page to `look`, which keeps nothing of it. One of more than can be kept is given back at once, instead of lying about with
   * all that were read before it until the collector comes.
   * @param among how many pages the question looks at
   */
  see<T>(row: number, among: number, look: (page: SpanPage) => T): T {
    if (this.#isKept(row, among)) return look(this.page(row));
    const page = this.#read(row);
    try {
      return look(page);
    } finally {
      page.release();
    }
  }

  /** Pages with their rows, one after another; each is lent until the next one is asked for, as `see` does. */
  *eachPage(rows: readonly number[]): Generator<[row: number, page: SpanPage]> {
    for (const row of rows) {
      if (this.#isKept(row, rows.length)) {
        yield [row, this.page(row)];
        continue;
      }
      const page = this.#read(row);
      try {
        yield [row, page];
      } finally {
        page.release();
      }
    }
  }

  #isKept = (row: number, among: number): boolean =>
    among <= KEPT_PAGES || this.#spanPages.get(this.#keyOf(row)) !== undefined;

  #keyOf = (row: number): string => `${row}:${this.#pages.revision[row]}`;

  #read(row: number): SpanPage {
    const data = this.statement('SELECT data FROM page_data WHERE id = ?')
      .pluck()
      .get(row + 1);
    if (!(data instanceof Uint8Array)) throw damaged('a page of spans is missing');
    const page = new SpanPage(data);
    if (!page.isOver(data)) giveBack(data);
    // A sound page in another's place would give a wrong answer that looks right.
    const { count, minEnd, maxEnd } = this.#pages;
    const [firstEnd, lastEnd] = page.firstAndLastEnd();
    if (page.rows !== count[row] || firstEnd !== minEnd[row] || lastEnd !== maxEnd[row])
      throw damaged('a page of spans is not the one that was written there');
    return page;
  }

  /**
   * Gives the pages that are kept back where the call tree is a large one: for a question that makes further trees of it, before it
   * looks at any page.
   */
  makeRoom(): void {
    if (this.#nodes.length < LARGE_TREE) return;
    for (const page of this.#spanPages.clear()) page.release();
  }

  /** A block of density that is there. Only inside `within`; throws `damaged`. */
  density(thread: number, level: number, block: number): DensityBlock {
    const key = `${thread}:${level}:${block}`;
    const known = this.#density.get(key);
    if (known) return known;
    const data = this.statement(
      'SELECT data FROM density_blocks WHERE thread = ? AND level = ? AND block = ?',
    )
      .pluck()
      .get(thread, level, block);
    if (!(data instanceof Uint8Array)) throw damaged('a block of density is missing');
    const read = new DensityBlock(data);
    if (!read.isAt({ thread, level, block }))
      throw damaged('a block of density is not the one that was written there');
    // One that still grows is written again.
    if (this.#snapshot?.sealed) this.#density.set(key, read);
    return read;
  }

  close(): void {
    this.#statements.clear();
    this.#held = undefined;
    this.scratch.release();
    this.#recording?.close();
    this.#recording = undefined;
  }

  /** Nothing that it gave is used any more. */
  dispose(): void {
    this.close();
    this.#nodes.release();
    this.#forget();
  }

  #open(): RecordingFile {
    if (this.#recording) return this.#recording;
    this.#recording = openRecording(this.file);
    const { ino: inode, birthtimeMs: bornMs } = statSync(this.file);
    if (inode !== this.#identity.inode || bornMs !== this.#identity.bornMs) this.#forget();
    this.#identity = { inode, bornMs };
    return this.#recording;
  }

  #forget(): void {
    this.#snapshot = undefined;
    this.#compared.clear();
    this.#pages = new PageDirectory();
    this.#nodes = new NodeTable();
    this.#figures = [];
    this.#functions = [];
    this.#files = [];
    this.#spanPages.clear();
    this.#density.clear();
  }

  #refresh(recording: RecordingFile, checkpoint: () => void = () => {}): Snapshot {
    const state = recording.state();
    const revision = state?.revision ?? 0;
    if (this.#snapshot?.revision === revision && this.#snapshot.sealed === (state?.sealed ?? false)) {
      return this.#snapshot;
    }
    if (this.#snapshot && revision < this.#snapshot.revision) this.#forget();
    const known = this.#snapshot?.revision ?? 0;
    if (state?.sealed) checkDigest(recording.connection);
    this.#pages.refresh(this.#changed(DIRECTORY_SQL, known));
    this.#refreshNodes(known, state?.sealed ? revision : undefined, checkpoint);
    this.#refreshFunctions(known);
    const { threads, originUnixNs } = this.#threads();
    this.#snapshot = {
      revision,
      sealed: state?.sealed ?? false,
      indexedPages: state?.indexedPages ?? 0,
      run: state?.run ?? '',
      threads,
      originUnixNs,
      durationNs: threads.reduce((last, thread) => Math.max(last, thread.offsetNs + thread.lastNs), 0),
      files: this.#files,
      functions: this.#functions,
      figures: this.#figures,
      nodes: this.#nodes,
      pages: this.#pages,
    };
    return this.#snapshot;
  }

  /**
   * Rows of a table that are newer than a revision. All of them are read as they stand: a damaged row without its revision would be
   * left out, and an index may be damaged where the rows are not.
   */
  #changed(select: string, known: number): IterableIterator<unknown> {
    if (known > 0) return this.statement(`${select} WHERE revision > ?`).raw().iterate(known);
    return this.statement(`${select} NOT INDEXED`).raw().iterate();
  }

  /** @param sealed the revision of a complete recording: its nodes are those that all readers share */
  #refreshNodes(known: number, sealed: number | undefined, checkpoint: () => void): void {
    const pages = this.statement('SELECT coalesce(max(id) + 1, 0) FROM node_pages').pluck().get() as number;
    const room = pages * NODE_ROWS;
    const read = (nodes: NodeTable, since: number): void => {
      for (const row of this.#changed('SELECT id, data FROM node_pages', since)) {
        const [id, data] = row as [number, Uint8Array];
        nodes.set(id, data);
      }
    };
    if (sealed !== undefined && pages > 0) {
      const version = { ...this.#identity, revision: sealed };
      const shared = this.place?.take(version, room, (nodes) => read(nodes, 0), checkpoint);
      if (shared) {
        this.#nodes.release();
        this.#nodes = shared;
        return;
      }
    }
    // All of a million at once, instead of growing by doubling.
    if (known === 0) this.#nodes.reserve(room);
    read(this.#nodes, known);
  }

  #refreshFunctions(known: number): void {
    const files = this.statement('SELECT path FROM files WHERE id >= ? ORDER BY id').pluck();
    for (const path of files.iterate(this.#files.length)) this.#files.push(path as string);
    const functions = this.statement(
      'SELECT file, name, line, flags, params FROM functions WHERE id >= ? ORDER BY id',
    ).raw();
    for (const row of functions.iterate(this.#functions.length)) {
      const [file, name, line, flags, params] = row as [number, string, number, number, string];
      this.#functions.push({ file, name, line, flags, params: JSON.parse(params) as string[] });
    }
    const stats = 'SELECT function, finished, sum_ns, min_ns, max_ns, histogram FROM function_stats';
    for (const row of this.#changed(stats, known)) {
      const [index, finished, sumNs, minNs, maxNs, histogram] = row as [
        number,
        number,
        number,
        number,
        number,
        Uint8Array,
      ];
      const shares = percentiles(decodeHistogram(histogram), finished, SHARES, minNs, maxNs);
      this.#figures[index] = { finished, sumNs, minNs, maxNs, percentiles: shares, histogram };
    }
  }

  #threads(): { threads: ThreadState[]; originUnixNs: bigint } {
    const rows = this.statement('SELECT * FROM threads ORDER BY id').all() as ThreadColumns[];
    const origins = rows.map((row) => BigInt(row.origin_unix_ns));
    const [originUnixNs = 0n] = [...origins].sort((a, b) => Number(a - b));
    const threads = rows.map((row, i) => ({
      index: row.id,
      process: JSON.parse(row.process) as ProcessInfo,
      offsetNs: Number((origins[i] as bigint) - originUnixNs),
      lastNs: row.last_ns,
      ended: row.ended === 1,
      spans: row.spans,
      lanes: row.lanes,
      open: row.open ? new SpanPage(row.open) : null,
    }));
    return { threads, originUnixNs };
  }
}

interface ThreadColumns {
  readonly id: number;
  readonly process: string;
  readonly origin_unix_ns: string;
  readonly last_ns: number;
  readonly ended: number;
  readonly spans: number;
  readonly lanes: number;
  readonly open: Uint8Array | null;
}
