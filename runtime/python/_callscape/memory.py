"""Which functions hold the memory that is in use, by what tracemalloc knows of each block."""

import os
import time
from bisect import bisect_right

import _tracemalloc

from .allocation_tree import AllocationTree

# Frames that are kept of each stack, the innermost: each costs time with every block.
FRAMES = 32
# Between two profiles, at least; and as a multiple of the time that the last one took.
EVERY_NS = 2000000000
PAUSES = 100

_OWN = os.path.dirname(os.path.abspath(__file__)) + os.sep
_now = time.monotonic_ns


class Memory:
    """tracemalloc has one state in a process. The app sees nothing of ours, and has its own as soon as it asks for it."""

    def __init__(self):
        self.is_running = False
        self._files = {}
        self._owners = {}
        self._due = 0

    def start(self):
        """False where the app, or whoever has started it, follows its memory already."""
        if _tracemalloc.is_tracing():
            return False
        _tracemalloc.start(FRAMES)
        self.is_running = True
        self._due = _now() + EVERY_NS
        return True

    def stop(self):
        if self.is_running:
            self.is_running = False
            _tracemalloc.stop()

    def define(self, path, first, functions, places):
        """`path`: as the code names its file. `functions`: with ids from `first` on, but for those of the kinds `places`."""
        spans = self._files.setdefault(path, _Functions())
        spans.add((one["line"], one["endLine"], first + i) for i, one in enumerate(functions) if one["kind"] not in places)
        self._owners.clear()

    def take(self, time_ns):
        """A profile if one is due, or None."""
        begun = _now()
        if not self.is_running or begun < self._due:
            return None
        profile = self.profile(time_ns)
        ended = _now()
        self._due = ended + max(EVERY_NS, PAUSES * (ended - begun))
        return profile

    def profile(self, time_ns):
        """As runtime/format has it, or None once nothing is followed any more."""
        if not self.is_running:
            return None
        # A stack is the same object for all blocks that were made on it.
        stacks = {}
        traces = _tracemalloc._get_traces()
        for trace in traces:
            sums = stacks.get(id(trace[2]))
            if sums is None:
                stacks[id(trace[2])] = [trace[2], trace[1], 1]
            else:
                sums[1] += trace[1]
                sums[2] += 1
        tree = AllocationTree()
        for stack, size, blocks in stacks.values():
            # The innermost frame is the first.
            if not stack[0][0].startswith(_OWN):
                tree.add(self._path(stack), size, blocks)
        return dict(tree.columns(), timeNs=time_ns, measure="retained", intervalBytes=0)

    def after_fork(self):
        """What the parent holds is not the child's."""
        if self.is_running:
            _tracemalloc.clear_traces()
            self._due = _now() + EVERY_NS

    def hide(self, stop):
        """A hook that makes `tracemalloc` answer as if nothing were followed, until the app begins to: then it calls `stop()`."""

        def hook(module):
            for name, answer in _ANSWERS.items():
                original = getattr(module, name, None)
                if original is not None:
                    setattr(module, name, _like(self._standing_in(original, answer), original))
            begin = module.start

            def start(*args, **kwargs):
                if self.is_running:
                    stop()
                return begin(*args, **kwargs)

            module.start = _like(start, begin)

        return hook

    def _standing_in(self, original, answer):
        return lambda *args: answer(*args) if self.is_running else original(*args)

    def _path(self, stack):
        owners = self._owners
        path = []
        for place in reversed(stack):
            owner = owners.get(place)
            if owner is None:
                functions = self._files.get(place[0])
                owner = owners[place] = -1 if functions is None else functions.at(place[1])
            if owner >= 0:
                path.append(owner)
        return path


class _Functions:
    """The traced functions of a file, by their lines."""

    def __init__(self):
        self._found = {}
        self._sorted = None

    def add(self, found):
        for line, end, identity in found:
            # What runs on the first line of a longer function is the one around it, which makes it.
            self._found[line + (end > line), -end] = identity
        self._sorted = None

    def at(self, line):
        """The innermost one, or -1."""
        if self._sorted is None:
            self._sorted = sorted(self._found)
        index = bisect_right(self._sorted, (line, 0)) - 1
        while index >= 0 and -self._sorted[index][1] < line:
            index -= 1
        return self._found[self._sorted[index]] if index >= 0 else -1


# What is said where nothing is followed.
_ANSWERS = {
    "is_tracing": lambda: False,
    "stop": lambda: None,
    "clear_traces": lambda: None,
    "reset_peak": lambda: None,
    "get_traceback_limit": lambda: 1,
    "get_traced_memory": lambda: (0, 0),
    "_get_traces": lambda: [],
    "_get_object_traceback": lambda _: None,
}


def _like(function, original):
    function.__name__ = function.__qualname__ = original.__name__
    function.__doc__ = original.__doc__
    function.__module__ = original.__module__
    return function
