import { type NodeColumns, unpackNodePage } from '../store/node-page.ts';
import { type NodeSums, type Stretch, unpackNodeSums } from '../store/node-sums.ts';
import type { Connection } from '../store/sqlite.ts';
import { unpackTextMap, unpackTexts } from '../store/text-page.ts';
import type { RecordedFunction } from './function-registry.ts';
import type { FunctionFigures } from './function-stats.ts';
import type { TextPage } from './text-table.ts';

type FunctionRow = Omit<RecordedFunction, 'params' | 'variables' | 'operation'> & {
  readonly params: string;
  readonly variables: string;
  readonly operation: string;
};

/** What an unfinished recording holds, for an ingest that goes on with it. Every answer is in the order in which it was written. */
export class StoredTables {
  readonly #connection: Connection;

  constructor(connection: Connection) {
    this.#connection = connection;
  }

  revision(): number {
    return this.#number('SELECT revision FROM recording');
  }

  /** Complete pages at positions below are in the function index. */
  indexedPages(): number {
    return this.#number('SELECT indexed_pages FROM recording');
  }

  files(): { readonly path: string; readonly language: string }[] {
    return this.#connection.prepare('SELECT path, language FROM files ORDER BY id').all() as [];
  }

  functions(): RecordedFunction[] {
    const rows = this.#connection
      .prepare(
        `SELECT file, name, line, "column", end_line AS endLine, kind, flags, params, level, up_to AS upTo, rule,
           variables, operation
         FROM functions JOIN function_details ON function = functions.id ORDER BY functions.id`,
      )
      .all() as FunctionRow[];
    return rows.map((row) => ({
      ...row,
      params: JSON.parse(row.params),
      variables: JSON.parse(row.variables),
      operation: row.operation === '' ? undefined : JSON.parse(row.operation),
    }));
  }

  *nodePages(): Generator<NodeColumns> {
    const pages = this.#connection.prepare('SELECT data FROM node_pages ORDER BY id').pluck();
    for (const data of pages.iterate()) yield unpackNodePage(data as Uint8Array);
  }

  functionFigures(): FunctionFigures[] {
    return this.#connection
      .prepare(
        `SELECT function AS "index", finished, sum_ns AS sumNs, min_ns AS minNs, max_ns AS maxNs, histogram, slowest
         FROM function_stats ORDER BY function`,
      )
      .all() as FunctionFigures[];
  }

  /** Pages that hold the last `count` texts, at least one page if there is any. */
  newestTexts(count: number): TextPage[] {
    const pages: TextPage[] = [];
    let found = 0;
    const rows = this.#connection.prepare('SELECT first, data FROM text_pages ORDER BY first DESC').raw();
    for (const [first, data] of rows.iterate() as IterableIterator<[number, Uint8Array]>) {
      const texts = unpackTexts(data);
      pages.push({ first, texts });
      found += texts.length;
      if (found >= count) break;
    }
    return pages.reverse();
  }

  textMaps(thread: number, chunks: number): { readonly first: number; readonly ids: Float64Array }[] {
    const rows = this.#connection
      .prepare('SELECT first, data FROM text_maps WHERE thread = ? ORDER BY first DESC LIMIT ?')
      .raw()
      .all(thread, chunks) as [number, Uint8Array][];
    return rows.reverse().map(([first, data]) => ({ first, ids: unpackTextMap(data) }));
  }

  /** The sums of a block of a thread. */
  nodeSums(thread: number, level: number, block: number): { stretch: Stretch; sums: NodeSums } {
    const [from, to, data] = this.#connection
      .prepare('SELECT from_ns, to_ns, data FROM node_sums WHERE thread = ? AND level = ? AND block = ?')
      .raw()
      .get(thread, level, block) as [number, number, Uint8Array];
    const stretch = { from, to };
    return { stretch, sums: unpackNodeSums(data, stretch) };
  }

  /** The packed spans of the pages of a thread with one that ended at `time` or later. */
  pagesEndingFrom(thread: number, time: number): Uint8Array[] {
    return this.#connection
      .prepare(
        'SELECT data FROM pages JOIN page_data USING (id) WHERE thread = ? AND max_end >= ? ORDER BY id',
      )
      .pluck()
      .all(thread, time) as Uint8Array[];
  }

  /** The packed spans of the complete pages from a position on. */
  pagesFrom(position: number): Uint8Array[] {
    return this.#connection
      .prepare('SELECT data FROM pages JOIN page_data USING (id) WHERE position >= ? ORDER BY position')
      .pluck()
      .all(position) as Uint8Array[];
  }

  #number(sql: string): number {
    return this.#connection.prepare(sql).pluck().get() as number;
  }
}
