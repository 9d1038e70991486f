/* Numbers of the recording stream; runtime/format/FORMAT.md says what they mean. */
#ifndef CALLSCAPE_FORMAT_H
#define CALLSCAPE_FORMAT_H

enum {
    FRAME_STRINGS = 3,
    FRAME_EVENTS = 4,
    FRAME_COUNTERS = 5,
    FRAME_END = 6,
    FRAME_METRICS = 9,
};

enum {
    OP_EXIT = 1,
    OP_THROW = 2,
    OP_ENTER_ASYNC = 3,
    OP_SUSPEND = 4,
    OP_RESUME = 5,
    OP_MARK = 6,
    OP_LINK = 7,
    OP_FORGET = 8,
    OP_ARGS = 11,
    OP_RETURN = 12,
    OP_ERROR = 13,
    OP_COUNTED = 15,
    OP_DROPPED = 16,
    OP_UNWIND = 17,
    OP_LINE = 18,
    OP_SET = 19,
    OP_SET_MODULE = 20,
    OP_LOG = 25,
    OP_DETAIL = 26,
    OP_CARRIES = 27,
    OP_CONTINUES = 28,
    OP_SENT = 29,
    OP_RECEIVED = 30,
    OP_BELOW = 31,
};

enum {
    V_NULL = 1,
    V_TRUE = 2,
    V_FALSE = 3,
    V_INT24 = 4,
    V_INT32 = 5,
    V_NUMBER = 6,
    V_STRING = 7,
    V_STRING_CUT = 8,
    V_BIGINT = 9,
    V_FUNCTION = 11,
    V_CLASS = 12,
    V_OBJECT = 13,
    V_ARRAY = 14,
    V_MAP = 15,
    V_SET = 16,
    V_TYPED_ARRAY = 17,
    V_DATE = 18,
    V_REGEXP = 19,
    V_ERROR = 20,
    V_OPAQUE = 23,
    V_REFERENCE = 25,
    V_CUT = 26,
    V_REDACTED = 27,
    V_TUPLE = 29,
};

#define SYNC_WORD 0x4d524643u
#define FRAME_HEAD 16
#define EVENTS_HEAD 16
#define FLAG_TIMED 1
#define WIDE_DELTA 0xffffffffu
/* Deltas from here on are written wide, so that no delta looks like an operation. */
#define LARGEST_DELTA 0xffffffc0u

#endif
