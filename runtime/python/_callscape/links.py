"""What runs later, or on another thread, on behalf of a span, in Python: the twin of native/handovers.h."""

import os
from types import MethodType

from .convert import BASE, END_BASE, LINK_TO, OF_SPAN, UNLINK, WORDS

OP_SENT, OP_RECEIVED = 29, 30
CHANNEL_PROCESS, CHANNEL_PORT = 1, 6
CHANNEL_PID_BITS = 28


def _sent(mark, kind, pid, number):
    return -OP_SENT, mark, kind << CHANNEL_PID_BITS | pid, number, 0


class Link:
    """`number`: of the handover between threads, a channel of one message; -1 for one that stays on its thread."""

    __slots__ = ("home", "generation", "mark", "number")

    def __del__(self):
        buffer = self.home
        if buffer.generation == self.generation and not buffer.shared.off and buffer is buffer.shared.buffer():
            buffer.events.extend(((UNLINK, self.mark), 0))


class Wrapped:
    """A function of the library in the place of another."""

    __slots__ = ("_links", "_mode", "_original", "_what")

    def __init__(self, links, mode, original, what):
        self._links = links
        self._mode = getattr(self, "_" + mode)
        self._original = original
        self._what = what

    def __get__(self, instance, owner=None):
        return self if instance is None else MethodType(self, instance)

    def __getattr__(self, name):
        return getattr(self._original, name)

    def __repr__(self):
        return repr(self._original)

    def __call__(self, *args, **named):
        if self._links.off:
            return self._original(*args, **named)
        return self._mode(args, named)

    def _schedule(self, args, named, crosses=False):
        link = self._links.new_link(crosses) if named.get("context") is None else None
        if link is None:
            return self._original(*args, **named)
        token = self._what.set(link)
        try:
            return self._original(*args, **named)
        finally:
            self._what.reset(token)

    def _send(self, args, named):
        return self._schedule(args, named, True)

    def _callback(self, args, named):
        context = getattr(args[0], "_context", None)
        return self._below(None if context is None else context.get(self._what), args, named)

    def _stash(self, args, named):
        link = self._links.new_link(True)
        if link is not None:
            self._what[id(args[0])] = link
        try:
            return self._original(*args, **named)
        except BaseException:
            self._what.pop(id(args[0]), None)
            raise

    def _stashed(self, args, named):
        return self._below(self._what.pop(id(args[0]), None), args, named)

    def _after(self, args, named):
        result = self._original(*args, **named)
        try:
            self._what(args[0] if args else None, result)
        except Exception:
            pass
        return result

    def _around(self, args, named):
        begin, end = self._what
        try:
            begun = begin(*args, **named)
        except Exception:
            begun = None
        if begun is None:
            return self._original(*args, **named)
        try:
            result = self._original(*args, **named)
        except BaseException as error:
            _quietly(end, begun, None, error)
            raise
        _quietly(end, begun, result, None)
        return result

    def _below(self, link, args, named):
        buffer = self._links.enter_link(link)
        try:
            return self._original(*args, **named)
        finally:
            self._links.leave_link(buffer)


def _quietly(function, *args):
    try:
        function(*args)
    except Exception:
        pass


class Links:
    """The operations on links; `buffer()` comes from the recorder."""

    def handover(self, mode, original, what):
        return Wrapped(self, mode, original, what)

    def new_link(self, crosses):
        buffer = self.opened_buffer()
        if buffer is None and getattr(self._local, "waiting", None) is not None:
            buffer = self.buffer()
        if buffer is None:
            return None
        link = Link()
        link.home = buffer
        link.generation = buffer.generation
        link.mark = buffer.take_mark()
        link.number = -1
        words = ()
        if crosses:
            link.number = self._next_handover
            self._next_handover += 1
            if "limits" in self.options:
                self.silent_handovers.homes[link.number] = buffer
            words = _sent(link.mark, CHANNEL_PORT, os.getpid(), link.number)
        buffer.events.extend(((LINK_TO, link.mark, words), 0))
        return link

    def enter_link(self, link):
        """The buffer in which what comes next stands below the link, until END_BASE."""
        buffer = self.opened_buffer()
        if buffer is None:
            # It may never record anything: it gets its spool when it does.
            self._local.waiting = link
            return None
        self._put_base(buffer, link)
        return buffer

    def leave_link(self, buffer):
        """Behind `enter_link`, with what that gave."""
        if buffer is None:
            self._local.waiting = None
            if self.opened_buffer() is None:
                return
            buffer = self.buffer()
        if buffer is not None:
            buffer.events.extend(((END_BASE,), 0))

    def _put_base(self, buffer, link):
        mark, number = 0, ()
        if link is not None and link.home is buffer and link.generation == buffer.generation:
            mark = link.mark
        elif link is not None and link.number >= 0:
            mark, number = self._received(buffer, CHANNEL_PORT, link.number), link.number
        buffer.events.extend(((BASE, mark, number), 0))

    def started(self, pid):
        buffer = self.buffer()
        if buffer is not None:
            buffer.events.extend(((OF_SPAN, _sent(0, CHANNEL_PROCESS, pid, 0)), 0))

    def was_started(self):
        buffer = self.buffer()
        if buffer is not None:
            buffer.events.extend(((BASE, self._received(buffer, CHANNEL_PROCESS, 0)), 0))

    def _received(self, buffer, kind, number):
        mark = buffer.take_mark()
        channel = kind << CHANNEL_PID_BITS | os.getpid()
        buffer.events.extend(((WORDS, (-OP_RECEIVED, mark, channel, number, 0, 0)), 0))
        return mark
