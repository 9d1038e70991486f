import { existsSync, readFileSync, truncateSync, writeFileSync } from 'node:fs';
import Database from 'better-sqlite3';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ask } from '../query/testing/ask.ts';
import { repairRecording, verifyRecording } from './index.ts';
import { PAGE_TABLES } from './page-tables.ts';
import { busyEvents } from './testing/random-events.ts';
import { ingestNow, placeSpools, recordingOf } from './testing/recording.ts';
import { SpoolBuilder } from './testing/spool-builder.ts';

const SPANS = 30_000;
const FUNCTIONS = ['a', 'b', 'c', 'd', 'e', 'f'].map((name) => ({ name }));

/** Enough for complete pages, density blocks, texts and values. */
const spool = (end: boolean): SpoolBuilder => {
  const builder = new SpoolBuilder().functions(FUNCTIONS).strings(1, ['Ada', 'Grace']);
  const events = busyEvents(SPANS, 5).flatMap((event, i) =>
    event.op === 'enter' && i % 50 === 0
      ? [event, { op: 'value', kind: 'args', words: [1, (1 << 8) | 7] } as const]
      : [event],
  );
  for (let at = 0; at < events.length; at += 10_000) builder.events(events.slice(at, at + 10_000));
  return end ? builder.end() : builder;
};
const sound = readFileSync(recordingOf(spool(true)));

/** A copy of the sound recording. */
function copy(): string {
  const { file } = placeSpools();
  writeFileSync(file, sound);
  return file;
}

/** Changes one byte of a packed column, as a failing disk does. */
function damage(file: string, table: string, column: string, pick: number): void {
  const connection = new Database(file);
  const where = `${column} IS NOT NULL AND length(${column}) > 8`;
  const rows = connection.prepare(`SELECT rowid FROM ${table} WHERE ${where}`).pluck().all() as number[];
  const row = rows[pick % rows.length];
  if (row === undefined) throw new Error(`There is no ${table}.${column}`);
  const data = connection
    .prepare(`SELECT ${column} FROM ${table} WHERE rowid = ?`)
    .pluck()
    .get(row) as Buffer;
  const at = 8 + (pick % (data.length - 8));
  data[at] = (data[at] as number) ^ (1 << (pick % 8));
  connection.prepare(`UPDATE ${table} SET ${column} = ? WHERE rowid = ?`).run(data, row);
  connection.close();
}

/** Packed with a checksum; a histogram is checked by its counts alone. */
const CHECKED = PAGE_TABLES.filter(({ column, table }) => column !== 'histogram' && table !== 'threads');
const spansIn = (file: string): number =>
  ask(file, 'search', { query: '', order: 'start', offset: 0, limit: 0 }).total;

describe('a check of a recording', () => {
  it('finds a sound one sound, and says how much is in it', () => {
    const check = verifyRecording(copy());
    expect(check).toMatchObject({ ok: true, sealed: true, damagedPages: 0, problems: [] });
    expect(check).toMatchObject({ statedSpans: SPANS, foundSpans: SPANS, lostSpans: 0 });
    expect(check.checkedPages).toBeGreaterThan(10);
  });

  it('finds every single changed bit in every kind of page', () => {
    const present = CHECKED.filter(({ table, column }) => {
      const connection = new Database(copy(), { readonly: true });
      const rows = connection.prepare(`SELECT count(${column}) FROM ${table}`).pluck().get() as number;
      connection.close();
      return rows > 0;
    });
    expect(present.map(({ table }) => table)).toEqual(
      expect.arrayContaining([
        'page_data',
        'node_pages',
        'density_blocks',
        'value_pages',
        'text_pages',
        'text_maps',
      ]),
    );
    fc.assert(
      fc.property(fc.constantFrom(...present), fc.nat(), ({ table, column, what }, pick) => {
        const file = copy();
        damage(file, table, column, pick);
        const check = verifyRecording(file);
        expect(check).toMatchObject({ ok: false, damagedPages: 1 });
        expect(check.problems.join()).toContain(what);
      }),
      { numRuns: 40 },
    );
  });

  it('finds pages that are missing, and a file that is cut short or no recording', () => {
    const missing = copy();
    const connection = new Database(missing);
    connection.exec('DELETE FROM page_data WHERE id = 1');
    connection.close();
    expect(verifyRecording(missing)).toMatchObject({
      ok: false,
      problems: expect.arrayContaining(['1 pages of spans are missing.']),
    });
    const cut = copy();
    truncateSync(cut, sound.length >> 1);
    expect(verifyRecording(cut).ok).toBe(false);
    const foreign = copy();
    writeFileSync(foreign, 'something else');
    expect(verifyRecording(foreign).ok).toBe(false);
  });
});

describe('a repair', () => {
  it('leaves a sound recording as it is, and one that is being written', () => {
    const file = copy();
    expect(repairRecording(file)).toMatchObject({ damagedFile: '', keptSpans: SPANS, lostSpans: 0 });
    expect(readFileSync(file).equals(sound)).toBe(true);
    const live = ingestNow(placeSpools(spool(false)), true);
    expect(() => repairRecording(live)).toThrow(/Wait until its run has ended/);
  });

  it('keeps all but the damaged pages, counts what is lost, and keeps the damaged file', () => {
    const losing = CHECKED.filter(({ vital }) => !vital);
    fc.assert(
      fc.property(fc.constantFrom(...losing), fc.nat(), ({ table, column }, pick) => {
        const file = copy();
        try {
          damage(file, table, column, pick);
        } catch {
          return;
        }
        const damaged = readFileSync(file);
        const repair = repairRecording(file);
        expect(repair.check).toMatchObject({ ok: true, statedSpans: SPANS });
        expect(repair).toMatchObject({ lostPages: 1, keptSpans: SPANS - repair.lostSpans });
        expect(repair.lostSpans > 0).toBe(table === 'page_data');
        expect(readFileSync(repair.damagedFile).equals(damaged)).toBe(true);
        expect(spansIn(file)).toBe(repair.keptSpans);
        expect(ask(file, 'functions', {})).toEqual(ask(copy(), 'functions', {}));
        expect(verifyRecording(file)).toEqual(repair.check);
      }),
      { numRuns: 20 },
    );
  });

  it('says so when the call tree is lost, and touches nothing', () => {
    const file = copy();
    damage(file, 'node_pages', 'data', 3);
    const damaged = readFileSync(file);
    expect(() => repairRecording(file)).toThrow(/cannot be repaired \(a page of the call tree is damaged\)/);
    expect(readFileSync(file).equals(damaged)).toBe(true);
    expect(existsSync(`${file}.repair`)).toBe(false);
  });
});
