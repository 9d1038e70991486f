/**
 * One codec for every transport. A frame is, all integers little-endian (as every platform Callscape runs on):
 *
 *     u32  magic "CSF1"
 *     u32  length of the JSON text in bytes
 *     JSON text, UTF-8: { message, slabs: [kind, elements, path][], numbers: [text, path][] }
 *     for each slab: zeros up to a multiple of 8, then its bytes
 *
 * Typed arrays anywhere in the message travel as slabs; `null` holds their place in `message`, `path` says where. Numbers
 * that JSON cannot write (NaN, infinities, -0) travel in `numbers`. A frame ends exactly with its last byte of content.
 */
import * as v from 'valibot';
import {
  lift,
  type Path,
  putBack,
  type SlabKind,
  slabKindOf,
  slabKinds,
  specialNumbers,
} from './codec-values.ts';
import type { Slab } from './service.ts';

const magic = 0x31465343;
const preludeBytes = 8;

/** What transports carry unless told otherwise: the function table of a very large recording fits several times. */
export const defaultMaxFrameBytes = 128 * 1024 * 1024;

/** Bytes that are no frame. The channel they came from cannot be trusted any further. */
export class MalformedFrameError extends Error {
  override readonly name = 'MalformedFrameError';
}

/** The message does not fit into one frame of this transport; nothing was sent. Sizes in bytes. */
export class FrameTooLargeError extends Error {
  override readonly name = 'FrameTooLargeError';
  readonly bytes: number;
  readonly maxBytes: number;

  constructor(bytes: number, maxBytes: number) {
    super(`a message of ${megabytes(bytes)} is over the limit of ${megabytes(maxBytes)}`);
    this.bytes = bytes;
    this.maxBytes = maxBytes;
  }
}

const path = v.pipe(v.array(v.union([v.string(), v.number()])), v.minLength(1));
const header = v.strictObject({
  message: v.custom<object>((value) => typeof value === 'object' && value !== null),
  slabs: v.array(
    v.strictTuple([
      v.picklist(Object.keys(slabKinds) as SlabKind[]),
      v.pipe(v.number(), v.safeInteger(), v.minValue(0)),
      path,
    ]),
  ),
  numbers: v.array(
    v.strictTuple([v.picklist(Object.keys(specialNumbers) as (keyof typeof specialNumbers)[]), path]),
  ),
});

/**
 * Writes a message into a frame of its own. Throws `FrameTooLargeError`, and a TypeError when the message holds something
 * that cannot cross.
 */
export function encodeFrame(message: object, maxBytes: number): Uint8Array<ArrayBuffer> {
  const { json, slabs, numbers } = lift(message);
  const slabBytes = slabs.reduce((sum, { slab }) => sum + align8(slab.byteLength), 0);
  if (slabBytes > maxBytes) throw new FrameTooLargeError(slabBytes, maxBytes);

  const text = new TextEncoder().encode(
    JSON.stringify({
      message: json,
      slabs: slabs.map(({ slab, path: at }) => [slabKindOf(slab), slab.length, at]),
      numbers: numbers.map(({ text: number, path: at }) => [number, at]),
    }),
  );
  let bytes = preludeBytes + text.byteLength;
  for (const { slab } of slabs) bytes = align8(bytes) + slab.byteLength;
  if (bytes > maxBytes) throw new FrameTooLargeError(bytes, maxBytes);

  const frame = new Uint8Array(bytes);
  const view = new DataView(frame.buffer);
  view.setUint32(0, magic, true);
  view.setUint32(4, text.byteLength, true);
  frame.set(text, preludeBytes);
  let offset = preludeBytes + text.byteLength;
  for (const { slab } of slabs) {
    offset = align8(offset);
    frame.set(new Uint8Array(slab.buffer, slab.byteOffset, slab.byteLength), offset);
    offset += slab.byteLength;
  }
  return frame;
}

/**
 * Reads a frame. Slabs are views of the frame's own memory (copied only when the frame itself is not aligned), so a message
 * keeps its frame alive and its buffers must not be transferred. Throws `MalformedFrameError`.
 */
export function decodeFrame(frame: Uint8Array<ArrayBuffer>): object {
  if (frame.byteLength < preludeBytes) throw new MalformedFrameError('shorter than its prelude');
  const view = new DataView(frame.buffer, frame.byteOffset, frame.byteLength);
  if (view.getUint32(0, true) !== magic) throw new MalformedFrameError('wrong magic number');
  const textEnd = preludeBytes + view.getUint32(4, true);
  if (textEnd > frame.byteLength) throw new MalformedFrameError('JSON text longer than the frame');

  const { message, slabs, numbers } = parseHeader(frame.subarray(preludeBytes, textEnd));
  for (const [text, at] of numbers) place(message, at, specialNumbers[text]);
  let offset = textEnd;
  for (const [kind, elements, at] of slabs) {
    offset = align8(offset);
    const byteLength = elements * slabKinds[kind].BYTES_PER_ELEMENT;
    if (offset + byteLength > frame.byteLength) throw new MalformedFrameError('slab reaches past the frame');
    place(message, at, readSlab(frame, offset, kind, elements));
    offset += byteLength;
  }
  if (offset !== frame.byteLength) throw new MalformedFrameError('bytes after the last slab');
  return message;
}

function parseHeader(text: Uint8Array): v.InferOutput<typeof header> {
  let json: unknown;
  try {
    json = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(text));
  } catch {
    throw new MalformedFrameError('its text is no JSON');
  }
  const parsed = v.safeParse(header, json, { abortEarly: true });
  if (!parsed.success) throw new MalformedFrameError(`header: ${parsed.issues[0].message}`);
  return parsed.output;
}

function place(message: object, at: Path, value: Slab | number): void {
  if (!putBack(message, at, value)) throw new MalformedFrameError(`no place for a value at ${at.join('.')}`);
}

function readSlab(frame: Uint8Array<ArrayBuffer>, offset: number, kind: SlabKind, elements: number): Slab {
  const start = frame.byteOffset + offset;
  const Kind = slabKinds[kind];
  if (start % Kind.BYTES_PER_ELEMENT === 0) return new Kind(frame.buffer, start, elements);
  return new Kind(frame.slice(offset, offset + elements * Kind.BYTES_PER_ELEMENT).buffer, 0, elements);
}

function align8(bytes: number): number {
  return Math.ceil(bytes / 8) * 8;
}

function megabytes(bytes: number): string {
  return `${(bytes / (1024 * 1024)).toFixed(1)} MB`;
}
