import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { unpackSlowest } from '../store/slowest.ts';
import { ClassOrder } from './batch-rows.ts';
import { FunctionStats } from './function-stats.ts';
import { CANDIDATE, SlowCandidates } from './slow-candidates.ts';
import { F, ROW, SpanBatch, T } from './span-batch.ts';

describe('candidates for the slowest spans', () => {
  it('are handed over by function, those of one in the order in which they came, and once', () => {
    const spans = fc.array(fc.record({ fn: fc.nat(1000), duration: fc.nat(50) }), { maxLength: 200 });
    fc.assert(
      fc.property(fc.array(spans, { maxLength: 4 }), (rounds) => {
        const candidates = new SlowCandidates();
        for (const round of rounds) {
          for (const [i, { fn, duration }] of round.entries())
            candidates.add(fn, duration, 3, i, 100 + i, i & 1);
          const taken: number[][] = [];
          const functions: number[] = [];
          candidates.take((fn, numbers, order, from, to) => {
            functions.push(fn);
            for (const row of order.subarray(from, to))
              taken.push([...numbers.subarray(row * CANDIDATE, (row + 1) * CANDIDATE)]);
          });
          const expected = round
            .map(({ fn, duration }, i) => [fn, duration, 3, i, 100 + i, i & 1])
            .sort((a, b) => (a[0] as number) - (b[0] as number) || (a[3] as number) - (b[3] as number));
          expect(taken).toEqual(expected);
          expect(functions).toEqual([...new Set(expected.map(([fn]) => fn))]);
        }
      }),
    );
  });

  it('give the slowest spans of each function, however many there are', () => {
    const [stats, order, batch] = [new FunctionStats(), new ClassOrder(256), new SpanBatch(256)];
    const durations: number[][] = [[], [], []];
    let state = 1;
    for (let ordinal = 0; ordinal < 100_000; ordinal++) {
      state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
      const fn = ordinal % 3;
      // Ever longer ones: all of them are candidates.
      const duration = ordinal + (state % 1000);
      durations[fn]?.push(duration);
      const row = batch.length++ * ROW;
      batch.times[row + T.ordinal] = ordinal;
      batch.times[row + T.duration] = duration;
      batch.facts[row + F.function] = fn;
      if (batch.length < batch.capacity && ordinal < 99_999) continue;
      order.sort(batch);
      stats.addSpans(batch, order, 0);
      batch.length = 0;
    }
    for (const { index, finished, maxNs, slowest } of stats.takeDirty(true)) {
      const expected = (durations[index] as number[]).sort((a, b) => b - a).slice(0, 64);
      expect([...unpackSlowest(slowest as Uint8Array).duration]).toEqual(expected);
      expect([finished, maxNs]).toEqual([durations[index]?.length, expected[0]]);
    }
  });
});
