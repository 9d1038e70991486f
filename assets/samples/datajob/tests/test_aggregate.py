"""Totals and likeness."""

import unittest

from datajob.aggregate.likeness import most_alike
from datajob.aggregate.regions import RegionTotal, totals_by_region
from datajob.store.database import Database
from datajob.trip import Trip


def trip(start: str, day: str, minutes: int = 10) -> Trip:
    """A trip of which only some parts matter."""
    return Trip(bike=1, start=start, end="MKT", day=day, minutes=minutes, metres=1000)


class RegionTest(unittest.TestCase):
    """Totals by region."""

    def test_a_region_sums_the_trips_that_begin_in_it(self):
        database = Database()
        trips = [trip(code, "2025-02-01", 20) for code in ("HBR", "LGT", "LGT", "MKT", "PRK", "HIL", "POO")]
        database.add_trips(trips)
        totals = totals_by_region(database, threads=2)
        database.close()
        self.assertEqual(totals[2], RegionTotal("north", 3, 60, "Lighthouse"))
        self.assertEqual([total.region for total in totals], ["centre", "east", "north", "south", "west"])


class LikenessTest(unittest.TestCase):
    """Days that are like each other."""

    def test_the_day_with_the_most_shared_starts_is_the_most_alike(self):
        trips = [trip("HBR", "d1"), trip("HBR", "d1"), trip("HBR", "d2"), trip("PRK", "d3"), trip("HBR", "d3")]
        trips.append(trip("HBR", "d3"))
        self.assertEqual(most_alike(trips)["d1"], "d3")


if __name__ == "__main__":
    unittest.main()
