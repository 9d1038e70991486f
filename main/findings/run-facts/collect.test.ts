import { expect, it } from 'vitest';
import { formatSpanId } from '#contract';
import { openScan } from '../../query/index.ts';
import type { ScannedSpan } from '../../query/scan-types.ts';
import { openSpanColumns } from '../../query/span-columns.ts';
import { forRecordings, type ModelledRecording } from '../../query/testing/random-recordings.ts';
import { collectRunFacts, sumsOf } from './collect.ts';

async function spansOf(file: string): Promise<ScannedSpan[]> {
  const scan = openScan(file);
  const spans: ScannedSpan[] = [];
  for await (const batch of scan.spans()) spans.push(...batch);
  scan.dispose();
  return spans;
}

function factsOf(file: string) {
  const columns = openSpanColumns(file);
  const facts = collectRunFacts(sumsOf('r', columns), columns, []);
  columns.dispose();
  return facts;
}

/** What each span says one by one, in the order of their beginnings. */
function naive(spans: readonly ScannedSpan[], functions: number) {
  const waitingNs = new Float64Array(functions);
  const slowestNs = new Float64Array(functions).fill(-1);
  const roots: number[] = [];
  const failed = spans.filter(({ status }) => status === 'error');
  for (const { function: fn, durationNs, selfNs, activeNs, parent } of spans) {
    if (durationNs < 0) continue;
    waitingNs[fn] = (waitingNs[fn] ?? 0) + Math.max(0, Math.min(selfNs, durationNs - activeNs));
    slowestNs[fn] = Math.max(slowestNs[fn] ?? -1, durationNs);
    if (parent === -1) roots.push(durationNs);
  }
  roots.sort((a, b) => a - b);
  const began = failed.filter(
    ({ thread, ordinal }) => !failed.some((one) => one.thread === thread && one.parent === ordinal),
  );
  const errors = new Map<number, number>();
  for (const { function: fn } of began) errors.set(fn, (errors.get(fn) ?? 0) + 1);
  return {
    waitingNs,
    slowestNs,
    errors,
    averageNs: roots.reduce((sum, ns) => sum + ns, 0) / roots.length,
    p95Ns: roots[Math.ceil(0.95 * roots.length) - 1],
    hasRoots: roots.length > 0,
  };
}

it('says of columns of pages what one would say of the calls one by one', async () => {
  const recordings: ModelledRecording[] = [];
  await forRecordings((recording) => recordings.push(recording), 20);
  for (const { file } of recordings) {
    const spans = await spansOf(file);
    const facts = factsOf(file);
    const expected = naive(spans, facts.table.length);
    expect(facts.waitingNs).toEqual(expected.waitingNs);
    expect(new Map(facts.errors.map(({ function: fn, count }) => [fn, count]))).toEqual(expected.errors);
    if (expected.hasRoots) {
      expect(facts.responses?.averageNs).toBeCloseTo(expected.averageNs, 3);
      expect(facts.responses?.p95Ns).toBe(expected.p95Ns);
    } else expect(facts.responses).toBeNull();
    facts.slowest.forEach((id, fn) => {
      const durations = spans
        .filter(({ thread, ordinal }) => formatSpanId(thread, ordinal) === id)
        .map(({ durationNs }) => durationNs);
      expect(durations).toEqual((expected.slowestNs[fn] ?? -1) < 0 ? [] : [expected.slowestNs[fn]]);
    });
  }
});
