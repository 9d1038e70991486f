"""Puts the recorder's functions in the places that `rewrite` left for them."""

from types import CodeType

from .nodes import PREFIX


def bind(code, resolve):
    """`code` and all code within it, with each placeholder replaced by `resolve(operation, function index or -1)`."""
    replaced = []
    changed = False
    for one in code.co_consts:
        value = one
        if type(one) is CodeType:
            value = bind(one, resolve)
        elif type(one) is str and one.startswith(PREFIX):
            operation, _, index = one[len(PREFIX) :].partition(" ")
            value = resolve(operation, int(index) if index else -1)
        changed = changed or value is not one
        replaced.append(value)
    return code.replace(co_consts=tuple(replaced)) if changed else code
