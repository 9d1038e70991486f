"""What a function tells of each call at level 1: the closures that run most often of all."""

import sys
import time

from .convert import BACK, FINALLY, TAGGED, THROW, THROW_THROUGH, exit_word, packed
from .gates import LOOK_EVERY
from .tracebacks import hide_frames

_now = time.monotonic


def comes_from_below(error, code_ids):
    """Whether the exception comes from a traced function which the one that handles it has called, and so has been told."""
    at = error.__traceback__ and error.__traceback__.tb_next
    while at is not None:
        if id(at.tb_frame.f_code) in code_ids:
            return True
        at = at.tb_next
    return False


class Ender:
    """What a function's handlers talk to, by signs; see rewrite.py."""

    __slots__ = ("_throw", "_finally", "_back", "_send", "failed", "function", "_gate", "_through", "_begin")

    def __init__(self, throw, identity, gate, send):
        self._throw = (throw, identity)
        self._finally = (FINALLY, identity)
        self._back = (BACK, identity)
        self._send = send
        self._gate = gate
        self._through = throw == THROW_THROUGH
        self._begin = identity

    def __neg__(self):
        error = sys.exc_info()[1]
        hide_frames(error)
        gate = self._gate
        if gate.is_hidden() and self._reveals(error):
            gate.ended()
            gate.thrown = self._through
            self._send(self._begin)
            if self.function.takes_errors:
                self.failed()
            self._send((THROW, self._begin))
            return
        if self.function.takes_errors and not gate.is_hidden():
            self.failed()
        self.throw()

    def _reveals(self, error):
        """Errors are always recorded: a throttled call that throws gets a span of no duration, and is not counted."""
        gate = self._gate
        if gate.late or comes_from_below(error, gate.recorder.code_ids):
            return False
        return gate.uncount()

    def throw(self):
        gate = self._gate
        if gate.ended():
            # The `finally` runs next, of the same call.
            gate.thrown = self._through
        else:
            self._send(self._throw)

    def __pos__(self):
        hide_frames(sys.exc_info()[1])
        if not self._gate.is_hidden():
            self._send(self._back)

    def __invert__(self):
        gate = self._gate
        if gate.thrown:
            gate.thrown = False
        elif not gate.ended():
            self._send(self._finally)


class HotPath:
    """What the functions of a recorder share.

    `slow` and `until` are what the text of functions looks at (inline.py): as long as there is one thread, nothing is gated and
    it is no later than `until[0]`, it keeps the events itself by `tell`. Otherwise the closures do, of which a gated function's
    get the code of others in the same scope, so that one which is not gated has no test to make.
    """

    def __init__(self, recorder, tell):
        self.tell = tell
        self.now = _now
        self.slow = []
        self.until = [0]
        self._gated = set()
        self._deadline = 0
        self._put = tell
        self.plain, self._rewire, self._now_due = _closures(recorder, self._gate, tell)

    def rewire(self, put):
        """Events go there."""
        self._put = put
        self._rewire(put)
        self._arrange()

    def now_due(self, at):
        """When a flush is."""
        self._deadline = at
        self._now_due(at)
        self._arrange()

    def _gate(self, identity, is_gated):
        (self._gated.add if is_gated else self._gated.discard)(identity)
        self._arrange()

    def _arrange(self):
        is_slow = self._put is not self.tell or bool(self._gated)
        self.slow[:] = (None,) if is_slow else ()
        self.until[0] = -1 if is_slow else self._deadline


def _closures(recorder, gate_changed, put):
    """(operations of a function at level 1, set where events go, set when a flush is due).

    One scope for all functions, so that what they share is a cell away: no attribute is looked up for an event.
    """
    deadline = 0
    now = _now

    def rewire(to):
        nonlocal put
        put = to

    def now_due(at):
        nonlocal deadline
        deadline = at

    def plain(identity, gate):
        begin, end = packed(identity), packed(exit_word(identity))

        def enter():
            if 0:
                gate, recorder, identity  # noqa: B018: so that both codes have the same cells
            put((begin, now()))

        def enter_gated():
            left = gate.left
            if left > 1 and not gate.late:
                # What `hides` does, where this is all of it: it is what a throttled call costs.
                gate.left = left - 1
                gate.opened.append(True)
                if not left % LOOK_EVERY:
                    recorder.look_if_late()
                return True
            if gate.late:
                marked = gate.marks()
                put((begin if marked is None else (TAGGED, identity, *marked), now()))
                return marked is not None and marked[0] > 1
            if gate.hides():
                return True
            put((begin, now()))

        def leave(value):
            if 0:
                gate  # noqa: B018
            time = now()
            put((end, time))
            if time > deadline:
                recorder._settle()
            return value

        def leave_gated(value):
            opened = gate.opened
            if opened.pop() if opened else gate.is_threaded and gate.ended():
                return value
            time = now()
            put((end, time))
            if time > deadline:
                recorder._settle()
            return value

        open_codes = enter.__code__, leave.__code__
        gated_codes = enter_gated.__code__, leave_gated.__code__

        def switch(is_gated):
            enter.__code__, leave.__code__ = gated_codes if is_gated else open_codes
            gate_changed(identity, is_gated)

        ender = Ender(THROW, identity, gate, send)
        through = Ender(THROW_THROUGH, identity, gate, send)
        words = {"b": begin, "f": end}
        return {"e": enter, "r": leave, "p": _same, "t": ender, "q": through, "switch": switch, **words}

    def send(event):
        time = now()
        put((event, time))
        if time > deadline:
            recorder._settle()

    return plain, rewire, now_due


def _same(value):
    return value
