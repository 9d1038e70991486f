"""Small statistics."""

from __future__ import annotations

from typing import List


def median(values: List[float]) -> float:
    """The middle one of the values."""
    ordered = sorted(values)
    return ordered[len(ordered) // 2]


def _spread(values: List[float]) -> float:
    """The distance between the largest and the smallest value."""
    return max(values) - min(values)
