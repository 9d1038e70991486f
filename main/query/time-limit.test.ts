import { copyFileSync } from 'node:fs';
import { afterAll, describe, expect, it } from 'vitest';
import { formatSpanId, recordings } from '#contract';
import { OP, VALUE } from '#format';
import type { TestEvent } from '../store/testing/events.ts';
import { busyEvents } from '../store/testing/random-events.ts';
import { recordingOf } from '../store/testing/recording.ts';
import { SpoolBuilder, type TestFunction } from '../store/testing/spool-builder.ts';
import { answers } from './answers.ts';
import type { QueryName } from './messages.ts';
import { QueryPool } from './pool.ts';
import { startProcess, startThread } from './readers.ts';
import { RecordingReader } from './recording-reader.ts';
import { timeoutError } from './time-limit.ts';

const range = { startNs: 1e6, endNs: 3e9 };
const page = { offset: 0, limit: 50 };
const left = { order: 'left-heavy', minShare: 0 } as const;
const span = formatSpanId(0, 256);

/** What each method is asked. One that the contract gains is missing here and fails to compile. */
const REQUESTS: { readonly [M in QueryName]: Parameters<(typeof answers)[M]>[1] } = {
  summary: {},
  functions: {},
  callTree: { ...left, range },
  sandwich: { function: 1, minShare: 0, range },
  durations: { path: [0] },
  timeline: { range: { startNs: 0, endNs: 1e9 }, widthPx: 500, maxLane: 100 },
  span: { id: span },
  spans: { function: 1, order: 'start', ...page },
  trace: { span, from: 'root', depth: 10, ...page },
  search: { query: 'duration>100ns', order: 'start', ...page },
  searchStep: { query: 'function:b', from: 1e6, direction: 'next' },
  searchCompletions: { query: 'function:', cursor: 9 },
  statistics: { by: 'function', range },
  difference: { base: 'rtest', minShare: 0, range },
  sql: { sql: 'SELECT function, count(*), sum(self_ns) FROM spans GROUP BY function' },
  sqlSchema: {},
  heatMap: { range, columns: 20 },
  levels: {},
  lines: { file: 'app.js' },
  steps: { thread: 1, fromStep: 0, count: 100 },
  variablesAt: { thread: 1, step: 40_000, frames: 10 },
  findWrite: { thread: 1, step: 40_000, span: null, function: 0, index: 0, direction: 'previous' },
  logs: page,
  operations: { order: 'slowest', ...page },
  metrics: {},
  findStep: { thread: 1, step: 5, direction: 'next', target: { kind: 'out' } },
  verify: {},
  repair: {},
  neighbours: { function: 2, range },
};
const METHODS = Object.keys(recordings.methods) as QueryName[];

/** Read no page and no row whose number grows with the calls: what the reader has at hand anyway is all they look at. */
const AT_HAND: ReadonlySet<QueryName> = new Set([
  ...(['summary', 'functions', 'searchCompletions', 'sqlSchema', 'levels', 'metrics'] as const),
]);

const STEPS = 50_000;
const int = (n: number) => (n << 8) | VALUE.INT24;
const functions: TestFunction[] = ['a', 'b', 'c', 'd', 'e', 'f'].map((name, i) => ({
  name,
  variables: [{ name: 'count', line: 1, kind: 'variable' }],
  ...(i === 5 ? { kind: 'operation', operation: { kind: 'database', system: 'sqlite' } } : {}),
}));

/** A thread of calls, and one of steps with what they set and say. */
function recording(): string {
  const calls = new SpoolBuilder().functions(functions);
  const events = busyEvents(30_000, 5);
  for (let at = 0; at < events.length; at += 10_000) calls.events(events.slice(at, at + 10_000));
  const steps = new SpoolBuilder({ threadId: 1 }).functions(functions).strings(1, ['shop', 'sold out']);
  const stepped: TestEvent[] = [{ op: 'enter', fn: 0, at: 10 }];
  for (let i = 0; i < STEPS; i++) {
    stepped.push({ op: 'line', line: 1 + (i % 40) });
    if (i % 20 === 0) stepped.push({ op: 'set', mark: 0, variable: 0, words: [int(i)] });
    if (i % 10 === 0) stepped.push({ op: 'note', kind: OP.LOG, words: [i, 0, 9, 1, 2] });
  }
  stepped.push({ op: 'exit', at: 1000 });
  for (let at = 0; at < stepped.length; at += 10_000) steps.events(stepped.slice(at, at + 10_000));
  return recordingOf(calls.end(), steps.end());
}

const file = recording();

describe('the time limit of a query', () => {
  it('is tested for every method of the contract', () => {
    expect(Object.keys(REQUESTS).sort()).toEqual([...METHODS].sort());
  });

  let started = 0;
  const pools = [startThread, startProcess].map(
    (start) =>
      new QueryPool({
        workers: 1,
        slowMs: Number.POSITIVE_INFINITY,
        start(events) {
          started++;
          return start(events);
        },
      }),
  );
  afterAll(() => {
    for (const pool of pools) pool.dispose();
  });

  it.for(METHODS)(
    '%s: is told when it is over, and the reader answers what it is asked next',
    async (name) => {
      const [thread, process] = pools as [QueryPool, QueryPool];
      const pool = name === 'sql' ? process : thread;
      const own = `${file}.${name}`;
      copyFileSync(file, own);
      const source = { file: own, run: 'rtest', empty: false };
      const query = {
        ...source,
        name,
        base: name === 'difference' ? source : undefined,
        request: REQUESTS[name],
      };
      // So that there is a reader, and it has the file open.
      await pool.run({ ...query, name: 'summary', request: {}, timeLimitMs: 60_000 });
      const before = started;
      const message = /took longer than 0 ms/;
      await expect(pool.run({ ...query, timeLimitMs: 0 })).rejects.toMatchObject({
        code: 'timeout',
        message,
      });
      await expect(pool.run({ ...query, timeLimitMs: 60_000 })).resolves.toBeTypeOf('object');
      expect(started).toBe(before);
    },
  );

  it.for(METHODS)(
    '%s: ends it wherever the reader looks at the clock, and the next answer is right',
    (name) => {
      const own = `${file}.${name}-direct`;
      copyFileSync(file, own);
      const { answer: whole, looks } = askUpTo(new RecordingReader(own), name, Number.POSITIVE_INFINITY);
      if (AT_HAND.has(name)) return expect(looks).toBe(0);
      expect(looks).toBeGreaterThan(0);
      // The first and the last look among them.
      for (const limit of new Set([0, 1, looks >> 1, looks - 2, looks - 1])) {
        if (limit < 0 || limit >= looks) continue;
        // What a reader has found before it need not read again.
        const reader = new RecordingReader(own);
        expect(() => askUpTo(reader, name, limit)).toThrow('The query took longer than 5 ms');
        // The file of a repaired recording is another one.
        if (name !== 'repair') expect(askUpTo(reader, name, Number.POSITIVE_INFINITY).answer).toEqual(whole);
        reader.close();
      }
    },
  );
});

/** Asks a method; its time is over after so many looks at the clock. */
function askUpTo(
  reader: RecordingReader,
  name: QueryName,
  limit: number,
): { readonly answer: unknown; readonly looks: number } {
  const answer = answers[name] as (query: object, request: unknown) => unknown;
  let looks = 0;
  const checkpoint = () => {
    if (looks === limit) throw timeoutError({ name: 'functions', timeLimitMs: 5 });
    looks++;
  };
  return reader.within((snapshot) => {
    const query = { reader, snapshot, checkpoint, base: { reader, snapshot } };
    return { answer: answer(query, REQUESTS[name]), looks };
  });
}
