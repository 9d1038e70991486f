"""Bytes of the recording stream, as runtime/format/FORMAT.md specifies them."""

import binascii
import json
import struct

# Of the stream, major and minor: frames of columns came with the seventh.
VERSION = 1, 7
MAGIC = b"CSSPOOL1" + struct.pack("<HHI", *VERSION, 0)
SYNC = 0x4D524643
PROCESS, DEFINITIONS, STRINGS, EVENTS, COUNTERS, END, SKIPPED, LEVELS, METRICS, ALLOCATIONS = range(1, 11)
FLAG_TIMED, FLAG_COLUMNS = 1, 8

_HEAD = struct.Struct("<IBBHII")
_COVERED = struct.Struct("<BBHI")
_EVENTS_HEAD = struct.Struct("<IId")
_F64 = struct.Struct("<d")
_U32 = struct.Struct("<I")


def frame(kind, payload, flags=0):
    covered = _COVERED.pack(kind, flags, 0, len(payload))
    crc = binascii.crc32(payload, binascii.crc32(covered))
    return _HEAD.pack(SYNC, kind, flags, 0, len(payload), crc) + payload + bytes(-len(payload) % 4)


def json_frame(kind, value):
    # Escaped, so that lone surrogates of a path cannot break the encoding.
    return frame(kind, json.dumps(value, separators=(",", ":")).encode("ascii"))


def strings_frame(first_id, strings):
    """`strings[i]` gets the id `first_id + i`."""
    parts = [_U32.pack(first_id), _U32.pack(len(strings))]
    for text in strings:
        encoded = text.encode("utf-8", "replace")
        parts.append(_U32.pack(len(encoded)))
        parts.append(encoded)
    return frame(STRINGS, b"".join(parts))


def events_frame(sequence, base_ns, words):
    """`words`: an array of 32-bit integers. The times stand before each event (exact clock)."""
    head = _EVENTS_HEAD.pack(sequence, len(words), base_ns)
    return frame(EVENTS, head + words.tobytes(), FLAG_TIMED)


def columns_frame(sequence, base_ns, base, times, words):
    """`times` and `words` in bytes: 64-bit seconds and 32-bit events. `base`: the time of `base_ns` on their clock, in ns."""
    size = 2 + (len(times) + len(words)) // 4
    head = _EVENTS_HEAD.pack(sequence, size, base_ns) + _F64.pack(base)
    return frame(EVENTS, b"".join((head, times, words)), FLAG_TIMED | FLAG_COLUMNS)
