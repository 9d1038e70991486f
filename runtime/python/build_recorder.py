"""Builds the recorder in C into CACHE_DIR, unless it is there: python build_recorder.py CACHE_DIR

Run it before an app is started with the tracer. Exit code 1 with a reason on stderr: the recorder in Python will do.
"""

import os
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))

from _callscape import native  # noqa: E402

if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    try:
        print(native.build(sys.argv[1]))
    except (OSError, RuntimeError) as error:
        sys.exit("The recorder in C was not built: %s" % error)
