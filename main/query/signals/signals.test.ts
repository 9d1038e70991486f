import { copyFileSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import { formatSpanId } from '#contract';
import { OP, VALUE } from '#format';
import { repairRecording, verifyRecording } from '../../store/index.ts';
import type { TestEvent } from '../../store/testing/events.ts';
import { recordingOf } from '../../store/testing/recording.ts';
import { SpoolBuilder, type TestFunction } from '../../store/testing/spool-builder.ts';
import { openScan } from '../scan.ts';
import { ask } from '../testing/ask.ts';

const STRINGS = [
  'shop',
  'sold out',
  'order',
  'db.query.text',
  'SELECT 1',
  'db.namespace',
  'main.db',
  'Object',
];
const text = (string: string) => ((STRINGS.indexOf(string) + 1) << 8) | VALUE.STRING;
const id = (string: string) => STRINGS.indexOf(string) + 1;
const object = (...pairs: readonly (readonly [string, number])[]) => [
  (id('Object') << 8) | VALUE.OBJECT,
  ...[pairs.length, pairs.length],
  ...pairs.flatMap(([key, value]) => [id(key), value]),
];
const double = (value: number) => [...new Int32Array(Float64Array.of(value).buffer)];

const log = (at: number, severity: number, message: string, fields: readonly number[]): TestEvent => ({
  op: 'note',
  kind: OP.LOG,
  words: [...double(at), severity, text('shop'), text(message), ...fields],
});
const detail = (...pairs: readonly (readonly [string, number])[]): TestEvent => ({
  op: 'note',
  kind: OP.DETAIL,
  words: object(...pairs),
});

const FUNCTIONS: TestFunction[] = [
  { name: 'checkout' },
  {
    name: 'SELECT stock',
    file: 'sqlite3',
    kind: 'operation',
    operation: { kind: 'database', system: 'sqlite' },
  },
  { name: 'GET shop', file: 'http.client', kind: 'operation', operation: { kind: 'http', system: 'http' } },
];

/** checkout logs twice around a query and a request; one record stands outside of any call. */
const EVENTS: TestEvent[] = [
  log(5, 9, 'order', [VALUE.NULL]),
  { op: 'enter', fn: 0, at: 10 },
  { op: 'enter', fn: 1, at: 20 },
  detail(['db.query.text', text('SELECT 1')]),
  detail(['db.namespace', text('main.db')]),
  { op: 'exit', at: 30 },
  log(35, 17, 'sold out', object(['order', (7 << 8) | VALUE.INT24])),
  { op: 'enter', fn: 2, at: 40 },
  { op: 'note', kind: OP.CARRIES, words: [1, 2, 3, -1, 5, 6] },
  { op: 'throw', at: 90 },
  { op: 'exit', at: 100 },
];
const shop = recordingOf(
  new SpoolBuilder()
    .functions(FUNCTIONS)
    .strings(1, STRINGS)
    .metrics([{ timeNs: 1, values: { 'memory.rss': 1000, threads: 1 } }])
    .events(EVENTS)
    .metrics([{ timeNs: 99, values: { 'memory.rss': 3000, 'cpu.user': 55 } }])
    .end(),
);
const span = (ordinal: number) => formatSpanId(0, ordinal);
const all = { offset: 0, limit: 100 };

describe('log records', () => {
  it('come in time order, each with the call that wrote it', () => {
    const { total, rows } = ask(shop, 'logs', all);
    expect(total).toBe(2);
    expect(rows).toMatchObject([
      { timeNs: 5, span: null, severity: 9, logger: 'shop', message: 'order', fields: null },
      { timeNs: 35, span: span(0), severity: 17, message: 'sold out', fields: { kind: 'object', size: 1 } },
    ]);
  });

  it('are found by call, time, severity and text', () => {
    const messages = (request: object) =>
      ask(shop, 'logs', { ...all, ...request }).rows.map(({ message }) => message);
    expect(messages({ span: span(0) })).toEqual(['sold out']);
    expect(messages({ span: span(1) })).toEqual([]);
    expect(messages({ range: { startNs: 0, endNs: 35 } })).toEqual(['order']);
    expect(messages({ minSeverity: 10 })).toEqual(['sold out']);
    expect(messages({ text: 'SOLD' })).toEqual(['sold out']);
    expect(messages({ offset: 1 })).toEqual(['sold out']);
  });
});

describe('operations', () => {
  it('are calls that say what they reached', () => {
    expect(ask(shop, 'operations', { ...all, order: 'slowest' }).rows).toMatchObject([
      { id: span(2), name: 'GET shop', kind: 'http', durationNs: 50, status: 'error', attributes: [] },
      { id: span(1), name: 'SELECT stock', kind: 'database', system: 'sqlite', durationNs: 10, status: 'ok' },
    ]);
    const databases = ask(shop, 'operations', { ...all, order: 'start', kind: 'database' });
    expect(databases.rows.map(({ id: own }) => own)).toEqual([span(1)]);
    const late = { startNs: 35, endNs: 1000 };
    expect(ask(shop, 'operations', { ...all, order: 'start', range: late }).total).toBe(1);
  });

  it('tell their details with the call, those of all parts together', () => {
    expect(ask(shop, 'span', { id: span(1) }).operation).toEqual({
      kind: 'database',
      system: 'sqlite',
      attributes: [
        { name: 'db.query.text', value: { kind: 'primitive', type: 'string', text: 'SELECT 1' } },
        { name: 'db.namespace', value: { kind: 'primitive', type: 'string', text: 'main.db' } },
      ],
    });
    expect(ask(shop, 'span', { id: span(0) }).operation).toBeNull();
  });

  it('are no functions of the program', () => {
    expect([...ask(shop, 'functions', {}).flags]).toEqual([0, 32, 32]);
  });
});

describe('metrics', () => {
  it('are series by process and name, with their units', () => {
    const { series } = ask(shop, 'metrics', {});
    expect(
      series.map(({ pid, name, unit, timeNs, value }) => [pid, name, unit, [...timeNs], [...value]]),
    ).toEqual([
      [100, 'cpu.user', 'ns', [99], [55]],
      [100, 'memory.rss', 'bytes', [1, 99], [1000, 3000]],
      [100, 'threads', 'count', [1], [1]],
    ]);
  });
});

describe('a trace context', () => {
  const place = (thread: number, ordinal: number) => formatSpanId(thread, ordinal);
  const client = new SpoolBuilder().functions([{ name: 'fetch' }]).events([
    { op: 'enter', fn: 0, at: 10 },
    { op: 'note', kind: OP.CARRIES, words: [1, 2, 3, 4, 5, 6] },
    { op: 'exit', at: 90 },
  ]);
  const server = new SpoolBuilder({ pid: 200, originUnixNs: '1700000000000000005' })
    .functions([{ name: 'handle' }, { name: 'inner' }, { name: 'other' }])
    .events([
      { op: 'enter', fn: 0, at: 20 },
      { op: 'note', kind: OP.CONTINUES, words: [1, 2, 3, 4, 5, 6] },
      { op: 'enter', fn: 1, at: 30 },
      { op: 'exit', at: 40 },
      { op: 'exit', at: 50 },
      { op: 'enter', fn: 2, at: 60 },
      { op: 'note', kind: OP.CONTINUES, words: [1, 2, 3, 4, 5, 7] },
      { op: 'exit', at: 70 },
    ]);

  it.each([
    ['the one that has sent it', [client, server]],
    ['the one that goes on with it', [server, client]],
  ])('joins calls of two processes into one trace, with %s read first', (_, spools) => {
    const file = recordingOf(...spools);
    const { threads } = ask(file, 'summary', {});
    const [sender, taker] = [100, 200].map((pid) => threads.findIndex((thread) => thread.pid === pid));
    const detail = (ordinal: number) => ask(file, 'span', { id: place(taker as number, ordinal) });
    expect(detail(0).parent).toBe(place(sender as number, 0));
    expect(detail(1).traceId).toBe(ask(file, 'span', { id: place(sender as number, 0) }).traceId);
    expect(detail(2).parent).toBeNull();
    const ids = (spanId: string) => ({ traceId: '00000001000000020000000300000004', spanId });
    expect(ask(file, 'span', { id: place(sender as number, 0) }).traceContexts).toEqual([
      { ...ids('0000000500000006'), continues: false },
    ]);
    expect([0, 1, 2].map((ordinal) => detail(ordinal).traceContexts)).toEqual([
      [{ ...ids('0000000500000006'), continues: true }],
      [],
      [{ ...ids('0000000500000007'), continues: true }],
    ]);
    const sql =
      'SELECT s.name, p.name, r.name FROM spans s LEFT JOIN spans p ON p.span = s.parent JOIN spans r ON r.span = s.root ORDER BY 1';
    expect(ask(file, 'sql', { sql }).rows).toEqual([
      ['fetch', null, 'fetch'],
      ['handle', 'fetch', 'fetch'],
      ['inner', 'handle', 'fetch'],
      ['other', null, 'other'],
    ]);
    const scan = openScan(file);
    expect(scan.parentElsewhere(taker as number, 0)).toMatchObject({ thread: sender, ordinal: 0 });
    expect(scan.traceRoot(taker as number, 0)).toEqual({ thread: sender, ordinal: 0 });
    expect(scan.parentElsewhere(taker as number, 2)).toBeUndefined();
    scan.dispose();
  });
});

describe('their tables', () => {
  const rowsOf = (sql: string) => ask(shop, 'sql', { sql }).rows;

  it('have a row for each, that can be joined with the calls', () => {
    expect(rowsOf('SELECT time_ns, level, message, fields FROM logs ORDER BY 1')).toEqual([
      [5, 'info', 'order', null],
      [35, 'error', 'sold out', '{"order":7}'],
    ]);
    expect(
      rowsOf(`SELECT o.name, o.system, o.target, o.statement, o.duration_ns, p.name
        FROM operations o JOIN spans s USING (span) JOIN spans p ON p.span = s.parent ORDER BY o.start_ns`),
    ).toEqual([
      ['SELECT stock', 'sqlite', 'main.db', 'SELECT 1', 10, 'checkout'],
      ['GET shop', 'http', null, null, 50, 'checkout'],
    ]);
    expect(rowsOf("SELECT max(value), unit FROM metrics WHERE name = 'memory.rss'")).toEqual([
      [3000, 'bytes'],
    ]);
  });
});

describe('logs, details and measurements that were damaged on the disk', () => {
  const asked = {
    logs: (file: string) => ask(file, 'logs', all),
    metrics: (file: string) => ask(file, 'metrics', {}),
    details: (file: string) => ask(file, 'span', { id: span(1) }),
  };
  it.for([
    ['UPDATE logs SET severity = 10 WHERE id = 1', 'logs'],
    ['UPDATE metrics SET value = 1001 WHERE rowid = 1', 'metrics'],
    [`UPDATE span_details SET data = x'00' WHERE rowid = 1`, 'details'],
  ] as const)('give no answer after %s, and what is sound does', ([change, damaged]) => {
    const file = copyOf(shop);
    const connection = new Database(file);
    connection.exec(change);
    connection.close();
    for (const [name, answer] of Object.entries(asked)) {
      if (name === damaged) expect(() => answer(file)).toThrow(/does not match its checksum/);
      else expect(answer(file)).toEqual(answer(shop));
    }
    expect(verifyRecording(file).ok).toBe(false);
    expect(repairRecording(file).check.ok).toBe(true);
  });
});

function copyOf(file: string): string {
  const copy = join(mkdtempSync(join(tmpdir(), 'callscape-signals-')), 'copy.callscape');
  copyFileSync(file, copy);
  return copy;
}
