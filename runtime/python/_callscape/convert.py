"""Raw events of one thread become words of an EVENTS frame.

A raw event is two items of a list: a word and its time in seconds of the monotonic clock. The word is a function's id for its
beginning and `exit_word(id)` for its end, both as `packed` bytes, which come into a frame in a fraction of the time that numbers
take; or a tuple for what needs more, which begins with one of the codes below. Tuples of numbers alone are best: the collector
of garbage stops following them.
"""

from array import array
from itertools import repeat
from operator import mul

THROW, FINALLY, BACK, THROW_THROUGH, BEGIN, DONE, SUSPEND, RESUME, VALUE, RETURNED = range(10)
# Besides the calls: words as they are or where a span is open, spans that are linked to and what runs on their behalf.
WORDS, LINK_TO, UNLINK, BASE, END_BASE, CARRIED, CONTINUED, OF_SPAN = range(10, 18)
# A call of a gated function that begins, calls that were counted, and what counts within a span with steps only.
TAGGED, COUNTED, STEP = range(18, 21)
# What an entry of the stack is besides an open span, as in native/recorder.h.
OPEN, BARE, HIDDEN, SILENT = range(4)
OP_EXIT, OP_THROW, OP_ENTER_ASYNC, OP_SUSPEND, OP_RESUME, OP_ARGS, OP_UNWIND = 1, 2, 3, 4, 5, 11, 17
OP_MARK, OP_LINK, OP_FORGET, OP_COUNTED, OP_CARRIES, OP_CONTINUES, OP_BELOW = 6, 7, 8, 15, 27, 28, 31
LARGEST_DELTA = 0xFFFFFFC0
# No mark, and no keys of a function or span.
SILENT_MARK = -1
BASE_KEY = -1 << 40
# Of a value: it belongs to what has just begun.
LATEST = -1 << 41


def exit_word(identity):
    return -1 - identity


def packed(word):
    return word.to_bytes(4, "little", signed=True)


def plain_events(raw, word_of):
    """(words, times in ns) of raw events; `word_of`: what was packed."""
    words = [word_of[word] if type(word) is bytes else word for word in raw[0::2]]
    return words, list(map(int, map(mul, raw[1::2], repeat(1e9))))


class Later:
    """An open span whose function is looked up when it matters: the `place`-th that packed `words` leave open, from below."""

    __slots__ = ("words", "place")

    def __init__(self, words, place):
        self.words = words
        self.place = place


def columns_of(events, stack):
    """The words and times as they are, as bytes for a frame of columns, or None; the stack is brought up to date.

    Only where there are nothing but beginnings and ends that match. Works on whole columns at a time, because a loop over
    the events would cost several times as much as recording them.
    """
    try:
        words = b"".join(events[0::2])
    except TypeError:
        # A tuple.
        return None
    ends, begins = _unmatched(words[3::4])
    if ends > len(stack):
        return None
    if ends:
        del stack[-ends:]
    if begins:
        stack.extend(Later(words, place) for place in range(begins))
    return array("d", events[1::2]).tobytes(), words


def _unmatched(signs):
    """(ends, beginnings) without a partner in the frame; `signs`: a zero byte for each beginning, a byte of ones for each end."""
    for depth in _DEPTHS:
        for _ in range(_ROUNDS):
            size = len(signs)
            signs = signs.replace(b"\x00" * depth + b"\xff" * depth, b"")
            if len(signs) == size:
                break
    if b"\x00\xff" not in signs:
        return signs.count(b"\xff"), signs.count(b"\x00")
    ends = begins = 0
    for sign in signs:
        if sign == 0:
            begins += 1
        elif begins:
            begins -= 1
        else:
            ends += 1
    return ends, begins


# What is nested, the deepest first, is taken out as one; what few rounds of that leave is counted one by one.
_DEPTHS = (1, 256, 16, 4, 1)
_ROUNDS = 24


def resolve(stack):
    """Looks up the functions that have been left for later."""
    known = {}
    for at, entry in enumerate(stack):
        if type(entry) is Later:
            open_spans = known.get(id(entry.words))
            if open_spans is None:
                open_spans = known[id(entry.words)] = _left_open(entry.words)
            stack[at] = open_spans[entry.place]


def _left_open(words):
    open_spans = []
    for word in array("i", words):
        if word >= 0:
            open_spans.append(word)
        elif open_spans:
            open_spans.pop()
    return open_spans


def bits_of(words):
    """The lowest 32 bits of each, signed or not, as an array."""
    try:
        return array("i", words)
    except OverflowError:
        # A pause of more than two seconds.
        return array("I", [word & 0xFFFFFFFF for word in words])


class Converter:
    """
    Event by event, with all kinds of them. `stack` says what an end belongs to; what nobody ended is unwound. Its entries are
    the keys of open spans, and pairs of a key and what else the entry is.
    """

    # Whether `_admit` says of each call what it was told.
    _admits_all = True

    def __init__(self, origin):
        self.stack = []
        self.previous = origin
        self._origin = origin
        # Entries of the stack that are no open spans.
        self._spanless = 0
        # Calls without a span, by function, to be written before the next event.
        self._counts = {}
        # Entries of the stack when a function with a `finally` had just thrown, else -1.
        self._thrown_at = -1
        self._words = []
        # What begins when so many spans are open (-1: none) is a child of the span that the mark names.
        self._base, self._base_mark = -1, 0
        self._outer_bases = []
        # Marks of links that were made where no span was open, by what they stand for (0: nothing; SILENT_MARK: left out).
        self._aliases = {}
        # What begins when so many spans are open (-1: none) goes on with a trace context.
        self._context_depth, self._context = -1, ()

    @property
    def is_plain(self):
        """Whether nothing but the stack matters."""
        if self._base >= 0 or self._outer_bases or self._context_depth >= 0 or self._counts:
            return False
        return not any(type(one) is tuple for one in self.stack)

    def convert(self, raw, times):
        """The usual events are dealt with here, where nothing but the stack matters to them; a call for each would cost more."""
        words = self._words = []
        add, extend = words.append, words.extend
        stack = self.stack
        resolve(stack)
        previous = self.previous
        is_simple = self._is_simple()
        for word, time in zip(raw, times):
            if type(word) is tuple:
                if word[0] == VALUE and stack:
                    key, top = word[1], stack[-1]
                    if top == key or (key == LATEST and type(top) is int):
                        extend(word[2:])
                        continue
            elif is_simple and time - previous < LARGEST_DELTA:
                if word >= 0:
                    extend((time - previous, word))
                    stack.append(word)
                    previous = time
                    continue
                if stack and stack[-1] == -1 - word:
                    extend((time - previous, -OP_EXIT))
                    stack.pop()
                    previous = time
                    continue
            self.previous = previous
            self._event(word, time)
            previous = self.previous
            is_simple = self._is_simple()
        self.previous = previous
        self._write_counts()
        return bits_of(words)

    def _event(self, word, time):
        if type(word) is tuple:
            self._special(word, time)
        elif word >= 0:
            self._begin(word, (word,), time)
        else:
            self._end(-1 - word, OP_EXIT, time)

    def _is_simple(self):
        """Whether a call that begins or ends adds no more than its own words."""
        return self._admits_all and self._base < 0 and self._context_depth < 0 and not self._counts

    def _depth(self):
        return len(self.stack) - self._spanless

    def _tag(self):
        """What the innermost entry is."""
        return self.stack[-1][1] if self.stack and type(self.stack[-1]) is tuple else OPEN

    def _push(self, key, tag):
        self.stack.append(key if tag == OPEN else (key, tag))
        self._spanless += tag >= HIDDEN

    def _pop(self):
        entry = self.stack.pop()
        if type(entry) is tuple:
            self._spanless -= entry[1] >= HIDDEN

    def _admit(self, key, function, time, tag, is_resumable):
        """How a call that begins stands on the stack; what limits say is in limits.py."""
        return tag

    def _begin(self, key, begin, time, tag=OPEN, function=None):
        """`begin`: the words that open the span; `function`: of a span that can be suspended."""
        tag = self._admit(key, key if function is None else function, time, tag, function is not None)
        if tag >= HIDDEN:
            self._push(key, tag)
            return tag
        self._place_parent()
        self._stamp(time)
        self._words.extend(begin)
        if self._depth() == self._context_depth:
            self._words.extend((-OP_CONTINUES, *self._context))
        self._push(key, tag)
        return tag

    def _end(self, key, op, time):
        """The innermost open call of that key ends, whether or not it has a span."""
        if self._is_top(key):
            self._write_end(key, op, time)
        elif self.stack and self.stack[-1] in ((key, HIDDEN), (key, SILENT)):
            self._pop()

    def _write_end(self, key, op, time):
        self._stamp(time)
        self._words.append(-op)
        self._pop()

    def _is_top(self, key):
        """Whether a span of that key is the innermost one, once what stands above it has been unwound."""
        stack = self.stack
        if stack and stack[-1] == key:
            return True
        at = len(stack) - 1
        while at >= 0 and stack[at] != key and not (type(stack[at]) is tuple and stack[at][0] == key):
            at -= 1
        if at < 0:
            return False
        above = self._depth()
        while len(stack) > at + 1:
            self._pop()
        above -= self._depth()
        if above:
            self._stays()
            self._write_counts()
            self._words.extend((-OP_UNWIND, above))
        return self._tag() < HIDDEN

    def _place_parent(self):
        depth = self._depth()
        if depth == self._base:
            self._write_counts()
            self._words.extend((-OP_BELOW if depth else -OP_LINK, self._base_mark))

    def _write_counts(self):
        for function, calls in self._counts.items():
            self._words.extend((-OP_COUNTED, function, calls))
        self._counts.clear()

    def _count(self, function, calls):
        self._counts[function] = self._counts.get(function, 0) + calls

    def _stamp(self, time):
        if self._counts:
            self._write_counts()
        delta = time - self.previous
        if delta < LARGEST_DELTA:
            self._words.append(delta)
        else:
            wide = array("I", array("d", [float(time - self._origin)] * 2).tobytes())
            self._words.append(0xFFFFFFFF)
            self._words.extend(wide)
        self.previous = time

    def _special(self, event, time):
        code = event[0]
        if code == VALUE:
            key = event[1]
            if self._tag() < HIDDEN if key == LATEST else self._is_top(key):
                self._words.extend(event[2:])
        elif code >= TAGGED:
            self._gated(event, time)
        elif code >= WORDS:
            self._handover(code, *event[1:])
        elif code >= BEGIN:
            self._span(code, event, time)
        elif code == FINALLY and self._thrown_at == len(self.stack):
            self._thrown_at = -1
        elif code == BACK:
            self._is_top(event[1])
        else:
            open_before = len(self.stack)
            self._end(event[1], OP_EXIT if code == FINALLY else OP_THROW, time)
            if code == THROW_THROUGH and len(self.stack) < open_before:
                self._thrown_at = len(self.stack)

    def _gated(self, event, time):
        code = event[0]
        if code == COUNTED:
            self._count(event[1], event[2])
        elif code == TAGGED:
            _, key, tag, is_counted = event
            if is_counted and self._tag() != SILENT:
                self._count(key, 1)
            self._begin(key, (key,), time, tag)
        elif self._tag() == OPEN:
            self._words.extend(event[1])

    def _handover(self, code, operand=0, words=()):
        if code == WORDS:
            self._words.extend(operand)
        elif code == LINK_TO:
            depth = self._depth()
            if self._tag() == SILENT:
                self._aliases[operand] = SILENT_MARK
                if words:
                    self._note_silent(words[3])
                return
            if words:
                self._note_kept(words[3])
            self._stays()
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
            # Of a link from another thread the second is its number.
            mark = SILENT_MARK if words != () and self._is_silent(words) else self._aliases.get(operand, operand)
            self._outer_bases.append((self._base, self._base_mark, mark == SILENT_MARK))
            if mark == SILENT_MARK:
                self._push(BASE_KEY, SILENT)
            elif mark:
                self._base, self._base_mark = self._depth(), mark
        elif code == END_BASE:
            # Of what had begun before the thread recorded anything there is no beginning here.
            self._base, self._base_mark, silent = self._outer_bases.pop() if self._outer_bases else (-1, 0, False)
            if silent:
                self._end(BASE_KEY, OP_EXIT, 0)
        elif code == CARRIED:
            if self._depth() and self._tag() < HIDDEN:
                self._stays()
                self._words.extend((-OP_CARRIES, *operand))
        elif code == CONTINUED:
            self._context_depth, self._context = (self._depth(), operand) if operand else (-1, ())
        elif self._depth() and self._tag() < HIDDEN:
            self._stays()
            self._words.extend(operand)

    def _note_kept(self, number):
        """What is handed over to another thread has a span around it."""

    def _is_silent(self, number):
        """Whether what another thread has handed over is left out there."""
        return False

    def _stays(self):
        """What is open now is not taken back any more."""

    def _span(self, code, event, time):
        span = event[1]
        # Below every function's id.
        key = -1 - span.mark
        if code == RETURNED:
            self._is_top(key)
        elif code == BEGIN:
            begin = (-OP_ENTER_ASYNC, span.function, span.mark)
            if span.tag == HIDDEN and event[2]:
                self._count(span.function, 1)
            if event[3] and self._tag() != OPEN:
                # An await is a detail of the function that it stands in.
                span.tag = HIDDEN
            span.tag = self._begin(key, begin, time, span.tag, span.function)
        elif code == RESUME:
            if span.tag < HIDDEN:
                self._stays()
                self._stamp(time)
                self._words.extend((-OP_RESUME, span.mark))
            self._push(key, span.tag)
        elif code == SUSPEND:
            self._leave(key, OP_SUSPEND, time)
        else:
            self._leave(key, event[2], time)

    def _leave(self, key, op, time):
        self._stays()
        self._end(key, op, time)
