"""Log records, details of operations and trace contexts in Python: the twin of native/signals.h."""

from array import array
from time import monotonic_ns

from .convert import CARRIED, CONTINUED, OF_SPAN, OP_THROW, WORDS

OP_ERROR, OP_LOG, OP_DETAIL = 13, 25, 26


class Signals:
    """The operations on signals; `buffer()` comes from the recorder."""

    def detail(self, attributes):
        buffer = self.buffer()
        words = buffer and buffer.quietly(buffer.capture.attributes, attributes)
        if words:
            buffer.events.extend(((OF_SPAN, (-OP_DETAIL, len(words), *words)), 0))

    def log(self, severity, logger, message, fields):
        buffer = self.buffer()
        if buffer is None:
            return
        time = array("i", array("d", [float(monotonic_ns() - buffer.origin)]).tobytes())
        words = buffer.quietly(buffer.capture.record, logger, message, fields)
        if words:
            buffer.events.extend(((WORDS, (-OP_LOG, len(words) + 3, *time, severity, *words)), 0))
            buffer.settle()

    def carries(self, context):
        self._put_context(CARRIED, context)

    def continues(self, context):
        self._put_context(CONTINUED, context)

    def fail(self, span, error):
        self._finish(span, OP_THROW, OP_ERROR, error)

    def _put_context(self, code, context):
        buffer = self.buffer()
        if buffer is not None:
            buffer.events.extend(((code, context and _words(context)), 0))


def _words(context):
    return [int.from_bytes(context[at : at + 4], "big") for at in range(0, 24, 4)]
