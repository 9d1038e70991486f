"""Stands for the town's calendar of events."""

from __future__ import annotations

import asyncio
from pathlib import Path

CALENDAR = Path(__file__).parents[2] / "data" / "events.txt"

#: How long the calendar thinks before it answers, in seconds.
ANSWER_SECONDS = 0.015


async def event_on(date: str) -> str:
    """The event on a date, or an empty string."""
    await asyncio.sleep(ANSWER_SECONDS)
    for line in CALENDAR.read_text(encoding="utf-8").splitlines():
        day, _, event = line.partition(" ")
        if day == date:
            return event
    return ""
