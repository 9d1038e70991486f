"""The command line of the job."""

from __future__ import annotations

import argparse
import logging

from datajob.config import read_settings
from datajob.job import run_job
from datajob.report.json_report import write_json
from datajob.report.text import write_text


def main(arguments: list[str] | None = None) -> int:
    """Runs the job and prints its report. Returns the exit code."""
    parser = argparse.ArgumentParser(prog="datajob", description=__doc__)
    parser.add_argument("--json", action="store_true", help="print the report as JSON")
    parser.add_argument("--verbose", action="store_true", help="log every step to standard error")
    options = parser.parse_args(arguments)
    logging.basicConfig(
        level=logging.INFO if options.verbose else logging.WARNING,
        format="%(levelname)s %(name)s: %(message)s",
    )
    report = run_job(read_settings())
    if options.json:
        write_json(report)
    else:
        write_text(report)
    return 0
