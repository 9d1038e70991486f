"""Files that have changed since the run began, or have come since, where the run is to leave those alone."""

import os

from .config import VARIABLE


class FileChanges:
    """`born`: gives ns since 1970 at which a file was made, or -1 where the system does not tell."""

    def __init__(self, config, born):
        self._changed = config.get("changedFiles", True)
        self._new = config.get("newFiles", True)
        self._born = born
        self._begun_ns = -1

    def may_trace(self, file):
        if self._changed and self._new:
            return True
        try:
            if self._begun_ns < 0:
                # The launcher has just written it: the same for all processes of the run.
                self._begun_ns = os.stat(os.environ[VARIABLE]).st_mtime_ns
            if os.stat(file).st_mtime_ns <= self._begun_ns:
                return True
        except (OSError, KeyError):
            return True
        born = self._born(file)
        if born < 0:
            # Which of the two it is cannot be told: neither is traced.
            return False
        return self._new if born > self._begun_ns else self._changed


def born_by_python(file):
    born = getattr(os.stat(file), "st_birthtime", None)
    return -1 if born is None else int(born * 1e9)
