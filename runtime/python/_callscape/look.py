"""Values that need more than a look at their dictionary. Only exact library types are asked, so no code of the app runs."""

import re
import sys
import weakref
from types import MemberDescriptorType

_TYPE_DICT = type.__dict__["__dict__"].__get__
# Looks at the class alone: a `__getattribute__` of the app's is not asked.
_read = object.__getattribute__
_TYPE_MRO = type.__dict__["__mro__"].__get__
# Names of the slots of classes that have some, or (): by id, because the class's own hash could be the app's; forgotten
# with the class. The recorder in C reads it too.
slot_names = {}


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
    names = slot_names.get(id(kind))
    if names is None:
        names = _names_of_slots(kind)
        key = id(kind)
        slot_names[key] = names
        weakref.finalize(kind, slot_names.pop, key, None).atexit = False
    if not names:
        return None
    fields = {}
    for name in names:
        try:
            fields[name] = _read(value, name)
        except AttributeError:
            pass
    return ("fields", "", fields)


def _names_of_slots(kind):
    """Of the slots that classes written in Python declare, and that no attribute of another kind hides."""
    found = {}
    for owner in reversed(_TYPE_MRO(kind)):
        namespace = _TYPE_DICT(owner)
        for name, member in namespace.items():
            if "__slots__" in namespace and type(member) is MemberDescriptorType:
                found[name] = True
            else:
                found.pop(name, None)
    return tuple(found)
