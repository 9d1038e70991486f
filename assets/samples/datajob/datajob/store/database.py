"""The database of the job: SQLite in memory, shared by the threads behind one lock."""

from __future__ import annotations

import sqlite3
import threading
from typing import Iterable, List, Tuple

from datajob.source.stations import STATIONS, region_of
from datajob.store.schema import SCHEMA
from datajob.trip import Trip


class Database:
    """Trips and stations."""

    def __init__(self) -> None:
        self._connection = sqlite3.connect(":memory:", check_same_thread=False)
        self._lock = threading.Lock()
        self._connection.executescript(SCHEMA)
        self._connection.executemany(
            "INSERT INTO station VALUES (?, ?, ?)",
            [(station.code, station.name, station.region) for station in STATIONS],
        )

    def add_trips(self, trips: Iterable[Trip]) -> None:
        """Adds trips, each with the region where it began."""
        with self._connection:
            self._connection.executemany(
                "INSERT INTO trip (start, region, day, minutes, metres) VALUES (?, ?, ?, ?, ?)",
                [
                    (trip.start, region_of(trip.start), trip.day, trip.minutes, trip.metres)
                    for trip in trips
                ],
            )

    def query(self, statement: str, *values: object) -> List[Tuple]:
        """All rows of a statement."""
        with self._lock:
            return self._connection.execute(statement, values).fetchall()

    def close(self) -> None:
        """Gives the memory back."""
        self._connection.close()
