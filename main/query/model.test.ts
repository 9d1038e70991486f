import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type FunctionTable, formatSpanId, type TimeRange } from '#contract';
import type { TestEvent } from '../store/testing/events.ts';
import {
  activeOf,
  durationOf,
  type ModelSpan,
  type ModelThread,
  modelThread,
  pathOf,
  selfOf,
} from '../store/testing/model.ts';
import { threadEvents } from '../store/testing/random-events.ts';
import { recordingOf } from '../store/testing/recording.ts';
import { SpoolBuilder } from '../store/testing/spool-builder.ts';
import { openScan, type ScannedSpan } from './index.ts';
import { ask } from './testing/ask.ts';

const FUNCTIONS = ['a', 'b', 'c', 'd', 'e', 'f'].map((name) => ({ name }));

/** Two threads, the second one 1 ms younger; cut into several frames. */
function record(threads: readonly (readonly TestEvent[])[]): string {
  return recordingOf(
    ...threads.map((events, i) => {
      const originUnixNs = String(1_700_000_000_000_000_000n + BigInt(i) * 1_000_000n);
      const spool = new SpoolBuilder({ threadId: i, originUnixNs }).functions(FUNCTIONS);
      for (let at = 0; at < events.length; at += 50) spool.events(events.slice(at, at + 50));
      return spool.end();
    }),
  );
}

const offset = (thread: number): number => thread * 1_000_000;
const twoThreads = fc.tuple(threadEvents(120), threadEvents(120));
const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
const total = (model: readonly ModelThread[]) => model.flatMap((thread) => thread.spans);

/** A call that was started by one that ended just before: the first third of the recording ends between the two. */
const childAfterItsParent: TestEvent[] = [
  { op: 'enterAsync', fn: 0, mark: 1, at: 0 },
  { op: 'exit', at: 333_334 },
  { op: 'link', mark: 1 },
  { op: 'enter', fn: 0, at: 333_335 },
];

/** Runs the check on recordings of random events; few, for each one is a file. */
async function forRecordings(
  check: (file: string, model: readonly ModelThread[]) => void | Promise<void>,
  runs = 40,
): Promise<void> {
  await fc.assert(
    fc.asyncProperty(twoThreads, async (threads) => {
      await check(
        record(threads),
        threads.map((events) => modelThread(events)),
      );
    }),
    { numRuns: runs, examples: [[[childAfterItsParent, []]]] },
  );
}

describe('a recording of random events', () => {
  it('holds every span with its parent, times, status and root', async () => {
    await forRecordings(async (file, model) => {
      const scan = openScan(file);
      const spans: ScannedSpan[] = [];
      for await (const batch of scan.spans()) spans.push(...batch);
      scan.dispose();
      const seen = spans.map((s) => {
        const { ordinal, parent, function: fn, startNs, durationNs, selfNs, activeNs, status, thread } = s;
        return { thread, ordinal, parent, fn, startNs, durationNs, selfNs, activeNs, status };
      });
      const names = ask(file, 'functions', {}).name;
      const expected = model.flatMap((thread, i) =>
        thread.spans.map((span) => ({
          thread: i,
          ordinal: span.ordinal,
          parent: span.parent?.ordinal ?? -1,
          fn: names.indexOf(FUNCTIONS[span.fn]?.name ?? ''),
          startNs: span.start + offset(i),
          durationNs: span.status === 'unfinished' ? -1 : durationOf(span),
          selfNs: selfOf(span),
          activeNs: activeOf(span),
          status: span.status,
        })),
      );
      expect(seen).toEqual(expected);
    });
  });

  it('has the figures of each function', async () => {
    await forRecordings((file, model) => {
      const table = ask(file, 'functions', {});
      for (const [fn, { name }] of FUNCTIONS.entries()) {
        const row = table.name.indexOf(name);
        const spans = total(model).filter((span) => span.fn === fn);
        const counted = model.flatMap((t) => t.counted.filter((c) => c.fn === fn));
        const ended = spans.filter((span) => span.status !== 'unfinished').map(durationOf);
        const outermost = spans.filter((span) => !pathOf(span).slice(0, -1).includes(fn));
        expect(figuresOf(table, row)).toEqual({
          calls: spans.length + sum(counted.map((c) => c.calls)),
          errors: spans.filter((span) => span.status === 'error').length,
          total: sum(outermost.map(durationOf)),
          self: sum(spans.map((span) => selfOf(span))),
          avg: ended.length > 0 ? sum(ended) / ended.length : Number.NaN,
          min: ended.length > 0 ? Math.min(...ended) : Number.NaN,
          max: ended.length > 0 ? Math.max(...ended) : Number.NaN,
        });
      }
    });
  });

  it('has the merged call tree, whole, by thread and by range', async () => {
    await forRecordings((file, model) => {
      const end = Math.max(...model.map((thread, i) => thread.lastNs + offset(i)));
      const range = { startNs: Math.floor(end / 3), endNs: Math.floor((end * 2) / 3) };
      const names = ask(file, 'functions', {}).name;
      const requests: { range?: TimeRange; thread?: number }[] = [{}, { thread: 1 }];
      if (range.endNs > range.startNs) requests.push({ range }, { range, thread: 0 });
      for (const request of requests) {
        const tree = ask(file, 'callTree', { order: 'left-heavy', minShare: 0, ...request });
        const seen = new Map<string, object>();
        const paths: string[] = [];
        for (let row = 1; row < tree.length; row++) {
          const parent = tree.parent[row] as number;
          const path = `${paths[parent] ?? ''}/${names[tree.function[row] as number]}`;
          paths[row] = path;
          if (tree.calls[row] === 0) continue;
          expect(seen.has(path)).toBe(false);
          const [calls, errors] = [tree.calls[row], tree.errors[row]];
          seen.set(path, { calls, errors, total: tree.totalNs[row], self: tree.selfNs[row] });
        }
        expect(Object.fromEntries(seen)).toEqual(modelTree(model, request));
      }
    });
  });

  it('lists the spans of a function in any order, a page at a time', async () => {
    await forRecordings((file, model) => {
      const table = ask(file, 'functions', {});
      for (const [fn, name] of table.name.entries()) {
        const spans = model.flatMap((thread, i) =>
          thread.spans
            .filter((span) => FUNCTIONS[span.fn]?.name === name)
            .map((span) => ({ span, id: formatSpanId(i, span.ordinal), start: span.start + offset(i) })),
        );
        for (const order of ['start', 'errors', 'slowest'] as const) {
          const rows = [];
          for (let at = 0; at < spans.length + 1; at += 7) {
            const page = ask(file, 'spans', { function: fn, order, offset: at, limit: 7 });
            expect(page.total).toBe(spans.length);
            rows.push(...page.rows);
          }
          expect(rows.map((row) => row.id).sort()).toEqual(spans.map((s) => s.id).sort());
          const key = rows.map((row) => {
            const failed = row.status === 'error' ? 0 : 1;
            const duration = row.durationNs < 0 ? Number.MAX_VALUE : -row.durationNs;
            return order === 'slowest'
              ? [duration]
              : order === 'errors'
                ? [failed, row.startNs]
                : [row.startNs];
          });
          const inOrder = [...key].sort(
            (a, b) => (a[0] as number) - (b[0] as number) || (a[1] ?? 0) - (b[1] ?? 0),
          );
          expect(key).toEqual(inOrder);
        }
      }
    }, 15);
  });

  it('shows of each span its children and ancestors', async () => {
    await forRecordings((file, model) => {
      for (const [i, thread] of model.entries()) {
        for (const span of thread.spans) {
          const detail = ask(file, 'span', { id: formatSpanId(i, span.ordinal) });
          const ids = (spans: readonly ModelSpan[]) => spans.map((s) => formatSpanId(i, s.ordinal));
          const above: ModelSpan[] = [];
          for (let a = span.parent; a; a = a.parent) above.unshift(a);
          expect(detail.childCount).toBe(span.children.length);
          expect(detail.children.map((child) => child.id)).toEqual(ids(span.children));
          expect(detail.ancestors.map((a) => a.id)).toEqual(ids(above));
        }
      }
    }, 10);
  });

  it('puts spans that are open at once on different lanes of the timeline', async () => {
    await forRecordings((file, model) => {
      const end = Math.max(...model.map((thread, i) => thread.lastNs + offset(i))) + 1;
      const request = { range: { startNs: 0, endNs: end }, widthPx: 16_384, maxLane: 10_000 };
      const { spans } = ask(file, 'timeline', request);
      const laneOf = new Map<string, number>();
      for (let row = 0; row < spans.length; row++) {
        laneOf.set(`${spans.thread[row]}:${spans.ordinal[row]}`, spans.lane[row] as number);
      }
      for (const [i, thread] of model.entries()) {
        for (const span of thread.spans) {
          const lane = laneOf.get(`${i}:${span.ordinal}`);
          if (lane !== undefined) expect(lane).toBe(span.lane);
        }
      }
    });
  });
});

function figuresOf(table: FunctionTable, row: number) {
  const at = (column: Float64Array, nothing = 0) => (row < 0 ? nothing : (column[row] as number));
  return {
    calls: at(table.calls),
    errors: at(table.errors),
    total: at(table.totalNs),
    self: at(table.selfNs),
    avg: at(table.avgNs, Number.NaN),
    min: at(table.minNs, Number.NaN),
    max: at(table.maxNs, Number.NaN),
  };
}

/** Calls, errors, total and self time by path, of what lies in the range. */
function modelTree(model: readonly ModelThread[], request: { range?: TimeRange; thread?: number }) {
  const tree: Record<string, { calls: number; errors: number; total: number; self: number }> = {};
  const whole = request.range === undefined && request.thread === undefined;
  const nodeOf = (path: readonly number[]) => {
    const key = path.map((fn) => `/${FUNCTIONS[fn]?.name}`).join('');
    tree[key] ??= { calls: 0, errors: 0, total: 0, self: 0 };
    return tree[key];
  };
  for (const [i, thread] of model.entries()) {
    if (request.thread !== undefined && request.thread !== i) continue;
    const from = (request.range?.startNs ?? Number.NEGATIVE_INFINITY) - offset(i);
    const to = (request.range?.endNs ?? Number.POSITIVE_INFINITY) - offset(i);
    for (const span of thread.spans) {
      if (span.start >= to || (span.end <= from && span.start < from)) continue;
      const [begin, finish] = [Math.max(span.start, from), Math.min(span.end, to)];
      const node = nodeOf(pathOf(span));
      node.calls++;
      node.errors += span.status === 'error' ? 1 : 0;
      node.total += finish - begin;
      node.self += selfOf(span, begin, finish);
    }
    for (const { fn, parent, calls } of whole ? thread.counted : []) {
      nodeOf([...(parent ? pathOf(parent) : []), fn]).calls += calls;
    }
  }
  return tree;
}
