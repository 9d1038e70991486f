import { expect, test } from 'vitest';
import { OP } from './constants.ts';
import { decodeEvents } from './event-decoder.ts';
import {
  MAX_PACKED,
  MAX_PACKED_FUNCTION,
  MAX_PACKED_SKIP,
  PACKED,
  packed,
  packedKind,
  packedOperand,
  unpack,
} from './packed-words.ts';
import { noteEvents } from './testing.ts';

test('a packed word stays one of 32 bits and tells its kind and operand', () => {
  for (const kind of Object.values(PACKED)) {
    for (const x of [0, 1, MAX_PACKED, (MAX_PACKED_SKIP << 18) | MAX_PACKED_FUNCTION]) {
      const [word] = new Int32Array([packed(kind, x)]) as unknown as [number];
      expect(word).toBeLessThanOrEqual(-64);
      expect([packedKind(word), packedOperand(word)]).toEqual([kind, x]);
    }
  }
});

test('packed words stand for the same events, at the same times, as the long ones', () => {
  const long = [
    [-OP.ENTER_ASYNC, 4, 7],
    [-OP.STAMP, 90, 90],
    [-OP.ENTER_ASYNC, 5, 8],
    [-OP.SUSPEND],
    [-OP.ENTER_ASYNC, 6, 11],
    [-OP.ARG, 17],
    [-OP.SUSPEND],
    [-OP.STAMP, 1_000, 1_000],
    [-OP.RESUME, 8, -OP.EXIT],
    [-OP.RESUME, 11],
    [3],
    [-OP.STAMP, 20, 20, -OP.EXIT],
    [-OP.EXIT],
    [-OP.STAMP, 5, 9],
  ].flat();
  const short = [
    [-OP.ENTER_ASYNC, 4, 7],
    [packed(PACKED.STAMP, 90)],
    [packed(PACKED.ENTER_ASYNC, 5)],
    [-OP.SUSPEND],
    [packed(PACKED.ENTER_ASYNC, (2 << 18) | 6)],
    [-OP.ARG, 17],
    [-OP.SUSPEND],
    [packed(PACKED.STAMP, 1_000)],
    [packed(PACKED.RESUME_EXIT, 3)],
    [packed(PACKED.RESUME, 0)],
    [3],
    [packed(PACKED.STAMP_EXIT, 20)],
    [-OP.EXIT],
    [-OP.STAMP, 5, 9],
  ].flat();
  expect([...unpack(new Int32Array(short))]).toEqual(long);
  expect(short.length).toBeLessThan(long.length);
});

test('an operand that looks like a packed word is an operand', () => {
  const words = [-OP.COUNTED, 3, packed(PACKED.STAMP_EXIT, 5), -OP.RESUME, -100, -OP.EXIT];
  expect([...unpack(new Int32Array(words))]).toEqual(words);
});

test('what cannot be understood ends the frame, and is counted as damaged', () => {
  const words = unpack(new Int32Array([2, -OP.EXIT, packed(7, 0), 2, -OP.EXIT]));
  const events: string[] = [];
  const { damagedWords } = decodeEvents({ sequence: 0, baseNs: 0, timed: false, words }, noteEvents(events));
  expect(events).toHaveLength(2);
  expect(damagedWords).toBe(1);
});
