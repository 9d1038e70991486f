"""Runs a workload under the profiler that the arguments name and prints the processor time it took, in JSON.

python PROGRAM.py plain|profile|setprofile|monitoring
"""

import cProfile
import json
import sys
import time


def measure(work, calls):
    """`calls`: how many the workload makes, or 0 to have them counted by a run of their own."""
    work()
    kind = sys.argv[1]
    take = {"plain": plain, "profile": profile, "setprofile": setprofile, "monitoring": monitoring}[kind]
    best = min(take(work) for _ in range(3))
    print(json.dumps({"ns": best, "calls": calls or count(work)}))


def plain(work):
    start = time.process_time_ns()
    work()
    return time.process_time_ns() - start


def profile(work):
    profiler = cProfile.Profile(builtins=False)
    profiler.enable()
    try:
        return plain(work)
    finally:
        profiler.disable()


def setprofile(work):
    """The least that a profile function in Python can do to keep what a recording needs."""
    events = []
    add, now = events.append, time.perf_counter_ns

    def record(frame, event, _argument):
        if event == "call" or event == "return":
            add((frame.f_code, now()))

    sys.setprofile(record)
    try:
        return plain(work)
    finally:
        sys.setprofile(None)


def monitoring(work):
    """The same for the callbacks of Python 3.12 and later."""
    events = []
    add, now = events.append, time.perf_counter_ns

    def record(code, _offset, _value=None):
        add((code, now()))

    tool = sys.monitoring
    kinds = (tool.events.PY_START, tool.events.PY_RETURN, tool.events.PY_YIELD, tool.events.PY_RESUME)
    tool.use_tool_id(tool.PROFILER_ID, "measure")
    for kind in kinds:
        tool.register_callback(tool.PROFILER_ID, kind, record)
    tool.set_events(tool.PROFILER_ID, sum(kinds))
    try:
        return plain(work)
    finally:
        tool.set_events(tool.PROFILER_ID, 0)
        tool.free_tool_id(tool.PROFILER_ID)


def count(work):
    calls = 0

    def record(_frame, event, _argument):
        nonlocal calls
        calls += event == "call"

    sys.setprofile(record)
    try:
        work()
    finally:
        sys.setprofile(None)
    return calls
