import { describe, expect, it } from 'vitest';
import { formatSpanId, type TraceTable } from '#contract';
import { OP } from '#format';
import type { TestEvent } from '../../store/testing/events.ts';
import { type ModelSpan, rootOf, selfOf } from '../../store/testing/model.ts';
import { recordingOf } from '../../store/testing/recording.ts';
import { SpoolBuilder } from '../../store/testing/spool-builder.ts';
import { ask } from '../testing/ask.ts';
import { forRecordings } from '../testing/random-recordings.ts';

const whole = { from: 'root', depth: 1000, offset: 0, limit: 10_000 } as const;

/** A table as one line for each row: level, span, parent's row, start, duration, self, children. */
const lines = (table: TraceTable): string[] =>
  Array.from({ length: table.length }, (_, i) =>
    [
      ...[table.depthOf[i], `${table.thread[i]}:${table.ordinal[i]}`, table.parent[i]],
      ...[table.startNsOf[i], table.durationNs[i], table.selfNs[i], table.children[i]],
    ].join(' '),
  );

/** What a naive walk from a span down says of it. */
function walked(thread: number, first: ModelSpan, offsetNs: number, depth: number): string[] {
  const rows: string[] = [];
  const walk = (span: ModelSpan, parent: number, level: number) => {
    const duration = span.status === 'unfinished' ? -1 : span.end - span.start;
    // Of calls whose children are not listed, those count that began before it ended.
    const children = level < depth ? span.children : span.children.filter((child) => !child.late);
    const at = rows.push(
      [
        ...[level, `${thread}:${span.ordinal}`, parent, span.start + offsetNs],
        ...[duration, selfOf(span), children.length],
      ].join(' '),
    );
    if (level === depth) return;
    const below = [...span.children].sort((a, b) => a.start - b.start || a.ordinal - b.ordinal);
    for (const child of below) walk(child, at - 1, level + 1);
  };
  walk(first, -1, 0);
  return rows;
}

describe('a trace', () => {
  it('lists what a walk through the calls finds, from any of them to any depth', async () => {
    await forRecordings(({ file, threads }) => {
      for (const [thread, { spans }] of threads.entries()) {
        for (const span of spans) {
          const id = formatSpanId(thread, span.ordinal);
          const offset = thread * 1_000_000;
          const root = ask(file, 'trace', { ...whole, span: id });
          expect(lines(root)).toEqual(walked(thread, rootOf(span), offset, 1000));
          expect(root).toMatchObject({ total: root.length, omitted: 0, depth: 1000 });
          const [from, depth] = ['span', span.ordinal % 3] as const;
          const below = ask(file, 'trace', { ...whole, from, depth, span: id });
          expect(lines(below)).toEqual(walked(thread, span, offset, depth));
        }
      }
    }, 12);
  });

  it('comes a page at a time, each row with the number of its parent in the whole', async () => {
    await forRecordings(({ file, threads }) => {
      if (threads[0]?.spans.length === 0) return;
      const request = { ...whole, span: formatSpanId(0, 0) };
      const all = ask(file, 'trace', request);
      const pages: string[] = [];
      for (let offset = 0; offset < all.total; offset += 3) {
        pages.push(...lines(ask(file, 'trace', { ...request, offset, limit: 3 })));
      }
      expect(pages).toEqual(lines(all));
    }, 8);
  });

  it('goes on in another process with the call that took its context up', () => {
    const context = [11, 12, 13, 14, 15, 16];
    const client: TestEvent[] = [
      { op: 'enter', fn: 0, at: 10 },
      { op: 'enter', fn: 1, at: 20 },
      { op: 'note', kind: OP.CARRIES, words: context },
      { op: 'exit', at: 90 },
      { op: 'exit', at: 100 },
    ];
    const server: TestEvent[] = [
      { op: 'enter', fn: 0, at: 5 },
      { op: 'enter', fn: 1, at: 30 },
      { op: 'note', kind: OP.CONTINUES, words: context },
      { op: 'enter', fn: 2, at: 40 },
      { op: 'exit', at: 50 },
      { op: 'exit', at: 60 },
      { op: 'exit', at: 95 },
    ];
    const functions = [{ name: 'serve' }, { name: 'request' }, { name: 'query' }];
    const file = recordingOf(
      new SpoolBuilder({ pid: 1 }).functions(functions).events(client).end(),
      new SpoolBuilder({ pid: 2 }).functions(functions).events(server).end(),
    );
    const expected = [
      '0 0:0 -1 10 90 20 1',
      '1 0:1 0 20 70 70 1',
      // The request in the other process, but not what is around it there.
      '2 1:1 1 30 30 20 1',
      '3 1:2 2 40 10 10 0',
    ];
    for (const span of [formatSpanId(0, 1), formatSpanId(1, 1), formatSpanId(1, 2)]) {
      expect(lines(ask(file, 'trace', { ...whole, span }))).toEqual(expected);
    }
    const shallow = ask(file, 'trace', { ...whole, span: formatSpanId(0, 0), depth: 1 });
    expect(lines(shallow)).toEqual(expected.slice(0, 2));
    // A call that no context led to stands for itself.
    const outer = ask(file, 'trace', { ...whole, span: formatSpanId(1, 0) });
    expect(outer.first).toBe(formatSpanId(1, 0));
  });

  it('lists fewer levels where there are too many calls, and says how many of the first it leaves out', () => {
    const events: TestEvent[] = [{ op: 'enter', fn: 0, at: 0 }];
    for (let i = 0; i < 210_000; i++) {
      events.push({ op: 'enter', fn: 1, at: 10 * i }, { op: 'enter', fn: 2, at: 10 * i + 1 });
      events.push({ op: 'exit', at: 10 * i + 2 }, { op: 'exit', at: 10 * i + 3 });
    }
    events.push({ op: 'exit', at: 3e6 });
    const spool = new SpoolBuilder().functions([{ name: 'a' }, { name: 'b' }, { name: 'c' }]);
    for (let at = 0; at < events.length; at += 50_000) spool.events(events.slice(at, at + 50_000));
    const table = ask(recordingOf(spool.end()), 'trace', { ...whole, span: formatSpanId(0, 5), limit: 3 });
    expect(table).toMatchObject({ total: 200_000, depth: 1, omitted: 10_001 });
    expect([...table.depthOf]).toEqual([0, 1, 1]);
    expect([...table.children]).toEqual([210_000, 1, 1]);
  });

  it('is not there for a span that is not', () => {
    const file = recordingOf(new SpoolBuilder().functions([{ name: 'a' }]).end());
    expect(() => ask(file, 'trace', { ...whole, span: formatSpanId(3, 0) })).toThrow('no span');
  });
});
