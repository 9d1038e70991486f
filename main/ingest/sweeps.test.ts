import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { FILE_HEAD_BYTES, FRAME_HEAD_BYTES } from '#format';
import { ask } from '../query/testing/ask.ts';
import { openRecording, verifyRecording } from '../store/index.ts';
import { busyEvents } from '../store/testing/random-events.ts';
import { ingestNow, placeSpools } from '../store/testing/recording.ts';
import { SpoolBuilder } from '../store/testing/spool-builder.ts';

/** `CALLSCAPE_FAULTS=full` looks at every frame and at hundreds of bits; each is an ingest. */
const isFull = process.env.CALLSCAPE_FAULTS === 'full';
const FLIPS = isFull ? 500 : 20;
const BOUNDARIES = isFull ? 1 : 7;
const TIME_LIMIT_MS = 900_000;
const SPANS = 2000;
const FRAME_EVENTS = 50;
const FUNCTIONS = ['a', 'b', 'c', 'd', 'e', 'f'].map((name) => ({ name }));

interface Part {
  readonly begin: number;
  readonly bytes: Uint8Array;
  /** Calls that begin in it: what is missing if it is lost. */
  readonly spans: number;
}

function partsOf(): readonly Part[] {
  const events = busyEvents(SPANS, 11);
  const spool = new SpoolBuilder().functions(FUNCTIONS).strings(1, ['Ada']);
  const spans: number[] = spool.parts.map(() => 0);
  for (let at = 0; at < events.length; at += FRAME_EVENTS) {
    const frame = events.slice(at, at + FRAME_EVENTS);
    spool.events(frame);
    spans.push(frame.filter(({ op }) => op === 'enter' || op === 'enterAsync').length);
  }
  spool.end();
  let begin = 0;
  return spool.parts.map((bytes, i) => {
    const part = { begin, bytes, spans: spans[i] ?? 0 };
    begin += bytes.length;
    return part;
  });
}

/** Repeatable numbers from 0 to below `limit`. */
function randomBelow(seed: number): (limit: number) => number {
  let state = seed;
  return (limit) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * limit);
  };
}

/** Ingests the bytes of one spool: spans that are said to be there and that are, and what is said to be missing. */
function ingested(bytes: Uint8Array) {
  const place = placeSpools();
  writeFileSync(join(place.spoolDir, '100-0-test.spool'), bytes);
  const recording = openRecording(ingestNow(place));
  const summary = recording.state()?.summary;
  recording.close();
  const { calls } = ask(place.file, 'functions', {});
  const { ok, foundSpans } = verifyRecording(place.file);
  const { damagedFrames, cutShort = 0 } = summary?.honesty ?? {};
  const called = calls.reduce((sum, count) => sum + count, 0);
  return { spans: summary?.spans, called, foundSpans, ok, damagedFrames, cutShort };
}

const counted = (spans: number) => ({ spans, called: spans, foundSpans: spans, ok: true });

describe('a spool that ends anywhere', () => {
  const parts = partsOf();
  const whole = Buffer.concat(parts.map(({ bytes }) => bytes));
  const spansBefore = (end: number): number =>
    parts.reduce((sum, { begin, bytes, spans }) => sum + (begin + bytes.length <= end ? spans : 0), 0);

  it(
    'keeps every frame before a boundary and says that it was cut short',
    () => {
      // The first frame says whose it is; without one there is no thread that could be cut short.
      const framed = parts.slice(2).filter((_, i) => i % BOUNDARIES === 0);
      for (const { begin } of framed) {
        const found = ingested(whole.subarray(0, begin));
        expect(found).toEqual({ ...counted(spansBefore(begin)), damagedFrames: 0, cutShort: 1 });
      }
    },
    TIME_LIMIT_MS,
  );

  it(
    'keeps every frame before a torn one, and counts that',
    () => {
      const random = randomBelow(7);
      const framed = parts.slice(2).filter((_, i) => i % BOUNDARIES === 1 % BOUNDARIES);
      for (const { begin, bytes } of framed) {
        const end = begin + 1 + random(bytes.length - 1);
        expect(ingested(whole.subarray(0, end))).toEqual({
          ...counted(spansBefore(end)),
          damagedFrames: 1,
          cutShort: 1,
        });
      }
    },
    TIME_LIMIT_MS,
  );

  it(
    'loses the frame of a flipped bit alone, and counts it',
    () => {
      const random = randomBelow(23);
      for (let flip = 0; flip < FLIPS; flip++) {
        const at = FILE_HEAD_BYTES + random(whole.length - FILE_HEAD_BYTES);
        const bad = Buffer.from(whole);
        bad[at] = (bad[at] as number) ^ (1 << random(8));
        const part = parts.findLast(({ begin }) => begin <= at) as Part;
        // Zero bytes behind a payload say nothing.
        const length = new DataView(part.bytes.buffer, part.bytes.byteOffset).getUint32(8, true);
        const isPadding = at >= part.begin + FRAME_HEAD_BYTES + length;
        const found = ingested(bad);
        expect({ at, ...found }).toMatchObject({ at, ...counted(SPANS - (isPadding ? 0 : part.spans)) });
        expect(found.damagedFrames).toBe(isPadding ? 0 : 1);
        expect(found.cutShort).toBe(part === parts.at(-1) && !isPadding ? 1 : 0);
      }
    },
    TIME_LIMIT_MS,
  );
});
