"""How slow the processor is, told by an ordinary page: limits in seconds are for one like most."""

from __future__ import annotations

import time
from functools import cache

from ingest.pages import load_page
from tests.ingest.pages.made import STORY, page

#: Seconds that processors like most of today's, or faster ones, need for ``ORDINARY``.
SECONDS = 0.3
ORDINARY = page("".join(f"<p>{one} {number}</p>" for number in range(200) for one in STORY))


@cache
def slowness() -> float:
    """Return how many times longer than ``SECONDS`` this processor takes; at least 1."""
    load_page(ORDINARY, "page.html", [])  # so that the extractors' imports do not count
    began = time.process_time()
    load_page(ORDINARY, "page.html", [])
    return max(1.0, (time.process_time() - began) / SECONDS)
