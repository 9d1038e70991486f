"""Spans of generators and coroutines in Python: the twin of native/resumable.h and native/delegates.h."""

import sys
import time
import types

from .convert import BEGIN, DONE, HIDDEN, OP_EXIT, OP_THROW, OPEN, RESUME, RETURNED, SUSPEND
from .special import bound_special, has_special
from .tracebacks import hide_frames

OP_RETURN, OP_ERROR = 12, 13
RUNNING, SUSPENDED, ENDED = range(3)
ITERABLE_COROUTINE = 0x100

_now = time.monotonic


class Span:
    """One activation of a generator or coroutine. The signs are what its handlers say; see rewrite.py."""

    __slots__ = ("recorder", "function", "mark", "state", "generation", "home", "errors", "returns", "allowance", "tag")

    def __neg__(self):
        self.recorder.fail_handled(self)

    def __pos__(self):
        self.recorder.back(self)

    def __invert__(self):
        self.recorder.close(self)


class Resumable:
    """The operations on spans that can wait; `buffer()` comes from the recorder."""

    def _begin(self, function, values, is_await=False):
        """`function`: a recorder's Function."""
        span = Span()
        span.recorder = self
        span.function = function.identity
        span.allowance = function.allowance
        span.errors = function.takes_errors
        span.returns = function.takes_returns
        span.state = ENDED
        span.tag = OPEN
        span.home = buffer = self.buffer()
        if buffer is None:
            return span
        span.generation = buffer.generation
        gate = function.gate
        is_counted = False
        if gate.is_gated:
            if gate.late or is_await:
                span.tag, is_counted = gate.marks() or (OPEN, False)
            else:
                # Its end is its own: nothing stays open here.
                hidden = gate.hides()
                gate.ended()
                if hidden:
                    return span
        span.mark = buffer.take_mark()
        span.state = RUNNING
        buffer.events.extend(((BEGIN, span, is_counted, is_await), _now()))
        if values and function.takes_arguments and span.tag < HIDDEN:
            self._arguments(function, values)
        return span

    def _at_home(self, span):
        """The buffer, when this is the span's own thread and process."""
        buffer = self.buffer()
        return buffer if buffer is not None and span.home is buffer and span.generation == buffer.generation else None

    def _suspend(self, span):
        buffer = self._at_home(span)
        if buffer is None or span.state != RUNNING:
            return
        span.state = SUSPENDED
        buffer.events.extend(((SUSPEND, span), _now()))
        buffer.settle()

    def _resume(self, span):
        buffer = self._at_home(span)
        if buffer is not None and span.state == SUSPENDED:
            span.state = RUNNING
            buffer.events.extend(((RESUME, span), _now()))

    def _finish(self, span, word, op, value):
        state, span.state = span.state, ENDED
        buffer = span.home
        if state == ENDED or self.off or span.generation != buffer.generation:
            return
        if state == SUSPENDED:
            # It was resumed on another thread; its end belongs where it began.
            buffer.events.extend(((RESUME, span), _now()))
        if op:
            take = buffer.capture.error if op == OP_ERROR else buffer.capture.one
            buffer.take_value(op, -1 - span.mark, take, span.allowance, value)
        buffer.events.extend(((DONE, span, word), _now()))

    def done(self, span, value):
        self._finish(span, OP_EXIT, OP_RETURN if span.returns else 0, value)
        return value

    def fail_handled(self, span):
        error = sys.exc_info()[1]
        hide_frames(error)
        if isinstance(error, GeneratorExit):
            # How a generator ends that nobody asks any more: no error.
            self._finish(span, OP_EXIT, 0, None)
        else:
            self._finish(span, OP_THROW, OP_ERROR if span.errors else 0, error)

    def keep(self, span, value):
        buffer = self._at_home(span)
        if buffer is not None and span.returns and span.state == RUNNING:
            buffer.take_value(OP_RETURN, -1 - span.mark, buffer.capture.one, span.allowance, value)
        return value

    def close(self, span):
        self._finish(span, OP_EXIT, 0, None)

    def back(self, span):
        hide_frames(sys.exc_info()[1])
        buffer = self._at_home(span)
        if buffer is not None and span.state == RUNNING:
            buffer.events.extend(((RETURNED, span), 0))

    def leave(self, span, value):
        self._suspend(span)
        return value

    def again(self, span, value):
        self._resume(span)
        return value

    def wake(self, span):
        self._resume(span)

    def wait(self, span, value):
        kind = type(value)
        if self.off or span.state != RUNNING:
            return value
        if kind is types.CoroutineType:
            return value if value.cr_await is not None else Delegate(self, span, value)
        if kind is types.GeneratorType:
            return Delegate(self, span, value) if value.gi_code.co_flags & ITERABLE_COROUTINE else value
        if not has_special(value, "__await__"):
            return value
        iterator = bound_special(value, "__await__")()
        if type(iterator) is types.CoroutineType:
            raise TypeError("__await__() returned a coroutine")
        if not hasattr(type(iterator), "__next__"):
            raise TypeError("__await__() returned non-iterator of type '%.100s'" % type(iterator).__name__)
        return Delegate(self, span, iterator)

    def waited(self, span, inner, value):
        """As `wait`, for a span of its own that waits within `span`."""
        waiting = self.wait(span, value)
        if type(waiting) is Delegate and waiting is not value and inner.state == RUNNING:
            return Waiting(self, span, waiting._inner, inner)
        self.close(inner)
        return waiting

    def delegate(self, span, value):
        if self.off or type(value) is types.CoroutineType:
            return value
        return Delegate(self, span, value if type(value) is types.GeneratorType else iter(value))

    def each(self, span, value):
        if self.off or not has_special(value, "__aiter__"):
            return value
        iterator = bound_special(value, "__aiter__")()
        if not has_special(iterator, "__anext__"):
            raise TypeError(
                "'async for' received an object from __aiter__ that does not implement __anext__: %.100s"
                % type(iterator).__name__
            )
        return Each(self, span, iterator)

    def manage(self, span, value):
        if self.off or not (has_special(value, "__aenter__") and has_special(value, "__aexit__")):
            return value
        return Manage(self, span, value)


class Delegate:
    """Stands in for what a span waits for: each step resumes the span, and suspends it when the step has yielded."""

    __slots__ = ("_recorder", "_span", "_inner")

    def __init__(self, recorder, span, inner):
        self._recorder = recorder
        self._span = span
        self._inner = inner

    def __getattr__(self, name):
        # What is looked up on the stand-in and not its own is found on what it stands for: `cr_await`, `gi_frame`.
        return getattr(self._inner, name)

    def __await__(self):
        return self

    def __iter__(self):
        return self

    def __next__(self):
        return self.send(None)

    def _resumed(self):
        self._recorder._resume(self._span)

    def _suspended(self):
        self._recorder._suspend(self._span)

    def send(self, value):
        self._resumed()
        inner = self._inner
        if value is None and hasattr(type(inner), "__next__"):
            result = inner.__next__()
        else:
            result = inner.send(value)
        self._suspended()
        return result

    def throw(self, kind, value=None, traceback=None):
        error = kind
        if isinstance(kind, type):
            error = value if isinstance(value, kind) else kind() if value is None else kind(value)
            if traceback is not None:
                error.__traceback__ = traceback
        self._resumed()
        method = getattr(self._inner, "throw", None)
        if method is None:
            raise error
        result = method(error)
        self._suspended()
        return result

    def close(self):
        self._resumed()
        method = getattr(self._inner, "close", None)
        if method is not None:
            method()


class Waiting(Delegate):
    """A stand-in for what is awaited where the await itself is a span, which is suspended and resumed within the other."""

    __slots__ = ("_await",)

    def __init__(self, recorder, span, inner, waiting):
        Delegate.__init__(self, recorder, span, inner)
        self._await = waiting

    def _resumed(self):
        Delegate._resumed(self)
        self._recorder._resume(self._await)

    def _suspended(self):
        self._recorder._suspend(self._await)
        Delegate._suspended(self)

    def _ended(self, step, *args):
        try:
            return step(self, *args)
        except StopIteration:
            self._recorder.close(self._await)
            raise
        except BaseException:
            self._recorder._finish(self._await, OP_THROW, 0, None)
            raise

    def __next__(self):
        return self._ended(Delegate.send, None)

    def send(self, value):
        return self._ended(Delegate.send, value)

    def throw(self, kind, value=None, traceback=None):
        return self._ended(Delegate.throw, kind, value, traceback)

    def close(self):
        self._ended(Delegate.close)
        self._recorder.close(self._await)


class Each:
    __slots__ = ("_recorder", "_span", "_inner")
    __init__ = Delegate.__init__

    def __aiter__(self):
        return self

    def __anext__(self):
        awaitable = bound_special(self._inner, "__anext__")()
        try:
            return self._recorder.wait(self._span, awaitable)
        except Exception as cause:
            name = type(awaitable).__name__
            raise TypeError("'async for' received an invalid object from __anext__: %.100s" % name) from cause


class Manage:
    __slots__ = ("_recorder", "_span", "_inner")
    __init__ = Delegate.__init__

    def __aenter__(self):
        return self._recorder.wait(self._span, bound_special(self._inner, "__aenter__")())

    def __aexit__(self, *error):
        return self._recorder.wait(self._span, bound_special(self._inner, "__aexit__")(*error))
