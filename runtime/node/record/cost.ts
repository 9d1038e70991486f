import { Capture } from './capture.ts';
import { sharedNow, stillClock } from './clock.ts';
import { createRecorder } from './recorder.ts';
import { Redactor } from './redact.ts';
import { StringIds } from './strings.ts';

/** Enough for the optimising compiler; more would lengthen the end of every process. */
const CALLS = 3_000;

/** ns that one recorded call takes at level 1 in this process, measured on a recorder that writes nowhere. */
export function measureCost(): number {
  const clock = { ...stillClock(), running: () => true };
  const strings = new StringIds();
  const recorder = createRecorder({
    clock,
    now: sharedNow,
    exact: false,
    deep: false,
    flushNs: Number.POSITIVE_INFINITY,
    strings,
    captureWords: 16,
    createCapture: (words) => new Capture(words, strings, new Redactor(), 64),
    takeFrames: () => [],
    write: () => {},
    armTimer: () => {},
    failed: () => {},
  });
  let start = 0;
  for (let i = -CALLS; i < CALLS; i++) {
    // The first half only warms up.
    if (i === 0) start = sharedNow();
    recorder.enter(0);
    recorder.exit(undefined);
  }
  return Math.round(((sharedNow() - start) / CALLS) * 10) / 10;
}
