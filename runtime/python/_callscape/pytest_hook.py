"""pytest compiles test modules itself, to rewrite their assertions: ours comes on top of its rewriting.

Its caches stay its own: a rewritten module is neither read from them nor written there while it is traced.
"""

import ast
import os
import sys

_MODULE = "_pytest.assertion.rewrite"
_done = False


def watch(tracer, fullname):
    """Called for each module that is loaded: once pytest's rewriting is there, it is hooked."""
    if not _done and fullname.startswith("_pytest.") and fullname != _MODULE:
        module = sys.modules.get(_MODULE)
        if module is not None and hasattr(module, "AssertionRewritingHook"):
            _hook(tracer, module)


def _disguised(replacement, original):
    replacement.__code__ = replacement.__code__.replace(co_filename=original.__code__.co_filename)
    return replacement


def _hook(tracer, module):
    global _done
    _done = True
    names = ("_rewrite_test", "_read_pyc", "_write_pyc", "rewrite_asserts")
    if not all(hasattr(module, name) for name in names):
        # Another pytest than those known: its modules run as they are.
        return
    rewrite_test, read_pyc, write_pyc = module._rewrite_test, module._read_pyc, module._write_pyc
    ours = []

    def rewritten(path, config):
        source_file = str(path)
        file = os.path.abspath(source_file)
        if not tracer.covers(file):
            return None
        with open(file, "rb") as opened:
            source = opened.read()

        def parse():
            tree = ast.parse(source, filename=source_file)
            module.rewrite_asserts(tree, source, source_file, config)
            return tree

        return tracer.code_for(source, source_file, file, "pytest", parse, cached=False)

    def _rewrite_test(path, config):
        try:
            code = rewritten(path, config)
        except Exception:
            code = None
        if code is None:
            return rewrite_test(path, config)
        ours.append(code)
        return os.stat(path), code

    def _read_pyc(source, *rest, **named):
        return None if tracer.covers(os.path.abspath(str(source))) else read_pyc(source, *rest, **named)

    def _write_pyc(state, code, *rest, **named):
        if any(code is one for one in ours):
            return False
        return write_pyc(state, code, *rest, **named)

    module._rewrite_test = _disguised(_rewrite_test, rewrite_test)
    module._read_pyc = _disguised(_read_pyc, read_pyc)
    module._write_pyc = _disguised(_write_pyc, write_pyc)
