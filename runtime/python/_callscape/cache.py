"""Rewritten code on disk, by content hash, scope, interpreter and tracer version. A cache that fails only costs time."""

import marshal
import os
import sys
from binascii import crc32

from . import TRACER_VERSION

try:
    # Without the rest of hashlib, which would load OpenSSL into the app.
    from _sha1 import sha1
except ImportError:
    from hashlib import sha1


def _rewriter():
    """Checksum of what rewrites: its output is only worth what wrote it."""
    folder = os.path.dirname(os.path.abspath(__file__))
    total = 0
    for name in ("facts.py", "inline.py", "naming.py", "nodes.py", "rewrite.py", "sites.py", "steps.py"):
        with open(os.path.join(folder, name), "rb") as file:
            total = crc32(file.read(), total)
    return total


class CodeCache:
    def __init__(self, directory, fingerprint):
        self._directory = os.path.join(directory, "python") if directory else ""
        identity = (TRACER_VERSION, _rewriter(), fingerprint, sys.implementation.cache_tag, sys.hexversion)
        self._identity = repr(identity).encode("utf-8", "surrogateescape")

    def key(self, file, source, variant):
        """`variant`: what else made the code what it is."""
        digest = sha1(self._identity)
        digest.update(repr((file, variant, sys.flags.optimize, __debug__)).encode("utf-8", "surrogateescape"))
        digest.update(source)
        return digest.hexdigest()

    def read(self, key):
        """(functions, levels, untouched, code) or None."""
        try:
            with open(os.path.join(self._directory, key), "rb") as file:
                return marshal.loads(file.read())
        except (OSError, ValueError, EOFError, TypeError):
            return None

    def write(self, key, entry):
        if not self._directory:
            return
        path = os.path.join(self._directory, key)
        # Another process may write the same entry: each writes its own file and the rename is atomic.
        temporary = "%s.%d" % (path, os.getpid())
        try:
            os.makedirs(self._directory, exist_ok=True)
            with open(temporary, "wb") as file:
                file.write(marshal.dumps(entry))
            os.replace(temporary, path)
        except (OSError, ValueError):
            # A full disk or a folder without write permission; the next start rewrites again.
            pass
