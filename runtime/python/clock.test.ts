import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { findPythons } from './testing/pythons.ts';
import { buildRecorder, runTraced } from './testing/run-python.ts';

const cwd = fileURLToPath(new URL('fixtures/clock', import.meta.url));
const python = findPythons().at(-1);
const binary = python && buildRecorder(python);
const recorders = (['native', 'python'] as const).filter((one) => one === 'python' || binary);
/** What readings of a counter on several cores may differ by. */
const TOLERANCE_NS = 2_000;

describe.skipIf(!python).each(recorders)('the times of calls, with the %s recorder', (recorder) => {
  it("are those of the system's clock, to two microseconds", { timeout: 30_000 }, async () => {
    if (!python) return;
    const { threads, stdout } = await runTraced({
      python,
      args: ['marks.py'],
      cwd,
      recorder,
      config: { level: 1 },
    });
    const spans = threads[0]?.spans.filter(({ name }) => name === 'mark') ?? [];
    const around = stdout
      .trim()
      .split('\n')
      .map((line) => line.split(' ').map(BigInt));
    expect(spans).toHaveLength(around.length);
    const first = around[0]?.[0] as bigint;
    // Where the origin lies on that clock: each call says that it is no earlier, and no later.
    let [earliest, latest] = [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY];
    for (const [i, { startNs, endNs }] of spans.entries()) {
      const [before = Number.NaN, after = Number.NaN] = (around[i] ?? []).map((ns) => Number(ns - first));
      earliest = Math.max(earliest, before - startNs);
      latest = Math.min(latest, after - endNs);
    }
    expect(earliest - latest).toBeLessThan(TOLERANCE_NS);
  });
});
