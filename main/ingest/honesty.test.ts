import { expect, it } from 'vitest';
import { openRecording } from '../store/index.ts';
import { ingestNow, placeSpools } from '../store/testing/recording.ts';
import { noCounters, SpoolBuilder } from '../store/testing/spool-builder.ts';

it('a function throttled in several threads is one throttled function, named with what was counted', () => {
  const functions = [{ name: 'main' }, { name: 'leaf', file: 'lib.js', line: 7 }];
  const throttled = { function: 1, factor: 32, ns: 2e6, counted: 900, sampled: 30, active: false };
  const spool = (threadId: number, factor: number) =>
    new SpoolBuilder({ threadId })
      .functions(functions)
      .counters({ ...noCounters, throttled: 1, throttledFunctions: [{ ...throttled, factor }] })
      .end();
  const recording = openRecording(ingestNow(placeSpools(spool(0, 32), spool(1, 128))));
  const honesty = recording.state()?.summary.honesty;
  recording.close();
  expect(honesty?.throttledFunctions).toBe(1);
  expect(honesty?.throttled).toEqual([
    { name: 'leaf', file: 'lib.js', line: 7, factor: 128, timeNs: 4e6, counted: 1800, timed: 60 },
  ]);
});
