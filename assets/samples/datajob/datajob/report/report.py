"""The report, before it is written in some format."""

from __future__ import annotations

from dataclasses import dataclass
from typing import List

from datajob.aggregate.days import RankedDay
from datajob.aggregate.regions import RegionTotal
from datajob.aggregate.statistics import median
from datajob.clean.rows import Cleaned


@dataclass(frozen=True)
class Report:
    """Everything that the job found out."""

    read: int
    cleaned: Cleaned
    regions: List[RegionTotal]
    days: List[RankedDay]

    def median_minutes(self) -> float:
        """How long the trip in the middle took."""
        return median([trip.minutes for trip in self.cleaned.trips])
