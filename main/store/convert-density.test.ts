import { beforeAll, describe, expect, it } from 'vitest';
import { ask } from '../query/testing/ask.ts';
import { type Column, packTable } from './columns.ts';
import { convertDensity } from './convert-density.ts';
import { writeDigest } from './digest.ts';
import { classWidth } from './span-page.ts';
import { openWritable } from './sqlite.ts';
import { durationOf, modelThread } from './testing/model.ts';
import { busyEvents } from './testing/random-events.ts';
import { recordingOf } from './testing/recording.ts';
import { SpoolBuilder } from './testing/spool-builder.ts';
import { verifyRecording } from './verify.ts';

const SPANS = 60_000;
const events = busyEvents(SPANS, 11);
const model = modelThread(events);

function written(): string {
  const spool = new SpoolBuilder().functions(['a', 'b', 'c', 'd', 'e', 'f'].map((name) => ({ name })));
  for (let at = 0; at < events.length; at += 10_000) spool.events(events.slice(at, at + 10_000));
  return recordingOf(spool.end());
}

/** The cells that version 7 had of a level, by block: buckets of 4^k ns, 512 a block, in the order of their buckets. */
function oldBlocks(
  level: number,
): Map<number, [bucket: number, lane: number, count: number, errors: number][]> {
  const cells = new Map<string, [number, number, number, number]>();
  for (const span of model.spans) {
    if (durationOf(span) >= classWidth(level)) continue;
    const bucket = Math.floor(span.start / classWidth(level));
    const cell = cells.get(`${bucket} ${span.lane}`) ?? [bucket, span.lane, 0, 0];
    cells.set(`${bucket} ${span.lane}`, cell);
    cell[2]++;
    cell[3] += span.status === 'error' ? 1 : 0;
  }
  const ordered = [...cells.values()].sort((a, b) => a[0] - b[0] || a[1] - b[1]);
  return Map.groupBy(ordered, ([bucket]) => Math.floor(bucket / 512));
}

/** Gives the recording the density of version 7, and has that taken over. */
function ageAndConvert(file: string): void {
  const connection = openWritable(file);
  connection.exec(`
    DELETE FROM density_blocks;
    CREATE TABLE density (thread INTEGER, level INTEGER, block INTEGER, data BLOB);
  `);
  const insert = connection.prepare('INSERT INTO density VALUES (0, ?, ?, ?)');
  for (const level of [6, 7, 8]) {
    for (const [block, cells] of oldBlocks(level)) {
      const numbers = (at: number) => Float64Array.from(cells, (cell) => cell[at] as number);
      const columns: Column[] = [
        { id: 1, mode: 'delta', values: numbers(0) },
        { id: 2, mode: 'offset', values: numbers(1) },
        { id: 3, mode: 'offset', values: numbers(2) },
        { id: 4, mode: 'offset', values: numbers(3) },
        { id: 5, mode: 'offset', values: new Int32Array(cells.length) },
      ];
      insert.run(level, block, packTable(cells.length, columns));
    }
  }
  convertDensity(connection);
  writeDigest(connection);
  connection.pragma('journal_mode = DELETE');
  connection.close();
}

describe('density of version 7', () => {
  let now: string;
  let old: string;
  beforeAll(() => {
    now = written();
    old = written();
    ageAndConvert(old);
  });

  it.for([6, 7, 8])('answers as one that is written now, at level %i', (level) => {
    // Pixels that the old level was kept for; its cells are two of them wide.
    const widthNs = classWidth(level) * 800;
    for (let startNs = 0; startNs < model.lastNs; startNs += widthNs) {
      const range = { startNs, endNs: startNs + widthNs };
      const cells = (file: string) => {
        const { density } = ask(file, 'timeline', { range, widthPx: 800, maxLane: 100 });
        const { function: _, ...counted } = density;
        return counted;
      };
      expect(cells(old)).toEqual(cells(now));
    }
  });

  it('is sound when it is taken over', () => {
    expect(verifyRecording(old)).toMatchObject({ ok: true, foundSpans: SPANS });
  });
});
