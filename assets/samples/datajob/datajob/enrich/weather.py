"""Stands for a weather service: the answers are computed, the waiting is real."""

from __future__ import annotations

import asyncio

#: How long an answer takes, in seconds.
ANSWER_SECONDS = 0.02

KINDS = ["dry", "dry", "rain", "dry", "storm", "rain", "dry"]


async def weather_on(date: str) -> str:
    """The weather on a date."""
    await asyncio.sleep(ANSWER_SECONDS)
    return KINDS[int(date[-2:]) % len(KINDS)]
