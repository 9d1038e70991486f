import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { crc32Table } from './crc32.ts';
import { crc32, encodeFileHead, encodeFrame, encodeStringsFrame, FrameReader } from './index.ts';
import { decodeStrings } from './payloads.ts';

interface Piece {
  readonly kind: number;
  readonly payload: Uint8Array;
}

const pieces = fc.array(
  fc.record({ kind: fc.integer({ min: 1, max: 15 }), payload: fc.uint8Array({ maxLength: 60 }) }),
  { maxLength: 12 },
);

function file(list: readonly Piece[]): Uint8Array {
  return Buffer.concat([encodeFileHead(), ...list.map(({ kind, payload }) => encodeFrame(kind, 0, payload))]);
}

function read(bytes: Uint8Array, pieceLength = bytes.length): { frames: string[]; reader: FrameReader } {
  const reader = new FrameReader();
  const frames: string[] = [];
  const drain = () => {
    for (let frame = reader.next(); frame; frame = reader.next()) frames.push(text(frame));
  };
  for (let at = 0; at < bytes.length; at += Math.max(1, pieceLength)) {
    reader.push(bytes.subarray(at, at + Math.max(1, pieceLength)));
    drain();
  }
  reader.end();
  drain();
  return { frames, reader };
}

const text = ({ kind, payload }: Piece): string => `${kind}:${Buffer.from(payload).toString('hex')}`;

describe('the frame reader', () => {
  test('gives back what was written, in whatever pieces it comes', () => {
    fc.assert(
      fc.property(pieces, fc.integer({ min: 1, max: 50 }), (list, pieceLength) => {
        const { frames, reader } = read(file(list), pieceLength);
        expect(frames).toEqual(list.map(text));
        expect(reader).toMatchObject({ damagedFrames: 0, damagedBytes: 0, tornFrames: 0 });
      }),
    );
  });

  test('a file cut anywhere costs its last frame and counts it', () => {
    fc.assert(
      fc.property(pieces, fc.nat(), (list, cut) => {
        const whole = file(list);
        const bytes = whole.subarray(0, cut % (whole.length + 1));
        const { frames, reader } = read(bytes);
        let end = 16;
        const complete = list.filter(({ payload }) => {
          end += 16 + ((payload.length + 3) & ~3);
          return end <= bytes.length;
        });
        expect(frames).toEqual(complete.map(text));
        const kept = 16 + complete.reduce((sum, { payload }) => sum + 16 + ((payload.length + 3) & ~3), 0);
        expect(reader.tornFrames).toBe(bytes.length > 0 && bytes.length !== kept ? 1 : 0);
        expect(reader.damagedFrames).toBe(0);
      }),
    );
  });

  test('a flipped bit costs the frame that it stands in and no other', () => {
    fc.assert(
      fc.property(
        pieces.filter((list) => list.length > 0),
        fc.nat(),
        (list, bit) => {
          const bytes = Uint8Array.from(file(list));
          const at = 16 + (bit % (bytes.length - 16));
          bytes[at] = (bytes[at] as number) ^ (1 << (bit % 8));
          const { frames, reader } = read(bytes);
          let end = 16;
          const hit = list.findIndex(({ payload }) => {
            end += 16 + ((payload.length + 3) & ~3);
            return at < end;
          });
          const sound = list.filter((_, i) => i !== hit).map(text);
          // A flip in the padding behind a payload damages nothing.
          if (frames.length === list.length) expect(frames).toEqual(list.map(text));
          else {
            expect(frames).toEqual(sound);
            expect(reader.damagedFrames + reader.tornFrames).toBeGreaterThan(0);
          }
        },
      ),
    );
  });

  test('waits for the rest of a frame while its writer lives', () => {
    const bytes = file([{ kind: 4, payload: new Uint8Array(40) }]);
    const reader = new FrameReader();
    reader.push(bytes.subarray(0, 50));
    expect(reader.next()).toBeUndefined();
    reader.push(bytes.subarray(50));
    expect(reader.next()).toMatchObject({ kind: 4, offset: 16, end: bytes.length });
  });

  test('refuses what is no spool, and a newer major version', () => {
    const other = new FrameReader();
    other.push(Buffer.from('SQLite format 3\0 and more bytes'));
    expect(other.next()).toBeUndefined();
    expect(other.refusal?.code).toBe('not-a-spool');

    const newer = new FrameReader();
    const head = encodeFileHead();
    head[8] = 2;
    newer.push(head);
    expect(newer.next()).toBeUndefined();
    expect(newer.refusal).toMatchObject({ code: 'newer-version', major: 2 });
  });

  test('reads a newer minor version', () => {
    const bytes = file([{ kind: 1, payload: new Uint8Array(3) }]);
    bytes[10] = 9;
    expect(read(bytes).frames).toHaveLength(1);
  });
});

test('strings of any text come back with their ids', () => {
  fc.assert(
    fc.property(fc.nat(1e6), fc.array(fc.string({ unit: 'grapheme' })), (firstId, strings) => {
      const bytes = encodeStringsFrame(firstId, strings);
      const reader = new FrameReader();
      reader.push(encodeFileHead());
      reader.push(bytes);
      const frame = reader.next();
      expect(frame && decodeStrings(frame)).toEqual({ firstId, strings });
    }),
  );
});

test('the two ways to a checksum agree, also in parts', () => {
  fc.assert(
    fc.property(fc.uint8Array(), fc.uint8Array(), (a, b) => {
      const whole = crc32(Buffer.concat([a, b]));
      expect(crc32Table(b, crc32Table(a))).toBe(whole);
      expect(crc32(b, crc32(a))).toBe(whole);
    }),
  );
  // The check value of CRC-32/ISO-HDLC.
  expect(crc32Table(Buffer.from('123456789'))).toBe(0xcbf43926);
});
