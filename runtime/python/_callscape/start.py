"""Starts the tracer; whatever goes wrong here, the app runs untraced."""

import os
import sys

from . import native
from .config import RECORDER_VARIABLE, read_config


def start():
    """Gives a function to call when all else of the start is done, or None when nothing is traced."""
    config = read_config()
    if config is None or sys.version_info < (3, 8):
        return None
    choice = os.environ.get(RECORDER_VARIABLE, "auto")
    recorder = None if choice == "python" else native.load(config.get("cacheDir") or "")
    is_native = recorder is not None
    if recorder is None:
        if choice == "native":
            return None
        from .recorder import Recorder

        recorder = Recorder()

    from . import ends, handovers, loader, main_script, operations
    from .tracer import Tracer

    tracer = Tracer(config, recorder, is_native)
    loader.hook_loader(tracer)
    if _is_multiprocessing():
        loader.hook_run_path(tracer)
    ends.hook_ends(tracer)
    linked = handovers.module_hooks(recorder) if config.get("linkCallbacks", True) else handovers.process_hooks(recorder)
    loader.hook_modules(linked, operations.module_hooks(tracer), tracer.memory_hooks())
    handovers.hook_forks(recorder)
    if handovers.was_started(config["spoolDir"]):
        recorder.was_started()
    tracer.write_metrics()

    def finish():
        main_script.arrange(tracer)
        tracer.start_memory()

    return finish


def _is_multiprocessing():
    """Whether multiprocessing has started this Python, by `-c`: then it runs the parent's script by runpy."""
    arguments = getattr(sys, "argv", [""])
    if arguments[:1] != ["-c"]:
        return False
    command = getattr(sys, "orig_argv", None)
    return command is None or any("multiprocessing" in one for one in command)
