"""The recorder in C: where its binary is kept, how it is built and loaded.

One binary serves every CPython from 3.8 on. It is built by `python build_recorder.py CACHE_DIR` before an app starts, never
while one runs; without it the recorder in Python does the work.
"""

import hashlib
import importlib.machinery
import importlib.util
import os
import platform
import subprocess
import sys
import sysconfig

_SOURCES = os.path.join(os.path.dirname(os.path.abspath(__file__)), "native")
_NAME = "_callscape_recorder"


def is_supported():
    """Free-threaded builds have another binary interface, and other interpreters have none."""
    threaded = "t" in getattr(sys, "abiflags", "") or sysconfig.get_config_var("Py_GIL_DISABLED")
    return sys.implementation.name == "cpython" and os.name == "posix" and not threaded


def binary_path(cache_dir):
    """The name holds a hash of the sources, so that a binary of another version is never loaded."""
    digest = hashlib.sha1()
    for name in sorted(os.listdir(_SOURCES)):
        with open(os.path.join(_SOURCES, name), "rb") as file:
            digest.update(file.read())
    system = "%s-%s" % (sys.platform, platform.machine())
    return os.path.join(cache_dir, "native", "recorder-%s-%s.abi3.so" % (system, digest.hexdigest()[:16]))


def load(cache_dir):
    """The module, or None when the binary is not there or cannot be loaded here."""
    if not is_supported():
        return None
    try:
        path = binary_path(cache_dir)
        if not os.path.exists(path):
            return None
        loader = importlib.machinery.ExtensionFileLoader(_NAME, path)
        spec = importlib.util.spec_from_file_location(_NAME, path, loader=loader)
        module = importlib.util.module_from_spec(spec)
        loader.exec_module(module)
        return module
    except (ImportError, OSError):
        return None


def build(cache_dir):
    """Path of the binary, built if need be. Raises OSError or RuntimeError, with what the compiler said."""
    if not is_supported():
        raise RuntimeError("this Python cannot load the recorder's binary")
    path = binary_path(cache_dir)
    if os.path.exists(path):
        return path
    os.makedirs(os.path.dirname(path), exist_ok=True)
    temporary = "%s.%d" % (path, os.getpid())
    compiler = os.environ.get("CC") or "cc"
    flags = ["-O2", "-shared", "-fPIC", "-fvisibility=hidden", "-DPy_LIMITED_API=0x03080000"]
    if sys.platform == "darwin":
        flags += ["-undefined", "dynamic_lookup"]
    headers = sysconfig.get_paths()["include"]
    command = [*compiler.split(), *flags, "-I", headers, os.path.join(_SOURCES, "recorder.c"), "-o", temporary]
    if sys.platform.startswith("linux"):
        command.append("-ldl")
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, stdin=subprocess.DEVNULL)
    if done.returncode != 0:
        raise RuntimeError("the compiler failed:\n" + done.stdout.decode("utf-8", "replace"))
    os.replace(temporary, path)
    return path
