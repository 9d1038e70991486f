"""Special methods as the interpreter finds them: on the class, past `__getattr__`, and bound by their own `__get__`."""

_TYPE_DICT = type.__dict__["__dict__"].__get__
_TYPE_MRO = type.__dict__["__mro__"].__get__
_MISSING = object()


def _found(kind, name):
    if _TYPE_MRO(kind) is None:
        # A class in C that nobody has asked anything yet: that prepares it.
        getattr(kind, name, None)
    for owner in _TYPE_MRO(kind):
        found = _TYPE_DICT(owner).get(name, _MISSING)
        if found is not _MISSING:
            return found
    return _MISSING


def has_special(value, name):
    return _found(type(value), name) is not _MISSING


def bound_special(value, name):
    """What to call without arguments. Raises AttributeError where there is none."""
    kind = type(value)
    found = _found(kind, name)
    if found is _MISSING:
        raise AttributeError(name)
    bind = getattr(type(found), "__get__", None)
    return found if bind is None else bind(found, value, kind)
