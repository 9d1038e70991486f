"""The stations of the scheme."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Station:
    """A place where bicycles stand."""

    code: str
    name: str
    region: str


STATIONS = [
    Station("HBR", "Harbour", "north"),
    Station("LGT", "Lighthouse", "north"),
    Station("MKT", "Market", "centre"),
    Station("TWH", "Town Hall", "centre"),
    Station("LIB", "Library", "centre"),
    Station("STN", "Railway Station", "centre"),
    Station("PRK", "Park", "south"),
    Station("UNI", "University", "south"),
    Station("HIL", "Hill", "west"),
    Station("WDS", "Woods", "west"),
    Station("POO", "Swimming Pool", "east"),
    Station("FAC", "Factory", "east"),
]


def region_of(code: str) -> str:
    """The region of a station."""
    for station in STATIONS:
        if station.code == code:
            return station.region
    raise KeyError(code)
