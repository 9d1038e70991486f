"""Writing the report."""

import unittest

from datajob.report.sparkline import sparkline
from datajob.report.tables import format_hours, format_table


class TablesTest(unittest.TestCase):
    """Tables of text."""

    def test_columns_are_as_wide_as_their_widest_cell(self):
        self.assertEqual(format_table(["a", "b"], [["long", "1"]]), "a     b\nlong  1")

    def test_minutes_are_written_with_two_digits(self):
        self.assertEqual(format_hours(125), "2:05")


class SparklineTest(unittest.TestCase):
    """Bars."""

    def test_the_largest_value_is_a_full_bar(self):
        self.assertEqual(sparkline([7, 0, 14]), "▅▁█")


if __name__ == "__main__":
    unittest.main()
