/** The recording stream: what FORMAT.md specifies, for writers and readers. */
export * from './constants.ts';
export { crc32, crc32Table } from './crc32.ts';
export { decodeEvents, EventDecoder } from './event-decoder.ts';
export { CONTEXT_WORDS, type DecodeResult, doubleAt, type EventHandler } from './events.ts';
export { type Frame, FrameReader, type FrameReaderState, type Refusal } from './frame-reader.ts';
export { highestLevel } from './levels.ts';
export * from './payloads.ts';
export { redactText } from './secrets.ts';
export type * from './types.ts';
export { type DisplayValue, decodeArguments, decodeValue, type StringTable } from './values.ts';
export {
  type EventsHead,
  encodeEventsFrame,
  encodeFileHead,
  encodeFrame,
  encodeJsonFrame,
  encodeStringsFrame,
  frameBytes,
  sealFrame,
} from './writer.ts';
