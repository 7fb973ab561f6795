"""The web misbehaves, and a run goes on."""

from __future__ import annotations

import gzip
import time
from collections.abc import Sequence
from dataclasses import replace

import pytest

from ingest.web.addresses import is_any, is_public
from ingest.web.fetcher import Fetcher, Validators
from ingest.web.limits import Limits
from tests.ingest.web.conftest import QUICK
from tests.ingest.web.server import Handler, Server
from vectorstore import SourceError

OK = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n"


def why(fetcher: Fetcher, url: str) -> str:
    with pytest.raises(SourceError) as caught:
        fetcher.get(url)
    return str(caught.value)


def once_then(first: Sequence[object], server: Server, path: str) -> None:
    """Behave in each way once, then serve a page."""
    ways = list(first)

    def behave(handler: Handler) -> None:
        if ways:
            way = ways.pop(0)
            assert callable(way)
            way(handler)
        else:
            handler.answer(200, b"There at last.")

    server.pages[path] = behave


# -- what is well ---------------------------------------------------------------------------------


def test_a_page_is_fetched_with_what_the_server_says_of_it(
    server: Server, fetcher: Fetcher
) -> None:
    server.page("/a", "Hello", "Text/HTML; charset=UTF-8", ETag='"1"', Last_Modified="then")
    found = fetcher.get(server.url("/a#part"))
    assert (found.status, found.body) == (200, b"Hello")
    assert (found.content_type, found.charset) == ("text/html", "utf-8")
    assert (found.etag, found.last_modified) == ('"1"', "then")
    assert str(found.url) == server.url("/a")
    assert server.headers_of["/a"]["User-Agent"].startswith("citewire/")


def test_a_compressed_page_is_unpacked(server: Server, fetcher: Fetcher) -> None:
    server.page("/a", gzip.compress(b"Hello, ") + gzip.compress(b"all"), Content_Encoding="gzip")
    assert fetcher.get(server.url("/a")).body == b"Hello, all"


def test_redirects_are_followed_to_the_last_address(server: Server, fetcher: Fetcher) -> None:
    server.redirect("/a", "/b", 301)
    server.redirect("/b", server.url("/c"), 307)
    server.page("/c", "Hello")
    found = fetcher.get(server.url("/a"))
    assert (str(found.url), found.body) == (server.url("/c"), b"Hello")


def test_a_page_that_sends_its_visitor_back_with_a_cookie_is_read(
    server: Server, fetcher: Fetcher
) -> None:
    def behave(handler: Handler) -> None:
        if "seen=1" in handler.headers.get("Cookie", ""):
            handler.answer(200, b"Hello")
        else:
            handler.answer(302, b"", {"Location": "/a", "Set-Cookie": "seen=1"})

    server.pages["/a"] = behave
    assert fetcher.get(server.url("/a")).body == b"Hello"


def test_a_page_that_has_not_changed_is_not_sent_again(server: Server, fetcher: Fetcher) -> None:
    def behave(handler: Handler) -> None:
        asked = handler.headers
        known = asked.get("If-None-Match") == '"1"' and asked.get("If-Modified-Since") == "then"
        handler.answer(304 if known else 200, b"" if known else b"Hello")

    server.pages["/a"] = behave
    url = server.url("/a")
    assert fetcher.get(url).status == 200
    assert fetcher.get(url, Validators(url, '"1"', "then")).status == 304
    assert fetcher.get(url, Validators(server.url("/b"), '"1"', "then")).status == 200


def test_a_login_goes_to_its_own_host_only_and_is_never_shown(
    server: Server, fetcher: Fetcher
) -> None:
    server.redirect("/a", f"http://localhost:{server.port}/b")
    server.page("/b", "Hello")
    url = f"http://me:secret@127.0.0.1:{server.port}/a"
    found = fetcher.get(url)
    assert server.headers_of["/a"]["Authorization"] == "Basic bWU6c2VjcmV0"
    assert "Authorization" not in server.headers_of["/b"]
    assert "secret" not in str(found.url)
    assert "secret" not in why(fetcher, url.replace("/a", "/missing"))
    assert "secret" not in why(fetcher, "ftp://me:secret@127.0.0.1/a")


# -- redirects ------------------------------------------------------------------------------------


def test_a_loop_of_redirects_is_named(server: Server, fetcher: Fetcher) -> None:
    server.redirect("/a", "/b")
    server.redirect("/b", "/a")
    assert "redirected in a loop" in why(fetcher, server.url("/a"))


def test_redirects_without_an_end_are_given_up(server: Server, fetcher: Fetcher) -> None:
    for n in range(20):
        server.redirect(f"/{n}", f"/{n + 1}")
    assert "more than 10 times" in why(fetcher, server.url("/0"))
    assert server.counts["/10"] == 1
    assert server.counts["/11"] == 0


@pytest.mark.parametrize(
    ("to", "words"),
    [
        ("ftp://127.0.0.1/x", "only http and https"),
        ("file:///etc/passwd", "only http and https"),
        ("", "not said where to"),
        ("http://a:b/", "not an address"),
    ],
)
def test_a_redirect_to_what_cannot_be_followed_is_named(
    server: Server, fetcher: Fetcher, to: str, words: str
) -> None:
    server.redirect("/a", to)
    assert words in why(fetcher, server.url("/a"))


# -- addresses ------------------------------------------------------------------------------------


def test_a_loopback_address_is_refused_unless_it_is_allowed(server: Server) -> None:
    server.page("/a", "Hello")
    with Fetcher(QUICK) as fetcher:
        said = why(fetcher, server.url("/a"))
        assert "127.0.0.1, where 127.0.0.1 leads, is not an address of the open internet" in said
        assert "allow_private_addresses" in said
        assert "::1" in why(fetcher, f"http://[::1]:{server.port}/a")
        assert "127.0.0.1" in why(fetcher, f"http://2130706433:{server.port}/a")
    assert server.asked == []


def test_a_name_that_leads_to_a_private_address_among_others_is_refused() -> None:
    def resolver(host: str, port: int) -> list[str]:
        return ["93.184.216.34", "10.0.0.7"]

    with Fetcher(QUICK, resolver=resolver) as fetcher:
        assert "10.0.0.7, where news.example leads, is not" in why(fetcher, "http://news.example/a")


def test_a_name_that_changes_its_address_after_it_was_checked_gains_nothing(
    server: Server,
) -> None:
    """One look-up is checked and connected to; the second would lead elsewhere."""
    looked_up: list[str] = []

    def resolver(host: str, port: int) -> list[str]:
        looked_up.append(host)
        return ["10.0.0.7"] if len(looked_up) > 1 else ["127.0.0.1"]

    server.page("/robots.txt", "", "text/plain")
    server.page("/a", "Hello")
    with Fetcher(QUICK, allowed=is_any, resolver=resolver) as fetcher:
        # robots.txt and the page go over one connection, so to the one address.
        assert fetcher.get(f"http://news.example:{server.port}/a").body == b"Hello"
    assert looked_up == ["news.example"]


def test_a_redirect_to_a_private_address_is_refused(
    server: Server,
) -> None:
    server.redirect("/a", "http://inside.example/secret")

    def resolver(host: str, port: int) -> list[str]:
        return ["127.0.0.1"] if host == "outside.example" else ["192.168.1.1"]

    def allowed(address: str) -> bool:
        return address == "127.0.0.1" or is_public(address)

    with Fetcher(QUICK, allowed=allowed, resolver=resolver) as fetcher:
        said = why(fetcher, f"http://outside.example:{server.port}/a")
    assert "192.168.1.1, where inside.example leads, is not" in said


def test_a_name_that_leads_nowhere_is_said_so() -> None:
    def resolver(host: str, port: int) -> list[str]:
        raise OSError("no such name")

    with Fetcher(QUICK, resolver=resolver, sleep=lambda _: None) as fetcher:
        assert "its name leads nowhere: no such name" in why(fetcher, "http://news.example/a")


@pytest.mark.parametrize(
    ("url", "words"),
    [
        ("ftp://news.example/a", "only http and https"),
        ("file:///etc/passwd", "only http and https"),
        ("http:///a", "names no host"),
        ("http://news.example:99999999/a", "is not an address"),
        ("http://[::1/a", "is not an address"),
        ("http://exa\x00mple/a", "is not an address"),
    ],
)
def test_what_is_no_address_of_the_web_is_refused(fetcher: Fetcher, url: str, words: str) -> None:
    assert words in why(fetcher, url)


# -- limits ---------------------------------------------------------------------------------------


def test_a_page_that_never_ends_is_cut_off(server: Server, fetcher: Fetcher) -> None:
    server.pages["/a"] = lambda h: h.drip(OK + b"\r\n", b"x" * 50_000, 0.0)
    assert "larger than 200,000 bytes" in why(fetcher, server.url("/a"))


@pytest.mark.parametrize("head", [OK + b"\r\n", OK], ids=["body", "headers"])
def test_a_page_that_drips_is_cut_off_in_time(
    server: Server, fetcher: Fetcher, head: bytes
) -> None:
    server.pages["/a"] = lambda h: h.drip(head, b"x: y\r\n", 0.1)
    began = time.monotonic()
    assert "did not come to its end within 1 seconds" in why(fetcher, server.url("/a"))
    assert time.monotonic() - began < 2


def test_a_page_that_says_nothing_is_given_up(server: Server, fetcher: Fetcher) -> None:
    server.pages["/a"] = lambda h: h.drip(OK + b"\r\n", b"", 0.1)
    assert "said nothing for 0.5 seconds" in why(fetcher, server.url("/a"))
    assert server.counts["/a"] == 3


def test_a_huge_page_is_not_begun(server: Server, fetcher: Fetcher) -> None:
    def behave(handler: Handler) -> None:
        handler.raw(OK + b"Content-Length: 99999999999\r\n\r\nx")

    server.pages["/a"] = behave
    assert "larger than 200,000 bytes" in why(fetcher, server.url("/a"))


def test_a_gzip_bomb_is_counted_as_it_is_unpacked(server: Server, fetcher: Fetcher) -> None:
    bomb = gzip.compress(b"\0" * 100_000_000)
    assert len(bomb) < 100_000
    server.page("/a", bomb, Content_Encoding="gzip")
    began = time.monotonic()
    assert "larger than 200,000 bytes" in why(fetcher, server.url("/a"))
    assert time.monotonic() - began < 2


@pytest.mark.parametrize(
    ("body", "coding", "words"),
    [
        (b"not gzip", "gzip", "cannot be decompressed"),
        (gzip.compress(b"Hello" * 100)[:-12], "gzip", "ends too early"),
        (b"whatever", "br", "compression that was not asked for"),
    ],
)
def test_a_broken_compression_is_named(
    server: Server, fetcher: Fetcher, body: bytes, coding: str, words: str
) -> None:
    server.page("/a", body, Content_Encoding=coding)
    assert words in why(fetcher, server.url("/a"))


def test_a_limit_below_zero_is_refused() -> None:
    with pytest.raises(ValueError, match="total is -1"):
        Limits(total=-1)
    with pytest.raises(ValueError, match="attempts is 0"):
        Limits(attempts=0)


# -- attempts -------------------------------------------------------------------------------------


def test_a_broken_server_is_asked_again(
    server: Server, fetcher: Fetcher, naps: list[float]
) -> None:
    once_then([lambda h: h.answer(500), lambda h: h.reset()], server, "/a")
    assert fetcher.get(server.url("/a")).body == b"There at last."
    assert naps == [1.0, 2.0]


def test_a_server_that_asks_to_wait_is_waited_for(
    server: Server, fetcher: Fetcher, naps: list[float]
) -> None:
    dated = {
        "Date": "Wed, 21 Oct 2015 07:28:00 GMT",
        "Retry-After": "Wed, 21 Oct 2015 07:28:33 GMT",
    }

    def with_date(handler: Handler) -> None:
        head = "".join(f"{name}: {value}\r\n" for name, value in dated.items())
        handler.raw(f"HTTP/1.1 503 Busy\r\n{head}Content-Length: 0\r\n\r\n".encode())

    once_then([lambda h: h.answer(429, b"", {"Retry-After": "7"}), with_date], server, "/a")
    assert fetcher.get(server.url("/a")).body == b"There at last."
    assert naps == [7.0, 33.0]


def test_a_server_that_asks_to_wait_for_long_is_left_alone(
    server: Server, fetcher: Fetcher, naps: list[float]
) -> None:
    server.pages["/a"] = lambda h: h.answer(429, b"", {"Retry-After": "86400"})
    assert "asks to wait 86400 seconds" in why(fetcher, server.url("/a"))
    assert naps == []


def test_a_server_that_stays_broken_is_given_up(server: Server, fetcher: Fetcher) -> None:
    server.pages["/a"] = lambda h: h.answer(502)
    assert "status 502 (Bad Gateway)" in why(fetcher, server.url("/a"))
    assert server.counts["/a"] == 3


def test_a_host_that_dies_is_not_waited_for_page_after_page(naps: list[float]) -> None:
    with Server() as server:
        server.page("/robots.txt", "", "text/plain")
        url = server.url("/a")
        server.page("/a", "Hello", Connection="close")
        fetcher = Fetcher(QUICK, allowed=is_any, sleep=naps.append)
        fetcher.get(url)
    with fetcher:
        for _ in range(3):
            assert "cannot be reached" in why(fetcher, url)
        slept = len(naps)
        assert "left alone for the rest of this run" in why(fetcher, url)
        assert len(naps) == slept


@pytest.mark.parametrize(
    "data",
    [
        b"HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nshort",
        b"HTTP/1.1 200 OK\r\nContent-Length: ten\r\n\r\nbody",
        b"HTTP/1.1 200 OK\r\nBad Header\x00: x\r\n\r\nbody",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\nbody",
        b"HTTP/1.1 200 OK\r\n" + b"X: " + b"y" * 300_000,
        b"SSH-2.0-OpenSSH_9.6\r\n",
        b"",
    ],
    ids="short-length no-number bad-header bad-chunk endless-header no-http nothing".split(),
)
def test_an_answer_that_is_not_http_is_named(server: Server, fetcher: Fetcher, data: bytes) -> None:
    server.pages["/a"] = lambda h: h.raw(data)
    assert "was not answered in whole or in good HTTP" in why(fetcher, server.url("/a"))


@pytest.mark.parametrize(
    ("status", "words"),
    [
        (404, "is not there: the server says 404. An article that came from it before is kept."),
        (410, "is not there"),
        (403, "may not be read: the server says 403"),
        (304, "was answered with the status 304"),
        (418, "was answered with the status 418"),
        (204, "was answered with the status 204"),
    ],
)
def test_a_page_that_is_not_given_is_named_with_the_reason(
    server: Server, fetcher: Fetcher, status: int, words: str
) -> None:
    server.pages["/a"] = lambda h: h.answer(status)
    assert words in why(fetcher, server.url("/a"))
    assert server.counts["/a"] == 1


# -- politeness -----------------------------------------------------------------------------------


class Clock:
    """Time that goes by only when somebody sleeps."""

    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now

    def sleep(self, seconds: float) -> None:
        self.now += seconds


def test_two_requests_to_one_host_are_a_second_apart(server: Server) -> None:
    clock = Clock()
    server.page("/a", "Hello")
    limits = replace(QUICK, delay=1.0)
    with Fetcher(limits, allowed=is_any, clock=clock, sleep=clock.sleep) as fetcher:
        for _ in range(4):
            fetcher.get(server.url("/a"))
    assert server.asked == ["/robots.txt", *["/a"] * 4]
    assert clock.now == 104.0


@pytest.mark.parametrize(("asked", "apart"), [("5", 5.0), ("9999", 30.0), ("0.1", 1.0)])
def test_a_delay_that_robots_txt_asks_for_is_kept_within_bounds(
    server: Server, asked: str, apart: float
) -> None:
    clock = Clock()
    server.page("/robots.txt", f"User-agent: *\nCrawl-delay: {asked}\n", "text/plain")
    server.page("/a", "Hello")
    limits = replace(QUICK, delay=1.0)
    with Fetcher(limits, allowed=is_any, clock=clock, sleep=clock.sleep) as fetcher:
        fetcher.get(server.url("/a"))
        before = clock.now
        fetcher.get(server.url("/a"))
    assert clock.now - before == apart


def test_what_robots_txt_forbids_is_not_asked_for(server: Server, fetcher: Fetcher) -> None:
    server.page(
        "/robots.txt", "User-agent: citewire\nDisallow: /private/\n\nUser-agent: *\nDisallow: /\n"
    )
    server.page("/a", "Hello")
    server.redirect("/b", "/private/a")
    assert fetcher.get(server.url("/a")).body == b"Hello"
    assert "robots.txt of 127.0.0.1 forbids it" in why(fetcher, server.url("/private/a"))
    assert "robots.txt of 127.0.0.1 forbids it" in why(fetcher, server.url("/b"))
    assert server.counts["/robots.txt"] == 1
    assert server.counts["/private/a"] == 0


@pytest.mark.parametrize("status", [404, 403, 410])
def test_a_site_without_robots_txt_allows_all(
    server: Server, fetcher: Fetcher, status: int
) -> None:
    server.pages["/robots.txt"] = lambda h: h.answer(status)
    server.page("/a", "Hello")
    assert fetcher.get(server.url("/a")).body == b"Hello"


def test_a_site_whose_robots_txt_is_broken_is_not_read(server: Server, fetcher: Fetcher) -> None:
    server.pages["/robots.txt"] = lambda h: h.answer(500)
    server.page("/a", "Hello")
    assert "cannot be read at the moment" in why(fetcher, server.url("/a"))
    assert "status 500" in why(fetcher, server.url("/a"))
    assert server.counts["/robots.txt"] == 3
    assert server.counts["/a"] == 0


def test_a_robots_txt_that_drips_refuses_and_does_not_hang(
    server: Server, fetcher: Fetcher
) -> None:
    server.pages["/robots.txt"] = lambda h: h.drip(OK + b"\r\n", b"#", 0.1)
    server.page("/a", "Hello")
    assert "did not come to its end within 0.7 seconds" in why(fetcher, server.url("/a"))


def test_an_endless_robots_txt_is_read_up_to_a_bound(server: Server, fetcher: Fetcher) -> None:
    head = OK + b"\r\nUser-agent: *\nDisallow: /private/\n"
    server.pages["/robots.txt"] = lambda h: h.drip(head, b"# more\n" * 1000, 0.0)
    server.page("/a", "Hello")
    assert fetcher.get(server.url("/a")).body == b"Hello"
    assert "forbids it" in why(fetcher, server.url("/private/a"))


def test_a_robots_txt_may_be_redirected(server: Server, fetcher: Fetcher) -> None:
    server.redirect("/robots.txt", "/rules")
    server.page("/rules", "User-agent: *\nDisallow: /private/\n")
    server.page("/a", "Hello")
    assert fetcher.get(server.url("/a")).body == b"Hello"
    assert "forbids it" in why(fetcher, server.url("/private/a"))
