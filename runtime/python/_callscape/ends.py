"""Nothing is lost however a process ends or multiplies."""

import atexit
import os


def hook_ends(tracer):
    recorder = tracer.recorder

    def leaving(code=None, *_):
        tracer.end(code=code if isinstance(code, int) else None)

    def replacing(*_):
        recorder.flush_all()

    # Registered before anything of the app's, and so called after it.
    atexit.register(tracer.end)
    for holder in (os, __import__(os.name)):
        holder._exit = recorder.wrap_call(leaving, os._exit)
        for name in ("execv", "execve"):
            if hasattr(holder, name):
                setattr(holder, name, recorder.wrap_call(replacing, getattr(holder, name)))
    if hasattr(os, "register_at_fork"):
        # What is held back is written before, so that it is not written twice.
        os.register_at_fork(before=recorder.flush_all, after_in_child=tracer.after_fork_in_child)
