"""Bytes of the recording stream, as runtime/format/FORMAT.md specifies them."""

import binascii
import json
import struct

MAGIC = b"CSSPOOL1" + struct.pack("<HHI", 1, 0, 0)
SYNC = 0x4D524643
PROCESS, DEFINITIONS, STRINGS, EVENTS, COUNTERS, END, SKIPPED, LEVELS, METRICS, ALLOCATIONS = range(1, 11)
FLAG_TIMED, FLAG_PAIRS = 1, 4

_HEAD = struct.Struct("<IBBHII")
_COVERED = struct.Struct("<BBHI")
_EVENTS_HEAD = struct.Struct("<IId")
_FIRST_PAIR = struct.Struct("<qq")
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


def pairs_frame(sequence, base_ns, base, pairs):
    """`pairs`: an array of 64-bit integers, each event's word and time. `base`: the time of `base_ns` on their clock."""
    head = _EVENTS_HEAD.pack(sequence, 4 + 2 * len(pairs), base_ns) + _FIRST_PAIR.pack(0, base)
    return frame(EVENTS, head + pairs.tobytes(), FLAG_TIMED | FLAG_PAIRS)
