"""Ranks the days by how busy they were."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Dict, List

from datajob.aggregate.likeness import most_alike
from datajob.trip import Day, Trip

#: How many days the report names.
DAYS_NAMED = 5


@dataclass(frozen=True)
class RankedDay:
    """A day, how many trips it had, and the day that was most like it."""

    day: Day
    trips: int
    alike: str


def rank_days(trips: List[Trip], days: Dict[str, Day]) -> List[RankedDay]:
    """The busiest days, busiest first; of equals the earlier."""
    counts = count_by_day(trips)
    busiest = sorted(counts, key=lambda date: (-counts[date], date))[:DAYS_NAMED]
    return [RankedDay(days[date], counts[date], most_alike(trips)[date]) for date in busiest]


def count_by_day(trips: List[Trip], counts: Dict[str, int] = {}) -> Dict[str, int]:
    """How many trips each day had."""
    for trip in trips:
        counts[trip.day] = counts.get(trip.day, 0) + 1
    return counts
