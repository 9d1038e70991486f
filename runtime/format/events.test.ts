import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  CHANNEL,
  CHANNEL_PID_BITS,
  decodeEvents,
  decodeEventsPayload,
  encodeEventsFrame,
  encodeFileHead,
  FrameReader,
  OP,
} from './index.ts';
import { noteEvents } from './testing.ts';

function decode(words: readonly number[], head: { baseNs?: number; timed?: boolean } = {}) {
  const reader = new FrameReader();
  reader.push(encodeFileHead());
  reader.push(encodeEventsFrame({ sequence: 0, baseNs: 0, timed: false, ...head }, Int32Array.from(words)));
  const frame = reader.next();
  if (!frame) throw new Error('The frame did not come back');
  const notes: string[] = [];
  const result = decodeEvents(decodeEventsPayload(frame), noteEvents(notes));
  return { notes, result };
}

function wide(ns: number): [number, number] {
  const words = new Int32Array(new Float64Array([ns]).buffer);
  return [words[0] as number, words[1] as number];
}

describe('the bounded clock', () => {
  test('spreads the events between two stamps over the tick', () => {
    const { notes, result } = decode([5, 6, -OP.EXIT, -OP.EXIT, -OP.STAMP, 400, 1000, 7, -OP.STAMP, 50, 50], {
      baseNs: 100,
    });
    expect(notes).toEqual(['enter 5 @ 100', 'enter 6 @ 200', 'exit @ 300', 'exit @ 400', 'enter 7 @ 1100']);
    expect(result).toEqual({ timeNs: 1150, maxErrorNs: 400, damagedWords: 0 });
  });

  test('gives events behind the last stamp its time', () => {
    expect(decode([-OP.STAMP, 0, 70, 1, -OP.EXIT]).notes).toEqual(['enter 1 @ 70', 'exit @ 70']);
  });

  test('reads stamps of any distance', () => {
    const far = 3 * 86_400e9;
    const { notes } = decode([1, -OP.STAMP_WIDE, ...wide(far / 2), ...wide(far), -OP.EXIT]);
    expect(notes).toEqual(['enter 1 @ 0', `exit @ ${far}`]);
    expect(decode([-OP.STAMP, 0, -1, 1]).notes).toEqual(['enter 1 @ 4294967295']);
  });

  test('tells steps and what they set, which take no time', () => {
    const words = [2, -OP.LINE, 10, -OP.SET, 3, 0, 1, 0x704, -OP.SET_MODULE, 3, 4, 0, 1, -OP.EXIT];
    const notes = ['enter 2 @ 0', 'step 18 10', 'step 19 0 1 1796', 'step 20 4 0 1', 'exit @ 50'];
    expect(decode([...words, -OP.STAMP, 100, 100]).notes).toEqual(notes);
  });

  test('tells trace contexts that a mark has sent or stands for', () => {
    const context = [1, -2, 3, 4, 5, 6];
    const words = [
      -OP.RECEIVED_CONTEXT,
      7,
      ...context,
      -OP.LINK,
      7,
      2,
      -OP.SENT_CONTEXT,
      -1,
      ...context,
      -OP.EXIT,
    ];
    expect(decode(words).notes).toEqual([
      'receivedContext 7 1 -2 3 4 5 6',
      'link 7',
      'enter 2 @ 0',
      'sentContext 4294967295 1 -2 3 4 5 6',
      'exit @ 0',
    ]);
    expect(decode([2, -OP.SENT_CONTEXT, 0, 1, 2]).result.damagedWords).toBe(4);
  });

  test('tells messages between threads, with numbers of 32 bits', () => {
    const high = CHANNEL.PORT * 2 ** CHANNEL_PID_BITS + 4_194_303;
    const words = [
      -OP.SENT,
      7,
      high,
      0xffff0001,
      3,
      1,
      -OP.RECEIVED,
      8,
      high,
      2,
      4,
      9,
      -OP.LINK,
      8,
      -OP.EXIT,
    ];
    const notes = [
      `sent 7 ${high} ${0xffff0001} 3`,
      'enter 1 @ 0',
      `received 8 ${high} 2 4 9`,
      'link 8',
      'exit @ 50',
    ];
    expect(decode([...words, -OP.STAMP, 100, 100]).notes).toEqual(notes);
  });

  test('reads the short forms of values as the long ones', () => {
    const words = [1, -OP.ARG, 0x704, 2, -OP.ARG_PAIR, 3, 0, -OP.RETURNED, 1, -OP.RETURNED, 2];
    const { notes, result } = decode([...words, -OP.STAMP, 100, 100]);
    expect(notes).toEqual([
      'enter 1 @ 0',
      'value 11 1 1796',
      'enter 2 @ 25',
      'value 11 2 3 0',
      'value 12 1',
      'exit @ 50',
      'value 12 2',
      'exit @ 75',
    ]);
    expect(result.damagedWords).toBe(0);
    expect(decode([0, 1, 5, -OP.RETURNED, 2], { timed: true }).notes).toEqual([
      'enter 1 @ 0',
      'value 12 2',
      'exit @ 5',
    ]);
  });

  test('other operations take no share of the time', () => {
    const words = [1, -OP.MARK, 9, -OP.ARGS, 2, 1, 0, -OP.EXIT, -OP.STAMP, 100, 100];
    expect(decode(words).notes).toEqual(['enter 1 @ 0', 'mark 9', 'value 11 1 0', 'exit @ 50']);
  });
});

describe('the exact clock', () => {
  test('takes each time from the word before', () => {
    const words = [
      10,
      3,
      0,
      -OP.EXIT,
      7,
      -OP.ENTER_ASYNC,
      4,
      1,
      5,
      -OP.SUSPEND,
      5,
      -OP.RESUME,
      1,
      1,
      -OP.THROW,
    ];
    const { notes, result } = decode(words, { baseNs: 1000, timed: true });
    expect(notes).toEqual([
      'enter 3 @ 1010',
      'exit @ 1010',
      'enterAsync 4 1 @ 1017',
      'suspend @ 1022',
      'resume 1 @ 1027',
      'throw @ 1028',
    ]);
    expect(result.timeNs).toBe(1028);
  });

  test('tells a long delta from an operation', () => {
    const long = 0xffffffc0 - 1;
    const words = [long | 0, 3, -OP.RETURN, 1, 0, -1, ...wide(0), ...wide(9e12), -OP.EXIT];
    expect(decode(words, { timed: true }).notes).toEqual([
      `enter 3 @ ${long}`,
      'value 12 0',
      'exit @ 9000000000000',
    ]);
  });
});

test('unknown and cut operations damage the rest of the frame and nothing before it', () => {
  for (const rest of [[-40, 1], [-OP.ARGS, 5, 1], [-OP.ENTER_ASYNC, 1], [-OP.ARGS, -3], [-1000]]) {
    const { notes, result } = decode([1, -OP.EXIT, ...rest]);
    expect(notes).toHaveLength(2);
    expect(result.damagedWords).toBe(rest.length);
  }
});

test('any words are read without an error, with either clock', () => {
  const word = fc.oneof(fc.integer({ min: -70, max: 20 }), fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 }));
  fc.assert(
    fc.property(fc.array(word), fc.boolean(), (words, timed) => {
      const { result } = decode(words, { timed });
      expect(result.damagedWords).toBeLessThanOrEqual(words.length);
    }),
  );
});
