"""What a run recorded of calls, and the objects that methods are called on."""

import inspect

import values

MAX_TEXT = 200


def show(arguments):
    try:
        return cut(", ".join([repr(each) for each in arguments[0]] + ["%s=%r" % pair for pair in arguments[1].items()]))
    except Exception:
        return "..."


def cut(text):
    return text if len(text) <= MAX_TEXT else text[: MAX_TEXT - 3] + "..."


def arguments_of(call, function):
    """The arguments of a recorded call, as the function takes them: by position, by name, and what is left over."""
    given, named = [], {}
    revived = [values.revive(each) for each in call["args"]]
    try:
        kinds = {each.name: each.kind for each in inspect.signature(function).parameters.values()}
    except (TypeError, ValueError):
        kinds = {}
    names = call["names"] or [""] * len(revived)
    for name, value in zip(names, revived):
        kind = kinds.get(name.lstrip("."))
        if kind is inspect.Parameter.VAR_POSITIONAL:
            given.extend(value)
        elif kind is inspect.Parameter.VAR_KEYWORD:
            named.update(value)
        elif kind is inspect.Parameter.KEYWORD_ONLY:
            named[name] = value
        else:
            given.append(value)
    return given, named


class Built:
    """An object that the constructor of its class makes."""

    receiver = None

    def __init__(self, kind, arguments):
        self.kind, self.arguments = kind, arguments
        self.instance = show(arguments)

    def make(self):
        return self.kind(*self.arguments[0], **self.arguments[1])


class Rebuilt:
    """An object that has the fields which a run recorded of one; its constructor is not called."""

    instance = None

    def __init__(self, kind, entries):
        self.kind, self.entries = kind, entries
        self.receiver = cut(repr(self.fields()))

    def fields(self):
        return {name: values.revive(recipe) for name, recipe in self.entries}

    def make(self):
        it = object.__new__(self.kind)
        it.__dict__.update(self.fields())
        return it


def rebuilt(kind, on):
    """A way to make a recorded object again; a reason where a recording cannot hold all of it."""
    if on["is"] == "lost":
        return on["reason"]
    if kind.__name__ != on["type"]:
        return "it was one of another class, %s" % on["type"]
    if kind.__new__ is not object.__new__ or any(getattr(each, "__slots__", None) for each in kind.__mro__):
        return "its class keeps more than fields"
    return Rebuilt(kind, on["entries"])
