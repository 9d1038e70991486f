"""The recursion of recursion.py with the least in its functions that a recorder can do: no recorder at all.

python floor.py once|twice|named|appended|written|called|operators [FOLDER]: one clock reading kept in a list for each call, one for
its beginning and one for its end, those two with what tells the function and whether it begins (by one call in C, or by two, between
which a signal's handler may put something else), and that in columns with a checksum in a file, every few thousand events. Or two
calls of a function in C that does next to nothing, and the operators by which the recorder in C is told, of the type in FOLDER that
does nothing: what being told costs alone.
"""

import binascii
import os
import sys
import tempfile
import time
from _thread import get_ident
from array import array

from measure import measure

# As many calls as in recursion.py but for 29, in pieces of less events than the recorder writes at once.
PIECES, N_OF_PIECE = 47, 15
CALLS = PIECES * (2 * 987 - 1 + 986)

kept = []
keep, tell, now = kept.append, kept.extend, time.monotonic
PLUS, FIB = 1, 2
PLUS_BEGINS, PLUS_ENDS, FIB_BEGINS, FIB_ENDS = (n.to_bytes(4, "little", signed=True) for n in (PLUS, ~PLUS, FIB, ~FIB))


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
    tell((PLUS_BEGINS, now()))
    try:
        return a + b
    finally:
        tell((PLUS_ENDS, now()))


def fib_named(n):
    tell((FIB_BEGINS, now()))
    try:
        if n < 2:
            return n
        return plus_named(fib_named(n - 1), fib_named(n - 2))
    finally:
        tell((FIB_ENDS, now()))


def plus_appended(a, b):
    kept.append(PLUS_BEGINS)
    kept.append(now())
    try:
        return a + b
    finally:
        kept.append(PLUS_ENDS)
        kept.append(now())


def fib_appended(n):
    kept.append(FIB_BEGINS)
    kept.append(now())
    try:
        if n < 2:
            return n
        return plus_appended(fib_appended(n - 1), fib_appended(n - 2))
    finally:
        kept.append(FIB_ENDS)
        kept.append(now())


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


def plus_operators(a, b):
    ~("told" if True else None)
    try:
        return ("told" if True else None)[a + b]
    except:
        -("told" if True else None)
        raise


def fib_operators(n):
    ~("told" if True else None)
    try:
        if n < 2:
            return ("told" if True else None)[n]
        return ("told" if True else None)[plus_operators(fib_operators(n - 1), fib_operators(n - 2))]
    except:
        -("told" if True else None)
        raise


def bind_operators(folder):
    """Puts the type that does nothing among the functions' constants, where the recorder stands."""
    sys.path.insert(0, folder)
    from operators import Told

    for function in plus_operators, fib_operators:
        constants = tuple(Told() if one == "told" else one for one in function.__code__.co_consts)
        function.__code__ = function.__code__.replace(co_consts=constants)


def work():
    for _ in range(PIECES):
        fib(N_OF_PIECE)
        # More of them would leave the processor's caches, which a recorder that writes them does not let happen.
        del kept[:]


def write(descriptor):
    """Two columns, and what says that they are whole."""
    data = array("d", kept[1::2]).tobytes() + b"".join(kept[0::2])
    os.write(descriptor, binascii.crc32(data).to_bytes(4, "little") + data)
    del kept[:]


def work_and_write():
    with tempfile.TemporaryFile() as file:
        for _ in range(PIECES):
            fib(N_OF_PIECE)
            write(file.fileno())


how = sys.argv[1]
fibs = {"once": fib_once, "twice": fib_twice, "named": fib_named, "appended": fib_appended, "called": fib_called, "operators": fib_operators}
# From 3.11 on two calls of `append` are the quickest, before that one of `extend`.
fib = fibs.get(how) or (fib_appended if sys.version_info >= (3, 11) else fib_named)
if how == "operators":
    bind_operators(sys.argv[2])
sys.argv[1] = "plain"
measure(work_and_write if how == "written" else work, CALLS)
