"""Counts the calls of a project's functions in one run of ``python -m MODULE``, with the interpreter's own profile hook.

Usage: python countCalls.py PROJECT MODULE COUNTS.json
A generator or coroutine counts once, however often it is resumed.
"""

import json
import runpy
import sys
import threading
from inspect import CO_ASYNC_GENERATOR, CO_COROUTINE, CO_GENERATOR

RESUMABLE = CO_GENERATOR | CO_COROUTINE | CO_ASYNC_GENERATOR

root, module, target = sys.argv[1:4]
lock = threading.Lock()
frames_seen = set()
counts = {}


def profile(frame, event, _argument):
    """Counts the calls into files of the project by ``file:name``."""
    code = frame.f_code
    if event != "call" or not code.co_filename.startswith(root):
        return
    with lock:
        if code.co_flags & RESUMABLE:
            if frame in frames_seen:
                return
            frames_seen.add(frame)
        place = code.co_filename[len(root) :].lstrip("\\/").replace("\\", "/")
        key = "{}:{}".format(place, code.co_name)
        counts[key] = counts.get(key, 0) + 1


sys.path.insert(0, root)
sys.argv = [module]
threading.setprofile(profile)
sys.setprofile(profile)
try:
    runpy.run_module(module, run_name="__main__", alter_sys=True)
finally:
    sys.setprofile(None)
    with open(target, "w", encoding="utf-8") as file:
        json.dump(counts, file)
