import { statSync } from 'node:fs';
import Database from 'better-sqlite3';
import { SpanPage } from '../../main/store/span-page.ts';

/** The peer: the same spans as one row each, prepared inserts in one transaction, with the index a viewer needs. */
export function writeRowPerSpan(
  file: string,
  recording: string,
  spans: number,
): { ms: number; bytes: number } {
  const source = new Database(recording, { readonly: true });
  const target = new Database(file);
  target.pragma('journal_mode = WAL');
  target.pragma('synchronous = OFF');
  target.exec(`CREATE TABLE spans (thread INTEGER, ordinal INTEGER, parent INTEGER, function INTEGER, start INTEGER,
    duration INTEGER, self INTEGER, lane INTEGER, flags INTEGER); CREATE INDEX by_start ON spans (thread, start)`);
  const insert = target.prepare('INSERT INTO spans VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)');
  const pages = source.prepare('SELECT thread, data FROM pages JOIN page_data USING (id)').raw();
  let ms = 0;
  let written = 0;
  target.exec('BEGIN');
  for (const [thread, data] of pages.iterate() as IterableIterator<[number, Uint8Array]>) {
    if (written >= spans) break;
    const page = new SpanPage(data);
    const { ordinal, up, node, end, duration, covered, laneShift, flags } = page;
    const began = performance.now();
    for (let i = 0; i < page.rows; i++) {
      const d = duration[i] as number;
      const o = ordinal[i] as number;
      const self = d - (covered[i] as number);
      const parent = o - (up[i] as number);
      insert.run(thread, o, parent, node[i], (end[i] as number) - d, d, self, laneShift[i], flags[i]);
    }
    ms += performance.now() - began;
    written += page.rows;
  }
  const began = performance.now();
  target.exec('COMMIT');
  target.pragma('wal_checkpoint(TRUNCATE)');
  ms += performance.now() - began;
  source.close();
  target.close();
  return {
    ms: (ms * spans) / Math.max(1, written),
    bytes: (statSync(file).size * spans) / Math.max(1, written),
  };
}
