import { fromColumns } from './columns.ts';
import {
  EVENTS_HEAD_BYTES,
  FLAG_COLUMNS,
  FLAG_PACKED,
  FLAG_PAIRS,
  FLAG_TIMED,
  MAX_ALLOCATION_NODES,
} from './constants.ts';
import type { Frame } from './frame-reader.ts';
import { unpack } from './packed-words.ts';
import { fromPairs } from './pairs.ts';
import type {
  AllocationProfile,
  Counters,
  EndInfo,
  FileDefinition,
  FunctionDefinition,
  LevelChange,
  MetricSample,
  ProcessInfo,
  SkippedFile,
} from './types.ts';

export interface Definitions {
  readonly files: readonly FileDefinition[];
  readonly functions: readonly FunctionDefinition[];
}

export interface StringsPayload {
  readonly firstId: number;
  readonly strings: readonly string[];
}

export interface EventsPayload {
  readonly sequence: number;
  /** The previous time P when the frame starts, ns since the origin. */
  readonly baseNs: number;
  /** Exact clock: every event word is preceded by its delta. */
  readonly timed: boolean;
  /** Aligned and valid as long as the frame's payload. No packed ones, no pairs and no columns. */
  readonly words: Int32Array;
}

function json<T>(frame: Frame): T {
  return JSON.parse(new TextDecoder().decode(frame.payload)) as T;
}

export const decodeProcess = (frame: Frame): ProcessInfo => json(frame);
export const decodeCounters = (frame: Frame): Counters => json(frame);
export const decodeEnd = (frame: Frame): EndInfo => json(frame);
export const decodeMetrics = (frame: Frame): readonly MetricSample[] => json(frame);
export const decodeLevels = (frame: Frame): readonly LevelChange[] => json(frame);
export const decodeSkipped = (frame: Frame): readonly SkippedFile[] => json(frame);

/** Throws `RangeError` when the lists do not make a tree: the frame verified, so its writer is broken. */
export function decodeAllocations(frame: Frame): AllocationProfile {
  const profile = json<AllocationProfile>(frame);
  const { timeNs, measure, intervalBytes, parent, function: functions, bytes, count } = profile;
  const isKnown = measure === 'allocated' || measure === 'retained';
  const nodes = parent.length;
  const isWhole = [functions, bytes, count].every((list) => list.length === nodes);
  const isTree = parent.every(
    (above, node) => isIndex(above) && (node === 0 ? above === -1 : above < node && above >= 0),
  );
  const isSum =
    [timeNs, intervalBytes, ...bytes].every(isAmount) && count.every((n) => n === -1 || isAmount(n));
  const isSized = nodes > 0 && nodes <= MAX_ALLOCATION_NODES;
  if (!isKnown || !isSized || !isWhole || !isTree || !isSum || !functions.every(isIndex)) {
    throw new RangeError('An ALLOCATIONS frame contradicts itself');
  }
  return profile;
}

const isAmount = (value: unknown): boolean => Number.isFinite(value) && (value as number) >= 0;

/** A position in a list, or -1 for none. */
const isIndex = (value: unknown): boolean => Number.isInteger(value) && (value as number) >= -1;

export function decodeDefinitions(frame: Frame): Definitions {
  const { files = [], functions = [] } = json<Partial<Definitions>>(frame);
  return { files, functions };
}

export function decodeStrings(frame: Frame): StringsPayload {
  const { payload } = frame;
  const view = new DataView(payload.buffer, payload.byteOffset, payload.byteLength);
  const decoder = new TextDecoder();
  const count = view.getUint32(4, true);
  const strings: string[] = [];
  let at = 8;
  for (let i = 0; i < count; i++) {
    const length = view.getUint32(at, true);
    strings.push(decoder.decode(payload.subarray(at + 4, at + 4 + length)));
    at += 4 + length;
  }
  return { firstId: view.getUint32(0, true), strings };
}

/** Throws `RangeError` when the payload is shorter than its own head says: it verified, so its writer is broken. */
export function decodeEventsPayload(frame: Frame): EventsPayload {
  const { payload } = frame;
  const view = new DataView(payload.buffer, payload.byteOffset, payload.byteLength);
  const wordCount = view.getUint32(4, true);
  const from = payload.byteOffset + EVENTS_HEAD_BYTES;
  if (EVENTS_HEAD_BYTES + wordCount * 4 > payload.length) throw new RangeError('An EVENTS frame lacks words');
  const words =
    from % 4 === 0
      ? new Int32Array(payload.buffer, from, wordCount)
      : new Int32Array(payload.slice(EVENTS_HEAD_BYTES, EVENTS_HEAD_BYTES + wordCount * 4).buffer);
  const baseNs = view.getFloat64(8, true);
  return {
    sequence: view.getUint32(0, true),
    baseNs,
    timed: (frame.flags & FLAG_TIMED) !== 0,
    words: plainWords(words, frame.flags, baseNs),
  };
}

function plainWords(words: Int32Array, flags: number, baseNs: number): Int32Array {
  if ((flags & FLAG_COLUMNS) !== 0) return fromColumns(words, baseNs);
  if ((flags & FLAG_PAIRS) !== 0) return fromPairs(words, baseNs);
  return (flags & FLAG_PACKED) !== 0 ? unpack(words) : words;
}
