"""Says so when a region takes too long."""

from __future__ import annotations

import logging
import threading

log = logging.getLogger(__name__)

#: After this many seconds a region is reported as late.
PATIENCE_SECONDS = 600


def start_watchdog(region: str) -> None:
    """Starts to watch one region."""
    timer = threading.Timer(PATIENCE_SECONDS, log.warning, ["%s is late", region])
    timer.daemon = True
    timer.start()
