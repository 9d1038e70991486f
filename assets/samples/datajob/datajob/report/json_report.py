"""The report for programs."""

from __future__ import annotations

import json
from dataclasses import asdict

from datajob.report.report import Report


def write_json(report: Report) -> None:
    """Prints the report as JSON, without the single trips."""
    print(
        json.dumps(
            {
                "rows": report.read,
                "trips": len(report.cleaned.trips),
                "dropped": report.cleaned.dropped,
                "medianMinutes": report.median_minutes(),
                "regions": [asdict(total) for total in report.regions],
                "days": [asdict(ranked) for ranked in report.days],
            },
            indent=2,
        )
    )
