"""Reads the delivered CSV file."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Dict, Iterator


def read_trips(path: Path) -> Iterator[Dict[str, str]]:
    """Yields the rows of the file, one at a time, as they stand there."""
    with path.open(newline="", encoding="utf-8") as file:
        for row in csv.DictReader(file):
            yield row
