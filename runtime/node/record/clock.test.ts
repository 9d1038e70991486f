import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import type { TestThread } from '../testing/read-spools.ts';
import { pinnedNode, runTraced } from '../testing/run-traced.ts';

const cwd = fileURLToPath(new URL('fixtures/clock', import.meta.url));

/** Recorded durations of `busy` called from outside, beside what the program itself measured. */
async function record(clock: 'bounded' | 'exact', crowd = 500) {
  const outcome = await runTraced({
    cwd,
    node: pinnedNode,
    args: ['main.cjs', String(crowd)],
    config: { clock, include: ['busy.cjs'] },
  });
  const [thread] = outcome.threads as [TestThread];
  const { inner, outer } = JSON.parse(outcome.stdout) as { inner: number[]; outer: number[] };
  const spans = thread.spans.filter(({ name, parent }) => name === 'busy' && !parent);
  expect(spans).toHaveLength(inner.length);
  return { thread, spans, inner, outer };
}

describe('the clock', () => {
  test('bounded: no duration is wrong by more than the stated error at its two ends', async () => {
    const { thread, spans, inner, outer } = await record('bounded');
    const bound = 2 * thread.maxErrorNs;
    expect(bound).toBeGreaterThan(0);
    // What the recorder says of itself is no less than what readers find, but for rounding.
    expect(thread.counters?.maxClockErrorNs).toBeGreaterThanOrEqual(thread.maxErrorNs - 1);
    for (const [i, { startNs, endNs }] of spans.entries()) {
      expect(endNs - startNs).toBeGreaterThanOrEqual((inner[i] as number) - bound);
      expect(endNs - startNs).toBeLessThanOrEqual((outer[i] as number) + bound);
    }
  });

  test('bounded: most durations are far closer than that', async () => {
    const { spans, inner } = await record('bounded');
    const errors = spans.map(({ startNs, endNs }, i) => Math.abs(endNs - startNs - (inner[i] as number)));
    // Half of the calls took 64 microseconds or more; two ticks of 130 lie between a time and its stamp at most.
    expect(errors.sort((a, b) => a - b)[errors.length >> 1]).toBeLessThan(260_000);
  });

  test('bounded: in a steady stream what takes long has times of its own, and what is brief goes without', async () => {
    const { thread, spans, inner, outer } = await record('bounded', 100);
    const bound = 2 * thread.maxErrorNs;
    expect(bound).toBeGreaterThan(0);
    for (const [i, { startNs, endNs }] of spans.entries()) {
      expect(endNs - startNs).toBeGreaterThanOrEqual((inner[i] as number) - bound);
      expect(endNs - startNs).toBeLessThanOrEqual((outer[i] as number) + bound);
    }
    const errors = spans.map(({ startNs, endNs }, i) => Math.abs(endNs - startNs - (inner[i] as number)));
    // Stamps of all events would leave less than this of each as well: readings of the clock by the program itself.
    expect(errors.sort((a, b) => a - b)[errors.length >> 1]).toBeLessThan(5_000);
  });

  test('bounded: events that are far apart are timed one by one', async () => {
    const { thread, spans, inner, outer } = await record('bounded', 0);
    expect(thread.maxErrorNs).toBe(0);
    for (const [i, { startNs, endNs }] of spans.entries()) {
      expect(endNs - startNs).toBeGreaterThanOrEqual((inner[i] as number) - 2);
      expect(endNs - startNs).toBeLessThanOrEqual((outer[i] as number) + 2);
    }
  });

  test('exact: every duration lies between what the function and its caller measured', async () => {
    const { thread, spans, inner, outer } = await record('exact');
    expect(thread.maxErrorNs).toBe(0);
    expect(thread.counters?.maxClockErrorNs).toBe(0);
    for (const [i, { startNs, endNs }] of spans.entries()) {
      // Times are rounded to whole ns.
      expect(endNs - startNs).toBeGreaterThanOrEqual((inner[i] as number) - 2);
      expect(endNs - startNs).toBeLessThanOrEqual((outer[i] as number) + 2);
    }
  });
});
