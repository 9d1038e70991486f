import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatSpanId, type OperationKind, type SpanId } from '#contract';
import { OP, VALUE } from '#format';
import type { TestEvent } from '../../store/testing/events.ts';
import { durationOf, modelThread } from '../../store/testing/model.ts';
import { threadEvents } from '../../store/testing/random-events.ts';
import { recordingOf } from '../../store/testing/recording.ts';
import { SpoolBuilder, type TestFunction } from '../../store/testing/spool-builder.ts';
import { ask } from '../testing/ask.ts';

const STRINGS = ['shop', 'Till', 'sold out', 'order', 'db.name', 'db.rows', 'Object'];
const id = (string: string) => STRINGS.indexOf(string) + 1;
const text = (string: string) => (id(string) << 8) | VALUE.STRING;
const int = (n: number) => (n << 8) | VALUE.INT24;
const double = (value: number) => [...new Int32Array(Float64Array.of(value).buffer)];
const OFFSET_NS = 1_000_000;

/** c to f reach something; a and b are functions of the program. */
const KINDS: (OperationKind | undefined)[] = [undefined, undefined, 'database', 'http', 'database', 'file'];
const FUNCTIONS: TestFunction[] = KINDS.map((kind, i) => ({
  name: 'abcdef'[i] as string,
  ...(kind ? { kind: 'operation', operation: { kind, system: kind } } : {}),
}));

const time = fc.nat(3_000_000);
const log = fc.record({
  kind: fc.constant('log' as const),
  time,
  severity: fc.integer({ min: 1, max: 24 }),
  logger: fc.constantFrom('shop', 'Till'),
  message: fc.constantFrom('sold out', 'order'),
});
const detail = fc.record({
  kind: fc.constant('detail' as const),
  key: fc.constantFrom('db.name', 'db.rows'),
  value: fc.nat(1000),
});
/** What is noted before the event at a place, from 0 for the first to 1 for the end. */
const notes = fc.array(
  fc.record({ place: fc.double({ min: 0, max: 1, noNaN: true }), note: fc.oneof(log, detail) }),
  { maxLength: 20 },
);
const sample = fc.record({
  time,
  name: fc.constantFrom('memory.rss', 'cpu.user', 'threads'),
  value: fc.nat(),
});
const thread = fc.record({
  events: threadEvents(80),
  notes,
  samples: fc.array(sample, { maxLength: 12 }),
});
type Thread = typeof thread extends fc.Arbitrary<infer T> ? T : never;

interface ModelLog {
  readonly timeNs: number;
  readonly thread: number;
  readonly span: SpanId | null;
  readonly severity: number;
  readonly logger: string;
  readonly message: string;
}

/** What the records of all threads are, and what was said of each call; in the order in which it was written. */
class Model {
  readonly logs: ModelLog[] = [];
  readonly details = new Map<SpanId, Map<string, number>>();
  /** The events of each thread with its notes in between. */
  readonly written: TestEvent[][] = [];

  constructor(threads: readonly Thread[]) {
    for (const [index, one] of threads.entries()) this.#add(index, one);
  }

  #add(thread: number, { events, notes }: Thread): void {
    const written: TestEvent[] = [];
    const stack: number[] = [];
    const marks = new Map<number, number>();
    let ordinal = 0;
    for (let at = 0; at <= events.length; at++) {
      for (const { place, note } of notes) {
        if (Math.floor(place * events.length) !== at) continue;
        const top = stack.at(-1);
        const span = top === undefined ? null : formatSpanId(thread, top);
        if (note.kind === 'log') {
          const { kind: _, time, ...rest } = note;
          this.logs.push({ timeNs: time + thread * OFFSET_NS, thread, span, ...rest });
          const words = [...double(time), note.severity, text(note.logger), text(note.message), VALUE.NULL];
          written.push({ op: 'note', kind: OP.LOG, words });
        } else if (span !== null) {
          const known = this.details.get(span) ?? new Map<string, number>();
          this.details.set(span, known.set(note.key, note.value));
          const words = [(id('Object') << 8) | VALUE.OBJECT, 1, 1, id(note.key), int(note.value)];
          written.push({ op: 'note', kind: OP.DETAIL, words });
        }
      }
      const event = events[at];
      if (!event) break;
      written.push(event);
      if (event.op === 'enter' || event.op === 'enterAsync') stack.push(ordinal++);
      if (event.op === 'enterAsync' || event.op === 'mark') marks.set(event.mark, stack.at(-1) as number);
      if (event.op === 'exit' || event.op === 'throw' || event.op === 'suspend') stack.pop();
      if (event.op === 'resume') stack.push(marks.get(event.mark) as number);
    }
    this.written.push(written);
  }
}

function record(threads: readonly Thread[], { written }: Model): string {
  return recordingOf(
    ...threads.map(({ samples }, i) => {
      const originUnixNs = String(1_700_000_000_000_000_000n + BigInt(i * OFFSET_NS));
      const spool = new SpoolBuilder({ threadId: i, originUnixNs, pid: 100 + i });
      spool.functions(FUNCTIONS).strings(1, STRINGS);
      const events = written[i] as TestEvent[];
      for (let at = 0; at < events.length; at += 30) spool.events(events.slice(at, at + 30));
      return spool.metrics(samples.map((s) => ({ timeNs: s.time, values: { [s.name]: s.value } }))).end();
    }),
  );
}

function forSignals(check: (file: string, threads: readonly Thread[], model: Model) => void): void {
  const two = fc.tuple(thread, thread);
  fc.assert(
    fc.property(two, (threads) => {
      const model = new Model(threads);
      check(record(threads, model), threads, model);
    }),
    { numRuns: 20 },
  );
}

/** Asks page by page, and one more. */
function paged<T>(page: (offset: number, limit: number) => { total: number; rows: readonly T[] }): T[] {
  const rows: T[] = [];
  while (true) {
    const answer = page(rows.length, 5);
    rows.push(...answer.rows);
    if (answer.rows.length === 0) {
      expect(rows).toHaveLength(answer.total);
      return rows;
    }
  }
}

describe('signals of random recordings', () => {
  it('have every log record in time order, and those that fit what is asked for', () => {
    forSignals((file, _, { logs }) => {
      const inOrder = logs.toSorted((a, b) => a.timeNs - b.timeNs);
      const range = { startNs: 500_000, endNs: 2_000_000 };
      const span = logs.find((one) => one.span !== null)?.span ?? undefined;
      const asked: [object, (log: ModelLog) => boolean][] = [
        [{}, () => true],
        [{ range }, ({ timeNs }) => timeNs >= range.startNs && timeNs < range.endNs],
        [{ minSeverity: 13 }, ({ severity }) => severity >= 13],
        [{ text: 'tILL' }, ({ logger }) => logger === 'Till'],
        [
          { text: 'sold', range },
          (log) => log.message === 'sold out' && log.timeNs >= 5e5 && log.timeNs < 2e6,
        ],
      ];
      if (span) asked.push([{ span }, (log) => log.span === span]);
      for (const [request, fits] of asked) {
        const rows = paged((offset, limit) => ask(file, 'logs', { ...request, offset, limit }));
        expect(rows.map(({ fields: _, ...row }) => row)).toEqual(inOrder.filter(fits));
      }
      const named = ask(file, 'sql', { sql: 'SELECT time_ns, thread, span, message FROM logs', limit: 1000 });
      const seen = named.rows.map((row) => row.join()).sort();
      expect(seen).toEqual(logs.map((l) => [l.timeNs, l.thread, l.span, l.message].join()).sort());
    });
  });

  it('have every operation with what was said of it last, in either order, by kind and by range', () => {
    forSignals((file, threads, { details }) => {
      const operations = threads.flatMap(({ events }, i) =>
        modelThread(events).spans.flatMap((span) => {
          const kind = KINDS[span.fn];
          if (!kind) return [];
          const own = formatSpanId(i, span.ordinal);
          return {
            ...{ id: own, kind, name: 'abcdef'[span.fn] },
            startNs: span.start + i * OFFSET_NS,
            endNs: span.end + i * OFFSET_NS,
            durationNs: span.status === 'unfinished' ? -1 : durationOf(span),
            attributes: [...(details.get(own) ?? [])].map(([name, value]) => `${name}=${value}`).sort(),
          };
        }),
      );
      const range = { startNs: 200_000, endNs: 1_500_000 };
      const within = ({ startNs, endNs }: { startNs: number; endNs: number }) =>
        startNs < range.endNs && (endNs > range.startNs || startNs >= range.startNs);
      for (const order of ['start', 'slowest'] as const) {
        for (const kind of [undefined, 'database', 'http', 'cache'] as const) {
          for (const during of [undefined, range]) {
            const request = { order, kind, range: during };
            const rows = paged((offset, limit) => ask(file, 'operations', { ...request, offset, limit }));
            const expected = operations.filter(
              (one) => (!kind || one.kind === kind) && (!during || within(one)),
            );
            const byId = (a: { id: string }, b: { id: string }) => (a.id < b.id ? -1 : 1);
            const seen = rows.map(({ id: own, kind: of, name, startNs, durationNs, attributes }) => ({
              ...{ id: own, kind: of, name, startNs, durationNs },
              attributes: attributes
                .map((a) => `${a.name}=${a.value.kind === 'primitive' ? a.value.text : '?'}`)
                .sort(),
            }));
            expect(seen.toSorted(byId)).toEqual(expected.map(({ endNs: _, ...one }) => one).toSorted(byId));
            // Those without an end have -1, and come last.
            const key = rows.map((row) => (order === 'start' ? row.startNs : -row.durationNs));
            expect(key).toEqual(key.toSorted((a, b) => a - b));
          }
        }
      }
      const sql = ask(file, 'sql', { sql: 'SELECT span, kind, duration_ns FROM operations', limit: 1000 });
      expect(sql.rows.map((row) => row.join()).sort()).toEqual(
        operations.map((o) => [o.id, o.kind, o.durationNs < 0 ? null : o.durationNs].join()).sort(),
      );
    });
  });

  it('have every measurement, by process and name', () => {
    forSignals((file, threads) => {
      const expected = threads.flatMap(({ samples }, i) =>
        [...new Set(samples.map(({ name }) => name))].sort().map((name) => ({
          ...{ pid: 100 + i, name },
          points: samples
            .filter((s) => s.name === name)
            .map((s) => [s.time + i * OFFSET_NS, s.value])
            .sort(([a = 0, x = 0], [b = 0, y = 0]) => a - b || x - y),
        })),
      );
      const seen = ask(file, 'metrics', {}).series.map(({ pid, name, timeNs, value }) => ({
        ...{ pid, name },
        points: Array.from(timeNs, (at, k) => [at, value[k] as number]).sort(
          ([a = 0, x = 0], [b = 0, y = 0]) => a - b || x - y,
        ),
      }));
      expect(seen).toEqual(expected);
      const sql = ask(file, 'sql', { sql: 'SELECT pid, name, time_ns, value FROM metrics', limit: 1000 });
      expect(sql.rows.map((row) => row.join()).sort()).toEqual(
        expected.flatMap((s) => s.points.map((point) => [s.pid, s.name, ...point].join())).sort(),
      );
    });
  });
});
