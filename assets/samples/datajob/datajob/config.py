"""The settings of the job."""

from __future__ import annotations

import os
from dataclasses import dataclass


@dataclass(frozen=True)
class Settings:
    """What one run of the job needs to know."""

    seed: int
    trips: int
    threads: int
    user: str
    password: str


def read_settings() -> Settings:
    """Reads the settings from the environment; without it the sample's own values hold."""
    return Settings(
        seed=20250301,
        trips=4000,
        threads=4,
        user=os.environ.get("DATAJOB_USER", "sample-user"),
        password=os.environ.get("DATAJOB_PASSWORD", "sample-password"),
    )
