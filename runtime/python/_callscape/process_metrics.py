"""Figures of the process, as FORMAT.md names them."""

import gc
import os
import sys
from _tracemalloc import get_traced_memory, is_tracing

from . import frames

_SCALE = 1 if sys.platform == "darwin" else 1024


def metrics_frame(time_ns, values):
    return frames.json_frame(frames.METRICS, [{"timeNs": time_ns, "values": values}])


def usage():
    """Those that cost little to know; recorders write them once a second."""
    values = {}
    try:
        import resource

        used = resource.getrusage(resource.RUSAGE_SELF)
        values["memory.rss.peak"] = used.ru_maxrss * _SCALE
        values["cpu.user"] = int(used.ru_utime * 1e9)
        values["cpu.system"] = int(used.ru_stime * 1e9)
    except (ImportError, OSError):
        pass
    resident = _resident()
    if resident:
        values["memory.rss"] = resident
        # The system brings the peak up to date now and then only.
        values["memory.rss.peak"] = max(resident, values.get("memory.rss.peak", 0))
    return values


class ProcessMetrics:
    """All of them, at the beginning and the end of a process."""

    def __init__(self):
        self._collected_before = _collections()

    def sample(self):
        values = usage()
        values["threads"] = len(sys._current_frames())
        values["gc.collections"], values["gc.collected"] = (
            now - before for now, before in zip(_collections(), self._collected_before)
        )
        if is_tracing():
            values["memory.heap"], values["memory.heap.peak"] = get_traced_memory()
        return values


def _collections():
    stats = gc.get_stats()
    return sum(one["collections"] for one in stats), sum(one["collected"] for one in stats)


def _resident():
    try:
        fd = os.open("/proc/self/statm", os.O_RDONLY | os.O_CLOEXEC)
    except (OSError, AttributeError):
        return 0
    try:
        return int(os.read(fd, 100).split()[1]) * os.sysconf("SC_PAGESIZE")
    finally:
        os.close(fd)
