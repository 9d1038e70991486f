"""Puts the recorder's functions in the places that `rewrite` left for them."""

from types import CodeType

from .nodes import PREFIX


# What stands in the code of every traced function, and nowhere else.
_BEGIN = ("e", "t", "begin")


def bind(code, resolve, found):
    """`code` and all code within it, with each placeholder replaced by `resolve(operation, function index or -1)`.

    Calls `found` with the code of each traced function.
    """
    replaced = []
    changed = traced = False
    for one in code.co_consts:
        value = one
        if type(one) is CodeType:
            value = bind(one, resolve, found)
        elif type(one) is str and one.startswith(PREFIX):
            operation, _, index = one[len(PREFIX) :].partition(" ")
            value = resolve(operation, int(index) if index else -1)
            traced = traced or operation in _BEGIN
        changed = changed or value is not one
        replaced.append(value)
    if not changed:
        return code
    bound = code.replace(co_consts=tuple(replaced))
    if traced:
        found(bound)
    return bound
