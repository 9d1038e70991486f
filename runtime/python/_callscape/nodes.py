"""Small builders and questions about syntax trees."""

import ast

# Placeholder constants of rewritten code; `binding` puts the recorder's functions in their places. The zero byte keeps
# them apart from every string an app is likely to hold.
PREFIX = "\0callscape:"

# The local variable in which a generator or coroutine keeps its span. No source can spell it, as with the `.0` of
# comprehensions.
MARK = ".callscape"

STATEMENT_LISTS = ("body", "orelse", "finalbody", "handlers", "cases")
FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)
COMPREHENSIONS = (ast.ListComp, ast.SetComp, ast.DictComp)
TRIES = (ast.Try, ast.TryStar) if hasattr(ast, "TryStar") else (ast.Try,)
WITHS = (ast.With, ast.AsyncWith)


def place(node, like):
    """Gives `node` the position of `like`."""
    node.lineno = like.lineno
    node.col_offset = like.col_offset
    node.end_lineno = getattr(like, "end_lineno", None)
    node.end_col_offset = getattr(like, "end_col_offset", None)
    return node


def constant(value, like):
    return place(ast.Constant(value=value, kind=None), like)


def load(name, like):
    return place(ast.Name(id=name, ctx=ast.Load()), like)


def placeholder(operation, like):
    """What the recorder puts something in the place of.

    A constant that is called would make the compiler warn that it cannot be; behind a condition that is always true it
    compiles to the same instructions without the warning.
    """
    body = constant(PREFIX + operation, like)
    return place(ast.IfExp(test=constant(True, like), body=body, orelse=constant(None, like)), like)


def call(operation, arguments, like):
    """A call of the recorder's `operation`."""
    return place(ast.Call(func=placeholder(operation, like), args=arguments, keywords=[]), like)


def signed(sign, operand, like):
    """`operand` under a unary operator, as a statement.

    What handlers tell the recorder is said this way: a call could fail there, where the recursion limit has just been
    reached, and an operator is not counted.
    """
    return statement(place(ast.UnaryOp(op=sign, operand=operand), like))


def statement(expression):
    return place(ast.Expr(value=expression), expression)


def handler(body, like):
    """`except:` with `body` and a bare `raise`."""
    body.append(place(ast.Raise(exc=None, cause=None), like))
    return place(ast.ExceptHandler(type=None, name=None, body=body), like)


def guarded(body, handlers, finalbody, like):
    return place(ast.Try(body=body, handlers=handlers, orelse=[], finalbody=finalbody), like)


def is_docstring(node):
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant) and isinstance(node.value.value, str)


def head_size(statements):
    """How many statements must stay the first of a module: its text and what it wants of the future."""
    size = 1 if statements and is_docstring(statements[0]) else 0
    while size < len(statements) and getattr(statements[size], "module", None) == "__future__":
        size += 1
    return size


def parameters(arguments):
    """The argument nodes in the order of the signature, each with its prefix for display."""
    listed = [(argument, "") for argument in arguments.posonlyargs + arguments.args]
    if arguments.vararg:
        listed.append((arguments.vararg, "..."))
    listed.extend((argument, "") for argument in arguments.kwonlyargs)
    if arguments.kwarg:
        listed.append((arguments.kwarg, "..."))
    return listed


def outer_parts(node):
    """The parts of a function or class definition that the enclosing function evaluates."""
    parts = list(getattr(node, "decorator_list", ()))
    arguments = getattr(node, "args", None)
    if arguments is not None:
        parts.extend(arguments.defaults)
        parts.extend(default for default in arguments.kw_defaults if default is not None)
        parts.extend(argument.annotation for argument, _ in parameters(arguments) if argument.annotation)
    if getattr(node, "returns", None):
        parts.append(node.returns)
    if isinstance(node, ast.ClassDef):
        parts.extend(node.bases)
        parts.extend(node.keywords)
    return parts


def own_expressions(node):
    """All nodes below a statement that it evaluates itself: no nested statements, functions or lazy generators."""
    if isinstance(node, FUNCTIONS + (ast.Lambda, ast.ClassDef)):
        pending = outer_parts(node)
    elif isinstance(node, ast.stmt):
        pending = []
        for name, value in ast.iter_fields(node):
            if name == "cases":
                pending.extend(case.guard for case in value if case.guard)
            elif name not in STATEMENT_LISTS or not isinstance(value, list):
                pending.extend(value if isinstance(value, list) else [value])
    else:
        pending = [node]
    while pending:
        part = pending.pop()
        if not isinstance(part, ast.AST):
            continue
        yield part
        if isinstance(part, FUNCTIONS + (ast.Lambda, ast.ClassDef)):
            pending.extend(outer_parts(part))
        elif isinstance(part, ast.GeneratorExp):
            pending.append(part.generators[0].iter)
        else:
            pending.extend(ast.iter_child_nodes(part))


def holds_yield(node):
    return any(isinstance(part, ast.Yield) for part in own_expressions(node))
