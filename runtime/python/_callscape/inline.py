"""The text of functions at level 1 for the recorder in Python.

A call of a function in Python costs several times what there is to do in it, so that beginnings and ends are kept by the
rewritten functions themselves, with functions in C (hot_path.py has what the placeholders stand for):

    e() if None in slow else tell((b, now()))

    .time = now()
    if .time > until[0]: r(None)
    else: tell((f, .time))

Word and time come into the list by one call in C, so that no finalizer and no signal's handler can put events between them.
The variables are assigned just before the function returns: nothing of the app's runs in its frame that could see them.
"""

import ast
import sys

from .nodes import call, constant, load, place, placeholder, statement

TIME, VALUE = ".callscape.time", ".callscape.value"


def entered(index, like):
    """The statement that begins a span."""
    slow = place(ast.Compare(left=constant(None, like), ops=[ast.In()], comparators=[placeholder("slow", like)]), like)
    quick = call("tell", [_pair("b %d" % index, call("now", [], like), like)], like)
    return statement(place(ast.IfExp(test=slow, body=call("e %d" % index, [], like), orelse=quick), like))


def returned(index, like):
    """The statements that end it."""
    until = subscript(placeholder("until", like), constant(0, like), like)
    late = place(ast.Compare(left=load(TIME, like), ops=[ast.Gt()], comparators=[until]), like)
    quick = call("tell", [_pair("f %d" % index, load(TIME, like), like)], like)
    slow = call("r %d" % index, [constant(None, like)], like)
    told = place(ast.If(test=late, body=[statement(slow)], orelse=[statement(quick)]), like)
    return [store(TIME, call("now", [], like), like), told]


def store(name, value, like):
    target = place(ast.Name(id=name, ctx=ast.Store()), like)
    return place(ast.Assign(targets=[target], value=value, type_comment=None), like)


def subscript(value, index, like):
    index = index if sys.version_info >= (3, 9) else place(ast.Index(value=index), like)
    return place(ast.Subscript(value=value, slice=index, ctx=ast.Load()), like)


def _pair(word, time, like):
    return place(ast.Tuple(elts=[placeholder(word, like), time], ctx=ast.Load()), like)
