"""One thread's recording in Python: raw events, made into frames when they are flushed."""

import os
from array import array
from time import monotonic_ns

from . import frames
from .capture import Capture

MAX_STRINGS = 20000
MAX_STRING_CHARACTERS = 8000000
LAST_STRING_ID = 0xFFFFFF
LARGEST_DELTA = 0xFFFFFFC0
COUNTERS_EVERY_NS = 1000000000

# A raw event is two items of the list: a number `function id << 3 | code` and its time. Events that need more have a
# tuple instead of the number, beginning with one of the larger codes.
ENTER, EXIT, THROW, FINALLY, BACK, THROW_THROUGH = range(6)
BEGIN, DONE, SUSPEND, RESUME, VALUE, RETURNED = range(8, 14)
OP_EXIT, OP_THROW, OP_ENTER_ASYNC, OP_SUSPEND, OP_RESUME, OP_ARGS, OP_UNWIND = 1, 2, 3, 4, 5, 11, 17


class Strings:
    def __init__(self):
        self._ids = {}
        self._pending = []
        self._next = 1
        self._characters = 0

    def id(self, text):
        if not text or self._next >= LAST_STRING_ID:
            return 0
        known = self._ids.get(text)
        if known is not None:
            return known
        if len(self._ids) >= MAX_STRINGS or self._characters > MAX_STRING_CHARACTERS:
            # Ids go on; nothing of the app's stays alive.
            self._ids.clear()
            self._characters = 0
        self._ids[text] = self._next
        self._pending.append(text)
        self._characters += len(text)
        self._next += 1
        return self._next - 1

    def knows(self, text):
        return text in self._ids

    def take_frame(self):
        pending, self._pending = self._pending, []
        return frames.strings_frame(self._next - len(pending), pending) if pending else b""


class Buffer:
    """`shared`: the recorder of the process, with its options and definitions."""

    def __init__(self, shared):
        self.shared = shared
        self.events = []
        self.generation = 0
        self.reset()

    def reset(self):
        del self.events[:]
        self.origin = monotonic_ns()
        self.path, self.is_main = self.shared.open_thread(self.origin)
        self.strings = Strings()
        options = self.shared.options
        self.capture = Capture(self.strings, options["redactor"], options["look"], options["max_words"])
        self.stack = []
        self.next_mark = 1
        self._definitions = 0
        self._sequence = 0
        self._previous = 0
        self._counters_at = 0
        self._thrown_at = -1
        self.write_ns = 0
        self.dropped = 0
        self._writing = False

    def flush(self):
        if not self.events or self._writing or self.shared.off:
            return
        start = monotonic_ns()
        self._writing = True
        try:
            self._write(b"")
        finally:
            self._writing = False
        self.write_ns += monotonic_ns() - start

    def append_frame(self, frame):
        if not self.shared.off:
            self._write(frame)

    def _write(self, last):
        # Taken at once: a finalizer may record while this runs.
        events = self.events[:]
        del self.events[: len(events)]
        base = self._previous
        words = self._convert(events)
        definitions = self.shared.definitions
        parts = definitions[self._definitions :]
        self._definitions = len(definitions)
        parts.append(self.strings.take_frame())
        if words:
            parts.append(frames.events_frame(self._sequence, base, words))
            self._sequence += 1
        if self._previous - self._counters_at > COUNTERS_EVERY_NS:
            self._counters_at = self._previous
            parts.append(frames.json_frame(frames.COUNTERS, self.counters()))
        parts.append(last)
        try:
            # Opened for each flush, so that the app's descriptors are numbered as without us.
            fd = os.open(self.path, os.O_WRONLY | os.O_APPEND | getattr(os, "O_CLOEXEC", 0))
            try:
                for part in parts:
                    while part:
                        part = part[os.write(fd, part) :]
            finally:
                os.close(fd)
        except OSError:
            self.shared.stop()

    def end_thread(self):
        """Its thread is over: everything to disk, and how it ended."""
        if self.shared.off:
            return
        end = {"timeNs": monotonic_ns() - self.origin, "reason": "exit"}
        self.flush()
        self.append_frame(frames.json_frame(frames.COUNTERS, self.counters()) + frames.json_frame(frames.END, end))
        self.shared.forget(self)

    def counters(self, cost_ns=0):
        files, functions, instrument_ns = self.shared.totals
        return {
            "dropped": self.dropped,
            "sampled": 0,
            "throttled": 0,
            "truncatedValues": self.capture.truncated,
            "redactedValues": self.capture.redacted,
            "instrumentedFiles": files,
            "instrumentedFunctions": functions,
            "instrumentNs": instrument_ns,
            "writeNs": self.write_ns,
            "costPerCallNs": cost_ns,
            "maxClockErrorNs": 0,
        }

    def _convert(self, events):
        """Words of the raw events. The stack says what an end belongs to; what nobody ended is unwound."""
        words = []
        add = words.append
        stack = self.stack
        push = stack.append
        previous = self._previous + self.origin

        def is_top(key):
            if stack and stack[-1] == key:
                return True
            if key not in stack:
                return False
            above = 0
            while stack[-1 - above] != key:
                above += 1
            if above:
                del stack[-above:]
                add(-OP_UNWIND)
                add(above)
            return True

        def stamp(time):
            if time - previous < LARGEST_DELTA:
                add(time - previous)
            else:
                wide = array("I", array("d", [float(time - self.origin)] * 2).tobytes())
                add(0xFFFFFFFF)
                words.extend(wide)

        pairs = iter(events)
        for word, time in zip(pairs, pairs):
            if type(word) is int:
                code = word & 7
                key = word >> 3
                if code == ENTER:
                    delta = time - previous
                    if delta < LARGEST_DELTA:
                        add(delta)
                    else:
                        stamp(time)
                    previous = time
                    add(key)
                    push(key)
                    continue
                if code == EXIT and stack and stack[-1] == key:
                    delta = time - previous
                    if delta < LARGEST_DELTA:
                        add(delta)
                    else:
                        stamp(time)
                    previous = time
                    add(-OP_EXIT)
                    stack.pop()
                    continue
                if code == FINALLY and self._thrown_at == len(stack):
                    self._thrown_at = -1
                    continue
                if not is_top(key) or code == BACK:
                    continue
                stamp(time)
                previous = time
                add(-OP_EXIT if code in (EXIT, FINALLY) else -OP_THROW)
                stack.pop()
                if code == THROW_THROUGH:
                    self._thrown_at = len(stack)
                continue
            code = word[0]
            if code == VALUE:
                _, op, values, key = word
                if key is None or is_top(key):
                    add(-op)
                    add(len(values))
                    words.extend(values)
                continue
            span = word[1]
            key = -1 - span.mark
            if code == RETURNED:
                is_top(key)
                continue
            if code in (BEGIN, RESUME):
                push(key)
            elif not is_top(key):
                continue
            stamp(time)
            previous = time
            if code == BEGIN:
                words.extend((-OP_ENTER_ASYNC, span.function, span.mark))
            elif code == RESUME:
                words.extend((-OP_RESUME, span.mark))
            else:
                add(-OP_SUSPEND if code == SUSPEND else -word[2])
                stack.pop()
        self._previous = previous - self.origin
        return array("I", [word & 0xFFFFFFFF for word in words])
