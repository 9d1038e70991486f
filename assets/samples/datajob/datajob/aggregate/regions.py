"""Totals by region, one thread for each of a few regions at a time."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import List

from datajob.aggregate.watchdog import start_watchdog
from datajob.store.database import Database


@dataclass(frozen=True)
class RegionTotal:
    """The trips that began in one region."""

    region: str
    trips: int
    minutes: int
    busiest: str


def totals_by_region(database: Database, threads: int) -> List[RegionTotal]:
    """The totals of every region, by name."""
    regions = [region for (region,) in database.query("SELECT DISTINCT region FROM station ORDER BY region")]
    with ThreadPoolExecutor(threads, thread_name_prefix="region") as pool:
        return list(pool.map(lambda region: total_of(database, region), regions))


def total_of(database: Database, region: str) -> RegionTotal:
    """The total of one region."""
    start_watchdog(region)
    trips = database.query("SELECT id, start, minutes FROM trip WHERE region = ?", region)
    counts: dict = {}
    minutes = 0
    for _, start, duration in trips:
        [(name,)] = database.query("SELECT name FROM station WHERE code = ?", start)
        counts[name] = counts.get(name, 0) + 1
        minutes += duration
    busiest = max(sorted(counts), key=lambda name: counts[name])
    return RegionTotal(region, len(trips), minutes, busiest)
