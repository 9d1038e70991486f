"""The report for people."""

from __future__ import annotations

from datajob.report.report import Report
from datajob.report.tables import format_hours, format_table


def write_text(report: Report) -> None:
    """Prints the report."""
    cleaned = report.cleaned
    print(f"rows {report.read}, trips {len(cleaned.trips)}")
    print(f"dropped: {cleaned.broken} broken, {cleaned.incomplete} incomplete, {cleaned.twice} twice")
    print(f"median minutes {report.median_minutes()}")
    print()
    rows = [
        [total.region, str(total.trips), format_hours(total.minutes), total.busiest] for total in report.regions
    ]
    print(format_table(["region", "trips", "hours", "busiest"], rows))
    print()
    rows = [
        [ranked.day.date, str(ranked.trips), ranked.day.weather, ranked.alike, ranked.day.event]
        for ranked in report.days
    ]
    print(format_table(["day", "trips", "weather", "most like", "event"], rows))
    print()
    print("trips by region", draw([total.trips for total in report.regions]))


def draw(values):
    try:
        from datajob.report.sparklines import sparkline

        return sparkline(values)
    except ImportError:
        return " ".join(str(value) for value in values)
