"""The recorder in Python: the twin of native/recorder.c, with the same functions and the same stream."""

import sys
import time
from _thread import _local

from .buffers import Buffer
from .capture import Allowance
from .convert import BACK, FINALLY, OP_ARGS, THROW, THROW_THROUGH
from .links import Links
from .resumable import Resumable
from .signals import Signals
from .tracebacks import hide_frames

OP_RETURN, OP_ERROR, OP_SET, OP_SET_MODULE = 12, 13, 19, 20
_MEASURED_CALLS = 500

_now = time.monotonic_ns


class Guard:
    """Held by its thread alone, so that the thread's end is seen."""

    def __init__(self, buffer):
        self.buffer = buffer

    def __del__(self):
        self.buffer.end_thread()


class Recorder(Resumable, Links, Signals):
    """The recorder of a process. `off` is set once and for all when writing fails."""

    def __init__(self):
        self.off = True
        self.options = {}
        self.definitions = []
        self.totals = (0, 0, 0)
        self._buffers = []
        self._local = _local()

    def setup(self, open_thread, redactor, look, flush_ns, max_words):
        self.open_thread = open_thread
        self.options = {"redactor": redactor, "look": look, "flush_ns": flush_ns, "max_words": max_words}
        self._flush_ns = flush_ns
        self._opening = False
        self._next_handover = 0
        self.off = False
        self._main = self._only = Buffer(self)
        self._buffers.append(self._main)
        self._local.buffer = self._main
        self._plain, self._rewire, self._now_due = hot_path(self)
        self._rewire(self._main.events.extend)
        self._now_due(_now() + flush_ns)
        self._follow_threads()

    def _follow_threads(self):
        """While there is one thread its buffer is at hand; from the second one on each event looks its own up."""
        import _thread

        holders = [_thread]
        if "threading" in sys.modules:
            holders.append(sys.modules["threading"])
        for holder in holders:
            for name in ("start_new_thread", "start_new", "start_joinable_thread"):
                for own_name in (name, "_" + name):
                    original = getattr(holder, own_name, None)
                    if original is not None:
                        setattr(holder, own_name, self._starting(original))

    def _starting(self, original):
        def start(*args, **kwargs):
            self._only = None
            self._rewire(self._put_here)
            return original(*args, **kwargs)

        start.__name__ = start.__qualname__ = original.__name__
        start.__doc__ = original.__doc__
        start.__module__ = original.__module__
        return start

    def buffer(self):
        """The current thread's buffer, or None."""
        if self.off:
            return None
        if self._only is not None:
            return self._only
        try:
            return self._local.buffer
        except AttributeError:
            return self._open_buffer()

    def opened_buffer(self):
        """The same, of a thread that has recorded something."""
        if self._only is not None or self.off:
            return self.buffer()
        return self.buffer() if hasattr(self._local, "buffer") else None

    def _open_buffer(self):
        # Not while opening: what that runs may be traced itself.
        if self._opening:
            return None
        self._opening = True
        try:
            buffer = Buffer(self)
            self._buffers.append(buffer)
            self._local.buffer = buffer
            self._local.guard = Guard(buffer)
            self._put_base(buffer, getattr(self._local, "waiting", None))
            return buffer
        except Exception:
            self.stop()
            return None
        finally:
            self._opening = False

    def _put_here(self, event):
        buffer = self.buffer()
        if buffer is not None:
            buffer.events.extend(event)

    def _settle(self):
        """Some time has passed since the last flush."""
        self._now_due(_now() + self._flush_ns)
        buffer = self.buffer()
        if buffer is not None:
            buffer.flush()

    def function(self, identity, names, capture_returns, is_lambda=False, variables=()):
        """The operations of one function; see rewrite.py."""
        allowance = Allowance()
        operations = dict(self._plain(identity))
        value_of = self._value

        if names:
            enter = operations["e"]

            def enter_with_values(*values):
                enter()
                self._arguments(allowance, names, values)

            operations["e"] = enter_with_values
        if capture_returns:
            leave = operations["r"]

            def keep(value):
                value_of(identity, allowance, OP_RETURN, value)
                return value

            def leave_with_value(value):
                value_of(identity, allowance, OP_RETURN, value)
                return leave(value)

            operations["r"] = leave_with_value
            operations["p"] = keep
        if names is not None:
            for name in "tq":
                operations[name].error = self._error_of(identity, allowance)

        def begin(*values):
            return self._begin(identity, allowance, names, capture_returns, values)

        operations["begin"] = begin
        operations["await"] = lambda: self._begin(identity, allowance, None, False, ())
        # What is called tells nothing by itself, and a stand-in would have a frame of its own: see the README.
        operations["c"] = _same
        operations["x"] = self._failing(identity, allowance, operations["t"])
        operations.update(self._steps(identity, allowance, variables))
        if is_lambda:
            # An exception ends a lambda unseen: only with the stack is it known that it has ended.
            operations["e"] = self._needing_stack(operations["e"])
        return operations

    def _steps(self, identity, allowance, variables):
        def put(op, owner, variable, value):
            buffer = self.buffer()
            if buffer is not None:
                buffer.take_step(op, owner, variable, allowance, variables[variable], value)

        def assigned(variable, value):
            put(OP_SET, 0, variable, value)
            return value

        return {
            "s": lambda variable, value: put(OP_SET, 0, variable, value),
            "S": lambda variable, value: put(OP_SET_MODULE, identity, variable, value),
            "w": assigned,
        }

    def _failing(self, identity, allowance, ender):
        def failed(error):
            self._value(identity, allowance, OP_ERROR, error)
            ender.throw()

        return failed

    def line(self, number):
        buffer = self.buffer()
        if buffer is not None:
            buffer.take_line(number)

    def type_modified(self, kind):
        """Without C there is no way to say so: hooks come before anything has been looked up."""

    def add_codes(self, codes):
        """Of traced functions: only calls of others are recorded, and those not by this recorder."""

    def _error_of(self, identity, allowance):
        return lambda: self._value(identity, allowance, OP_ERROR, sys.exc_info()[1])

    def _needing_stack(self, enter):
        def enter_lambda(*values):
            buffer = self.buffer()
            if buffer is not None:
                buffer.needs_stack = True
            return enter(*values)

        return enter_lambda

    def _value(self, key, allowance, op, value):
        buffer = self.buffer()
        if buffer is not None:
            take = buffer.capture.error if op == OP_ERROR else buffer.capture.one
            buffer.take_value(op, key, take, allowance, value)

    def _arguments(self, allowance, names, values):
        buffer = self.buffer()
        if buffer is not None:
            buffer.take_value(OP_ARGS, None, buffer.capture.arguments, allowance, names, values)

    def add_definitions(self, frame):
        self.definitions.append(frame)

    def set_totals(self, files, functions, instrument_ns):
        self.totals = (files, functions, instrument_ns)

    def write_frame(self, frame):
        buffer = self.buffer()
        if buffer is not None:
            buffer.append_frame(frame)

    def end_threads(self):
        """The process ends: threads that go on until it does have their ends here."""
        own = self.buffer()
        for buffer in self._buffers[:]:
            if buffer is not own:
                buffer.end_thread()

    def flush_all(self):
        for buffer in self._buffers[:]:
            buffer.flush()

    def forget(self, buffer):
        if buffer in self._buffers:
            self._buffers.remove(buffer)

    def after_fork(self):
        buffer = self.buffer()
        if buffer is None:
            return
        self._buffers[:] = [buffer]
        buffer.generation += 1
        try:
            buffer.reset()
        except Exception:
            self.stop()

    def stop(self):
        self.off = True
        self._rewire(_ignore)
        for buffer in self._buffers:
            del buffer.events[:]

    def counts(self):
        buffer = self.buffer()
        if buffer is None:
            return None
        capture = buffer.capture
        return _now() - buffer.origin, buffer.dropped, capture.truncated, capture.redacted, buffer.write_ns

    def measure_cost(self):
        """ns that recording one call takes at level 1, without the writing."""
        plain, rewire, now_due = hot_path(self)
        rewire([].extend)
        now_due(1 << 62)
        operations = plain(0)
        enter, leave = operations["e"], operations["r"]
        start = _now()
        for _ in range(_MEASURED_CALLS):
            enter()
            leave(None)
        return (_now() - start) // _MEASURED_CALLS

    def main_runner(self, prepare, finish):
        from .main_script import runner

        return runner(prepare, finish)

    def wrap_call(self, before, original):
        def call(*args, **kwargs):
            before(*args)
            return original(*args, **kwargs)

        call.__name__ = call.__qualname__ = original.__name__
        call.__doc__ = original.__doc__
        call.__module__ = original.__module__
        return call


def _same(value):
    return value


def _ignore(event):
    pass


class Ender:
    """What a function's handlers talk to, by signs; see rewrite.py."""

    __slots__ = ("_throw", "_finally", "_back", "_send", "error")

    def __init__(self, throw, end, back, send):
        self._throw = throw
        self._finally = end
        self._back = back
        self._send = send
        self.error = None

    def __neg__(self):
        hide_frames(sys.exc_info()[1])
        if self.error is not None:
            self.error()
        self._send(self._throw)

    def throw(self):
        self._send(self._throw)

    def __pos__(self):
        hide_frames(sys.exc_info()[1])
        self._send(self._back)

    def __invert__(self):
        self._send(self._finally)


def hot_path(recorder):
    """(operations of a function at level 1, set where events go, set when a flush is due).

    One scope for all functions, so that what they share is a cell away: no attribute is looked up for an event.
    """
    put = _ignore
    deadline = 0
    now = _now

    def rewire(to):
        nonlocal put
        put = to

    def now_due(at):
        nonlocal deadline
        deadline = at

    def plain(identity):
        exit_word = -1 - identity

        def enter():
            put((identity, now()))

        def leave(value):
            time = now()
            put((exit_word, time))
            if time > deadline:
                recorder._settle()
            return value

        ender = Ender((THROW, identity), (FINALLY, identity), (BACK, identity), send)
        through = Ender((THROW_THROUGH, identity), (FINALLY, identity), (BACK, identity), send)
        return {"e": enter, "r": leave, "p": _same, "t": ender, "q": through}

    def send(event):
        time = now()
        put((event, time))
        if time > deadline:
            recorder._settle()

    return plain, rewire, now_due
