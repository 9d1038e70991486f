"""Values as FORMAT.md's "Values": the twin of native/capture.h. Runs no code of the app and raises nothing."""

import types
from struct import pack, unpack

MAX_DEPTH = 4
MAX_KEYS = 24
MAX_ITEMS = 16
MAX_TEXT = 1024
MIN_TEXT = 64
# What bounds the cost of capture in all; see native/capture.h.
FIRST_ALLOWANCE = 4096
EARNED_WORDS = 4
BRIEF_BELOW = 256
BRIEF_WORDS = 12
BRIEF_TEXT = 16
MAX_KEY = 128
SHORTEST_SECRET = 12
MAX_ARGUMENTS = 128

(NULL, TRUE, FALSE, INT24, INT32, NUMBER, STRING, STRING_CUT, BIGINT) = range(1, 10)
(FUNCTION, CLASS, OBJECT, ARRAY, MAP, SET, TYPED_ARRAY, DATE, REGEXP, ERROR) = range(11, 21)
OPAQUE, REFERENCE, CUT, REDACTED, TUPLE = 23, 25, 26, 27, 29

_type_name = type.__dict__["__name__"].__get__
_arguments = BaseException.__dict__["args"].__get__
_cause = BaseException.__dict__["__cause__"].__get__
_type_mro = type.__dict__["__mro__"].__get__
_type_dict = type.__dict__["__dict__"].__get__


def class_name(kind):
    return _type_name(kind).rpartition(".")[2]


def instance_dict(value, kind):
    """The dictionary of an instance through its class's own slot, or None. A property of that name is not called."""
    for owner in _type_mro(kind):
        found = _type_dict(owner).get("__dict__")
        if found is not None:
            if type(found) is not types.GetSetDescriptorType:
                return None
            fields = found.__get__(value, kind)
            return fields if isinstance(fields, dict) else None
    return None


class Allowance:
    """Words that captures of one function may still take."""

    __slots__ = ("words",)

    def __init__(self):
        self.words = FIRST_ALLOWANCE


class Capture:
    """Writes values for one thread; `strings` gives ids, `redactor` verdicts, `look` what look.py sees."""

    def __init__(self, strings, redactor, look, max_words, full=False):
        self.truncated = 0
        self.redacted = 0
        self._strings = strings
        self._redactor = redactor
        self._look = look
        self._max_words = max(16, max_words)
        self._whole = full
        self._verdicts = {}
        self._words = []
        self._end = 0
        self._is_brief = False
        self._ancestors = []

    def one(self, allowance, value):
        """The words of a value."""
        return self.named(allowance, None, value)

    def error(self, allowance, value):
        """The words of what was thrown: always in full."""
        self._words = words = []
        self._end = self._max_words
        self._is_brief = False
        self._value(value, None)
        allowance.words = max(0, allowance.words - len(words) - 2)
        return words

    def named(self, allowance, name, value):
        """The words of a variable's value."""
        self._words = words = []
        self._end = end = self._grant(allowance)
        self._value(value, name)
        allowance.words = max(0, allowance.words - len(words) - 2 - end + self._end)
        return words

    def attributes(self, fields):
        """The words of an object with these fields; as many as one capture may take."""
        self._words = words = []
        self._end = self._max_words
        self._is_brief = False
        self._fields("Object", fields)
        return words

    def record(self, logger, message, fields):
        """The words of a log record's three values."""
        self._words = words = []
        self._end = self._max_words
        self._is_brief = False
        self._value(logger, None)
        self._value(message, None)
        if fields:
            self._fields("Object", fields)
        else:
            self._tag(NULL)
        return words

    def arguments(self, allowance, names, values):
        """The words of ARGS behind its length."""
        self._words = words = [min(len(values), MAX_ARGUMENTS)]
        self._end = end = self._grant(allowance) + 1
        for name, value in zip(names[:MAX_ARGUMENTS], values):
            self._value(value, name)
        allowance.words = max(0, allowance.words - len(words) - 2 - end + self._end)
        return words

    def _grant(self, allowance):
        earned = FIRST_ALLOWANCE if self._whole else allowance.words + EARNED_WORDS
        allowance.words = words = min(FIRST_ALLOWANCE, earned)
        self._is_brief = words < BRIEF_BELOW
        return BRIEF_WORDS if self._is_brief else min(self._max_words, words)

    def _tag(self, kind, x=0):
        self._words.append(x << 8 | kind)

    def _double(self, value):
        self._words.extend(unpack("<2i", pack("<d", value)))

    def _named(self, kind, name):
        self._words.append(self._strings.id(name) << 8 | kind)

    def _secret_key(self, key):
        if type(key) is not str:
            return False
        known = self._verdicts.get(key)
        if known is None:
            known = self._redactor.is_secret_key(key)
            if len(self._verdicts) < 10000:
                self._verdicts[key] = known
        return known

    def _value(self, value, key):
        if value is None:
            self._tag(NULL)
        elif key is not None and self._secret_key(key):
            self.redacted += 1
            self._tag(REDACTED)
        else:
            kind = type(value)
            if kind is int:
                self._integer(value)
            elif kind is str:
                self._text(value)
            elif kind is bool:
                self._tag(TRUE if value else FALSE)
            elif kind is float:
                self._tag(NUMBER)
                self._double(value)
            else:
                self._composite(value, kind)

    def _integer(self, value):
        if -(1 << 23) <= value < 1 << 23:
            self._words.append(value << 8 | INT24)
        elif -(1 << 31) <= value < 1 << 31:
            self._tag(INT32)
            self._words.append(value)
        elif -(1 << 53) <= value <= 1 << 53:
            self._tag(NUMBER)
            self._double(float(value))
        else:
            # Long ones take long to write in digits.
            self._named(BIGINT, "%d" % value if value.bit_length() <= 256 else "large")

    def _text(self, value):
        length = len(value)
        if self._is_brief and length > BRIEF_TEXT:
            self.truncated += 1
            self._words.extend((STRING_CUT, length))
            return
        limit = min(MAX_TEXT, max(MIN_TEXT, (self._end - len(self._words)) * 8))
        kept = value[:limit] if length > limit else value
        is_asked = length >= SHORTEST_SECRET or self._redactor.looks_at_all
        if is_asked and not self._strings.knows(kept) and self._redactor.is_secret_text(kept):
            self.redacted += 1
            self._tag(REDACTED)
            return
        self._end -= len(kept) >> 3
        if length <= limit:
            self._named(STRING, kept)
            return
        self._named(STRING_CUT, kept)
        self.truncated += 1
        # In UTF-16 units; beyond 64 Ki characters those outside the basic plane count once.
        self._words.append(length if length > 65536 else len(value.encode("utf-16-le", "surrogatepass")) // 2)

    def _composite(self, value, kind):
        known = _EXACTLY.get(id(kind))
        if known is None:
            for base in _type_mro(kind):
                known = _DERIVED.get(id(base))
                if known is not None:
                    break
        known(self, value, kind)

    def _of_int(self, value, _kind):
        self._integer(int.__index__(value))

    def _of_float(self, value, _kind):
        self._tag(NUMBER)
        self._double(float.__float__(value))

    def _of_str(self, value, _kind):
        self._text(str.__str__(value))

    def _of_bytes(self, value, kind):
        # Length only: bytes are rarely worth reading, and often are somebody's data.
        self._named(TYPED_ARRAY, kind.__name__)
        self._words.extend((len(value), 0))

    def _of_function(self, value, _kind):
        name = value.__name__
        self._named(FUNCTION, name if type(name) is str else "")

    def _of_class(self, value, _kind):
        self._named(CLASS, class_name(value))

    def _nested(self, value, kind, write):
        """What can hold other values: not below itself, not too deep, not where there is no room."""
        ancestors = self._ancestors
        if ancestors:
            for level, ancestor in enumerate(reversed(ancestors), 1):
                if ancestor is value:
                    self._tag(REFERENCE, level)
                    return
        if len(ancestors) >= MAX_DEPTH or len(self._words) >= self._end:
            self.truncated += 1
            self._named(CUT, class_name(kind))
            return
        ancestors.append(value)
        try:
            write(self, value, kind)
        finally:
            ancestors.pop()

    def _list(self, value, _kind):
        self._items(ARRAY, list.__len__(value), list.__iter__(value))

    def _tuple(self, value, _kind):
        self._items(TUPLE, tuple.__len__(value), tuple.__iter__(value))

    def _set(self, value, _kind):
        self._items(SET, len(value), iter(value))

    def _items(self, tag, length, items):
        words = self._words
        at = len(words)
        words.extend((0, length))
        shown = 0
        try:
            while shown < MAX_ITEMS and not self._is_brief and len(words) < self._end:
                # Asked one at a time: the last step must not touch what it does not show.
                item = next(items)
                self._value(item, None)
                shown += 1
        except (StopIteration, RuntimeError):
            # The end, or another thread has changed the set meanwhile.
            pass
        words[at] = shown << 8 | tag
        if shown < length:
            self.truncated += 1

    def _dict(self, value, _kind):
        words = self._words
        at = len(words)
        size = dict.__len__(value)
        words.extend((0, size))
        shown = 0
        try:
            for key, item in dict.items(value):
                if self._is_brief or shown >= MAX_ITEMS or len(words) >= self._end:
                    break
                self._value(key, None)
                self._value(item, key)
                shown += 1
        except RuntimeError:
            pass
        words[at] = shown << 8 | MAP
        if shown < size:
            self.truncated += 1

    def _fields(self, name, fields):
        words = self._words
        self._named(OBJECT, name)
        size = dict.__len__(fields)
        at = len(words) + 1
        words.extend((size, 0))
        shown = 0
        try:
            for key, item in dict.items(fields):
                if shown >= MAX_KEYS or len(words) >= self._end:
                    break
                if type(key) is not str:
                    continue
                words.append(self._strings.id(key[:MAX_KEY]))
                self._value(item, key)
                shown += 1
        except RuntimeError:
            pass
        words[at] = shown
        if shown < size:
            self.truncated += 1

    def _error(self, value, kind):
        arguments = _arguments(value, kind)
        self._named(ERROR, class_name(kind))
        if len(arguments) == 1:
            self._value(arguments[0], None)
        elif arguments:
            self._items(TUPLE, len(arguments), iter(arguments))
        else:
            self._tag(STRING)
        self._words.append(0)
        self._value(_cause(value, kind), None)

    def _instance(self, value, kind):
        if self._is_brief:
            self.truncated += 1
            self._named(CUT, class_name(kind))
            return
        table = class_name(kind) in ("DataFrame", "Series")
        if table and self._looked_at(value, kind):
            return
        fields = instance_dict(value, kind)
        if fields:
            self._fields(class_name(kind), fields)
        elif not self._looked_at(value, kind):
            if fields is not None:
                self._fields(class_name(kind), fields)
            else:
                self._named(OPAQUE, class_name(kind))

    def _looked_at(self, value, kind):
        seen = self._look(value)
        if seen is None:
            return False
        what, text, payload = seen
        if what == "typed":
            self._named(TYPED_ARRAY, text)
            self._words.extend((payload, 0))
        elif what == "date":
            self._tag(DATE)
            self._double(payload)
        elif what == "pattern":
            self._named(REGEXP, text)
        else:
            self._fields(class_name(kind), payload)
        return True


def _nested(write):
    return lambda capture, value, kind: capture._nested(value, kind, write)


# How instances of a type are written, by the type's id: its hash and comparisons could be the app's.
_EXACTLY = {
    id(bytes): Capture._of_bytes,
    id(bytearray): Capture._of_bytes,
    id(types.FunctionType): Capture._of_function,
    id(types.BuiltinFunctionType): Capture._of_function,
    id(set): _nested(Capture._set),
    id(frozenset): _nested(Capture._set),
}
# The same for those of classes that derive from it.
_DERIVED = {
    id(int): Capture._of_int,
    id(float): Capture._of_float,
    id(str): Capture._of_str,
    id(type): Capture._of_class,
    id(dict): _nested(Capture._dict),
    id(list): _nested(Capture._list),
    id(tuple): _nested(Capture._tuple),
    id(BaseException): _nested(Capture._error),
    id(object): _nested(Capture._instance),
}
