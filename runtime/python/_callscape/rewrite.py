"""Rewrites a module's syntax tree so that its functions tell the recorder when they begin, end and wait.

The recorder's functions stand in the tree as placeholders (see `nodes.call`), named by operation and function:

    e  enter     r  exit with this value     p  value of a return whose exit comes later
    t  -t: exit by the exception being handled     +t: back in a handler, what was called has ended
       with the recorder in C also ~t: enter without values, t[value]: r
    q  t for functions that exit in a `finally`, which is ~q

    begin  enter, gives the span     done  exit with this value     keep  p for generators and coroutines
    -span, +span, ~span              as with t and q
    leave, again, wake               before a yield, after it, and after an exception at it
    wait, delegate, each, manage     what is awaited or delegated to, iterated and entered asynchronously

What levels 3 to 5 add is in sites.py and steps.py.
"""

import ast

from . import inline
from .facts import Facts, is_plain_lambda
from .naming import Lines, compiled_by, describe, has_receiver, own_name
from .nodes import (
    COMPREHENSIONS,
    FUNCTIONS,
    MARK,
    STATEMENT_LISTS,
    TRIES,
    call,
    constant,
    guarded,
    handler,
    holds_yield,
    head_size,
    is_docstring,
    load,
    parameters,
    place,
    placeholder,
    signed,
    statement,
)
from .sites import Sites, site_name
from .steps import MODULE, ModuleVariables, Steps, Variables, pattern_names, target_names


class Body:
    """The function whose body is being rewritten."""

    def __init__(self, index, level, rule, resumable, facts):
        self.index = index
        self.level = level
        self.rule = rule
        self.values = level >= 2
        self.deep = level >= 3
        self.steps = level if level >= 4 else 0
        self.variables = None
        self.resumable = resumable
        self.returns_values = True
        self.protected = facts is not None and facts.protected
        # See inline.py.
        self.is_inline = False


class Rewriter(Sites, Steps):
    """
    `level_of(name, number of parameters)` gives a function's level, the rule that settled it and the level that it is
    rewritten for. `by_operators`: beginnings and ends are told by operators, as handlers do, which is how the recorder in C is
    told in the least time. For the one in Python see inline.py. Afterwards `functions`, `levels` (those of the text) and `untouched` say what was found.
    """

    def __init__(self, source, level_of, choices, by_operators):
        self.functions = []
        self.levels = []
        self.untouched = []
        self._lines = Lines(source)
        self._level_of = level_of
        self._choices = choices
        self._by_operators = by_operators
        self._body = None
        # Within a generator expression, which runs whenever someone asks it.
        self._lazy = False
        self._scope = ""
        self._in_class = False
        self._module_variables = ModuleVariables(choices.variables)
        self._module_function = -1
        # The line of the last step, and whether what is rewritten stands in an f-string.
        self._current_line = 0
        self._quoted = False
        self._site_name = ""

    def module(self, tree):
        level, rule, up_to = self._level_of(MODULE, 0)
        if up_to < 4:
            tree.body = self._block(tree.body)
            return tree
        # With steps of its own the top level is a span, which they belong to.
        size = head_size(tree.body)
        head, rest = tree.body[:size], tree.body[size:]
        if not rest:
            return tree
        body = self._body = Body(self._module_index(rest[0], level, rule, up_to), up_to, rule, False, None)
        body.values = False
        body.variables = self._module_variables
        tree.body = head + self._wrap(self._block(rest), [], rest[0], tree)
        return tree

    # Statements

    def _block(self, statements):
        rewritten = []
        for one in statements:
            wakes = self._body is not None and self._body.resumable and holds_yield(one)
            before = self._line(one)
            held = self._held_after(one)
            result = self._statement(one)
            if wakes:
                woken = statement(call("wake", [load(MARK, one)], one))
                result = [guarded(result, [handler([woken], one)], [], one)]
            rewritten.extend(before + result + held)
        return rewritten

    def _statement(self, node):
        if isinstance(node, FUNCTIONS):
            return [self._function(node)]
        if isinstance(node, ast.ClassDef):
            return [self._class(node)]
        if isinstance(node, ast.Return) and self._body is not None:
            return self._return(node)
        self._assignment(node)
        self._expressions(node)
        for name in STATEMENT_LISTS:
            inner = getattr(node, name, None)
            if not isinstance(inner, list) or not inner:
                continue
            if name in ("handlers", "cases"):
                for part in inner:
                    held = self._held(_bound_by(part), part.body[0])
                    part.body = held + self._block(part.body)
                    if name == "handlers" and self._body is not None:
                        part.body.insert(0, self._back(part.body[0]))
            else:
                held = self._held(_bound_by(node), inner[0]) if name == "body" else []
                setattr(node, name, held + self._block(inner))
        if isinstance(node, TRIES) and node.finalbody and self._body is not None:
            node.finalbody.insert(0, self._back(node.finalbody[0]))
        return [node]

    def _assignment(self, node):
        """A member that is assigned: what it will hold is known before it is."""
        if isinstance(node, ast.Assign) and len(node.targets) == 1 and isinstance(node.targets[0], ast.Attribute):
            target = node.targets[0]
            name = site_name(target)
            if self._body is not None and self._body.steps and name.replace(".", "").isidentifier():
                node.value = self._assigned_value(name, target.lineno, node.value, "member")

    def _back(self, like):
        return signed(ast.UAdd(), self._ender(like), like)

    def _ender(self, like):
        """What the signs of handlers stand before."""
        body = self._body
        if body.resumable:
            return load(MARK, like)
        return placeholder("%s %d" % ("q" if body.protected else "t", body.index), like)

    def _return(self, node):
        body = self._body
        value = None if node.value is None else self._expression(node.value)
        if body.is_inline and not body.protected:
            told = inline.returned(body.index, node)
            if value is None or isinstance(value, ast.Constant):
                return [*told, node]
            node.value = load(inline.VALUE, node)
            return [inline.store(inline.VALUE, value, node), *told, node]
        exits = self._exit(value, node)
        if exits is None:
            node.value = value
            return [node]
        if not body.returns_values:
            return [statement(exits), node]
        node.value = exits
        return [node]

    def _exit(self, value, like):
        """The expression that tells of a return, or None when nothing is to be told before the `finally`."""
        body = self._body
        if body.protected and not body.values:
            return None
        value = constant(None, like) if value is None else value
        if body.resumable:
            return call("keep" if body.protected else "done", [load(MARK, like), value], value)
        if body.protected:
            return call("p %d" % body.index, [value], value)
        return self._returned(body, value)

    def _ended(self, like):
        """The statements that tell of the end of a body that does not return a value."""
        body = self._body
        if body.is_inline and not body.protected:
            return inline.returned(body.index, like)
        exits = self._exit(None, like)
        return [] if exits is None else [statement(exits)]

    def _entered(self, body, arguments, like):
        """The expression that tells of the beginning of a plain function. It is not true."""
        if self._by_operators and not arguments:
            return place(ast.UnaryOp(op=ast.Invert(), operand=placeholder("t %d" % body.index, like)), like)
        return call("e %d" % body.index, arguments, like)

    def _returned(self, body, value):
        """The expression that tells of the end of a plain function with this value, and has it."""
        if not self._by_operators:
            return call("r %d" % body.index, [value], value)
        return inline.subscript(placeholder("t %d" % body.index, value), value, value)

    # Expressions

    def _expressions(self, node):
        """Rewrites what a statement (or another node) evaluates itself, in place."""
        for name, value in ast.iter_fields(node):
            if name == "pattern":
                # Of `match`: only literals and names can stand in it.
                continue
            if isinstance(value, list):
                if name in STATEMENT_LISTS:
                    for part in value if name in ("handlers", "cases") else ():
                        self._expressions(part)
                    continue
                value[:] = [self._expression(one) if isinstance(one, ast.AST) else one for one in value]
            elif isinstance(value, ast.AST):
                setattr(node, name, self._expression(value))
        if isinstance(node, ast.AsyncFor) and self._awaits():
            node.iter = call("each", [load(MARK, node.iter), node.iter], node.iter)
        if isinstance(node, ast.AsyncWith) and self._awaits():
            for item in node.items:
                manager = item.context_expr
                item.context_expr = call("manage", [load(MARK, manager), manager], manager)

    def _awaits(self):
        return self._body is not None and self._body.resumable and not self._lazy

    def _expression(self, node):
        if isinstance(node, ast.Lambda):
            return self._lambda(node)
        if isinstance(node, ast.GeneratorExp):
            return self._generator_expression(node)
        is_piece = self._begins_piece(node)
        rewritten = self._plain_expression(node)
        return self._piece(rewritten) if is_piece else rewritten

    def _plain_expression(self, node):
        name = site_name(node) if isinstance(node, (ast.Call, ast.Await)) else ""
        quoted, self._quoted = self._quoted, self._quoted or isinstance(node, ast.JoinedStr)
        self._expressions(node)
        self._quoted = quoted
        self._site_name = name
        if isinstance(node, ast.Call) and self._is_deep():
            self._call(node)
        if isinstance(node, ast.NamedExpr) and self._body is not None and self._body.steps and not self._lazy:
            if self._body.variables.is_own(node.target.id):
                node.value = self._assigned_value(node.target.id, node.lineno, node.value)
        if not self._awaits():
            return node
        if isinstance(node, ast.Yield):
            value = node.value or constant(None, node)
            node.value = call("leave", [load(MARK, value), value], value)
            return call("again", [load(MARK, node), node], node)
        if isinstance(node, ast.YieldFrom):
            node.value = call("delegate", [load(MARK, node.value), node.value], node.value)
        elif isinstance(node, ast.Await):
            if self._is_deep() and self._choices.awaits:
                node.value = self._await(node, node.value)
            else:
                node.value = call("wait", [load(MARK, node.value), node.value], node.value)
        elif isinstance(node, COMPREHENSIONS):
            for part in node.generators:
                if part.is_async:
                    part.iter = call("each", [load(MARK, part.iter), part.iter], part.iter)
        return node

    def _generator_expression(self, node):
        # The first iterable is evaluated at once and here, all else later.
        first = self._expression(node.generators[0].iter)
        before, self._lazy = self._lazy, True
        node.generators[0].iter = constant(None, node)
        self._expressions(node)
        node.generators[0].iter = first
        self._lazy = before
        return node

    # Functions

    def _inside(self, node):
        name = own_name(node)
        return "%s.%s" % (self._scope, name) if self._scope else name

    def _class(self, node):
        name = self._inside(node)
        saved = self._scope, self._in_class, self._body, self._lazy
        for part in ("decorator_list", "bases", "keywords"):
            setattr(node, part, [self._expression(one) for one in getattr(node, part)])
        # A class body is no function: nothing in it waits or returns for the function around it.
        self._scope, self._in_class, self._body, self._lazy = name, True, None, False
        node.body = self._block(node.body)
        self._scope, self._in_class, self._body, self._lazy = saved
        return node

    def _outer(self, node):
        arguments = node.args
        if not isinstance(node, ast.Lambda):
            node.decorator_list = [self._expression(one) for one in node.decorator_list]
        arguments.defaults = [self._expression(one) for one in arguments.defaults]
        arguments.kw_defaults = [one and self._expression(one) for one in arguments.kw_defaults]

    def _open(self, node, facts, plain=True):
        """Numbers the function; gives None for one that stays as it is."""
        name = self._inside(node)
        shown = self._shown(node)
        level, rule, up_to = self._level_of(name, len(shown))
        obstacle = compiled_by(node)
        if up_to and obstacle:
            self.untouched.append((name, "compiled by its decorator %s" % obstacle))
        if up_to and not plain:
            self.untouched.append((name, "a lambda that yields or awaits"))
        if up_to == 0 or obstacle or not plain:
            return None
        generator = facts is not None and facts.generator
        described = describe(node, name, self._in_class, generator, self._lines, shown)
        described.update(level=level, rule=rule)
        if up_to > level:
            described["upTo"] = up_to
        self.functions.append(described)
        self.levels.append(up_to)
        resumable = generator or isinstance(node, ast.AsyncFunctionDef)
        body = Body(len(self.functions) - 1, up_to, rule, resumable, facts)
        body.values = up_to >= 2 and self._choices.returns
        body.is_inline = up_to == 1 and not (self._by_operators or resumable or isinstance(node, ast.Lambda))
        if body.steps:
            body.variables = Variables(node, self._choices.variables)
            described["variables"] = body.variables.listed
        body.returns_values = not (generator and isinstance(node, ast.AsyncFunctionDef))
        return body

    def _shown(self, node):
        """The parameters of a function, without the receiver unless that is asked for."""
        receiver = has_receiver(node, self._in_class)
        if receiver and self._choices.receiver and own_name(node) != "__init__":
            receiver = False
        return parameters(node.args)[1 if receiver else 0 :]

    def _arguments(self, node, level, like):
        if level < 2 or not self._choices.params:
            return []
        return [load(argument.arg, like) for argument, _ in self._shown(node)]

    def _lambda(self, node):
        self._outer(node)
        body = self._open(node, None, is_plain_lambda(node))
        saved = self._scope, self._in_class, self._body, self._lazy
        arguments = self._arguments(node, self.levels[body.index], node.body) if body else []
        self._scope, self._in_class, self._body, self._lazy = self._inside(node), False, body, False
        value = self._expression(node.body)
        if body is not None:
            entered = self._entered(body, arguments, value)
            value = self._returned(body, place(ast.BoolOp(op=ast.Or(), values=[entered, value]), value))
        node.body = value
        self._scope, self._in_class, self._body, self._lazy = saved
        return node

    def _function(self, node):
        self._outer(node)
        facts = Facts(node)
        body = self._open(node, facts)
        saved = self._scope, self._in_class, self._body, self._lazy
        head = [node.body[0]] if is_docstring(node.body[0]) else []
        first = (node.body[1:] or node.body)[0] if head else node.body[0]
        arguments = self._arguments(node, self.levels[body.index], first) if body else []
        self._scope, self._in_class, self._body, self._lazy = self._inside(node), False, body, False
        given = self._given(node, first) if body else []
        rest = given + self._block(node.body[len(head) :])
        node.body = head + (self._wrap(rest, arguments, first, node) if body else rest)
        self._scope, self._in_class, self._body, self._lazy = saved
        return node

    def _given(self, node, like):
        """What the parameters hold at the beginning."""
        if not self._body.steps:
            return []
        names = [(argument.arg, argument.lineno) for argument, _ in parameters(node.args)]
        for name, line in names:
            self._body.variables.place(name, line, "parameter")
        return self._held(names, like)

    def _wrap(self, statements, arguments, first, node):
        body = self._body
        last = statements[-1] if statements else first
        if not isinstance(last, (ast.Return, ast.Raise)):
            end = place(ast.Pass(), last)
            end.lineno, end.col_offset = _last_line(last)
            end.end_lineno, end.end_col_offset = end.lineno, end.col_offset
            statements = statements + self._ended(end)
        if not statements:
            statements = [place(ast.Pass(), first)]
        if body.resumable:
            target = place(ast.Name(id=MARK, ctx=ast.Store()), first)
            begin = call("begin %d" % body.index, arguments, first)
            entered = place(ast.Assign(targets=[target], value=begin, type_comment=None), first)
        else:
            entered = inline.entered(body.index, first) if body.is_inline else statement(self._entered(body, arguments, first))
        failed = signed(ast.USub(), self._ender(first), first)
        finalbody = [signed(ast.Invert(), self._ender(first), first)] if body.protected else []
        return [entered, guarded(statements, [handler([failed], first)], finalbody, first)]


def _bound_by(node):
    """(name, line) of what a loop, a `with`, a handler or a case has bound when its body begins."""
    if isinstance(node, (ast.For, ast.AsyncFor)):
        return target_names(node.target)
    if isinstance(node, (ast.With, ast.AsyncWith)):
        return [name for item in node.items for name in target_names(item.optional_vars)]
    if isinstance(node, ast.ExceptHandler):
        return [(node.name, node.lineno)] if node.name else []
    return pattern_names(node.pattern) if hasattr(node, "pattern") else []


def _last_line(node):
    """Where an implicit return stands: the last line that a statement begins on."""
    while True:
        for name in ("finalbody", "orelse", "handlers", "cases", "body"):
            inner = getattr(node, name, None)
            if isinstance(inner, list) and inner and not isinstance(node, FUNCTIONS + (ast.ClassDef,)):
                node = inner[-1]
                break
        else:
            return node.lineno, node.col_offset
