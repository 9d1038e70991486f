"""What a function tells of its values at level 2: small numbers and texts that have been seen, which are most of what calls
give each other, without the way through capture.py. The words and what they take of the allowance are as there."""

from .capture import (
    BRIEF_BELOW,
    BRIEF_TEXT,
    EARNED_WORDS,
    FALSE,
    FIRST_ALLOWANCE,
    INT24,
    MAX_ARGUMENTS,
    MIN_TEXT,
    NULL,
    STRING,
    TRUE,
)
from .convert import LATEST, OP_ARGS, VALUE

TAKES_ARGUMENTS, TAKES_RETURNS, TAKES_ERRORS = 1, 2, 4
OP_RETURN = 12
_SMALL = 1 << 23
# Of each capture: its length and operation.
_HEAD_WORDS = 2
_UNEARNED = FIRST_ALLOWANCE - EARNED_WORDS


def entering(recorder, function, enter):
    """`enter` of a function whose arguments are captured."""
    names, allowance = function.names, function.allowance
    count = len(names)
    is_plain = count <= MAX_ARGUMENTS and not any(map(recorder.options["redactor"].is_secret_key, names))
    spent = 1 + count + _HEAD_WORDS

    def enter_with_values(*values):
        if enter() or not function.takes & TAKES_ARGUMENTS:
            return
        buffer = recorder.only or recorder.buffer()
        if buffer is None or buffer.writing:
            return
        if is_plain and len(values) == count:
            earned = allowance.words + EARNED_WORDS if allowance.words < _UNEARNED else FIRST_ALLOWANCE
            longest = BRIEF_TEXT if earned < BRIEF_BELOW else MIN_TEXT
            left = earned - spent
            words = [VALUE, LATEST, -OP_ARGS, 1 + count, count]
            for value in values:
                kind = type(value)
                if kind is int and -_SMALL <= value < _SMALL:
                    words.append(value << 8 | INT24)
                elif value is None:
                    words.append(NULL)
                elif kind is str:
                    known, size = buffer.known_texts.get(value), len(value)
                    if known is None or size > longest:
                        break
                    words.append(known << 8 | STRING)
                    left -= size >> 3
                elif kind is bool:
                    words.append(TRUE if value else FALSE)
                else:
                    break
            else:
                allowance.words = left if left > 0 else 0
                buffer.events.extend((tuple(words), 0))
                return
        buffer.take_value(OP_ARGS, LATEST, buffer.capture.arguments, allowance, names, values)

    return enter_with_values


def keeping(recorder, function):
    """Captures what a function returns, and returns it."""
    gate, identity, allowance = function.gate, function.identity, function.allowance

    def keep(value):
        if not function.takes & TAKES_RETURNS or (gate.is_gated and gate.is_hidden()):
            return value
        buffer = recorder.only or recorder.buffer()
        if buffer is None or buffer.writing:
            return value
        kind = type(value)
        earned = allowance.words + EARNED_WORDS if allowance.words < _UNEARNED else FIRST_ALLOWANCE
        left = earned - 1 - _HEAD_WORDS
        if value is None:
            word = NULL
        elif kind is int and -_SMALL <= value < _SMALL:
            word = value << 8 | INT24
        elif kind is bool:
            word = TRUE if value else FALSE
        elif (
            kind is str
            and (known := buffer.known_texts.get(value)) is not None
            and len(value) <= (BRIEF_TEXT if earned < BRIEF_BELOW else MIN_TEXT)
        ):
            word = known << 8 | STRING
            left -= len(value) >> 3
        else:
            buffer.take_value(OP_RETURN, identity, buffer.capture.one, allowance, value)
            return value
        allowance.words = left if left > 0 else 0
        buffer.events.extend(((VALUE, identity, -OP_RETURN, 1, word), 0))
        return value

    return keep


def leaving(keep, leave):
    """`leave` of a function whose results are captured."""

    def leave_with_value(value):
        keep(value)
        return leave(value)

    return leave_with_value
