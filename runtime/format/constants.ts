/** Numbers of the spool format; FORMAT.md says what they mean. */

export const MAGIC = 'CSSPOOL1';
export const MAJOR_VERSION = 1;
export const MINOR_VERSION = 7;
/** Bytes before the first frame. */
export const FILE_HEAD_BYTES = 16;

export const SYNC = 0x4d524643;
export const FRAME_HEAD_BYTES = 16;
export const MAX_PAYLOAD_BYTES = 2 ** 26;
/** Bytes of an EVENTS payload before its words. */
export const EVENTS_HEAD_BYTES = 16;
/** Bit 0 of the flags of an EVENTS frame: the exact clock. */
export const FLAG_TIMED = 1;
/** Bit 1: with the bounded clock, some words are packed; see packed-words.ts. */
export const FLAG_PACKED = 2;
/** Bit 2: with the exact clock, each event is a pair of 64-bit numbers; see pairs.ts. */
export const FLAG_PAIRS = 4;
/** Bit 3: with the exact clock, times and events stand in a column each; see columns.ts. */
export const FLAG_COLUMNS = 8;
/** In place of a delta word: four words with a wide stamp follow (exact clock). */
export const WIDE_DELTA = 0xffffffff;

export const FRAME = {
  PROCESS: 1,
  DEFINITIONS: 2,
  STRINGS: 3,
  EVENTS: 4,
  COUNTERS: 5,
  END: 6,
  SKIPPED: 7,
  LEVELS: 8,
  METRICS: 9,
  ALLOCATIONS: 10,
} as const;

/** Nodes of an ALLOCATIONS frame, at most. */
export const MAX_ALLOCATION_NODES = 20_000;

/** Operations; the word in the stream is the negated number. A word that is not negative is ENTER. */
export const OP = {
  EXIT: 1,
  THROW: 2,
  ENTER_ASYNC: 3,
  SUSPEND: 4,
  RESUME: 5,
  MARK: 6,
  LINK: 7,
  FORGET: 8,
  STAMP: 9,
  STAMP_WIDE: 10,
  ARGS: 11,
  RETURN: 12,
  ERROR: 13,
  THIS: 14,
  COUNTED: 15,
  DROPPED: 16,
  UNWIND: 17,
  LINE: 18,
  SET: 19,
  SET_MODULE: 20,
  ARG: 21,
  ARG_PAIR: 22,
  RETURNED: 23,
  CLAIM: 24,
  LOG: 25,
  DETAIL: 26,
  CARRIES: 27,
  CONTINUES: 28,
  SENT: 29,
  RECEIVED: 30,
  BELOW: 31,
  SENT_CONTEXT: 32,
  RECEIVED_CONTEXT: 33,
} as const;

/** What a channel connects; in the high word of its number. */
export const CHANNEL = {
  /** A process and whoever has started it. */
  PROCESS: 1,
  /** A thread and whoever has started it. */
  THREAD: 2,
  /** Processes that somebody waits for while they run. */
  SYNC_PROCESS: 3,
  /** Messages to a child process, and from it. */
  TO_CHILD: 4,
  FROM_CHILD: 5,
  /** Messages from one of the two ports of a channel between threads. */
  PORT: 6,
} as const;
/** Bits of a channel's high word that hold a process's id; above them stands the kind. */
export const CHANNEL_PID_BITS = 28;

/** Low 8 bits of a value's tag word. */
export const VALUE = {
  UNDEFINED: 0,
  NULL: 1,
  TRUE: 2,
  FALSE: 3,
  INT24: 4,
  INT32: 5,
  NUMBER: 6,
  STRING: 7,
  STRING_CUT: 8,
  BIGINT: 9,
  SYMBOL: 10,
  FUNCTION: 11,
  CLASS: 12,
  OBJECT: 13,
  ARRAY: 14,
  MAP: 15,
  SET: 16,
  TYPED_ARRAY: 17,
  DATE: 18,
  REGEXP: 19,
  ERROR: 20,
  PROMISE: 21,
  PROXY: 22,
  OPAQUE: 23,
  ACCESSOR: 24,
  REFERENCE: 25,
  CUT: 26,
  REDACTED: 27,
  HOLE: 28,
  TUPLE: 29,
  ERROR_WITH_FIELDS: 30,
} as const;
