"""A server and a fetcher that waits for nobody."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from ingest.web.addresses import is_any
from ingest.web.fetcher import Fetcher
from ingest.web.limits import Limits
from tests.ingest.web.server import Server, serving

#: Small, so that what never ends does not take long to be cut off.
QUICK = Limits(
    connect=1.0,
    read=0.5,
    total=1.0,
    size=200_000,
    attempts=3,
    delay=0.0,
    robots_total=0.7,
    robots_size=20_000,
)


@pytest.fixture
def server() -> Iterator[Server]:
    with serving() as one:
        yield one


@pytest.fixture
def naps() -> list[float]:
    """Return what was slept instead of sleeping, in seconds."""
    return []


@pytest.fixture
def fetcher(naps: list[float]) -> Iterator[Fetcher]:
    with Fetcher(QUICK, allowed=is_any, sleep=naps.append) as one:
        yield one
