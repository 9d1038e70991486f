"""Records of `logging`, beside the span that writes them.

A message is formatted only where that runs no code of the app: with arguments of plain types. Else its template is recorded
with the arguments beside it.
"""

from types import MethodDescriptorType, WrapperDescriptorType

from ..special import found_special, type_mro

_arguments = BaseException.__dict__["args"].__get__
_IN_C = (WrapperDescriptorType, MethodDescriptorType)
_PLAIN = (str, int, float, bool, type(None))
# What every record has; others come by `extra`.
_STANDARD = frozenset(
    "name msg args levelname levelno pathname filename module exc_info exc_text stack_info lineno funcName created msecs"
    " relativeCreated thread threadName processName process taskName message asctime".split()
)
# OpenTelemetry's severities, for the levels of `logging` by tens.
_SEVERITIES = (1, 5, 9, 13, 17, 21)


def severity_of(level):
    return _SEVERITIES[min(max(level // 10, 0), 5)]


def message_of(record):
    """(message, whether its arguments are in it)"""
    template, args = record.msg, record.args
    if type(template) is not str or not args:
        return template, not args
    values = args.values() if type(args) is dict else args if type(args) is tuple else (args,)
    if not all(type(value) in _PLAIN or _is_plain_error(value) for value in values):
        return template, False
    try:
        return template % args, True
    except (TypeError, ValueError, KeyError):
        return template, False


def _is_plain_error(value):
    """Whether an exception puts itself into words by Python's own code, of plain arguments."""
    if BaseException not in type_mro(type(value)):
        return False
    names = ("__str__", "__repr__", "__format__")
    return all(type(found_special(type(value), name)) in _IN_C for name in names) and all(
        type(one) in _PLAIN for one in _arguments(value)
    )


def fields_of(record, has_arguments):
    given = record.__dict__
    fields = {key: value for key, value in given.items() if key not in _STANDARD}
    if not has_arguments:
        fields["args"] = record.args
    failure = record.exc_info
    if type(failure) is tuple and len(failure) == 3 and failure[1] is not None:
        fields["exception"] = failure[1]
    fields["code.file.path"], fields["code.line.number"] = record.pathname, record.lineno
    return fields


def module_hooks(operations):
    recorder = operations.recorder

    def handled(logger, record, *_):
        message, has_arguments = message_of(record)
        recorder.log(severity_of(record.levelno), record.name, message, fields_of(record, has_arguments))

    def hook(module):
        operations.replace(module.Logger, "around", (handled, None), "handle")

    return {"logging": hook}
