import { describe, expect, it } from 'vitest';
import { durationOf } from '../store/testing/model.ts';
import { ask } from './testing/ask.ts';
import { forRecordings } from './testing/random-recordings.ts';

describe('a heat map of random events', () => {
  it('counts every span and error in the cell of its start and duration, whole and narrowed', async () => {
    await forRecordings(({ file, spans, names, endNs }) => {
      const whole = { startNs: 0, endNs: endNs + 1 };
      const part = { startNs: Math.floor(endNs / 3), endNs: Math.floor(endNs / 3) + 1000 };
      const requests = [
        { range: whole, columns: 50 },
        { range: part, columns: 7 },
        { range: whole, columns: 50, thread: 1 },
        ...names.slice(0, 2).map((_, fn) => ({ range: whole, columns: 3, function: fn })),
      ];
      for (const request of requests) {
        const map = ask(file, 'heatMap', request);
        const { startNs, endNs: end } = request.range;
        const step = (end - startNs) / request.columns;
        const expected = new Map<number, [number, number]>();
        for (const { span, thread, startNs: start, name } of spans) {
          if ('thread' in request && request.thread !== thread) continue;
          if ('function' in request && names[request.function as number] !== name) continue;
          const column = Math.floor((start - startNs) / step);
          if (column < 0 || column >= request.columns) continue;
          const row = map.boundsNs.findLastIndex((bound) => bound <= durationOf(span));
          const [count, errors] = expected.get(row * request.columns + column) ?? [0, 0];
          const failed = span.status === 'error' ? 1 : 0;
          expected.set(row * request.columns + column, [count + 1, errors + failed]);
        }
        const cells = Array.from(map.cell, (cell, i) => [cell, [map.count[i], map.errors[i]]]);
        expect(cells).toEqual([...expected].sort(([a], [b]) => a - b));
      }
    });
  });
});
