"""Calls of libraries that reach outside the process, one file for each kind of them; logging records beside them.

Each library is hooked when the app imports it, and never imported for it. One that is unlike what is known here is left as
it is.
"""

from . import databases, http_calls, logs, network, processes, redis, sqlite
from .named import NamedOperations


def module_hooks(tracer):
    """What `loader.hook_modules` is to call, by the name of the module."""
    operations = NamedOperations(tracer)
    hooks = {}
    stores = (databases, redis, sqlite) if operations.records("database") else ()
    for library in (*stores, http_calls, logs, network, processes):
        hooks.update(library.module_hooks(operations))
    return hooks
