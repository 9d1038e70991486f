"""What the steps hand to each other."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Trip:
    """One ride from one station to another."""

    bike: int
    start: str
    end: str
    day: str
    minutes: int
    metres: int


@dataclass(frozen=True)
class Day:
    """What was known about one day."""

    date: str
    weather: str
    event: str
