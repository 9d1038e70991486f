"""Found first on PYTHONPATH when the app's Python starts: starts the tracer, then runs the user's own sitecustomize."""

import os
import sys


def _start(folder):
    """Starts the tracer with modules of the standard library alone, whatever the app's folders hold under their names."""
    path = sys.path[:]
    library = os.path.dirname(os.__file__)
    sys.path[:] = [folder] + [one for one in path if _is_library(one, library)]
    known = set(sys.modules)
    # Our own modules are kept compiled beside their sources, wherever the app keeps its own, or keeps none.
    writes, sys.dont_write_bytecode = sys.dont_write_bytecode, False
    prefix, sys.pycache_prefix = sys.pycache_prefix, None
    try:
        from _callscape.start import start

        return start()
    finally:
        sys.dont_write_bytecode, sys.pycache_prefix = writes, prefix
        sys.path[:] = path
        sys.path_importer_cache.pop(folder, None)
        _unload_shadowed(set(sys.modules) - known, path, folder)


def _is_library(entry, library):
    if "site-packages" in entry or "dist-packages" in entry:
        return False
    return entry.startswith(os.path.dirname(library)) or entry.endswith(".zip")


def _unload_shadowed(loaded, path, folder):
    """The app imports modules by names of its own choice, though we have loaded the library's of the same name."""
    folders = [one for one in path if one != folder and not _is_library(one, os.path.dirname(os.__file__))]
    script = sys.argv[0] if getattr(sys, "argv", None) else ""
    folders.append(os.path.dirname(os.path.realpath(script)) if script not in ("", "-", "-c", "-m") else os.getcwd())
    taken = set()
    for one in folders:
        try:
            taken.update(name.partition(".")[0] for name in os.listdir(one))
        except OSError:
            pass
    for name in loaded:
        top = name.partition(".")[0]
        module = sys.modules.get(name)
        if top in taken and top != "_callscape" and hasattr(module, "__file__"):
            sys.modules.pop(name, None)


def _chain(folder):
    """Runs the sitecustomize that Python would have found without us."""
    from importlib.machinery import PathFinder
    from importlib.util import module_from_spec

    spec = PathFinder.find_spec("sitecustomize", [one for one in sys.path if os.path.realpath(one) != folder])
    if spec is None or spec.loader is None:
        return
    module = module_from_spec(spec)
    sys.modules["sitecustomize"] = module
    spec.loader.exec_module(module)


def _uncache():
    """Python has compiled this file into the folder where the app wants its own."""
    prefix, cached = sys.pycache_prefix, __spec__.cached
    if not prefix or not cached or not cached.startswith(prefix):
        return
    try:
        os.remove(cached)
        folder = os.path.dirname(cached)
        while len(folder) > len(prefix):
            os.rmdir(folder)
            folder = os.path.dirname(folder)
    except OSError:
        # Not there, or not empty.
        pass


def _main():
    folder = os.path.dirname(os.path.abspath(__file__))
    arrange = None
    _uncache()
    try:
        arrange = _start(folder)
    except Exception:
        # No folder to write to, or a Python unlike those known: nothing has been changed yet.
        pass
    # The app's path is what it would be; child processes find us by the variable.
    sys.path[:] = [one for one in sys.path if os.path.realpath(one) != os.path.realpath(folder)]
    try:
        _chain(os.path.realpath(folder))
    finally:
        if arrange is not None:
            arrange()


_main()
