"""One thread's recording in Python: raw events (see convert.py), made into frames when they are flushed."""

import os
from _thread import get_ident
from time import monotonic_ns
from time import sleep as _sleep

from . import frames
from .capture import Capture
from .convert import STEP, VALUE, Converter, columns_of, plain_events
from .limits import LimitedConverter
from .process_metrics import metrics_frame, usage

MAX_STRINGS = 20000
MAX_STRING_CHARACTERS = 8000000
LAST_STRING_ID = 0xFFFFFF
# How often, a millisecond apart, a thread is asked to write what it holds.
_LOOKS = 100
THROTTLED = ("function", "factor", "ns", "counted", "sampled", "active")
COUNTERS_EVERY_NS = 1000000000
OP_LINE = 18
# Steps have no time: the clock is looked at after so many.
LINES_PER_SETTLE = 1024


class Strings:
    """Ids for strings, written once each."""

    def __init__(self):
        self.ids = {}
        self._pending = []
        self._next = 1
        self._characters = 0

    def id(self, text):
        if not text or self._next >= LAST_STRING_ID:
            return 0
        known = self.ids.get(text)
        if known is not None:
            return known
        if len(self.ids) >= MAX_STRINGS or self._characters > MAX_STRING_CHARACTERS:
            # Ids go on; nothing of the app's stays alive.
            self.ids.clear()
            self._characters = 0
        self.ids[text] = self._next
        self._pending.append(text)
        self._characters += len(text)
        self._next += 1
        return self._next - 1

    def knows(self, text):
        return text in self.ids

    def take_frame(self):
        pending, self._pending = self._pending, []
        return frames.strings_frame(self._next - len(pending), pending) if pending else b""


class Buffer:
    """`shared`: the recorder of the process, with its options and definitions."""

    def __init__(self, shared):
        self.shared = shared
        self.events = []
        # Of the functions that are gated, this thread's part, by id; see gates.py.
        self.gates = {}
        self.generation = 0
        self.reset()

    def reset(self):
        del self.events[:]
        self.origin = monotonic_ns()
        self.path, self.is_main = self.shared.open_thread(self.origin)
        self.strings = Strings()
        self.known_texts = self.strings.ids
        options = self.shared.options
        self.capture = Capture(self.strings, options["redactor"], options["look"], options["max_words"], options.get("full", False))
        # Set by an event that only the slow way can convert.
        self.needs_stack = False
        self.next_mark = 1
        self.write_ns = 0
        self.dropped = 0
        limits = options.get("limits")
        self._converter = LimitedConverter(self.origin, limits, self.shared.silent_handovers) if limits else Converter(self.origin)
        # Since the last flush.
        self._values_ns = 0
        self._definitions = 0
        self._sequence = 0
        # On the monotonic clock.
        self._previous = self._flushed_at = self._counters_at = self.origin
        self.writing = False
        # The thread that writes, which need not be the one that records.
        self._writer = 0
        self._lines = 0

    def take_mark(self):
        self.next_mark += 1
        return self.next_mark - 1

    def take_value(self, op, key, take, *what):
        """Records what `take(*what)` writes. Nothing else is recorded meanwhile: it may be the library's own code."""
        words = self.quietly(take, *what)
        if words is not None:
            self.needs_stack = True
            self.events.extend(((VALUE, key, -op, len(words), *words), 0))

    def take_line(self, number):
        if self.writing:
            return
        self.events.extend(((STEP, (-OP_LINE, number)), 0))
        self._lines += 1
        if self._lines % LINES_PER_SETTLE == 0:
            self.settle()

    def take_step(self, op, owner, variable, allowance, name, value):
        words = self.quietly(self.capture.named, allowance, name, value)
        if words is not None:
            self.events.extend(((STEP, (-op, len(words) + 2, owner, variable, *words)), 0))

    def quietly(self, take, *what):
        """The words that `take(*what)` gives, or None; nothing is recorded meanwhile."""
        if self.writing:
            return None
        self.writing = True
        events = self.events
        before = len(events)
        start = monotonic_ns()
        try:
            return take(*what)
        finally:
            del events[before:]
            self.writing = False
            self._values_ns += monotonic_ns() - start

    def settle(self):
        """After an event: on time to disk."""
        if monotonic_ns() - self._flushed_at > self.shared.options["flush_ns"]:
            self.flush()
            self.shared.look()

    def flush(self):
        """False where that cannot be done now."""
        if self.writing or self.shared.off:
            return self.shared.off
        self.shared.put_counts(self)
        if self.events:
            self._write(b"")
        return True

    def flush_soon(self, is_known=bool):
        """Waits for a thread that is being switched away from while it writes for this one, or looks into a value. Two
        that wait for each other have each converted already what the other asks for, which `is_known` tells."""
        for _ in range(_LOOKS):
            # What this thread is just converting will not be known before it goes on.
            if is_known() or self.flush() or self._writer == get_ident():
                return
            _sleep(0.001)

    def append_frame(self, frame):
        if not self.shared.off:
            self._write(frame)

    def _write(self, last):
        start = monotonic_ns()
        self.writing = True
        self._writer = get_ident()
        try:
            # Taken at once: a finalizer may record while this runs.
            events = self.events[:]
            del self.events[: len(events)]
            parts = self._frames(events)
            parts.append(last)
            self._append(b"".join(parts))
        finally:
            self.writing = False
            self._writer = 0
        self._flushed_at = monotonic_ns()
        self.write_ns += self._flushed_at - start

    def _frames(self, events):
        events_frame = self._events_frame(events) if events else b""
        definitions = self.shared.definitions
        parts = definitions[self._definitions :]
        self._definitions = len(definitions)
        parts.append(self.strings.take_frame())
        parts.append(events_frame)
        if self._previous - self._counters_at > COUNTERS_EVERY_NS:
            self._counters_at = self._previous
            parts.append(frames.json_frame(frames.COUNTERS, self.counters()))
            if self.is_main:
                parts.append(metrics_frame(self._previous - self.origin, usage()))
        return parts

    def _events_frame(self, events):
        self.shared.note_events(events, self._values_ns)
        self._values_ns = 0
        converter, base = self._converter, self._previous
        frame = b""
        columns = None if self.needs_stack or not converter.is_plain else columns_of(events, converter.stack)
        if columns is not None:
            converter.previous = self._previous = int(events[-1] * 1e9)
            frame = frames.columns_frame(self._sequence, base - self.origin, base, *columns)
        else:
            words = converter.convert(*plain_events(events, self.shared.words))
            self._previous = converter.previous
            self.needs_stack = False
            if words:
                frame = frames.events_frame(self._sequence, base - self.origin, words)
        self._sequence += frame != b""
        return frame

    def _append(self, data):
        try:
            # Opened for each flush, so that the app's descriptors are numbered as without us.
            fd = os.open(self.path, os.O_WRONLY | os.O_APPEND | getattr(os, "O_CLOEXEC", 0))
            try:
                self._converter.bytes = getattr(self._converter, "bytes", 0) + len(data)
                while data:
                    data = data[os.write(fd, data) :]
            finally:
                os.close(fd)
        except OSError:
            self.shared.stop()

    def end_thread(self):
        """Its thread is over: everything to disk, and how it ended."""
        if self.shared.off:
            return
        end = {"timeNs": monotonic_ns() - self.origin, "reason": "exit"}
        self.flush_soon()
        self.append_frame(frames.json_frame(frames.COUNTERS, self.counters()) + frames.json_frame(frames.END, end))
        self.shared.forget(self)

    def counters(self, cost_ns=0):
        files, functions, instrument_ns = self.shared.totals
        # One thread tells it for all.
        throttled = [dict(zip(THROTTLED, one)) for one in self.shared.throttled()] if self.is_main else []
        counters = {
            "dropped": self.dropped,
            "sampled": self.left_out(),
            "throttled": len(throttled),
            "truncatedValues": self.capture.truncated,
            "redactedValues": self.capture.redacted,
            "instrumentedFiles": files,
            "instrumentedFunctions": functions,
            "instrumentNs": instrument_ns,
            "writeNs": self.write_ns,
            "costPerCallNs": cost_ns,
            "maxClockErrorNs": 0,
        }
        if throttled:
            counters["throttledFunctions"] = throttled
        return counters

    def left_out(self):
        return getattr(self._converter, "left_out", 0)
