"""The script of `python app.py`.

Python compiles it without asking any import hook, unless a path hook takes the script's path for a place to import from,
as it does for folders and zip files; then it calls `runpy._run_module_as_main`. A path hook of ours does that for this
one path, and a function of ours stands in for `runpy` for this one call, which runs the rewritten script in `__main__`
exactly as Python would have: the same attributes, the same `sys.path`, the same traceback.
"""

import os
import sys
import types
from importlib.machinery import SourceFileLoader

from .tracebacks import hide_frames


def script_file():
    """Absolute path of the script to run, or None."""
    arguments = getattr(sys, "argv", None)
    if not arguments or arguments[0] in ("", "-", "-c", "-m"):
        return None
    file = os.path.abspath(arguments[0])
    return file if os.path.isfile(file) else None


def arrange(tracer):
    """Call last of all at start: from now on `runpy` is a stand-in until the script begins."""
    file = script_file()
    if file is None or not tracer.covers(file):
        return
    # What Python makes of the path: from 3.9 on it is absolute, but not tidied.
    expected = os.path.join(os.getcwd(), sys.argv[0]) if sys.version_info >= (3, 9) else sys.argv[0]
    code = _code_for(tracer, expected, file)
    if code is None:
        return
    script = {}

    def hook(path):
        if type(path) is not str or os.path.abspath(path) != file or script:
            raise ImportError
        # The code names its file as Python gives it.
        script.update(path=path, code=code if path == expected else _code_for(tracer, path, file))
        return _Importer()

    def prepare():
        """Everything as if Python ran the script itself; gives the code and its globals."""
        _withdraw(hook, before)
        path = script["path"]
        sys.path_importer_cache.pop(path, None)
        if sys.path and sys.path[0] == path:
            sys.path[:1] = [] if getattr(sys.flags, "safe_path", False) else [os.path.dirname(os.path.realpath(path))]
        namespace = sys.modules["__main__"].__dict__
        namespace["__file__"] = path
        namespace["__cached__"] = None
        namespace["__loader__"] = SourceFileLoader("__main__", path)
        return script["code"], namespace

    def finish(error):
        namespace = sys.modules["__main__"].__dict__
        namespace.pop("__file__", None)
        namespace.pop("__cached__", None)
        if isinstance(error, SystemExit):
            tracer.exit_code = _exit_code(error.code)

    before = sys.modules.get("runpy")
    stand_in = types.ModuleType("runpy")
    stand_in._run_module_as_main = tracer.recorder.main_runner(prepare, finish)
    sys.modules["runpy"] = stand_in
    sys.path_hooks.insert(0, hook)


class _Importer:
    """Makes Python take the path for a place to import from; nothing is imported through it."""

    def find_spec(self, name, target=None):
        return None


def _withdraw(hook, before):
    if hook in sys.path_hooks:
        sys.path_hooks.remove(hook)
    if before is None:
        sys.modules.pop("runpy", None)
    else:
        sys.modules["runpy"] = before


def _code_for(tracer, path, file):
    try:
        with open(path, "rb") as source:
            # Not from the cache: Python compiles a script at each start, and so repeats its warnings.
            return tracer.code_for(source.read(), path, file, cached=False)
    except OSError:
        return None


def _exit_code(code):
    if code is None:
        return 0
    return code if isinstance(code, int) else 1


def runner(prepare, finish):
    """What the recorder in C does without a frame of its own in the script's tracebacks."""

    def run(*_):
        code, namespace = prepare()
        try:
            exec(code, namespace)
        except BaseException as error:
            finish(error)
            error.__traceback__ = error.__traceback__.tb_next
            hide_frames(error)
            if isinstance(error, SystemExit) or sys.version_info >= (3, 11):
                raise
            # Before 3.11 this frame comes back with the exception: show it here, so that Python only sets the exit code.
            sys.last_type, sys.last_value, sys.last_traceback = type(error), error, error.__traceback__
            sys.excepthook(type(error), error, error.__traceback__)
            sys.excepthook = lambda *_: None
            raise
        finish(None)

    return run
