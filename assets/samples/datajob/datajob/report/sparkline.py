"""Draws a row of numbers as a row of bars."""

from __future__ import annotations

from typing import List

BARS = "▁▂▃▄▅▆▇█"


def sparkline(values: List[int]) -> str:
    """One bar for each value; the largest is a full one."""
    top = max(values)
    return "".join(BARS[round(value / top * (len(BARS) - 1))] for value in values)
