"""The recursion of recursion.py with the least in its functions that a recorder in Python can do: no recorder at all.

python floor.py once|twice|named|called: one clock reading kept in a list for each call, one for its beginning and one for its end, those
two with a number that tells the function and whether it begins, or two calls of a function in C that does next to nothing,
which is what being told costs alone.
"""

import sys
import time
from _thread import get_ident

from measure import measure

# As in recursion.py.
N = 23
CALLS = 2 * 46368 - 1 + 46367

kept = []
keep, tell, now = kept.append, kept.extend, time.monotonic_ns


def plus_once(a, b):
    try:
        keep(now())
        return a + b
    finally:
        pass


def fib_once(n):
    try:
        keep(now())
        if n < 2:
            return n
        return plus_once(fib_once(n - 1), fib_once(n - 2))
    finally:
        pass


def plus_twice(a, b):
    keep(now())
    try:
        return a + b
    finally:
        keep(now())


def fib_twice(n):
    keep(now())
    try:
        if n < 2:
            return n
        return plus_twice(fib_twice(n - 1), fib_twice(n - 2))
    finally:
        keep(now())


def plus_named(a, b):
    tell((1, now()))
    try:
        return a + b
    finally:
        tell((-1, now()))


def fib_named(n):
    tell((2, now()))
    try:
        if n < 2:
            return n
        return plus_named(fib_named(n - 1), fib_named(n - 2))
    finally:
        tell((-2, now()))


def plus_called(a, b):
    get_ident()
    try:
        return a + b
    finally:
        get_ident()


def fib_called(n):
    get_ident()
    try:
        if n < 2:
            return n
        return plus_called(fib_called(n - 1), fib_called(n - 2))
    finally:
        get_ident()


fib = {"once": fib_once, "twice": fib_twice, "named": fib_named, "called": fib_called}[sys.argv[1]]
sys.argv[1] = "plain"


def work():
    del kept[:]
    fib(N)


measure(work, CALLS)
