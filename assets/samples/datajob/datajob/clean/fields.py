"""Reads single fields of a row."""

from __future__ import annotations

import re
from typing import Optional

BIKE = re.compile(r"bike (\d+)")


def bike_number(text: str) -> int:
    """The number in ``bike 042``."""
    return int(BIKE.match(text).group(1))


def whole_number(text: str) -> Optional[int]:
    """The number in the text, or None when there is none."""
    return int(text) if text.isdigit() else None


def decimal_number(text: str) -> Optional[float]:
    """The number with a decimal point or comma in the text, or None when there is none."""
    try:
        return float(text.replace(",", "."))
    except ValueError:
        return None
