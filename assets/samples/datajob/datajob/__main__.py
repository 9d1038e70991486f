"""Runs the job: ``python -m datajob``."""

import sys

from datajob.cli import main

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
