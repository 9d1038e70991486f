"""Which classes begin with a traced function when they are called. Nothing is asked of the class that could run its code."""

import weakref

_TYPE_DICT = type.__dict__["__dict__"].__get__
_TYPE_MRO = type.__dict__["__mro__"].__get__


class TracedClasses:
    """`is_traced(function)` comes from the recorder."""

    def __init__(self, is_traced):
        self._is_traced = is_traced
        # By id, because the class's own hash could be the app's; forgotten with the class.
        self._verdicts = {}

    def __call__(self, kind):
        verdict = self._verdicts.get(id(kind))
        if verdict is None:
            verdict = self._looked_up(kind)
            self._verdicts[id(kind)] = verdict
            weakref.finalize(kind, self._verdicts.pop, id(kind), None).atexit = False
        return verdict

    def _looked_up(self, kind):
        return any(self._begins(kind, name) for name in ("__new__", "__init__"))

    def _begins(self, kind, name):
        for owner in _TYPE_MRO(kind):
            found = _TYPE_DICT(owner).get(name)
            if found is not None:
                found = found.__func__ if type(found) is staticmethod else found
                return self._is_traced(found)
        return False
