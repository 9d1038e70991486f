"""What a run leaves out on purpose: `limits` of the `TracerConfig`."""

from .convert import HIDDEN, OP_COUNTED, OP_EXIT, SILENT, Converter

# Shares that follow each other in steps of the golden ratio spread evenly and repeat no pattern.
_STEP = 0.6180339887498949

NO_DEPTH = 0xFFFFFFFF
NO_NUMBER = (1 << 64) - 1


def limits_of(config):
    """(sample rate, depth, ns, spans, bytes), or None where nothing is left out."""
    limits = config.get("limits") or {}
    rate = float(limits.get("sampleRate", 1))
    duration = int(limits.get("minDurationNs", 0))
    depth, spans, size = (limits.get(key) for key in ("maxDepth", "maxSpans", "maxBytes"))
    if rate >= 1 and duration <= 0 and depth is None and spans is None and size is None:
        return None
    return (
        rate,
        NO_DEPTH if depth is None else min(int(depth), NO_DEPTH),
        duration,
        NO_NUMBER if spans is None else int(spans),
        NO_NUMBER if size is None else int(size),
    )


class LimitedConverter(Converter):
    """Leaves out what the limits say, for the recorder in Python: the twin of native/gates.h."""

    _admits_all = False

    def __init__(self, origin, limits, handovers):
        """`handovers`: what is handed over between threads, by number; see `SilentHandovers`."""
        super().__init__(origin)
        self._handovers = handovers
        self._rate, self._depth_limit, self._min_duration, self._max_spans, self._max_bytes = limits
        self._roots = self._spans = 0
        self.left_out = 0
        # Written by the thread so far.
        self.bytes = 0
        # By the place in the stack: where the words of a span begin that may be taken back, and P before them.
        self._beginnings = {}

    @property
    def is_plain(self):
        return False

    def convert(self, raw, times):
        # What has been written cannot be taken back.
        self._beginnings.clear()
        return super().convert(raw, times)

    def _admit(self, key, function, time, tag, is_resumable):
        if self._tag() == SILENT:
            self.left_out += 1
            return SILENT
        if tag >= HIDDEN:
            return tag
        is_root = not self.stack and self._base != 0
        if self._spans >= self._max_spans or self.bytes >= self._max_bytes or (is_root and not self._is_sampled()):
            self.left_out += 1
            return SILENT
        if self._depth() >= self._depth_limit:
            self._count(function, 1)
            self.left_out += 1
            # What a coroutine calls later would look as if nothing were around it.
            return SILENT if is_resumable else HIDDEN
        self._spans += 1
        if is_resumable:
            self._stays()
        elif self._min_duration:
            self._beginnings[len(self.stack)] = (len(self._words), self.previous, time)
        return tag

    def _is_sampled(self):
        place = self._roots * _STEP
        self._roots += 1
        return place % 1 < self._rate

    def _note_silent(self, number):
        self._handovers.silent.add(number)

    def _note_kept(self, number):
        self._handovers.kept.add(number)

    def _is_silent(self, number):
        return self._handovers.is_silent(number)

    def _stays(self):
        self._beginnings.clear()

    def _write_end(self, key, op, time):
        beginning = self._beginnings.pop(len(self.stack) - 1, None)
        if beginning is None or op != OP_EXIT or time - beginning[2] >= self._min_duration:
            self._stays()
            super()._write_end(key, op, time)
            return
        # Too short: it is counted below the span around it.
        at, self.previous, _ = beginning
        words = self._words
        place = at
        while words[place] == -OP_COUNTED:
            self._count(words[place + 1], words[place + 2])
            place += 3
        del words[at:]
        self._pop()
        self._spans -= 1
        self.left_out += 1
        self._count(key, 1)


class SilentHandovers:
    """What threads hand over to others within traces that are left out, which shows when their events are converted."""

    def __init__(self):
        self.silent = set()
        self.kept = set()
        # The buffer of who handed over, by number.
        self.homes = {}

    def is_silent(self, number):
        home = self.homes.pop(number, None)
        if home is not None:
            home.flush_soon(lambda: number in self.silent or number in self.kept)
        self.kept.discard(number)
        if number not in self.silent:
            return False
        self.silent.discard(number)
        return True
