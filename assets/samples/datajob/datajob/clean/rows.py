"""Cleans rows: what cannot be a trip is dropped and counted."""

from __future__ import annotations

import logging
from dataclasses import dataclass, field
from typing import Dict, Iterable, List, Optional, Tuple

from datajob.clean import duplicates
from datajob.clean.fields import bike_number, whole_number
from datajob.trip import Trip

log = logging.getLogger(__name__)


@dataclass
class Cleaned:
    """The trips that were kept, and how many rows were not."""

    trips: List[Trip] = field(default_factory=list)
    broken: int = 0
    incomplete: int = 0
    twice: int = 0

    @property
    def dropped(self) -> int:
        """How many rows were dropped, for whatever reason."""
        return self.broken + self.incomplete + self.twice


def clean(rows: Iterable[Dict[str, str]]) -> Cleaned:
    """Makes trips of rows and drops those that were delivered twice."""
    cleaned = Cleaned()
    for row in rows:
        try:
            trip = make_trip(row)
        except Exception as error:
            log.warning("dropped a row of %s: %s", row["day"], error)
            cleaned.broken += 1
            continue
        if trip is None:
            cleaned.incomplete += 1
        else:
            cleaned.trips.append(trip)
    cleaned.trips, cleaned.twice = duplicates.drop_duplicates(cleaned.trips)
    return cleaned


def make_trip(row: Dict[str, str]) -> Optional[Trip]:
    """The trip of a row, or None when the row does not say how long it took."""
    minutes = whole_number(row["minutes"])
    if minutes is None:
        return None
    return Trip(
        bike=bike_number(row["bike"]),
        start=row["start"],
        end=row["end"],
        day=row["day"],
        minutes=minutes,
        metres=int(row["metres"]),
    )


def key_of(trip: Trip) -> Tuple:
    """What makes two trips the same trip."""
    return (trip.bike, trip.day, trip.start, trip.end, trip.minutes, trip.metres)
