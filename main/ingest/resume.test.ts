import { readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { AllocationProfile } from '#format';
import { unpack } from '../store/compression.ts';
import { decodeHistogram } from '../store/histogram.ts';
import { openRecording } from '../store/index.ts';
import { unpackSlowest } from '../store/slowest.ts';
import { unpackSteps } from '../store/step-page.ts';
import { drawAllocations } from '../store/testing/allocation-notation.ts';
import type { TestEvent } from '../store/testing/events.ts';
import { busyEvents, threadEvents } from '../store/testing/random-events.ts';
import { ingestNow, placeSpools, type TestPlace, testFacts } from '../store/testing/recording.ts';
import { SpoolBuilder } from '../store/testing/spool-builder.ts';
import { unpackValues } from '../store/value-page.ts';
import { unpackWaits } from '../store/wait-page.ts';
import { IngestSession } from './session.ts';

const FUNCTIONS = ['a', 'b', 'c', 'd', 'e', 'f'].map((name) => ({ name }));
const THREADS = 2;

/** Events with everything between them that a thread may note besides. */
function eventful(events: readonly TestEvent[]): TestEvent[] {
  return events.flatMap((event, i): TestEvent[] => {
    if (event.op !== 'enter' || i % 7 !== 0) return [event];
    const text = (((i % 40) + 1) << 8) | 7;
    return [
      event,
      { op: 'value', kind: 'args', words: [1, text] },
      { op: 'line', line: 1 + (i % 30) },
      { op: 'set', mark: 0, variable: 0, words: [text] },
      { op: 'counted', fn: i % 6, calls: 3 },
    ];
  });
}

/** Another one at each time. */
const profileOf = (timeNs: number): AllocationProfile => ({
  ...drawAllocations('a 10\n  b 20\nc 30', FUNCTIONS).profile,
  timeNs,
  bytes: [0, timeNs + 10, 20, 30],
});

function spoolOf(threadId: number, events: readonly TestEvent[]): SpoolBuilder {
  const spool = new SpoolBuilder({ threadId, originUnixNs: `170000000000000000${threadId}` }).functions(
    FUNCTIONS,
  );
  for (let at = 0, frame = 0; at < events.length; at += 100, frame++) {
    if (frame < 40) spool.strings(frame + 1, [`text ${frame % 25}`]);
    spool.events(events.slice(at, at + 100));
    if (frame % 9 === 0) spool.allocations(profileOf(at));
  }
  return spool.counters({ truncatedValues: 3 });
}

const sessionOf = (place: TestPlace): IngestSession =>
  new IngestSession({ ...place, facts: testFacts(), blockSpans: 60 });
const spoolFile = (place: TestPlace, i: number): string => join(place.spoolDir, `100-${i}-test.spool`);

/** Everything that a finished recording says, without the ways in which it may say it. */
function contents(file: string): unknown {
  const db = new Database(file, { readonly: true });
  const all = (sql: string) => db.prepare(sql).all() as Record<string, unknown>[];
  const bytes = (value: unknown) => Buffer.from(unpack(value as Uint8Array)).toString('base64');
  const words = (pages: ReturnType<typeof unpackValues>[]) =>
    pages.flatMap(({ ordinal, op, count, words: all }) => [[...ordinal], [...op], [...count], [...all]]);
  const joined = (rows: readonly (readonly number[])[], parts: number) =>
    Array.from({ length: parts }, (_, part) => rows.filter((_, i) => i % parts === part).flat());
  const steps = (thread: unknown) =>
    all(`SELECT data FROM step_pages WHERE thread = ${thread} ORDER BY id`)
      .map(({ data }) => unpackSteps(data as Uint8Array))
      .flatMap(({ kind, span, place, owner, time, words: all }) =>
        [kind, span, place, owner, time, all].map((c) => [...c]),
      );
  const threads = all('SELECT * FROM threads');
  const found = {
    summary: JSON.parse(String(all('SELECT summary FROM recording')[0]?.summary)),
    threads,
    functions: all('SELECT * FROM functions JOIN function_details ON function = functions.id'),
    pages: all('SELECT * FROM pages JOIN page_data USING (id)').map((row) => ({
      ...row,
      revision: 0,
      data: bytes(row.data),
    })),
    nodes: all('SELECT id, data FROM node_pages').map((row) => ({ ...row, data: bytes(row.data) })),
    density: all('SELECT * FROM density_blocks').map((row) => ({ ...row, data: bytes(row.data) })),
    sums: all('SELECT * FROM node_sums').map((row) => ({
      ...row,
      data: bytes(row.data),
      open: row.open === null ? null : bytes(row.open),
    })),
    allocations: all('SELECT * FROM allocations'),
    profiles: all('SELECT thread, time_ns, measure, interval_bytes FROM allocation_profiles'),
    postings: all('SELECT * FROM function_postings'),
    texts: all('SELECT first, data FROM text_pages').map((row) => ({ ...row, data: bytes(row.data) })),
    maps: all('SELECT thread, first, data FROM text_maps').map((row) => ({ ...row, data: bytes(row.data) })),
    stats: all('SELECT * FROM function_stats').map(({ histogram, slowest, revision: _, ...row }) => {
      const { first, counts } = decodeHistogram(histogram as Uint8Array);
      return {
        ...row,
        histogram: [...counts].flatMap((count, i) => (count === 0 ? [] : [[first + i, count]])),
        // Which of equally slow spans are listed depends on when their list was begun.
        slowest: slowest === null ? null : [...unpackSlowest(slowest as Uint8Array).duration],
      };
    }),
    values: threads.map(({ id }) => {
      const pages = all(`SELECT data FROM value_pages WHERE thread = ${id} ORDER BY id`);
      return joined(words(pages.map(({ data }) => unpackValues(data as Uint8Array))), 4);
    }),
    steps: threads.map(({ id }) => joined(steps(id), 6)),
    waits: threads.map(({ id }) =>
      all(`SELECT data FROM wait_pages WHERE thread = ${id} ORDER BY id`)
        .map(({ data }) => unpackWaits(data as Uint8Array))
        .flatMap(({ ordinal, end, duration }) => [...ordinal].map((o, i) => [end[i], duration[i], o]))
        .sort(([a = 0], [b = 0]) => a - b),
    ),
  };
  found.summary.bytes = 0;
  db.close();
  return found;
}

describe('an ingest that is taken up again', () => {
  it('ends in the recording that it would have been, wherever and however often it was stopped', () => {
    const cuts = fc.array(
      fc.record({
        share: fc.array(fc.nat(1000), { minLength: THREADS, maxLength: THREADS }),
        commits: fc.boolean(),
      }),
      {
        minLength: 1,
        maxLength: 6,
      },
    );
    const property = fc.property(threadEvents(300), fc.nat(1000), cuts, (strange, seed, stops) => {
      const spools = [spoolOf(0, eventful(busyEvents(6000, seed + 1))), spoolOf(1, eventful(strange)).end()];
      const [place, reference] = [placeSpools(), placeSpools()];
      const uninterrupted = sessionOf(reference);
      const sizes = spools.map(() => 0);
      for (const { share, commits } of [...stops, { share: [1000, 1000], commits: true }]) {
        for (const [i, spool] of spools.entries()) {
          const bytes = spool.bytes();
          sizes[i] = Math.max(sizes[i] as number, Math.floor((bytes.length * (share[i] as number)) / 1000));
          for (const at of [place, reference]) writeFileSync(spoolFile(at, i), bytes.subarray(0, sizes[i]));
        }
        const session = sessionOf(place);
        // What is not committed is read once more.
        for (const one of commits ? [session, uninterrupted] : [session]) {
          while (one.look()) one.read(Number.POSITIVE_INFINITY);
          if (commits) one.commit();
        }
        session.close();
      }
      uninterrupted.seal(testFacts());
      uninterrupted.close();
      expect(contents(ingestNow(place, false, {}, 60))).toEqual(contents(reference.file));
    });
    fc.assert(property, { numRuns: 8 });
  }, 120_000);

  it('does not read again what was committed', () => {
    const place = placeSpools(spoolOf(0, busyEvents(20_000, 4)));
    const size = statSync(spoolFile(place, 0)).size;
    const half = readFileSync(spoolFile(place, 0)).subarray(0, size / 2);
    writeFileSync(spoolFile(place, 0), half);
    const first = sessionOf(place);
    while (first.look()) first.read(0);
    first.commit();
    const { spans, revision } = { spans: first.spans, revision: first.revision };
    first.close();
    const again = sessionOf(place);
    again.look();
    // The frame that is not whole yet.
    expect(again.lagBytes).toBeLessThan(2000);
    expect({ spans: again.spans, revision: again.revision }).toEqual({ spans, revision });
    again.close();
  });

  it('keeps little of threads that have ended, however many', () => {
    const functions = Array.from({ length: 500 }, (_, i) => ({ name: `f${i}` }));
    const spools = Array.from({ length: 40 }, (_, threadId) =>
      new SpoolBuilder({ threadId })
        .functions(functions)
        .events(busyEvents(300, threadId + 1))
        .end(),
    );
    const place = placeSpools(...spools);
    const session = sessionOf(place);
    while (session.look()) session.read(Number.POSITIVE_INFINITY);
    session.commit();
    session.close();
    expect(statSync(join(place.spoolDir, 'ingest-1.state')).size).toBeLessThan(spools.length * 2000);
    expect(ingestNow(place)).toBe(place.file);
  });

  const spoiled: Readonly<Record<string, (place: TestPlace, state: string) => void>> = {
    'torn checkpoint': (_, state) => writeFileSync(state, readFileSync(state).subarray(0, 500)),
    'flipped bit in the checkpoint': (_, state) => {
      const bytes = readFileSync(state);
      bytes[bytes.length >> 1] = (bytes[bytes.length >> 1] as number) ^ 4;
      writeFileSync(state, bytes);
    },
    'missing checkpoint': (_, state) => rmSync(state),
    'recording that is gone': ({ file }) => rmSync(file),
    'damaged page of the recording': ({ file }) => {
      const db = new Database(file);
      db.exec('UPDATE node_pages SET data = zeroblob(length(data))');
      db.close();
    },
    'spool that is shorter than what was read of it': (place) => {
      const bytes = readFileSync(spoolFile(place, 0));
      writeFileSync(spoolFile(place, 0), bytes.subarray(0, 100));
      const session = sessionOf(place);
      expect(session.spans).toBe(0);
      session.close();
      writeFileSync(spoolFile(place, 0), bytes);
    },
  };
  for (const [what, spoil] of Object.entries(spoiled)) {
    it(`begins anew with a ${what}`, () => {
      const place = placeSpools(spoolOf(0, busyEvents(5000, 9)));
      const first = sessionOf(place);
      while (first.look()) first.read(0);
      first.commit();
      first.close();
      spoil(place, join(place.spoolDir, 'ingest-1.state'));
      const recording = openRecording(ingestNow(place));
      expect(recording.state()?.summary.spans).toBe(5000);
      recording.close();
    });
  }
});
