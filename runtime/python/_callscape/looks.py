"""What the recorder in Python looks at from time to time: the twin of native/looks.h."""

import os
from time import monotonic_ns

from .convert import COUNTED
from .file_changes import born_by_python
from .limits import SilentHandovers
from .throttling import Throttling

LEVELS_EVERY_NS = 50000000
LOOK_AT_LEAST_NS = 50000000
# Between two questions whether a profile of memory is due.
MEMORY_EVERY_NS = 500000000


class Looks:
    def begin_looks(self):
        self.silent_handovers = SilentHandovers()
        self._throttling = None
        self._levels_file = None
        self._levels_changed = None
        self._levels_stamp = None
        self._take_memory = None
        self._memory_at = 0
        self._looked_at = self._last_look = 0
        self._is_looking = False

    def limit(self, *limits):
        self.options["limits"] = limits

    def capture_in_full(self):
        self.options["full"] = True

    def look_at_all_texts(self):
        """The redactor knows it."""

    def keep_budget(self, share, inserted_ns):
        """What the inserted calls cost is in what `measure_cost` measures."""
        self._throttling = Throttling(share, self.gates, self.measure_cost)

    def watch_levels(self, path, changed):
        self._levels_file = path
        self._levels_changed = changed

    def watch_memory(self, take):
        self._take_memory = take

    def switch_level(self, ender, off, bare, takes):
        function = ender.function
        gate = function.gate
        changes = (gate.off, gate.bare, function.takes) != (off, bare, takes)
        function.takes = takes
        if changes:
            gate.set(off, bare, gate.factor)
        return changes

    def throttled(self):
        if self._throttling is None:
            return []
        self.put_counts(self.buffer())
        return list(self._throttling.report())

    def born(self, file):
        return born_by_python(file)

    def put_count(self, gate, buffer):
        """The calls of a function that have no span, since the last time, into the buffer of the thread that made them."""
        if gate.factor <= 1 or gate.off or buffer is None:
            return
        calls = gate.taken()
        gate.whole.counted += calls
        if calls and not gate.late:
            buffer.events.extend(((COUNTED, gate.identity, calls), 0))

    def put_counts(self, buffer):
        """The same of all functions, before a flush."""
        if self._throttling is None or buffer is None:
            return
        parts = [self.gates[one] for one in self._throttling.gates_throttled()] if self.only else list(buffer.gates.values())
        for part in parts:
            self.put_count(part, buffer)

    def forget_throttling(self):
        if self._throttling is not None:
            self._throttling.forget()

    def note_events(self, events, values_ns):
        if self._throttling is not None:
            self._throttling.note(events, self.words, values_ns)

    def look_if_late(self):
        """Where no flush has come for a while."""
        if monotonic_ns() - self._last_look > LOOK_AT_LEAST_NS:
            self._settle()

    def look(self):
        """Behind a flush."""
        self._last_look = monotonic_ns()
        if self._is_looking or self.off:
            return
        self._is_looking = True
        try:
            if self._throttling is not None:
                self._throttling.look()
            self.look_at_levels()
            self.look_at_memory()
        finally:
            self._is_looking = False

    def look_at_memory(self):
        now = monotonic_ns()
        buffer = self.buffer()
        if self._take_memory is None or now - self._memory_at < MEMORY_EVERY_NS or buffer is None or not buffer.is_main:
            return
        self._memory_at = now
        frame = buffer.quietly(self._take_memory, now - buffer.origin)
        if frame:
            buffer.append_frame(frame)

    def look_at_levels(self):
        now = monotonic_ns()
        if self._levels_changed is None or now - self._looked_at < LEVELS_EVERY_NS:
            return
        self._looked_at = now
        try:
            found = os.stat(self._levels_file)
        except OSError:
            return
        stamp = found.st_mtime_ns, found.st_size
        buffer = self.buffer()
        if stamp == self._levels_stamp or buffer is None:
            return
        self._levels_stamp = stamp
        frame = buffer.quietly(self._levels_changed, now - buffer.origin)
        if frame:
            buffer.append_frame(frame)
