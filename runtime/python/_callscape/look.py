"""Values that need more than a look at their dictionary. Only exact library types are asked, so no code of the app runs."""

import re
import sys
import weakref
from types import MemberDescriptorType

_TYPE_DICT = type.__dict__["__dict__"].__get__
_TYPE_MRO = type.__dict__["__mro__"].__get__
# By id, because the class's own hash could be the app's; forgotten with the class.
_slots_by_type = {}


def look(value):
    """None, or (kind, text, payload) as the recorders expect: see capture_objects.h."""
    kind = type(value)
    try:
        return _library(value, kind) or _slots(value, kind)
    except Exception:
        return None


def _library(value, kind):
    numpy = sys.modules.get("numpy")
    if numpy is not None and kind is getattr(numpy, "ndarray", None):
        return ("typed", "ndarray %s %s" % (value.dtype, value.shape), value.size)
    pandas = sys.modules.get("pandas")
    if pandas is not None and kind in (getattr(pandas, "DataFrame", None), getattr(pandas, "Series", None)):
        return ("typed", "%s %s" % (kind.__name__, value.shape), len(value))
    datetime = sys.modules.get("datetime")
    if datetime is not None and kind is datetime.datetime:
        zone = value.tzinfo
        # Another zone's offset would be the app's code.
        if zone is None or type(zone) is datetime.timezone:
            return ("date", "", value.timestamp() * 1000.0)
    if kind is re.Pattern:
        pattern = value.pattern
        return ("pattern", pattern[:1024] if type(pattern) is str else "bytes", None)
    return None


def _slots(value, kind):
    readers = _slots_by_type.get(id(kind))
    if readers is None:
        readers = _slot_readers(kind)
        key = id(kind)
        _slots_by_type[key] = readers
        weakref.finalize(kind, _slots_by_type.pop, key, None).atexit = False
    if not readers:
        return None
    fields = {}
    for name, read in readers:
        try:
            fields[name] = read(value, kind)
        except AttributeError:
            pass
    return ("fields", "", fields)


def _slot_readers(kind):
    """(name, reader) of the slots that classes written in Python declare."""
    readers = []
    for owner in reversed(_TYPE_MRO(kind)):
        namespace = _TYPE_DICT(owner)
        if "__slots__" not in namespace:
            continue
        for name, member in namespace.items():
            if type(member) is MemberDescriptorType:
                readers.append((name, member.__get__))
    return tuple(readers)
