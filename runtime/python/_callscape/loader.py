"""Modules of the scope get their code from the tracer.

Only `SourceFileLoader.get_code` is replaced: finders, path hooks, loaders and specs stay Python's own, `runpy` gets the
code of `-m` modules from it too, and nothing is written where Python keeps its caches.
"""

import os
import sys
from importlib.machinery import SourceFileLoader

from . import pytest_hook

# Tracebacks of failing imports leave out the frames of this file; ours must not show among them.
_IMPORTLIB = "<frozen importlib._bootstrap_external>"


def hook_modules(*tables):
    """`hook(module)` of each table is called once the module of that name has been imported."""
    original = SourceFileLoader.exec_module
    hooks = {}
    for table in tables:
        for name, hook in table.items():
            hooks.setdefault(name, []).append(hook)

    def call(module, name):
        for hook in hooks.get(name, ()):
            try:
                hook(module)
            except Exception:
                # A library unlike those known: it is left as it is.
                pass

    def exec_module(self, module):
        original(self, module)
        call(module, module.__name__)

    _disguise(exec_module, original)
    SourceFileLoader.exec_module = exec_module
    for name in hooks:
        # What the tracer, or Python itself, has imported already.
        if name in sys.modules:
            call(sys.modules[name], name)


def _disguise(function, original):
    function.__code__ = function.__code__.replace(co_filename=_IMPORTLIB)
    function.__module__ = original.__module__
    function.__qualname__ = original.__qualname__
    function.__doc__ = original.__doc__


def hook_loader(tracer):
    original = SourceFileLoader.get_code
    compiles = SourceFileLoader.source_to_code

    def traced(loader, fullname):
        """Rewritten code, or None to let Python go its way."""
        try:
            pytest_hook.watch(tracer, fullname)
            path = loader.get_filename(fullname)
            file = os.path.abspath(path)
            if not tracer.covers(file):
                return None
            if type(loader).source_to_code is not compiles:
                tracer.skip(file, "its loader %s compiles it in its own way" % type(loader).__name__)
                return None
            return tracer.code_for(loader.get_data(path), path, file)
        except Exception:
            return None

    def get_code(self, fullname):
        code = traced(self, fullname)
        return original(self, fullname) if code is None else code

    _disguise(get_code, original)
    SourceFileLoader.get_code = get_code


def hook_run_path(tracer):
    """Scripts that `runpy.run_path` runs: that is how multiprocessing's children get their `__main__`."""
    import runpy

    original = getattr(runpy, "_get_code_from_file", None)
    if original is None:
        return

    def _get_code_from_file(*args):
        code = None
        try:
            # (run name, file name), and in later versions (file name) alone; the former gives a pair.
            name = os.fsdecode(args[-1])
            file = os.path.abspath(name)
            if tracer.covers(file):
                with open(file, "rb") as source:
                    code = tracer.code_for(source.read(), name, file)
        except Exception:
            code = None
        if code is None:
            return original(*args)
        return code if len(args) == 1 else (code, args[-1])

    runpy._get_code_from_file = _get_code_from_file
