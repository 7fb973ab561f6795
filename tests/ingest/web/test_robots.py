"""A robots.txt is remembered for as long as it holds, and kept to when it cannot be asked for."""

from __future__ import annotations

from collections.abc import Iterator

import httpx
import pytest

from ingest.web.addresses import is_any
from ingest.web.fetcher import Fetcher
from ingest.web.memory import Forgetful
from ingest.web.robots import fresh_for
from tests.ingest.web.conftest import QUICK
from tests.ingest.web.server import Server
from vectorstore import SourceError

HOUR = 3600.0
FORBIDDING = "User-agent: *\nDisallow: /\n"


class Day:
    """The time of day, which goes on only when it is told to."""

    def __init__(self) -> None:
        self.now = 1_700_000_000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def day() -> Day:
    return Day()


@pytest.fixture
def memory() -> Forgetful:
    return Forgetful()


@pytest.fixture
def fetcher(day: Day, memory: Forgetful, naps: list[float]) -> Iterator[Fetcher]:
    with Fetcher(QUICK, allowed=is_any, sleep=naps.append, now=day, memory=memory) as one:
        yield one


def why(fetcher: Fetcher, url: str) -> str:
    with pytest.raises(SourceError) as caught:
        fetcher.get(url)
    return str(caught.value)


@pytest.mark.parametrize(
    ("headers", "holds"),
    [
        ({}, HOUR),
        ({"Cache_Control": "max-age=7200"}, 2 * HOUR),
        ({"Cache_Control": "max-age=31536000"}, 24 * HOUR),
        ({"Cache_Control": "no-cache"}, HOUR / 6),
        ({"Cache_Control": "max-age=0"}, HOUR / 6),
    ],
)
def test_rules_are_remembered_as_long_as_they_hold_and_then_read_anew(
    server: Server, fetcher: Fetcher, day: Day, headers: dict[str, str], holds: float
) -> None:
    server.page("/robots.txt", "", "text/plain", **headers)
    server.page("/a", "Hello")
    fetcher.get(server.url("/a"))
    server.page("/robots.txt", FORBIDDING, "text/plain")
    day.now += holds - 1
    fetcher.get(server.url("/a"))
    assert server.counts["/robots.txt"] == 1
    day.now += 2
    assert "robots.txt of 127.0.0.1 forbids it" in why(fetcher, server.url("/a"))
    assert server.counts["/robots.txt"] == 2


def test_another_run_remembers_what_this_one_read(
    server: Server, fetcher: Fetcher, day: Day, memory: Forgetful
) -> None:
    server.page("/robots.txt", "User-agent: *\nDisallow: /private/\n", "text/plain")
    server.page("/a", "Hello")
    fetcher.get(server.url("/a"))
    with Fetcher(QUICK, allowed=is_any, now=day, memory=memory) as other:
        assert other.get(server.url("/a")).body == b"Hello"
        assert "forbids it" in why(other, server.url("/private/a"))
    assert server.counts["/robots.txt"] == 1


def test_a_clock_that_was_set_back_does_not_make_rules_hold_for_ever(
    server: Server, fetcher: Fetcher, day: Day
) -> None:
    server.page("/a", "Hello")
    fetcher.get(server.url("/a"))
    day.now -= 48 * HOUR
    fetcher.get(server.url("/a"))
    assert server.counts["/robots.txt"] == 2


@pytest.mark.parametrize("status", [429, 500, 501, 503, 522])
def test_a_file_that_cannot_be_told_refuses_for_now_and_is_asked_for_again_later(
    server: Server, fetcher: Fetcher, day: Day, naps: list[float], status: int
) -> None:
    server.pages["/robots.txt"] = lambda h: h.answer(status)
    server.page("/a", "Hello")
    said = why(fetcher, server.url("/a"))
    assert "was not read for now: the robots.txt of 127.0.0.1 cannot be read at the moment" in said
    assert f"status {status}" in said
    assert "This is temporary" in said
    assert (naps, server.counts["/robots.txt"], server.counts["/a"]) == ([1.0, 2.0], 3, 0)
    server.page("/robots.txt", "", "text/plain")
    why(fetcher, server.url("/a"))
    day.now += HOUR / 6
    assert fetcher.get(server.url("/a")).body == b"Hello"


def test_rules_that_were_read_before_are_kept_to_while_the_file_cannot_be_read(
    server: Server, fetcher: Fetcher, day: Day
) -> None:
    server.page("/robots.txt", "User-agent: *\nDisallow: /private/\n", "text/plain")
    server.page("/a", "Hello")
    fetcher.get(server.url("/a"))
    server.pages["/robots.txt"] = lambda h: h.answer(503)
    day.now += 25 * HOUR
    assert fetcher.get(server.url("/a")).body == b"Hello"
    assert "forbids it" in why(fetcher, server.url("/private/a"))
    day.now += 31 * 24 * HOUR
    assert "cannot be read at the moment" in why(fetcher, server.url("/a"))


def test_a_wait_that_the_file_asks_for_is_kept_by_the_next_run_too(
    server: Server, fetcher: Fetcher, day: Day, memory: Forgetful, naps: list[float]
) -> None:
    server.pages["/robots.txt"] = lambda h: h.answer(429, b"", {"Retry-After": "7200"})
    server.page("/a", "Hello")
    assert "asks to wait 7200 seconds" in why(fetcher, server.url("/a"))
    with Fetcher(QUICK, allowed=is_any, now=day, memory=memory) as other:
        assert "its server asked to wait until 20" in why(other, server.url("/a"))
        assert (server.counts["/robots.txt"], naps) == (1, [])
        day.now += 2 * HOUR
        server.page("/robots.txt", "", "text/plain")
        assert other.get(server.url("/a")).body == b"Hello"


def test_a_page_whose_server_asks_to_wait_is_not_asked_for_before(
    server: Server, fetcher: Fetcher, day: Day
) -> None:
    server.pages["/busy"] = lambda h: h.answer(503, b"", {"Retry-After": "7200"})
    server.page("/a", "Hello")
    for words in ("asks to wait 7200 seconds", "its server asked to wait until 20"):
        assert words in why(fetcher, server.url("/busy"))
    assert server.counts["/busy"] == 1
    assert fetcher.get(server.url("/a")).body == b"Hello"
    # Too many requests are not those for one page.
    server.pages["/a"] = lambda h: h.answer(429, b"", {"Retry-After": "7200"})
    why(fetcher, server.url("/a"))
    assert "its server asked to wait until 20" in why(fetcher, server.url("/b"))
    day.now += 2 * HOUR
    server.page("/busy", "Hello")
    assert fetcher.get(server.url("/busy")).body == b"Hello"


def test_no_wait_is_longer_than_a_day(server: Server, fetcher: Fetcher, day: Day) -> None:
    server.pages["/a"] = lambda h: h.answer(503, b"", {"Retry-After": "999999999"})
    why(fetcher, server.url("/a"))
    server.page("/a", "Hello")
    day.now += 24 * HOUR
    assert fetcher.get(server.url("/a")).body == b"Hello"


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({}, None),
        ({"Cache-Control": 'public, max-age="300"'}, 300.0),
        ({"Cache-Control": "max-age=300, no-store"}, 0.0),
        ({"Cache-Control": "max-age=100", "Age": "300"}, 0.0),
        ({"Cache-Control": "max-age=-1"}, None),
        ({"Cache-Control": "max-age=²"}, None),
        (
            {
                "Date": "Wed, 21 Oct 2015 07:28:00 GMT",
                "Expires": "Wed, 21 Oct 2015 08:28:00 GMT",
            },
            HOUR,
        ),
        ({"Date": "Wed, 21 Oct 2015 07:28:00 GMT", "Expires": "0"}, None),
        ({"Date": "Wed, 21 Oct 2015 07:28:00 GMT", "Expires": "Wed, 21 Oct 2015 08:28:00"}, None),
    ],
)
def test_how_long_an_answer_holds_is_told_by_its_headers(
    headers: dict[str, str], seconds: float | None
) -> None:
    raw = [(name, value.encode("utf-8")) for name, value in headers.items()]
    assert fresh_for(httpx.Headers(raw)) == seconds
