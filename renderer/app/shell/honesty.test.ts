import { describe, expect, it } from 'vitest';
import type { Honesty } from '#contract';
import { honestyFacts, lossSentence, throttledText } from './honesty.ts';

const clean: Honesty = {
  dropped: 0,
  sampled: 0,
  throttledFunctions: 0,
  truncatedValues: 0,
  redactedValues: 0,
  damagedFrames: 0,
  unfinished: 0,
  skippedFiles: [],
  tracerCostNs: 31_000_000,
  tracerCostShare: 0.031,
  maxClockErrorNs: 126_000,
};

describe('what a recording owns up to', () => {
  it('is nothing when nothing is missing', () => {
    expect(lossSentence(clean)).toBeNull();
    expect(honestyFacts(clean).some(({ isLoss }) => isLoss)).toBe(false);
  });

  it('counts redaction as protection, not as a loss', () => {
    expect(lossSentence({ ...clean, redactedValues: 4 })).toBeNull();
  });

  it('names every loss with its number and the right noun', () => {
    const lossy = {
      ...clean,
      dropped: 1200,
      throttledFunctions: 1,
      skippedFiles: [{ file: 'a.js', reason: 'x' }],
    };
    expect(lossSentence(lossy)).toBe(
      'This recording is not complete: 1,200 spans dropped, 1 file not traced, 1 function throttled.',
    );
    expect(
      honestyFacts(lossy)
        .filter(({ isLoss }) => isLoss)
        .map(({ id }) => id),
    ).toEqual(['dropped', 'throttled', 'skipped']);
  });

  it('says of a throttled function how many of its calls have times', () => {
    const one = { name: 'leaf', file: 'a.js', line: 3, factor: 64, timeNs: 1.5e9, counted: 6300, timed: 100 };
    expect(throttledText(one)).toBe(
      'leaf: for 1.50 s at least one call in 64 was timed; 100 calls with times, 6,300 calls without',
    );
  });

  it('tells the cost as a share and as time', () => {
    expect(honestyFacts(clean)[0]?.value).toBe('3.1%, 31.0 ms');
  });
});
