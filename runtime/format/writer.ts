import {
  EVENTS_HEAD_BYTES,
  FILE_HEAD_BYTES,
  FLAG_TIMED,
  FRAME,
  FRAME_HEAD_BYTES,
  MAGIC,
  MAJOR_VERSION,
  MAX_PAYLOAD_BYTES,
  MINOR_VERSION,
  SYNC,
} from './constants.ts';
import { crc32 } from './crc32.ts';

/** The 16 bytes that every spool begins with. */
export function encodeFileHead(): Uint8Array {
  const bytes = new Uint8Array(FILE_HEAD_BYTES);
  for (let i = 0; i < MAGIC.length; i++) bytes[i] = MAGIC.charCodeAt(i);
  const view = new DataView(bytes.buffer);
  view.setUint16(8, MAJOR_VERSION, true);
  view.setUint16(10, MINOR_VERSION, true);
  return bytes;
}

/** Bytes that a frame with a payload of `payloadBytes` takes in the file. */
export function frameBytes(payloadBytes: number): number {
  return FRAME_HEAD_BYTES + ((payloadBytes + 3) & ~3);
}

/** Fills in the head of a frame whose payload already stands at byte 16 of `frame`; the padding must be zero. */
export function sealFrame(frame: Uint8Array, kind: number, flags: number, payloadBytes: number): void {
  if (payloadBytes > MAX_PAYLOAD_BYTES) throw new RangeError(`A frame of ${payloadBytes} bytes is too long`);
  const view = new DataView(frame.buffer, frame.byteOffset, frame.byteLength);
  view.setUint32(0, SYNC, true);
  view.setUint32(4, kind | (flags << 8), true);
  view.setUint32(8, payloadBytes, true);
  view.setUint32(12, frameChecksum(frame, payloadBytes), true);
}

/** The checksum covers kind, flags and length too, so that a flipped bit there is not taken for another frame. */
export function frameChecksum(frame: Uint8Array, payloadBytes: number): number {
  const head = crc32(frame.subarray(4, 12));
  return crc32(frame.subarray(FRAME_HEAD_BYTES, FRAME_HEAD_BYTES + payloadBytes), head);
}

export function encodeFrame(kind: number, flags: number, payload: Uint8Array): Uint8Array {
  const frame = new Uint8Array(frameBytes(payload.length));
  frame.set(payload, FRAME_HEAD_BYTES);
  sealFrame(frame, kind, flags, payload.length);
  return frame;
}

export function encodeJsonFrame(kind: number, value: unknown): Uint8Array {
  return encodeFrame(kind, 0, new TextEncoder().encode(JSON.stringify(value)));
}

/** `strings[i]` gets the id `firstId + i`. */
export function encodeStringsFrame(firstId: number, strings: readonly string[]): Uint8Array {
  const encoder = new TextEncoder();
  const encoded = strings.map((text) => encoder.encode(text));
  const length = encoded.reduce((sum, bytes) => sum + 4 + bytes.length, 8);
  const payload = new Uint8Array(length);
  const view = new DataView(payload.buffer);
  view.setUint32(0, firstId, true);
  view.setUint32(4, strings.length, true);
  let at = 8;
  for (const bytes of encoded) {
    view.setUint32(at, bytes.length, true);
    payload.set(bytes, at + 4);
    at += 4 + bytes.length;
  }
  return encodeFrame(FRAME.STRINGS, 0, payload);
}

export interface EventsHead {
  /** Number of this EVENTS frame in its file, from 0. */
  readonly sequence: number;
  /** The previous time P when the frame starts, ns since the origin. */
  readonly baseNs: number;
  readonly timed: boolean;
}

/** An EVENTS frame of the first `wordCount` words. */
export function encodeEventsFrame(head: EventsHead, words: Int32Array, wordCount = words.length): Uint8Array {
  const payloadBytes = EVENTS_HEAD_BYTES + wordCount * 4;
  const frame = new Uint8Array(frameBytes(payloadBytes));
  const view = new DataView(frame.buffer);
  view.setUint32(16, head.sequence, true);
  view.setUint32(20, wordCount, true);
  view.setFloat64(24, head.baseNs, true);
  // Typed arrays have the machine's byte order; every platform Node runs on for us is little-endian.
  new Int32Array(frame.buffer, FRAME_HEAD_BYTES + EVENTS_HEAD_BYTES, wordCount).set(
    words.subarray(0, wordCount),
  );
  sealFrame(frame, FRAME.EVENTS, head.timed ? FLAG_TIMED : 0, payloadBytes);
  return frame;
}
