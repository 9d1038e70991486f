"""Levels 4 and 5: which line runs, and what variables hold behind it.

    line     a statement (at level 5 also another piece of code) on this line is about to run
    s        this variable of the function holds this value
    S        the same for a variable of the module, whose own function it is bound to
    w        the same as s around a value that is about to be assigned: gives the value

Values of variables are read by their plain names only: an attribute or an item could run code of the app.
"""

import ast

from .nodes import FUNCTIONS, STATEMENT_LISTS, call, constant, load, own_expressions, place, statement

# Nothing runs on their own line.
_NO_STEP = (ast.Global, ast.Nonlocal) + tuple(getattr(ast, name) for name in ("Try", "TryStar") if hasattr(ast, name))
_LEAVES = (ast.Return, ast.Raise, ast.Break, ast.Continue, ast.Delete)
# At level 5 these never begin a step of their own, or are no expressions that could stand behind `or`.
_NO_PIECE = (ast.Constant, ast.Starred, ast.Slice, ast.JoinedStr, ast.FormattedValue, ast.Lambda)


# The name of a module's top level.
MODULE = "<module>"


class Variables:
    """The variables of a function that are recorded, in the order in which they are met."""

    def __init__(self, node, are_recorded=True):
        self.listed = []
        self.are_recorded = are_recorded
        self._places = {}
        self._assigned = assigned_names(node)
        declared = [part for part in _own_statements(node) if isinstance(part, (ast.Global, ast.Nonlocal))]
        self.of_module = {name for part in declared if isinstance(part, ast.Global) for name in part.names}
        # Of an outer function; what this one assigns is shown as its own.
        self._elsewhere = {name for part in declared if isinstance(part, ast.Nonlocal) for name in part.names}
        # An inner function deletes them: then reading them would fail.
        self._unread = _deleted_within(node)

    def is_own(self, name):
        return name in self._assigned and name not in self.of_module and name not in self._unread

    def is_kept(self, name):
        """Whether it can be read at any time once it has been assigned."""
        return self.is_own(name) and name not in self._elsewhere

    def place(self, name, line, kind="variable"):
        if name not in self._places:
            self._places[name] = len(self.listed)
            self.listed.append({"name": name, "line": line, "kind": kind})
        return self._places[name]


class Steps:
    """The part of the rewriter that is about steps; `_body.steps` is 4 or 5, or 0 for none."""

    def _line(self, node):
        """The step in front of a statement, if it has one."""
        body = self._body
        if body is None or body.steps == 0 or isinstance(node, _NO_STEP):
            return []
        self._current_line = node.lineno
        if isinstance(node, ast.While) and body.steps >= 5:
            node.test = self._piece(node.test)
            return []
        return [statement(call("line", [constant(node.lineno, node)], node))]

    def _piece(self, expression):
        """`expression` with a step in front of it."""
        step = call("line", [constant(expression.lineno, expression)], expression)
        return place(ast.BoolOp(op=ast.Or(), values=[step, expression]), expression)

    def _begins_piece(self, node):
        """Whether an expression is a step at level 5: it begins on a line of its own."""
        body = self._body
        if body is None or body.steps < 5 or self._quoted or self._lazy or not _may_be_piece(node):
            return False
        if node.lineno == self._current_line:
            return False
        self._current_line = node.lineno
        return True

    def _held_after(self, node):
        """What variables hold behind a statement."""
        body = self._body
        if body is None or body.steps == 0 or isinstance(node, _LEAVES):
            return []
        names = bound_names(node)
        root = _touched_root(node)
        if root is not None and body.variables.is_kept(root.id):
            names.append(root)
        return self._held(names, node)

    def _held(self, names, like):
        """Statements that say what these hold now: (name, line) or name nodes."""
        body = self._body
        if body is None or body.steps == 0 or not body.variables.are_recorded:
            return []
        said = []
        seen = set()
        for one in names:
            name, line = (one.id, one.lineno) if isinstance(one, ast.Name) else one
            if name in seen:
                continue
            seen.add(name)
            if name in body.variables.of_module:
                place_in_module = self._module_variables.place(name, line)
                said.append(("S", self._module_index(like), place_in_module, name))
            elif body.variables.is_own(name):
                said.append(("s", body.index, body.variables.place(name, line), name))
        return [
            statement(call("%s %d" % (op, index), [constant(variable, like), load(name, like)], like))
            for op, index, variable, name in said
        ]

    def _assigned_value(self, name, line, value, kind="variable"):
        """`value`, which is about to be assigned."""
        body = self._body
        if body is None or body.steps == 0 or not body.variables.are_recorded or body.variables is self._module_variables:
            return value
        variable = body.variables.place(name, line, kind)
        return call("w %d" % body.index, [constant(variable, value), value], value)

    def _module_index(self, like, level=None, rule="", up_to=None):
        if self._module_function < 0:
            self._module_function = len(self.functions)
            level = self._body.steps if level is None else level
            up_to = level if up_to is None else up_to
            described = {
                **{"name": MODULE, "line": 1, "column": 1, "endLine": max(1, len(self._lines.lines))},
                **{"kind": "module", "async": False, "generator": False, "params": []},
                **{"level": level, "rule": rule, "variables": self._module_variables.listed},
            }
            if up_to > level:
                described["upTo"] = up_to
            self.functions.append(described)
            self.levels.append(up_to)
        return self._module_function


def _may_be_piece(node):
    if not isinstance(node, ast.expr) or isinstance(node, _NO_PIECE):
        return False
    if not isinstance(getattr(node, "ctx", None), (ast.Load, type(None))):
        return False
    # A tuple of slices is part of the subscript around it.
    return not (isinstance(node, ast.Tuple) and any(isinstance(one, ast.Slice) for one in node.elts))


class _Everything:
    def __contains__(self, name):
        return True


class ModuleVariables(Variables):
    """Those that functions assign, and at its own levels 4 and 5 its top level."""

    def __init__(self, are_recorded=True):
        self.listed = []
        self.are_recorded = are_recorded
        self.of_module = _Everything()
        self._places = {}

    def is_own(self, name):
        return False


def bound_names(node):
    """(name, line) of what a simple statement, a definition or an import binds."""
    if isinstance(node, FUNCTIONS + (ast.ClassDef,)):
        return [(node.name, node.lineno)]
    if isinstance(node, (ast.Import, ast.ImportFrom)):
        names = [alias.asname or alias.name.partition(".")[0] for alias in node.names]
        return [(name, node.lineno) for name in names if name != "*"]
    if isinstance(node, ast.Assign):
        return [name for target in node.targets for name in target_names(target)]
    if isinstance(node, ast.AugAssign) or (isinstance(node, ast.AnnAssign) and node.value is not None):
        return target_names(node.target)
    return []


def target_names(target):
    """(name, line) of the names in the target of an assignment."""
    if target is None:
        return []
    names = []
    pending = [target]
    while pending:
        part = pending.pop(0)
        if isinstance(part, ast.Name):
            names.append((part.id, part.lineno))
        elif isinstance(part, (ast.Tuple, ast.List)):
            pending[:0] = part.elts
        elif isinstance(part, ast.Starred):
            pending.insert(0, part.value)
    return names


def pattern_names(pattern):
    """(name, line) of what a pattern of `match` binds, when it fits."""
    names = []
    for part in ast.walk(pattern):
        for field in ("name", "rest"):
            name = getattr(part, field, None)
            if type(name) is str:
                names.append((name, part.lineno))
    return names


def assigned_names(node):
    """Names that a function binds anywhere in its own body: its parameters and variables."""
    arguments = node.args
    names = {one.arg for one in arguments.posonlyargs + arguments.args + arguments.kwonlyargs}
    names.update(one.arg for one in (arguments.vararg, arguments.kwarg) if one is not None)
    for part in _own_statements(node):
        names.update(name for name, _ in bound_names(part))
        if isinstance(part, ast.stmt):
            names.update(one.target.id for one in own_expressions(part) if isinstance(one, ast.NamedExpr))
        if isinstance(part, (ast.For, ast.AsyncFor)):
            names.update(name for name, _ in target_names(part.target))
        elif isinstance(part, (ast.With, ast.AsyncWith)):
            for item in part.items:
                names.update(name for name, _ in target_names(item.optional_vars))
        elif isinstance(part, ast.ExceptHandler) and part.name:
            names.add(part.name)
        elif hasattr(part, "pattern"):
            names.update(name for name, _ in pattern_names(part.pattern))
    return names


def _own_statements(node):
    """All statements, handlers and cases of a function, without those of functions and classes in it."""
    pending = list(node.body) if isinstance(node.body, list) else []
    while pending:
        part = pending.pop()
        yield part
        if isinstance(part, FUNCTIONS + (ast.ClassDef,)):
            continue
        for name in STATEMENT_LISTS:
            inner = getattr(part, name, None)
            if isinstance(inner, list):
                pending.extend(inner)


def _deleted_within(node):
    """Names that functions within this one have declared as nonlocal, where something deletes a variable of that name."""
    declared, deleted = set(), set()
    for part in ast.walk(node):
        if isinstance(part, ast.Nonlocal):
            declared.update(part.names)
        elif isinstance(part, ast.Delete):
            deleted.update(one.id for target in part.targets for one in ast.walk(target) if isinstance(one, ast.Name))
        elif isinstance(part, ast.ExceptHandler) and part.name:
            deleted.add(part.name)
    return declared & deleted


def _touched_root(node):
    """The variable whose object a statement may have changed: `a` of `a.b.append(1)`, `a[i] = 1` and `a.b += 1`."""
    if isinstance(node, ast.Assign) and len(node.targets) == 1 and not isinstance(node.targets[0], ast.Name):
        root = _root(node.targets[0])
        if root is not None:
            return root
    if isinstance(node, ast.AugAssign) and not isinstance(node.target, ast.Name):
        return _root(node.target)
    value = getattr(node, "value", None)
    if isinstance(value, ast.Await):
        value = value.value
    if isinstance(value, ast.Call) and isinstance(value.func, ast.Attribute):
        return _root(value.func)
    return None


def _root(expression):
    while isinstance(expression, (ast.Attribute, ast.Subscript)):
        expression = expression.value
    return expression if isinstance(expression, ast.Name) else None
