"""The recorder in Python: the twin of native/recorder.c, with the same functions and the same stream."""

import sys
import time
from _thread import _local

from .buffers import Buffer
from .capture import Allowance
from .convert import LATEST, OP_ARGS, exit_word, packed
from .costs import inserted_ns
from .gates import Gate, ThreadedGate
from .hot_path import HotPath
from .hot_values import TAKES_ARGUMENTS, TAKES_ERRORS, TAKES_RETURNS, entering, keeping, leaving
from .links import Links
from .looks import Looks
from .resumable import Resumable
from .signals import Signals

OP_ERROR, OP_SET, OP_SET_MODULE = 13, 19, 20
# So many events are written at once: more of them, and the numbers that their times are, would leave the processor's caches.
EVENTS_AT_ONCE = 8192
LEAST_FLUSH_SECONDS = 0.0005

_now = time.monotonic_ns
_seconds = time.monotonic


class Guard:
    """Held by its thread alone, so that the thread's end is seen."""

    def __init__(self, buffer):
        self.buffer = buffer

    def __del__(self):
        self.buffer.end_thread()


class Function:
    """What is captured of a function's calls now, as `takes`."""

    __slots__ = ("identity", "gate", "names", "takes", "allowance")

    def __init__(self, gate, names, takes):
        self.identity = gate.identity
        self.gate = gate
        self.names = names
        self.takes = takes
        self.allowance = Allowance()

    @property
    def takes_arguments(self):
        return self.takes & TAKES_ARGUMENTS and self.names

    @property
    def takes_returns(self):
        return self.takes & TAKES_RETURNS

    @property
    def takes_errors(self):
        return self.takes & TAKES_ERRORS


class Recorder(Resumable, Links, Looks, Signals):
    """The recorder of a process. `off` is set once and for all when writing fails."""

    def __init__(self):
        self.off = True
        self.options = {}
        self.definitions = []
        self.totals = (0, 0, 0)
        self._buffers = []
        self._local = _local()
        # The buffer of the only thread there has been so far.
        self.only = None
        self.gates = {}
        # What `packed` has packed.
        self.words = {}
        # Kept alive, so that their ids stay theirs.
        self._codes = []
        self.code_ids = set()
        self.begin_looks()

    def setup(self, open_thread, redactor, look, flush_ns, max_words):
        self.open_thread = open_thread
        self.options.update(redactor=redactor, look=look, flush_ns=flush_ns, max_words=max_words)
        self._flush_seconds = flush_ns / 1e9
        self._next_handover = 0
        self.off = False
        self._main = self.only = Buffer(self)
        self._buffers.append(self._main)
        self._local.buffer = self._main
        self._settled_at = _seconds()
        self._hot = hot = HotPath(self, self._main.events.extend)
        # What the text of all functions refers to.
        self.tell, self.now, self.slow, self.until = hot.tell, hot.now, hot.slow, hot.until
        self._hot.now_due(self._settled_at + self._flush_seconds)
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
            if self.only is not None:
                self._begin_threads()
            return original(*args, **kwargs)

        start.__name__ = start.__qualname__ = original.__name__
        start.__doc__ = original.__doc__
        start.__module__ = original.__module__
        return start

    def _begin_threads(self):
        self.only = None
        self._hot.rewire(self._put_here)
        for gate in list(self.gates.values()):
            if gate.is_gated:
                # What the only thread so far has in it is its own part.
                self._main.gates[gate.identity] = gate.split()
            gate.__class__ = ThreadedGate

    def buffer(self):
        """The current thread's buffer, or None."""
        if self.off:
            return None
        if self.only is not None:
            return self.only
        try:
            return self._local.buffer
        except AttributeError:
            return self._open_buffer()

    def opened_buffer(self):
        """The same, of a thread that has recorded something."""
        if self.only is not None or self.off:
            return self.buffer()
        return self.buffer() if hasattr(self._local, "buffer") else None

    def _open_buffer(self):
        # Not while opening: what that runs may be traced itself.
        if getattr(self._local, "opening", False):
            return None
        self._local.opening = True
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
            self._local.opening = False

    def _put_here(self, event):
        buffer = self.buffer()
        if buffer is not None:
            buffer.events.extend(event)

    def _settle(self):
        """Some time has passed since the last flush, or there are many events by now."""
        passed = _seconds() - self._settled_at
        buffer = self.buffer()
        events = len(buffer.events) // 2 if buffer is not None else 0
        # Whoever comes meanwhile has nothing to do here.
        self._hot.now_due(_seconds() + self._flush_seconds)
        try:
            if buffer is not None:
                buffer.flush()
                self.look()
        except Exception:
            # A fault of ours is not the app's.
            self.stop()
        # Events come as fast as before, as far as anybody knows.
        share = EVENTS_AT_ONCE / events if events else 1
        self._settled_at = _seconds()
        self._hot.now_due(self._settled_at + min(self._flush_seconds, max(LEAST_FLUSH_SECONDS, passed * share)))

    def function(self, identity, names, takes, is_lambda=False, variables=(), is_deep=False):
        """The operations of one function; see rewrite.py. `is_deep`: its text has calls out or steps, or tells details."""
        gate = Gate(identity, self, is_deep or bool(variables))
        function = Function(gate, names, takes)
        operations = dict(self._hot.plain(identity, gate))
        gate.switch = operations.pop("switch")
        self.gates[identity] = gate
        for word in (identity, exit_word(identity)):
            self.words[packed(word)] = word
        if self.only is None:
            gate.__class__ = ThreadedGate
        if names:
            operations["e"] = entering(self, function, operations["e"])
        if takes & TAKES_RETURNS:
            operations["p"] = keep = keeping(self, function)
            operations["r"] = leaving(keep, operations["r"])
        for name in "tq":
            operations[name].failed = self._error_of(function)
            operations[name].function = function
        operations["begin"] = lambda *values: self._begin(function, values)
        operations["await"] = lambda: self._begin(function, (), True)
        # What is called tells nothing by itself, and a stand-in would have a frame of its own: see the README.
        operations["c"] = _same
        operations["x"] = self._failing(function, operations["t"])
        operations.update(self._steps(function, variables))
        if is_lambda:
            # An exception ends a lambda unseen: only with the stack is it known that it has ended.
            operations["e"] = self._needing_stack(operations["e"])
        return operations

    def _steps(self, function, variables):
        def put(op, owner, variable, value):
            buffer = self.buffer()
            if buffer is not None:
                buffer.take_step(op, owner, variable, function.allowance, variables[variable], value)

        def assigned(variable, value):
            put(OP_SET, 0, variable, value)
            return value

        return {
            "s": lambda variable, value: put(OP_SET, 0, variable, value),
            "S": lambda variable, value: put(OP_SET_MODULE, function.identity, variable, value),
            "w": assigned,
        }

    def _failing(self, function, ender):
        def failed(error):
            if not function.gate.is_hidden():
                self._error(function, error)
            ender.throw()

        return failed

    def line(self, number):
        buffer = self.buffer()
        if buffer is not None:
            buffer.take_line(number)

    def type_modified(self, kind):
        """Without C there is no way to say so: hooks come before anything has been looked up."""

    def add_codes(self, codes):
        """Of traced functions."""
        self._codes.extend(codes)
        self.code_ids.update(map(id, codes))

    def _error_of(self, function):
        return lambda: self._error(function, sys.exc_info()[1])

    def _needing_stack(self, enter):
        def enter_lambda(*values):
            buffer = self.buffer()
            if buffer is not None:
                buffer.needs_stack = True
            enter(*values)

        return enter_lambda

    def _error(self, function, error):
        buffer = self.buffer()
        if buffer is not None:
            buffer.take_value(OP_ERROR, function.identity, buffer.capture.error, function.allowance, error)

    def _arguments(self, function, values):
        buffer = self.buffer()
        if buffer is not None:
            buffer.take_value(OP_ARGS, LATEST, buffer.capture.arguments, function.allowance, function.names, values)

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
        self.forget_throttling()
        try:
            buffer.reset()
        except Exception:
            self.stop()

    def stop(self):
        self.off = True
        self.only = None
        self._hot.rewire(_ignore)
        for buffer in self._buffers:
            del buffer.events[:]

    def counts(self):
        buffer = self.buffer()
        if buffer is None:
            return None
        capture = buffer.capture
        lost = buffer.dropped, buffer.left_out()
        return (_now() - buffer.origin, *lost, capture.truncated, capture.redacted, buffer.write_ns)

    def measure_cost(self):
        """ns that recording one call takes at level 1, without the writing."""
        hot = HotPath(self, [].extend)
        hot.now_due(1 << 62)
        return int(inserted_ns(hot.plain(0, Gate(0, self, False)), vars(hot), False))

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


