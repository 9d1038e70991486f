"""Where the library hands over what runs later, on another thread, or in another process: see native/handovers.h.

Each module is hooked when the app imports it, and never imported for it.
"""

import os
from functools import partial

from . import replacing


def module_hooks(recorder):
    """What `loader.hook_modules` is to call, by the name of the module."""
    replace = partial(replacing.replace, recorder)
    made = []

    def scheduled_by():
        # Not before asyncio has imported it as well.
        from contextvars import ContextVar

        if not made:
            made.append(ContextVar("callscape"))
        return made[0]

    def base_events(module):
        loop = module.BaseEventLoop
        replace(loop, "schedule", scheduled_by(), "create_task", "call_soon", "call_at")
        replace(loop, "send", scheduled_by(), "call_soon_threadsafe")

    def events(module):
        replace(module.Handle, "callback", scheduled_by(), "_run")

    def futures(module):
        for kind in {module.Future, module._PyFuture}:
            replace(kind, "schedule", scheduled_by(), "add_done_callback")

    def pool(module):
        links = {}
        replace(module._WorkItem, "stash", links, "__init__")
        replace(module._WorkItem, "stashed", links, "run")

    def threading(module):
        links = {}
        replace(module.Thread, "stash", links, "start")
        replace(module.Thread, "stashed", links, "_bootstrap_inner")

    return {
        **process_hooks(recorder),
        "asyncio.base_events": base_events,
        "asyncio.events": events,
        "asyncio.futures": futures,
        "concurrent.futures.thread": pool,
        "threading": threading,
    }


def process_hooks(recorder):
    """Those of them that only tell which process has started which."""
    replace = partial(replacing.replace, recorder)

    def started(process, _):
        recorder.started(process.pid)

    def subprocess(module):
        replace(module.Popen, "after", started, "_execute_child")

    def multiprocessing(module):
        replace(module.Popen, "after", started, "_launch")

    return {
        "subprocess": subprocess,
        "multiprocessing.popen_spawn_posix": multiprocessing,
        "multiprocessing.popen_forkserver": multiprocessing,
    }


def hook_forks(recorder):
    def started(_, pid):
        if pid:
            recorder.started(pid[0] if type(pid) is tuple else pid)

    for name in ("fork", "forkpty"):
        if hasattr(os, name):
            setattr(os, name, recorder.handover("after", getattr(os, name), started))


def was_started(spool_dir):
    """Whether a traced process has started this one."""
    prefix = "%d-" % os.getppid()
    return any(name.startswith(prefix) for name in os.listdir(spool_dir))
