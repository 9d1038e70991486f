"""The steps of the job, in their order."""

from __future__ import annotations

import asyncio
import logging
import tempfile
from pathlib import Path

from datajob.aggregate.days import rank_days
from datajob.aggregate.regions import totals_by_region
from datajob.clean import rows
from datajob.config import Settings
from datajob.enrich.days import enrich_days
from datajob.publish.session import open_session
from datajob.publish.upload import publish
from datajob.report.report import Report
from datajob.source.generate import write_trips
from datajob.source.read import read_trips
from datajob.store.database import Database

log = logging.getLogger(__name__)


def run_job(settings: Settings) -> Report:
    """Reads, cleans, stores, enriches, aggregates and publishes the trips of one month."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "trips.csv"
        write_trips(path, settings.seed, settings.trips)
        cleaned = rows.clean(read_trips(path))
    log.info("kept %d trips, dropped %d", len(cleaned.trips), cleaned.dropped)

    database = Database()
    database.add_trips(cleaned.trips)
    days = asyncio.run(enrich_days(sorted({trip.day for trip in cleaned.trips})))
    report = Report(
        read=settings.trips,
        cleaned=cleaned,
        regions=totals_by_region(database, settings.threads),
        days=rank_days(cleaned.trips, days),
    )
    publish(report, open_session(settings.user, settings.password))
    database.close()
    return report
