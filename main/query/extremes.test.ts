import { describe, expect, it } from 'vitest';
import { formatSpanId } from '#contract';
import type { TestEvent } from '../store/testing/events.ts';
import { recordingOf } from '../store/testing/recording.ts';
import { SpoolBuilder } from '../store/testing/spool-builder.ts';
import { ask } from './testing/ask.ts';

const record = (events: readonly TestEvent[]): string =>
  recordingOf(
    new SpoolBuilder()
      .functions([{ name: 'f' }, { name: 'g' }])
      .events(events)
      .end(),
  );

describe('a recursion of 100,000 calls', () => {
  const depth = 100_000;
  const events: TestEvent[] = [];
  for (let i = 0; i < depth; i++) events.push({ op: 'enter', fn: 0, at: i });
  for (let i = 0; i < depth; i++) events.push({ op: 'exit', at: depth + i });
  const file = record(events);

  it('has a call tree, functions, callers and a timeline as deep', () => {
    expect(ask(file, 'callTree', { order: 'left-heavy', minShare: 0 }).length).toBe(depth + 1);
    const { calls, totalNs } = ask(file, 'functions', {});
    expect([calls[0], totalNs[0]]).toEqual([depth, 2 * depth - 1]);
    expect(ask(file, 'neighbours', { function: 0 }).callers).toMatchObject([
      { function: 0, calls: depth - 1 },
    ]);
    const range = { startNs: 0, endNs: 2 * depth };
    const { spans } = ask(file, 'timeline', { range, widthPx: 1000, maxLane: depth });
    expect(spans.length).toBeGreaterThan(depth * 0.98);
    expect(ask(file, 'timeline', { range, widthPx: 1000, maxLane: 50 }).spans.length).toBe(51);
  });

  it('names the ancestors of the deepest span at both ends, and counts those between', () => {
    const detail = ask(file, 'span', { id: formatSpanId(0, depth - 1) });
    expect(detail.ancestors.length + detail.omittedAncestors).toBe(depth - 1);
    expect(detail.ancestors[0]?.id).toBe(formatSpanId(0, 0));
    expect(detail.ancestors.at(-1)?.id).toBe(formatSpanId(0, depth - 2));
  });
});

describe('a loop of 20,000 calls from one span', () => {
  const events: TestEvent[] = [{ op: 'enter', fn: 0, at: 0 }];
  for (let i = 0; i < 20_000; i++) {
    events.push(
      { op: 'enter', fn: 1, at: 10 + 10 * i },
      { op: i % 100 === 0 ? 'throw' : 'exit', at: 15 + 10 * i },
    );
  }
  events.push({ op: 'exit', at: 300_000 });
  const file = record(events);

  it('lists the first hundred children of the span, and counts all', () => {
    const detail = ask(file, 'span', { id: formatSpanId(0, 0) });
    expect(detail.childCount).toBe(20_000);
    expect(detail.children.map((child) => child.startNs)).toEqual(
      Array.from({ length: 100 }, (_, i) => 10 + 10 * i),
    );
  });

  it('pages through the calls by start, failures first, and to the very end', () => {
    const page = (order: 'start' | 'errors' | 'slowest', offset: number) =>
      ask(file, 'spans', { function: 1, order, offset, limit: 3 }).rows.map((row) => row.startNs);
    expect(page('start', 12_345)).toEqual([123_460, 123_470, 123_480]);
    expect(page('start', 19_998)).toEqual([199_990, 200_000]);
    expect(page('errors', 199)).toEqual([10 + 10 * 19_900, 20, 30]);
    expect(page('slowest', 19_999)).toHaveLength(1);
  });
});

describe('20,000 tasks that wait side by side', () => {
  const tasks = 20_000;
  const events: TestEvent[] = [];
  for (let i = 0; i < tasks; i++) {
    events.push({ op: 'enterAsync', fn: 0, mark: i, at: i }, { op: 'suspend', at: i });
  }
  for (let i = 0; i < tasks; i++) {
    const at = 2 * tasks + i;
    events.push({ op: 'resume', mark: i, at }, { op: 'exit', at });
  }
  const file = record(events);

  it('are on a lane each, and none of their waiting is active time', () => {
    expect(ask(file, 'summary', {}).threads[0]?.lanes).toBe(tasks);
    const detail = ask(file, 'span', { id: formatSpanId(0, 5) });
    expect(detail).toMatchObject({ durationNs: 2 * tasks, activeNs: 0, status: 'ok' });
  });
});
