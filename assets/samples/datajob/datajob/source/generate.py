"""Writes the CSV file that a real scheme would have delivered."""

from __future__ import annotations

import csv
import random
from pathlib import Path
from typing import Iterator

from datajob.source.stations import STATIONS

HEADER = ["bike", "start", "end", "day", "minutes", "metres"]

#: One row in this many has the fault named beside it.
NO_BIKE = 250
NO_MINUTES = 100
TWICE = 60


def write_trips(path: Path, seed: int, count: int) -> None:
    """Writes ``count`` rows; the same seed gives the same file."""
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(HEADER)
        writer.writerows(make_rows(random.Random(seed), count))


def make_rows(source: random.Random, count: int) -> Iterator[list]:
    """Yields rows, some with faults: no bike number, no minutes, or delivered twice."""
    row: list = []
    for number in range(1, count + 1):
        if number % TWICE != 0:
            row = make_row(source, number)
        yield row


def make_row(source: random.Random, number: int) -> list:
    """One row of the file."""
    return [
        "unknown" if number % NO_BIKE == 0 else "bike %03d" % below(source, 400),
        STATIONS[below(source, len(STATIONS))].code,
        STATIONS[below(source, len(STATIONS))].code,
        "2025-02-%02d" % (1 + below(source, 28)),
        "" if number % NO_MINUTES == 7 else str(3 + below(source, 55)),
        str(200 + below(source, 9000)),
    ]


def below(source: random.Random, limit: int) -> int:
    """A whole number from 0 to ``limit - 1``, the same on every version of Python."""
    return int(source.random() * limit)
