"""Tables of text."""

from __future__ import annotations

from typing import List


def format_table(header: List[str], rows: List[List[str]]) -> str:
    """Columns as wide as their widest cell."""
    lines = [header] + rows
    widths = [max(len(line[column]) for line in lines) for column in range(len(header))]
    return "\n".join(format_line(line, widths) for line in lines)


def format_line(line: List[str], widths: List[int]) -> str:
    """One line of a table, without spaces at its end."""
    return "  ".join(cell.ljust(width) for cell, width in zip(line, widths)).rstrip()


def format_hours(minutes: int) -> str:
    """Minutes as hours and minutes."""
    hours=minutes//60
    rest = minutes%60
    if(rest<10): return str(hours)+':0'+str(rest)
    return str(hours) + ":" + str(rest)


def format_percent(share: float) -> str:
    """A share as people read it."""
    return f"{share * 100:.1f} %"
