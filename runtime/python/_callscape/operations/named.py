"""Operations by name: each name is a function of the recording, of the kind `operation`."""

from _thread import get_ident

from ..replacing import replace

# Names are made from what the app asks for: however many it asks for, so many functions come of it.
MAX_NAMES = 1000


class NamedOperations:
    def __init__(self, tracer):
        self._tracer = tracer
        self.recorder = tracer.recorder
        self.redactor = tracer.redactor
        self.context_hosts = tracer.context_hosts
        self._known = {}
        # Threads that are within an operation.
        self._within = set()

    def records(self, what):
        """Whether `database` or `http` have spans of their own."""
        return self._tracer.captures(what)

    def of(self, kind, system, module, name, common):
        """The recorder's operations on the function of that name; of `common` where there are too many names."""
        key = (system, name)
        known = self._known.get(key)
        if known is None:
            if len(self._known) >= MAX_NAMES and name != common:
                return self.of(kind, system, module, common, common)
            known = self._tracer.define_operation(kind, system, module, name)
            self._known[key] = known
        return known

    def around(self, holder, names, begin):
        """Replaces functions of a class or module. `begin(*args)` gives (operation, attributes) or None.

        What a thread calls within an operation belongs to it: libraries call their own functions.
        """
        within = self._within

        def begun(*args, **named):
            thread = get_ident()
            found = None if thread in within else begin(*args, **named)
            if found is None:
                return None
            operation, attributes = found
            operation["e"]()
            self.recorder.detail(attributes)
            within.add(thread)
            return operation

        def end(operation, _, error):
            within.discard(get_ident())
            if error is not None:
                operation["x"](error)
            else:
                operation["r"](None)

        self.replace(holder, "around", (begun, end), *names)

    def replace(self, holder, mode, what, *names):
        replace(self.recorder, holder, mode, what, *names)
