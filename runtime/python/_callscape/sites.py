"""Level 3: calls of what is not traced, and what is awaited, as spans.

    c       around what is called: gives it, or a stand-in that records the call, unless it is a traced function
    await   begins what is awaited, before its operand is evaluated
    waited  in the place of `wait`, with that span
"""

import ast

from .nodes import MARK, call, load

MAX_NAME = 80
# `super()` looks at who calls it by name; the compiler warns about a constant that is called.
_LEFT_ALONE = frozenset(("super",))
_CALLABLE = (ast.Name, ast.Attribute, ast.Call, ast.Subscript)


class Sites:
    """The part of the rewriter that is about calls and awaits; `_body.deep` says whether they are recorded."""

    def _is_deep(self):
        return self._body is not None and self._body.deep

    def _call(self, node):
        """Wraps what a call calls. After its parts have been rewritten; `name` is from before."""
        func = node.func
        if not isinstance(func, _CALLABLE) or (isinstance(func, ast.Name) and func.id in _LEFT_ALONE):
            return
        node.func = call("c %d" % self._site(node, "call", self._site_name), [func], func)

    def _await(self, node, value):
        """The operand of an `await`, whose own span begins before it is evaluated."""
        begun = call("await %d" % self._site(node, "await", "await " + self._site_name), [], value)
        return call("waited", [load(MARK, value), begun, value], value)

    def _site(self, node, kind, name):
        self.functions.append(
            {
                **{"name": name if len(name) <= MAX_NAME else name[: MAX_NAME - 1] + "\u2026", "line": node.lineno},
                **{"column": self._lines.column(node.lineno, node.col_offset)},
                **{"endLine": getattr(node, "end_lineno", None) or node.lineno, "kind": kind},
                **{"async": kind == "await", "generator": False, "params": []},
                **{"level": self._body.level, "rule": self._body.rule},
            }
        )
        self.levels.append(self._body.level)
        return len(self.functions) - 1


def site_name(node):
    """What a call calls, as people would say it: `json.loads`, `open().read`, `handlers[]`."""
    if isinstance(node, ast.Await):
        node = node.value
    if isinstance(node, ast.Call):
        node = node.func
    parts = []
    while True:
        if isinstance(node, ast.Attribute):
            parts.append("." + node.attr)
            node = node.value
        elif isinstance(node, ast.Call):
            parts.append("()")
            node = node.func
        elif isinstance(node, ast.Subscript):
            parts.append("[]")
            node = node.value
        else:
            break
    return _root_name(node) + "".join(reversed(parts))


def _root_name(node):
    if isinstance(node, ast.Name):
        return node.id
    if isinstance(node, ast.Constant):
        return "''" if isinstance(node.value, str) else str(node.value)
    return {ast.List: "[]", ast.Dict: "{}", ast.JoinedStr: "f''", ast.Lambda: "<lambda>"}.get(type(node), "(\u2026)")
