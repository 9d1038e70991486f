"""Signs in to the warehouse, which exists only here."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass


@dataclass(frozen=True)
class Session:
    """The right to upload."""

    user: str
    token: str


def open_session(user: str, password: str) -> Session:
    """Opens a session."""
    return Session(user, make_token(user, password))


def make_token(user: str, password: str) -> str:
    """The token that the warehouse expects."""
    digest = hashlib.sha256(f"{user}:{password}".encode()).hexdigest()
    return f"sample-token-{digest[:12]}"
