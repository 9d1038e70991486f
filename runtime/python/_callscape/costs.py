"""What the calls cost that are inserted into a function, besides what they record."""

import ast
from itertools import repeat
from time import perf_counter_ns

from .binding import bind
from .rewrite import Rewriter
from .scope import Choices

_SOURCE = b"def f():\n    return None\n"
_CALLS = 200
_TIMES = 5


def native_ns(recorder):
    """The same of the recorder in C, which must record nothing meanwhile."""
    return inserted_ns(recorder.function(0, None, 0, False, (), False), {}, True)


def inserted_ns(operations, shared, by_operators):
    """ns a call, at best. `operations` of a function, `shared` by all functions: what the placeholders stand for."""
    choices = Choices(False, False, False, False, False)
    rewriter = Rewriter(_SOURCE, lambda name, parameters: (1, "", 1), choices, by_operators)
    tree = rewriter.module(ast.parse(_SOURCE))
    resolve = lambda operation, index: (shared if index < 0 else operations)[operation]  # noqa: E731
    rewritten = _function(bind(compile(tree, "f", "exec"), resolve, lambda code: None))
    plain = _function(compile(_SOURCE, "f", "exec"))
    return max(0.0, _best(rewritten) - _best(plain))


def _function(code):
    names = {}
    exec(code, names)
    return names["f"]


def _best(function):
    best = None
    for _ in range(_TIMES):
        start = perf_counter_ns()
        for _ in repeat(None, _CALLS):
            function()
        took = perf_counter_ns() - start
        best = took if best is None else min(best, took)
    return best / _CALLS
