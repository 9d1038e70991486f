import { closeSync, openSync, readdirSync, readSync } from 'node:fs';
import { join } from 'node:path';
import { pack, unpack } from '../../main/store/compression.ts';
import { openReadOnly, openWritable } from '../../main/store/sqlite.ts';
import { decodeEventsPayload, EventDecoder, FRAME, FrameReader } from '../../runtime/format/index.ts';
import { type IngestFigures, measureIngest } from './measure-recording.ts';

/** What an ingest cannot be without, in ns of CPU a span, and what it is without its start; of all threads of the process. */
export interface IngestFloors {
  /** The stream read, its checksums compared and its events decoded, and nothing made of them. */
  readonly decodedNs: number;
  /** The bytes of the finished recording compressed, checksummed and put into a database of one table. */
  readonly storedNs: number;
  /** The whole ingest in a process that has ingested another recording before, as a workbench has from its second run on. */
  readonly second: IngestFigures;
}

export interface FloorSources {
  /** Spools that may be read as often as one likes. */
  readonly spoolDir: string;
  /** Those of the recording that is ingested before. */
  readonly firstSpoolDir: string;
  /** The finished recording of the spools. */
  readonly file: string;
}

export async function measureFloors({ spoolDir, firstSpoolDir, file }: FloorSources): Promise<IngestFloors> {
  // The first time is that of the compiler.
  decodeAll(firstSpoolDir);
  const decodedMs = cpuOf(() => decodeAll(spoolDir));
  await measureIngest(firstSpoolDir, `${file}.first`);
  const second = await measureIngest(spoolDir, `${file}.again`);
  const perSpan = (ms: number): number => (ms * 1e6) / second.summary.spans;
  return { decodedNs: perSpan(decodedMs), storedNs: perSpan(storeAll(file)), second };
}

function cpuOf(work: () => void): number {
  const before = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}

function decodeAll(spoolDir: string): void {
  const chunk = new Uint8Array(1024 * 1024);
  const decoder = new EventDecoder();
  for (const name of readdirSync(spoolDir).filter((one) => one.endsWith('.spool'))) {
    const descriptor = openSync(join(spoolDir, name), 'r');
    const reader = new FrameReader();
    for (let read = 1; read > 0; ) {
      read = readSync(descriptor, chunk);
      reader.push(chunk.subarray(0, read));
      for (let frame = reader.next(); frame; frame = reader.next()) {
        if (frame.kind !== FRAME.EVENTS) continue;
        decoder.start(decodeEventsPayload(frame));
        while (decoder.next());
      }
    }
    closeSync(descriptor);
  }
}

/** Tables whose rows are most of a recording; those of the first are compressed. */
const STORED = ['page_data', 'density_blocks', 'node_sums'];
/** Rows that are read ahead, which is not measured. */
const AHEAD = 500;

/** ms of CPU. */
function storeAll(file: string): number {
  const source = openReadOnly(file);
  const target = openWritable(`${file}.bytes`, {
    pageBytes: source.pragma('page_size', { simple: true }) as number,
  });
  target.pragma('synchronous = OFF');
  target.pragma('wal_autocheckpoint = 2000');
  target.exec('CREATE TABLE bytes (id INTEGER PRIMARY KEY, data BLOB NOT NULL)');
  const insert = target.prepare('INSERT INTO bytes VALUES (NULL, ?)');
  let ms = 0;
  for (const table of STORED) {
    const rows = source.prepare(`SELECT data FROM ${table}`).pluck().iterate();
    for (let pages = ahead(rows); pages.length > 0; pages = ahead(rows)) {
      ms += cpuOf(() => {
        target.exec('BEGIN');
        for (const page of pages) insert.run(pack(page, table === 'page_data'));
        target.exec('COMMIT');
      });
    }
  }
  ms += cpuOf(() => target.pragma('wal_checkpoint(TRUNCATE)'));
  target.close();
  source.close();
  return ms;
}

function ahead(rows: Iterator<unknown>): Uint8Array[] {
  const pages: Uint8Array[] = [];
  for (let row = rows.next(); !row.done; row = rows.next()) {
    pages.push(Buffer.from(unpack(row.value as Uint8Array)));
    if (pages.length === AHEAD) break;
  }
  return pages;
}
