"""Compares days by the stations where their trips began."""

from __future__ import annotations

from typing import Dict, List

from datajob.trip import Trip


def most_alike(trips: List[Trip]) -> Dict[str, str]:
    """For each day the other day that shares the most starts with it; of equals the earlier."""
    dates = sorted({trip.day for trip in trips})
    best = {}
    for date in dates:
        shared = {}
        for other in dates:
            if other == date:
                continue
            starts = [trip.start for trip in trips if trip.day == date]
            others = [trip.start for trip in trips if trip.day == other]
            shared[other] = sum(min(starts.count(code), others.count(code)) for code in set(starts))
        best[date] = max(shared, key=lambda other: shared[other])
    return best
