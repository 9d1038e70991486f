"""Cleaning rows."""

import unittest

from datajob.clean import rows
from datajob.clean.fields import bike_number, decimal_number, whole_number

ROW = {"bike": "bike 042", "start": "HBR", "end": "MKT", "day": "2025-02-03", "minutes": "12", "metres": "2400"}


class CleanTest(unittest.TestCase):
    """What is kept and what is dropped."""

    def test_a_complete_row_becomes_a_trip(self):
        [trip] = rows.clean([ROW]).trips
        self.assertEqual((trip.bike, trip.minutes, trip.metres), (42, 12, 2400))

    def test_a_row_without_minutes_is_dropped_as_incomplete(self):
        cleaned = rows.clean([dict(ROW, minutes="")])
        self.assertEqual((cleaned.trips, cleaned.incomplete, cleaned.dropped), ([], 1, 1))

    def test_a_row_that_was_delivered_twice_is_kept_once(self):
        cleaned = rows.clean([ROW, dict(ROW, minutes="13"), ROW])
        self.assertEqual([trip.minutes for trip in cleaned.trips], [12, 13])
        self.assertEqual(cleaned.twice, 1)


class FieldsTest(unittest.TestCase):
    """Reading single fields."""

    def test_a_bike_is_read_by_its_number(self):
        self.assertEqual(bike_number("bike 007"), 7)

    def test_what_is_not_a_number_is_none(self):
        self.assertEqual(whole_number("15"), 15)
        self.assertIsNone(whole_number("soon"))

    def test_a_decimal_comma_is_understood(self):
        self.assertEqual(decimal_number("3,5"), 3.5)
        self.assertIsNone(decimal_number("-"))


if __name__ == "__main__":
    unittest.main()
