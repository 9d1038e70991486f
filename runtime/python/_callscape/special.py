"""Special methods as the interpreter finds them: on the class, past `__getattr__`, and bound by their own `__get__`."""

_TYPE_DICT = type.__dict__["__dict__"].__get__
type_mro = type.__dict__["__mro__"].__get__
MISSING = object()


def found_special(kind, name):
    """What stands under that name in the class or those that it inherits from, unbound; `MISSING` if nothing does."""
    if type_mro(kind) is None:
        # A class in C that nobody has asked anything yet: that prepares it.
        getattr(kind, name, None)
    for owner in type_mro(kind):
        found = _TYPE_DICT(owner).get(name, MISSING)
        if found is not MISSING:
            return found
    return MISSING


def has_special(value, name):
    return found_special(type(value), name) is not MISSING


def bound_special(value, name):
    """What to call without arguments. Raises AttributeError where there is none."""
    kind = type(value)
    found = found_special(kind, name)
    if found is MISSING:
        raise AttributeError(name)
    bind = getattr(type(found), "__get__", None)
    return found if bind is None else bind(found, value, kind)
