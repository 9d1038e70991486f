"""Which calls get a span, in Python: the twin of native/gates.h.

A function whose calls are not all recorded is _gated_: its closures run other code then, so that one which is not costs
nothing more. A call without a span is noted in `opened` and leaves no event; one of a function with calls out or steps in
its text leaves its events, which are hidden when they are converted.
"""

from .convert import BARE, HIDDEN

# In the place of the calls to the next sample, where nothing is recorded: calls until something else is looked at.
OFF_STRETCH = 64
# Of the calls without a span, every so many looks at the time: nothing else may be recorded.
LOOK_EVERY = 8


class Gate:
    """Of one function. `factor`: one call in about so many has a span; 1: all have."""

    __slots__ = ("identity", "recorder", "opened", "left", "armed", "factor", "off", "bare", "late", "is_gated", "thrown") + (
        "counted",
        "sampled",
        "switch",
        "seed",
        "whole",
    )
    is_threaded = False

    def __init__(self, identity, recorder, late):
        self.identity = identity
        self.recorder = recorder
        # Of the calls that are open now and began while the function was gated: whether they are hidden.
        self.opened = []
        self.left = self.armed = 0
        self.factor = 1
        self.off = self.bare = self.is_gated = self.thrown = False
        self.late = late
        self.counted = self.sampled = 0
        self.switch = None
        # Of which it is one thread's part.
        self.whole = self
        self.seed = identity * 2654435761 % 4294967296 or 1

    def hides(self):
        """For a call of a gated function, which begins: whether it has no span."""
        left = self.left
        if left > 1:
            self.left = left - 1
            self.opened.append(True)
            if not left % LOOK_EVERY:
                self.recorder.look_if_late()
            return True
        if self.off:
            self.left = OFF_STRETCH
            self.recorder.look_at_levels()
            self.opened.append(True)
            return True
        if self.factor > 1:
            self.whole.sampled += 1
            self.recorder.put_count(self, self.recorder.buffer())
            self.arm()
        self.opened.append(False)
        return False

    def marks(self):
        """The same for one whose events are hidden when they are converted: what stands before its identity, or None."""
        if self.off:
            self.left -= 1
            if self.left <= 0:
                self.left = OFF_STRETCH
                self.recorder.look_at_levels()
            return HIDDEN, False
        if self.factor > 1:
            if self.left > 1:
                self.left -= 1
                if not self.left % LOOK_EVERY:
                    self.recorder.look_if_late()
                return HIDDEN, True
            self.whole.sampled += 1
            self.whole.counted += self.taken()
            self.arm()
        return (BARE, False) if self.bare else None

    def ended(self):
        """A call ends: whether it had no span."""
        return bool(self.opened) and self.opened.pop()

    def is_hidden(self):
        return bool(self.opened) and self.opened[-1]

    def arm(self):
        """Begins another stretch of calls. Of one length they would meet a program's own rhythm always at the same place."""
        self.seed = (self.seed * 1103515245 + 12345) % 2147483648
        self.armed = self.left = self.factor // 2 + 2 + (self.seed >> 8) % self.factor

    def uncount(self):
        """One call less without a span, and one more with it; False where the count is not at hand any more."""
        if self.factor <= 1 or self.off or self.armed <= self.left:
            return False
        self.armed -= 1
        self.whole.sampled += 1
        return True

    def taken(self):
        """The calls without a span since the last time."""
        calls, self.armed = self.armed - self.left, self.left
        return calls

    def adopt(self, off, bare, factor):
        self.off, self.bare, self.factor = off, bare, factor
        if off:
            self.left = self.armed = OFF_STRETCH
        elif factor > 1:
            self.arm()
        else:
            self.left = self.armed = 0

    def split(self):
        """A part with all that is counted and open so far."""
        part = Gate(self.identity, self.recorder, self.late)
        part.adopt(self.off, self.bare, self.factor)
        part.opened, part.left, part.armed, part.whole = self.opened, self.left, self.armed, self
        self.opened, self.left, self.armed = [], 0, 0
        return part

    def set(self, off, bare, factor):
        """What holds from the next call on."""
        self.adopt(off, bare, factor)
        # As long as one that is hidden is open its end must be told from others.
        self.is_gated = off or bare or factor > 1 or bool(self.opened)
        self.switch(self.is_gated)


class ThreadedGate(Gate):
    """The same from the second thread on: each thread has a part of its own, because threads may be switched anywhere."""

    __slots__ = ()
    is_threaded = True

    def _here(self):
        buffer = self.recorder.buffer()
        if buffer is None:
            return Gate(self.identity, self.recorder, self.late)
        part = buffer.gates.get(self.identity)
        if part is None:
            part = buffer.gates[self.identity] = Gate(self.identity, self.recorder, self.late)
            part.whole = self
        if (part.off, part.bare, part.factor) != (self.off, self.bare, self.factor):
            self.recorder.put_count(part, buffer)
            part.adopt(self.off, self.bare, self.factor)
        return part

    def hides(self):
        return self._here().hides()

    def marks(self):
        return self._here().marks()

    def ended(self):
        return self._here().ended()

    def uncount(self):
        return self._here().uncount()

    def is_hidden(self):
        return self._here().is_hidden()

    def set(self, off, bare, factor):
        self.off, self.bare, self.factor = off, bare, factor
        # Whether calls of other threads are open is not known.
        self.is_gated = self.is_gated or off or bare or factor > 1
        self.switch(self.is_gated)
