"""One polite rate a host."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable

log = logging.getLogger(__name__)


class Pace:
    """Keeps two requests to one host apart; ``clock`` and ``sleep`` are in seconds."""

    def __init__(
        self,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self._clock = clock
        self._sleep = sleep
        self._last: dict[str, float] = {}

    def wait(self, host: str, delay: float) -> None:
        """Wait until ``delay`` seconds have gone by since the last request to a host."""
        last = self._last.get(host)
        if last is not None and (left := last + delay - self._clock()) > 0:
            log.debug("waiting %.1f s for %s", left, host)
            self._sleep(left)
        self._last[host] = self._clock()
