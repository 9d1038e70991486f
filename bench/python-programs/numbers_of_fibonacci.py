def plus(a, b):
    return a + b


def fib(n):
    if n < 2:
        return n
    return plus(fib(n - 1), fib(n - 2))
