"""Levels that change while the app runs: `levels.json` of the spool folder, as runtime/format/types.ts describes it."""

import json
import os

from . import frames

NAME = "levels.json"


class LiveLevels:
    """The functions of the process, and what was asked of them so far."""

    def __init__(self, spool_dir, recorder):
        self._file = os.path.join(spool_dir, NAME)
        self._recorder = recorder
        self._functions = []
        self._changes = []

    def watch(self):
        """From now on the recorder looks at the file from time to time."""
        self._changes = self._read()
        self._recorder.watch_levels(os.fsencode(self._file), self._changed)

    def define(self, function, path, name, level, up_to, takes):
        """A new function, which begins with what was last asked of it. `up_to`: the level of its text."""
        live = _Live(function, path, name, up_to, takes)
        mode = live.mode(level) or live.mode(up_to)
        for change in self._changes:
            if live.is_meant(change):
                mode = live.mode(change["level"]) or mode
        live.switch(self._recorder, mode)
        self._functions.append(live)

    def _read(self):
        try:
            with open(self._file, encoding="utf-8") as file:
                changes = json.load(file)["changes"]
            return [one for one in changes if one["scope"] in ("global", "file", "function") and type(one["level"]) is int]
        except (OSError, ValueError, KeyError, TypeError):
            # None yet, or gone with its folder.
            return []

    def _changed(self, time_ns):
        """Called by the recorder when the file has changed; gives a frame that says what was done, or None."""
        known, changes = len(self._changes), self._read()
        new = changes[known:]
        if not new:
            return None
        self._changes = changes
        done = []
        for change in new:
            functions = 0
            for live in self._functions:
                mode = live.mode(change["level"]) if live.is_meant(change) else None
                functions += mode is not None and live.switch(self._recorder, mode)
            told = {"timeNs": time_ns, "scope": change["scope"], "target": change["target"]}
            done.append(dict(told, level=change["level"], functions=functions))
        return frames.json_frame(frames.LEVELS, done)


class _Live:
    __slots__ = ("_function", "_path", "_key", "_up_to", "_takes")

    def __init__(self, function, path, name, up_to, takes):
        self._function = function
        self._path = path
        self._key = "%s#%s" % (path, name)
        self._up_to = up_to
        self._takes = takes

    def is_meant(self, change):
        scope, target = change["scope"], change["target"]
        return scope == "global" or target == (self._path if scope == "file" else self._key)

    def mode(self, level):
        """(off, without calls out and steps, what is captured), or None where the text cannot do that."""
        if level == 0:
            return True, False, 0
        if level == 1:
            return False, self._up_to >= 3, 0
        # From level 3 on calls and steps are in the text, and are recorded together with the values.
        return (False, False, self._takes) if level == self._up_to else None

    def switch(self, recorder, mode):
        """Whether that changes anything."""
        return recorder.switch_level(self._function, *mode)
