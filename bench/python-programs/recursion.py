"""Recursion: nothing but calls. `numbers_of_fibonacci` is the module that is traced."""

from measure import measure
from numbers_of_fibonacci import fib

N = 23
# Calls of fib(n) are 2 * fib(n + 1) - 1, and every inner one adds once.
CALLS = 2 * 46368 - 1 + 46367

measure(lambda: fib(N), CALLS)
