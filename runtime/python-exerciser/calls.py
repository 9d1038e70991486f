"""Calls one function with what was recorded and with what is made for it, and says what became of it."""

import asyncio
import inspect
import itertools
import random
import time
import typing

import values
from instances import Built, arguments_of, rebuilt, show

TOTAL_S = 5
MAX_ITEMS = 50

# Errors by which Python says that code did what cannot be done; others are the code's own way to refuse.
ENGINE = (
    TypeError, AttributeError, NameError, IndexError, KeyError, ZeroDivisionError, RecursionError, MemoryError, SystemError,
)


class Unbuilt(Exception):
    """There is no instance to call a method on."""


class Late(Exception):
    """A coroutine did not end in time."""


class Ended(SystemError):
    """The function ended the process."""


class Refused(Exception):
    """The sandbox does not let the function do its work."""


def told(error):
    text = "%s: %s" % (type(error).__name__, error) if str(error) else type(error).__name__
    return text[:300]


class Parameters:
    """What a callable takes: makers for those that must be given, by position and by name."""

    def __init__(self, function, skip):
        signature = inspect.signature(function)
        try:
            hints = typing.get_type_hints(function)
        except Exception:
            hints = {}
        self.positional, self.named, optional = [], {}, []
        for parameter in list(signature.parameters.values())[skip:]:
            maker = values.maker_of(hints.get(parameter.name, parameter.annotation))
            if parameter.kind in (parameter.VAR_POSITIONAL, parameter.VAR_KEYWORD):
                continue
            if parameter.kind is parameter.KEYWORD_ONLY:
                if parameter.default is parameter.empty:
                    self.named[parameter.name] = maker
            elif parameter.default is parameter.empty or maker.known:
                self.positional.append(maker)
            else:
                break
        everything = self.positional + list(self.named.values())
        self.count = len(everything)
        self.known = all(each.known for each in everything)

    def make(self, source, size):
        given = [each.make(source, size) for each in self.positional]
        return given, {name: each.make(source, size) for name, each in self.named.items()}


def find(module, target):
    """The callable, what it takes, and how to make what it is called on; or why it cannot be called."""
    value = getattr(module, target["exported"], None)
    member = target["member"]
    if value is None:
        return "the module has nothing of that name"
    if member is None:
        return (value, Parameters(value, 0), None) if callable(value) else "it is no function"
    if not inspect.isclass(value):
        return "the module has no class of that name"
    if member["kind"] == "constructor":
        return value, Parameters(value.__init__, 1), None
    own = inspect.getattr_static(value, member["name"], None)
    if isinstance(own, (staticmethod, classmethod)):
        function = getattr(value, member["name"])
        return function, Parameters(function, 0), None
    if not inspect.isfunction(own):
        return "it is no function of the class"
    if inspect.isabstract(value):
        return "its class is abstract"
    makes = Parameters(value.__init__, 1) if value.__init__ is not object.__init__ else None
    return own, Parameters(own, 1), (value, makes)


def exercise(module, target, order, tell):
    """An `end` message without its `is` and `target`, or why the function cannot be called."""
    try:
        found = find(module, target)
    except (TypeError, ValueError) as error:
        return "what it takes cannot be known: %s" % told(error)
    if isinstance(found, str):
        return found
    return Calls(found, target, order, tell).run()


class Calls:
    def __init__(self, found, target, order, tell):
        self.function, self.parameters, self.makes = found
        self.target, self.order, self.tell = target, order, tell
        self.calls = self.refused = 0
        self.unbuilt = self.denied = ""
        recorded = (target["member"] or {}).get("recorded") or []
        self.made = [] if self.makes is None else [arguments_of(each, self.makes[0]) for each in recorded]
        self.receivers = []

    def run(self):
        for recorded in self.target["recorded"]:
            way = self.recorded_way(recorded["on"])
            if isinstance(way, str):
                self.unbuilt = "the object that a run called it on cannot be made again: " + way
                continue
            arguments = arguments_of(recorded, self.function)
            error = self.call(arguments, way, "recorded")
            # It ended well when it was recorded: any error is a failure, unless the instance was another one.
            if error is not None and not isinstance(error, (Unbuilt, Refused)):
                if not isinstance(way, Built) or isinstance(error, ENGINE + (Late,)):
                    return self.end(error, arguments, way, "recorded")
        takes = self.parameters.count + (self.makes[1].count if self.makes and self.makes[1] else 0)
        if takes == 0 and self.calls > 0:
            return self.verdict()
        return self.generate(1 if takes == 0 else self.order["runs"])

    def recorded_way(self, on):
        """What a recorded call is made on: its own object where the run recorded one, since another would prove nothing."""
        if self.makes is None:
            return None
        if on is None:
            return Built(self.makes[0], self.made[0] if self.made else ([], {}))
        way = rebuilt(self.makes[0], on)
        if not isinstance(way, str):
            self.receivers.append(way)
        return way

    def generate(self, runs):
        source = random.Random(self.order["seed"])
        until = time.monotonic() + TOTAL_S
        for turn in range(runs):
            if time.monotonic() > until:
                break
            # Sizes grow, so that the first failure is a small one.
            size = turn * 10 // max(1, runs)
            try:
                arguments = self.parameters.make(source, size)
                way = self.way(source, size)
            except Exception as error:
                self.unbuilt = told(error)
                continue
            error = self.call(arguments, way, "generated")
            if isinstance(error, ENGINE + (Late,)):
                return self.end(error, self.smallest(type(error), arguments, way, source), way, "generated")
        return self.verdict()

    def way(self, source, size):
        """How an instance is made for generated arguments: as a run had it, where one did."""
        if self.makes is None:
            return None
        kind, takes = self.makes
        ways = self.receivers + [Built(kind, each) for each in self.made]
        if ways:
            return source.choice(ways)
        return Built(kind, takes.make(source, size) if takes else ([], {}))

    def smallest(self, kind, arguments, way, source):
        """Smaller arguments with the same failure, where some of the smallest give it."""
        for _ in range(10):
            try:
                smaller = self.parameters.make(source, 0)
            except Exception:
                break
            if len(show(smaller)) < len(show(arguments)) and isinstance(self.call(smaller, way, "generated"), kind):
                arguments = smaller
        return arguments

    def call(self, arguments, way, source):
        """The error of one call; None when it ended well."""
        given, named = arguments
        shown = show(arguments)
        try:
            if way is not None:
                given = [self.build(way), *given]
        except Unbuilt as error:
            return error
        self.tell(**{"is": "call", "input": shown, "source": source}, **self.told_of(way))
        self.calls += 1
        try:
            self.settle(self.function(*given, **named))
        except PermissionError as error:
            if "the sandbox allows" not in str(error):
                self.refused += 1
                return None
            self.denied = str(error)
            self.refused += 1
            return Refused()
        except Exception as error:
            if not isinstance(error, ENGINE + (Late,)):
                self.refused += 1
            return error
        except SystemExit as error:
            return Ended("it ended the process with code %s" % (0 if error.code is None else error.code))
        except BaseException as error:
            return error
        return None

    @staticmethod
    def told_of(way):
        return {"instance": getattr(way, "instance", None), "receiver": getattr(way, "receiver", None)}

    def build(self, way):
        try:
            return way.make()
        except BaseException as error:
            self.unbuilt = told(error)
            raise Unbuilt()

    def settle(self, result):
        if inspect.iscoroutine(result):
            try:
                asyncio.run(asyncio.wait_for(result, self.order["callMs"] / 1000))
            except (asyncio.TimeoutError, TimeoutError):
                raise Late("it did not end in %s ms" % self.order["callMs"])
        elif inspect.isgenerator(result):
            for _ in itertools.islice(result, MAX_ITEMS):
                pass

    def verdict(self):
        if self.calls == 0:
            return "no instance could be made to call it on: %s" % self.unbuilt
        if self.denied and self.refused == self.calls:
            return self.denied
        return self.counted(None, False)

    def end(self, error, arguments, way, source):
        failure = {
            "type": "SystemExit" if isinstance(error, Ended) else type(error).__name__,
            "message": str(error)[:300] or type(error).__name__,
            "input": show(arguments),
            "source": source,
            **self.told_of(way),
        }
        return self.counted(failure, isinstance(error, Late))

    def counted(self, failure, late):
        makes = self.makes[1] if self.makes else None
        known = self.parameters.known and (makes is None or makes.known)
        takes = self.parameters.count + (makes.count if makes else 0)
        return {
            "calls": self.calls,
            "refused": self.refused,
            "failure": failure,
            "isLate": late,
            "typed": known and takes > 0,
        }
