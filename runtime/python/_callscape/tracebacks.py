"""Frames of the recorder in Python, which the app is not to see."""

import os

_FOLDER = os.path.dirname(__file__)
_OWN_FILES = frozenset(os.path.join(_FOLDER, name) for name in ("resumable.py", "links.py"))


def hide_frames(error):
    """Takes the frames of stand-ins out of a traceback."""
    step = error.__traceback__ if error is not None else None
    while step is not None:
        after = step.tb_next
        while after is not None and after.tb_frame.f_code.co_filename in _OWN_FILES:
            after = after.tb_next
        if after is not step.tb_next:
            step.tb_next = after
        step = after
