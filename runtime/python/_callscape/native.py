"""The recorder in C: where its binary is kept and how it is loaded.

One binary serves every CPython from 3.8 on. A packaged Callscape brings it; else it is built. Either way `python
build_recorder.py CACHE_DIR` puts it into the cache before an app starts, never while one runs; without it the recorder in
Python does the work.
"""

import os
import sys
from binascii import crc32
from importlib.machinery import ExtensionFileLoader, ModuleSpec

SOURCES = os.path.join(os.path.dirname(os.path.abspath(__file__)), "native")
# What a package brings: only where Callscape has been packaged.
PREBUILT = os.path.join(os.path.dirname(os.path.dirname(os.path.abspath(__file__))), "prebuilt")
_NAME = "_callscape_recorder"


def is_supported():
    """Free-threaded builds have another binary interface, and other interpreters have none."""
    threaded = "t" in getattr(sys, "abiflags", "")
    return sys.implementation.name == "cpython" and os.name == "posix" and not threaded


def binary_path(cache_dir):
    return os.path.join(cache_dir, "native", binary_name())


def binary_name():
    """It holds a hash of the sources, so that a binary of another version is never loaded."""
    digest = 0
    for name in sorted(os.listdir(SOURCES)):
        with open(os.path.join(SOURCES, name), "rb") as file:
            digest = crc32(file.read(), digest)
    return "recorder-%s-%s-%08x.abi3.so" % (sys.platform, os.uname().machine, digest)


def load(cache_dir):
    """The module, or None when the binary is not there or cannot be loaded here."""
    if not is_supported():
        return None
    try:
        path = binary_path(cache_dir)
        if not os.path.exists(path):
            return None
        loader = ExtensionFileLoader(_NAME, path)
        module = loader.create_module(ModuleSpec(_NAME, loader, origin=path))
        loader.exec_module(module)
        return module
    except (ImportError, OSError):
        return None
