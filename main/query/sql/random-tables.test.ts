import { expect, it } from 'vitest';
import { formatSpanId } from '#contract';
import { durationOf, type ModelSpan, pathOf, selfOf } from '../../store/testing/model.ts';
import { ask } from '../testing/ask.ts';
import { FILES, forRecordings, NAMES } from '../testing/random-recordings.ts';

const rowsOf = (file: string, sql: string) => ask(file, 'sql', { sql, limit: 100_000 }).rows;
const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
const lines = (rows: readonly (readonly unknown[])[]): string[] => rows.map((row) => row.join(' ')).sort();

it('the table of functions has the figures of a plain model', async () => {
  await forRecordings(({ file, spans, threads }) => {
    const counted = threads.flatMap((thread) => thread.counted);
    const seen = rowsOf(
      file,
      'SELECT name, file, calls, errors, total_ns, self_ns, min_ns, max_ns FROM functions WHERE calls > 0',
    );
    const expected = NAMES.flatMap((name, fn) => {
      const own = spans.flatMap(({ span }) => (span.fn === fn ? span : []));
      const calls = own.length + sum(counted.filter((c) => c.fn === fn).map((c) => c.calls));
      const ended = own.filter((span) => span.status !== 'unfinished').map(durationOf);
      const outermost = own.filter((span) => !pathOf(span).slice(0, -1).includes(fn));
      const row = [
        ...[name, FILES[fn >> 1], calls, own.filter((span) => span.status === 'error').length],
        ...[sum(outermost.map(durationOf)), sum(own.map((span) => selfOf(span)))],
        ...(ended.length > 0 ? [Math.min(...ended), Math.max(...ended)] : [null, null]),
      ];
      return calls > 0 ? [row] : [];
    });
    expect(lines(seen)).toEqual(lines(expected));
  });
});

it('the table of calls has each caller with each callee, time within time of the same pair counted once', async () => {
  await forRecordings(({ file, spans, threads }) => {
    const pairs = new Map<string, { calls: number; totalNs: number }>();
    const callerOf = (parent: ModelSpan | null) => (parent ? (NAMES[parent.fn] as string) : '');
    const at = (parent: ModelSpan | null, fn: number) => {
      const key = `${callerOf(parent)} ${NAMES[fn]}`;
      const pair = pairs.get(key) ?? { calls: 0, totalNs: 0 };
      pairs.set(key, pair);
      return pair;
    };
    for (const { span } of spans) {
      const pair = at(span.parent, span.fn);
      pair.calls++;
      let isNested = false;
      for (let above = span.parent; above; above = above.parent) {
        isNested ||= above.fn === span.fn && callerOf(above.parent) === callerOf(span.parent);
      }
      if (!isNested) pair.totalNs += durationOf(span);
    }
    for (const { fn, parent, calls } of threads.flatMap((thread) => thread.counted)) {
      at(parent, fn).calls += calls;
    }
    const seen = rowsOf(file, `SELECT coalesce(caller_name, ''), callee_name, calls, total_ns FROM calls`);
    expect(lines(seen)).toEqual(lines([...pairs].map(([key, { calls, totalNs }]) => [key, calls, totalNs])));
  });
});

it('the tables of errors and threads have each failed call and each thread', async () => {
  await forRecordings(({ file, spans, threads }) => {
    const failed = spans.filter(({ span }) => span.status === 'error');
    expect(lines(rowsOf(file, 'SELECT span, name, start_ns, duration_ns FROM errors'))).toEqual(
      lines(
        failed.map((s) => [
          ...[formatSpanId(s.thread, s.span.ordinal), s.name],
          ...[s.startNs, durationOf(s.span)],
        ]),
      ),
    );
    const lanes = threads.map(({ spans: own }) =>
      own.reduce((most, { lane }) => Math.max(most, lane + 1), 0),
    );
    const expected = threads.map(({ spans: own, lastNs }, i) => [
      ...[i, i, i * 1_000_000, lastNs + i * 1_000_000, own.length, lanes[i]],
    ]);
    const sql = 'SELECT thread, thread_id, start_ns, end_ns, spans, lanes FROM threads';
    expect(lines(rowsOf(file, sql))).toEqual(lines(expected));
    const summary = ask(file, 'summary', {});
    const told = summary.threads.map((t) => [t.index, t.threadId, t.startNs, t.endNs, t.spans, t.lanes]);
    expect(told).toEqual(expected);
  });
});
