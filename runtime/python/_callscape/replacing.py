"""Puts the recorder's functions in the places of a library's."""

import gc


def replace(recorder, holder, mode, what, *names):
    """Functions of a class or module, as `recorder.handover` says; those of classes written in C among them."""
    namespace = holder.__dict__
    writable = None
    for name in names:
        original = namespace.get(name)
        if original is None:
            continue
        wrapped = recorder.handover(mode, original, what)
        try:
            setattr(holder, name, wrapped)
        except TypeError:
            # A class in C: what its dictionary is a view of.
            writable = writable or gc.get_referents(namespace)[0]
            writable[name] = wrapped
            recorder.type_modified(holder)
