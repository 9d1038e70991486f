"""Names, kinds and positions of functions, as a recording shows them."""

import ast

from .nodes import FUNCTIONS

# Decorators that compile the function from its bytecode or syntax; they must see it as it was written.
COMPILING = frozenset(("jit", "njit", "vectorize", "guvectorize", "cfunc", "stencil", "script", "kernel"))


def decorator_name(node):
    if isinstance(node, ast.Call):
        node = node.func
    if isinstance(node, ast.Attribute):
        return node.attr
    return node.id if isinstance(node, ast.Name) else ""


def kind_of(node, in_class):
    if isinstance(node, ast.Lambda):
        return "arrow"
    if not in_class:
        return "function"
    if node.name == "__init__":
        return "constructor"
    names = [decorator_name(one) for one in node.decorator_list]
    if any(name in ("property", "cached_property", "getter") for name in names):
        return "getter"
    return "setter" if "setter" in names else "method"


def compiled_by(node):
    """The decorator that forbids rewriting the function, or ''."""
    for one in getattr(node, "decorator_list", ()):
        if decorator_name(one) in COMPILING:
            return decorator_name(one)
    return ""


def has_receiver(node, in_class):
    """Whether the first parameter is `self` or `cls`, which is not shown as a parameter."""
    arguments = node.args
    if not in_class or isinstance(node, ast.Lambda) or not (arguments.posonlyargs or arguments.args):
        return False
    return "staticmethod" not in [decorator_name(one) for one in node.decorator_list]


class Lines:
    """The source by lines, to turn the parser's byte columns into UTF-16 columns from 1."""

    def __init__(self, source):
        # Only as Python's tokenizer splits lines; `splitlines` knows more separators.
        self.lines = source.replace(b"\r\n", b"\n").replace(b"\r", b"\n").split(b"\n")

    def column(self, line, byte_offset):
        text = self.lines[line - 1][:byte_offset] if 0 < line <= len(self.lines) else b""
        if text.isascii():
            return byte_offset + 1
        return len(text.decode("utf-8", "replace").encode("utf-16-le")) // 2 + 1


def describe(node, name, in_class, generator, lines, shown):
    """What a DEFINITIONS frame says of the function, but for its ids. `shown`: parameters with their prefixes."""
    return {
        "name": name,
        "line": node.lineno,
        "column": lines.column(node.lineno, node.col_offset),
        "endLine": getattr(node, "end_lineno", None) or node.lineno,
        "kind": kind_of(node, in_class),
        "async": isinstance(node, ast.AsyncFunctionDef),
        "generator": generator,
        "params": [prefix + argument.arg for argument, prefix in shown],
    }


def own_name(node):
    return node.name if isinstance(node, FUNCTIONS + (ast.ClassDef,)) else "<lambda>"
