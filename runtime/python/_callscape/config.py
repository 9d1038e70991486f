"""The launcher's configuration: the `TracerConfig` of runtime/format/types.ts, as JSON."""

import json
import os

from .scope import highest_level

VARIABLE = "CALLSCAPE_CONFIG"
# `native`, `python` or `auto`; for tests and for a machine on which the binary misbehaves.
RECORDER_VARIABLE = "CALLSCAPE_PYTHON_RECORDER"


def read_config():
    """None when there is none that can be used: the app then runs untraced."""
    path = os.environ.get(VARIABLE)
    if not path:
        return None
    try:
        with open(path, encoding="utf-8") as file:
            config = json.load(file)
        usable = config["version"] == 1 and config["spoolDir"] and config["projectDir"] and highest_level(config) > 0
        return config if usable else None
    except (OSError, ValueError, KeyError, TypeError):
        return None
