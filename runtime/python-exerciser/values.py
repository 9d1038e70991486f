"""Values for the parameters of a function, by the types that it is annotated with. The small ones come first."""

import collections.abc
import dataclasses
import datetime
import decimal
import enum
import inspect
import typing

MAX_LENGTH = 5
MAX_DEPTH = 4
NO_DEFAULT = inspect.Parameter.empty

TEXTS = ["", "a", "0", " ", "some text", "ä€😀", "A1-b_2", "2024-02-29"]
NUMBERS = [0, 1, -1, 2, 10, 255, 1000, -1000]
FLOATS = [0.0, 1.0, -1.0, 0.5, 1e6, -2.75]
ANYTHING = ["", 0, None, True, [], {}, "text", -1, 1.5, ["a", 1], {"a": 1}]

LISTS = (list, collections.abc.Sequence, collections.abc.Iterable, collections.abc.Collection, collections.abc.MutableSequence)
MAPS = (dict, collections.abc.Mapping, collections.abc.MutableMapping)
SETS = (set, collections.abc.Set, collections.abc.MutableSet)


class Maker:
    """Makes values of a type; `known` says whether all of the type is."""

    def __init__(self, make, known=True):
        self.make = make
        self.known = known


def choice(values):
    return Maker(lambda random, size: random.choice(values[: max(1, min(len(values), size + 1))]))


anything = Maker(lambda random, size: random.choice(ANYTHING[: max(2, min(len(ANYTHING), size + 2))]), known=False)

PLAIN = {
    str: choice(TEXTS),
    int: choice(NUMBERS),
    float: choice(FLOATS),
    complex: choice([0j, 1j, 1 + 2j]),
    bool: choice([False, True]),
    bytes: choice([b"", b"a", b"\x00\xff"]),
    bytearray: Maker(lambda random, size: bytearray(size)),
    type(None): choice([None]),
    None: choice([None]),
    object: choice(ANYTHING),
    datetime.date: choice([datetime.date(2024, 2, 29), datetime.date(1970, 1, 1)]),
    datetime.datetime: choice([datetime.datetime(2024, 2, 29, 12), datetime.datetime(1970, 1, 1)]),
    datetime.timedelta: choice([datetime.timedelta(0), datetime.timedelta(days=1)]),
    decimal.Decimal: choice([decimal.Decimal(0), decimal.Decimal("1.5"), decimal.Decimal(-1)]),
}


def maker_of(hint, depth=0):
    """How to make values of an annotation."""
    if hint is NO_DEFAULT or hint is typing.Any or depth > MAX_DEPTH:
        return anything
    try:
        if hint in PLAIN:
            return PLAIN[hint]
    except TypeError:
        return anything
    origin, arguments = typing.get_origin(hint), typing.get_args(hint)
    if origin is None:
        origin = hint
    if is_union(origin):
        return one_of([maker_of(each, depth + 1) for each in arguments])
    if origin is typing.Literal:
        return choice(list(arguments))
    if origin is tuple:
        return tuple_of(arguments, depth)
    if origin in LISTS:
        return sequence(maker_of(arguments[0] if arguments else typing.Any, depth + 1), list)
    if origin in SETS or origin is frozenset:
        kind = frozenset if origin is frozenset else set
        return sequence(hashable(arguments[0] if arguments else typing.Any, depth), kind)
    if origin in MAPS:
        key, value = arguments if len(arguments) == 2 else (str, typing.Any)
        return mapping(hashable(key, depth), maker_of(value, depth + 1))
    if origin is collections.abc.Callable:
        return Maker(lambda random, size: lambda *given, **named: None)
    return of_class(hint, depth)


def is_union(origin):
    return origin is typing.Union or getattr(origin, "__name__", "") == "UnionType"


def hashable(hint, depth):
    return maker_of(str if hint is typing.Any else hint, depth + 1)


def one_of(makers):
    if not makers:
        return anything
    return Maker(lambda random, size: random.choice(makers).make(random, size), all(each.known for each in makers))


def sequence(item, kind):
    def make(random, size):
        return kind(item.make(random, size) for _ in range(random.randint(0, min(size, MAX_LENGTH))))

    return Maker(make, item.known)


def mapping(key, value):
    def make(random, size):
        length = random.randint(0, min(size, MAX_LENGTH))
        return {key.make(random, size): value.make(random, size) for _ in range(length)}

    return Maker(make, key.known and value.known)


def tuple_of(arguments, depth):
    if len(arguments) == 2 and arguments[1] is Ellipsis:
        return sequence(maker_of(arguments[0], depth + 1), tuple)
    makers = [maker_of(each, depth + 1) for each in arguments]
    return Maker(
        lambda random, size: tuple(each.make(random, size) for each in makers),
        bool(makers) and all(each.known for each in makers),
    )


def of_class(hint, depth):
    """Enumerations, data classes and typed dictionaries are made of their parts; of other classes nothing is known."""
    if not isinstance(hint, type):
        return anything
    if issubclass(hint, enum.Enum):
        return choice(list(hint)) if len(hint) else anything
    try:
        hints = typing.get_type_hints(hint)
    except Exception:
        return anything
    if dataclasses.is_dataclass(hint):
        fields = [field.name for field in dataclasses.fields(hint) if field.init]
    elif issubclass(hint, dict) and hasattr(hint, "__total__"):
        fields = list(hints)
    elif issubclass(hint, tuple) and hasattr(hint, "_fields"):
        fields = list(hint._fields)
    else:
        return anything
    makers = {name: maker_of(hints.get(name, typing.Any), depth + 1) for name in fields}
    return Maker(
        lambda random, size: hint(**{name: each.make(random, size) for name, each in makers.items()}),
        all(each.known for each in makers.values()),
    )


def revive(recipe):
    """The value that a run recorded, made anew."""
    kind = recipe["is"]
    if kind == "json":
        return recipe["value"]
    if kind == "number":
        text = recipe["text"]
        return float(text) if any(letter in text for letter in ".enINa") else int(text)
    if kind == "bigint":
        return int(recipe["text"])
    if kind == "list":
        return [revive(item) for item in recipe["items"]]
    if kind == "tuple":
        return tuple(revive(item) for item in recipe["items"])
    if kind == "dict":
        return {revive(key): revive(value) for key, value in recipe["pairs"]}
    if kind == "object":
        return {key: revive(value) for key, value in recipe["entries"]}
    if kind == "date":
        return datetime.datetime.fromtimestamp(float(recipe["text"]) / 1000, datetime.timezone.utc)
    return None
