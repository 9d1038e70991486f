"""What has to be known of a function before its body is rewritten."""

import ast

from .nodes import FUNCTIONS, STATEMENT_LISTS, TRIES, WITHS, own_expressions


class Facts:
    """`generator`: its body yields. `protected`: it returns where cleanup of its own still follows."""

    def __init__(self, node):
        self.generator = False
        self.protected = False
        pending = [(child, False) for child in node.body]
        while pending:
            child, protected = pending.pop()
            self._look(child, protected)
            if isinstance(child, FUNCTIONS + (ast.ClassDef,)):
                continue
            for name in STATEMENT_LISTS:
                for inner in getattr(child, name, ()):
                    pending.append((inner, protected or _protects(child, name)))

    def _look(self, child, protected):
        if isinstance(child, ast.Return) and protected:
            self.protected = True
        if not isinstance(child, ast.stmt):
            return
        for part in own_expressions(child):
            if isinstance(part, (ast.Yield, ast.YieldFrom)):
                self.generator = True


def _protects(node, name):
    """Whether code of the same function runs after a return in this list of statements."""
    if isinstance(node, WITHS):
        return True
    return isinstance(node, TRIES) and bool(node.finalbody) and name != "finalbody"


def is_plain_lambda(node):
    """A lambda that does not yield."""
    return not any(isinstance(part, (ast.Yield, ast.YieldFrom, ast.Await)) for part in own_expressions(node.body))
