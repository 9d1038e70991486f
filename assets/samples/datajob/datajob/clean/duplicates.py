"""Finds trips that were delivered twice."""

from __future__ import annotations

from typing import List, Tuple

from datajob.clean import rows
from datajob.trip import Trip


def drop_duplicates(trips: List[Trip]) -> Tuple[List[Trip], int]:
    """The trips without repetitions, in their order, and how many repetitions there were."""
    first = {}
    for trip in trips:
        first.setdefault(rows.key_of(trip), trip)
    return list(first.values()), len(trips) - len(first)
