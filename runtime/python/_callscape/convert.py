"""Raw events of one thread become words of an EVENTS frame.

A raw event is two items of a list: a word and its time in ns on the monotonic clock. The word is a function's id for
its beginning, `-1 - id` for its end, or a tuple for what needs more, which begins with one of the codes below.
"""

from array import array
from itertools import accumulate
from operator import sub

THROW, FINALLY, BACK, THROW_THROUGH, BEGIN, DONE, SUSPEND, RESUME, VALUE, RETURNED = range(10)
# Besides the calls: words as they are or where a span is open, spans that are linked to and what runs on their behalf.
WORDS, LINK_TO, UNLINK, BASE, END_BASE, CARRIED, CONTINUED, OF_SPAN = range(10, 18)
OP_EXIT, OP_THROW, OP_ENTER_ASYNC, OP_SUSPEND, OP_RESUME, OP_ARGS, OP_UNWIND = 1, 2, 3, 4, 5, 11, 17
OP_MARK, OP_LINK, OP_FORGET, OP_CARRIES, OP_CONTINUES, OP_BELOW = 6, 7, 8, 27, 28, 31
LARGEST_DELTA = 0xFFFFFFC0
EXIT_WORD = (1 << 32) - OP_EXIT


def convert_plain(raw, times, previous, stack):
    """The words where there are only beginnings and ends that match, or None; the stack is brought up to date.

    Works on whole columns at a time, because a loop over the events would cost several times as much.
    """
    if times[-1] - previous >= LARGEST_DELTA:
        return None
    try:
        depths = list(accumulate([-1 if word < 0 else 1 for word in raw]))
        deltas = array("I", map(sub, times, [previous, *times]))
    except (TypeError, OverflowError):
        # A tuple, or a time before its predecessor's.
        return None
    lowest = min(0, min(depths))
    if -lowest > len(stack):
        return None
    still_open = []
    wanted = depths[-1]
    at = len(raw) - 1
    # From behind: the last beginning at each depth that is open at the end.
    while wanted > lowest:
        at = _last_begin(depths, wanted, at)
        still_open.append(raw[at])
        wanted -= 1
        at -= 1
    if lowest:
        del stack[lowest:]
    stack.extend(reversed(still_open))
    words = array("I", bytes(8 * len(raw)))
    words[0::2] = deltas
    words[1::2] = array("I", [EXIT_WORD if word < 0 else word for word in raw])
    return words


def _last_begin(depths, depth, at):
    while depths[at] != depth or (depths[at - 1] if at else 0) != depth - 1:
        at -= 1
    return at


class Converter:
    """Event by event, with all kinds of them. `stack` says what an end belongs to; what nobody ended is unwound."""

    def __init__(self, origin):
        self.stack = []
        self.previous = origin
        self._origin = origin
        # Number of open spans when a function with a `finally` has just thrown, else -1.
        self._thrown_at = -1
        self._words = []
        # What begins when so many spans are open (-1: none) is a child of the span that the mark names.
        self._base, self._base_mark = -1, 0
        self._outer_bases = []
        # Marks of links that were made where no span was open, by what they stand for (0: nothing).
        self._aliases = {}
        # What begins when so many spans are open (-1: none) goes on with a trace context.
        self._context_depth, self._context = -1, ()

    @property
    def is_plain(self):
        """Whether nothing but the stack matters."""
        return self._base < 0 and not self._outer_bases and self._context_depth < 0

    def convert(self, raw, times):
        words, stack = [], self.stack
        self._words = words
        for word, time in zip(raw, times):
            if type(word) is tuple:
                self._special(word, time)
            elif word >= 0:
                self._place_parent()
                self._stamp(time)
                words.append(word)
                self._continue()
                stack.append(word)
            elif self._is_top(-1 - word):
                self._stamp(time)
                words.append(-OP_EXIT)
                stack.pop()
        return array("I", [word & 0xFFFFFFFF for word in words])

    def _is_top(self, key):
        stack = self.stack
        if stack and stack[-1] == key:
            return True
        if key not in stack:
            return False
        above = 1
        while stack[-1 - above] != key:
            above += 1
        del stack[-above:]
        self._words.extend((-OP_UNWIND, above))
        return True

    def _place_parent(self):
        depth = len(self.stack)
        if depth == self._base:
            self._words.extend((-OP_BELOW if depth else -OP_LINK, self._base_mark))

    def _continue(self):
        """Behind the word that begins a span, which is not on the stack yet."""
        if len(self.stack) == self._context_depth:
            self._words.extend((-OP_CONTINUES, *self._context))

    def _stamp(self, time):
        delta = time - self.previous
        if delta < LARGEST_DELTA:
            self._words.append(delta)
        else:
            wide = array("I", array("d", [float(time - self._origin)] * 2).tobytes())
            self._words.append(0xFFFFFFFF)
            self._words.extend(wide)
        self.previous = time

    def _end(self, op, time):
        self._stamp(time)
        self._words.append(-op)
        self.stack.pop()

    def _special(self, event, time):
        code = event[0]
        if code == VALUE:
            _, op, values, key = event
            if key is None or self._is_top(key):
                self._words.extend((-op, len(values)))
                self._words.extend(values)
        elif code >= WORDS:
            self._handover(code, *event[1:])
        elif code >= BEGIN:
            self._span(code, event, time)
        elif code == FINALLY and self._thrown_at == len(self.stack):
            self._thrown_at = -1
        elif self._is_top(event[1]) and code != BACK:
            self._end(OP_EXIT if code == FINALLY else OP_THROW, time)
            if code == THROW_THROUGH:
                self._thrown_at = len(self.stack)

    def _handover(self, code, operand=0, words=()):
        if code == WORDS:
            self._words.extend(operand)
        elif code == LINK_TO:
            depth = len(self.stack)
            if depth == 0 or depth == self._base:
                self._aliases[operand] = self._base_mark if depth == self._base else 0
            else:
                self._words.extend((-OP_MARK, operand))
            mark = self._aliases.get(operand, operand)
            if words and mark:
                # The second word is the mark of the sender.
                self._words.extend((words[0], mark, *words[2:]))
        elif code == UNLINK:
            if self._aliases.pop(operand, -1) == -1:
                self._words.extend((-OP_FORGET, operand))
        elif code == BASE:
            self._outer_bases.append((self._base, self._base_mark))
            mark = self._aliases.get(operand, operand)
            if mark:
                self._base, self._base_mark = len(self.stack), mark
        elif code == END_BASE:
            # Of what had begun before the thread recorded anything there is no beginning here.
            self._base, self._base_mark = self._outer_bases.pop() if self._outer_bases else (-1, 0)
        elif code == CARRIED:
            if self.stack:
                self._words.extend((-OP_CARRIES, *operand))
        elif code == CONTINUED:
            self._context_depth, self._context = (len(self.stack), operand) if operand else (-1, ())
        elif self.stack:
            self._words.extend(operand)

    def _span(self, code, event, time):
        span = event[1]
        # Below every function's id.
        key = -1 - span.mark
        if code == RETURNED:
            self._is_top(key)
        elif code == BEGIN:
            self._place_parent()
            self._stamp(time)
            self._words.extend((-OP_ENTER_ASYNC, span.function, span.mark))
            self._continue()
            self.stack.append(key)
        elif code == RESUME:
            self.stack.append(key)
            self._stamp(time)
            self._words.extend((-OP_RESUME, span.mark))
        elif self._is_top(key):
            self._end(OP_SUSPEND if code == SUSPEND else event[2], time)
