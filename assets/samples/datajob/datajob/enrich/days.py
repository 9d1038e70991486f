"""Asks two services about each day."""

from __future__ import annotations

import asyncio
from typing import Dict, List

from datajob.enrich.events import event_on
from datajob.enrich.weather import weather_on
from datajob.trip import Day


async def enrich_days(dates: List[str]) -> Dict[str, Day]:
    """What is known about each date; all dates are asked about at the same time."""
    days = await asyncio.gather(*[enrich_day(date) for date in dates])
    return {day.date: day for day in days}


async def enrich_day(date: str) -> Day:
    """What is known about one date."""
    weather = await weather_on(date)
    event = await event_on(date)
    return Day(date=date, weather=weather, event=event)
