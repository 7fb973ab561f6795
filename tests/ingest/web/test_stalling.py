"""Whatever a server waits with, before a page is even asked for, the waiting ends in time."""

from __future__ import annotations

import contextlib
import socket
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest

from ingest.web.addresses import is_any
from ingest.web.fetcher import Fetcher
from tests.ingest.web.conftest import QUICK
from tests.ingest.web.server import Server
from vectorstore import SourceError


@contextlib.contextmanager
def listening(behave: Callable[[socket.socket, threading.Event], None]) -> Iterator[int]:
    """Yield the port of a server on loopback that speaks no HTTP; each visitor gets a thread."""
    over = threading.Event()

    def accept() -> None:
        while not over.is_set():
            with contextlib.suppress(OSError):
                visitor, _ = listener.accept()
                threading.Thread(target=greet, args=(visitor,), daemon=True).start()

    def greet(visitor: socket.socket) -> None:
        with visitor, contextlib.suppress(OSError):
            behave(visitor, over)

    with socket.create_server(("127.0.0.1", 0)) as listener:
        listener.settimeout(0.1)
        thread = threading.Thread(target=accept, daemon=True)
        thread.start()
        yield int(listener.getsockname()[1])
        over.set()
        thread.join()


def say_nothing(visitor: socket.socket, over: threading.Event) -> None:
    over.wait(30)


def drip_a_record(visitor: socket.socket, over: threading.Event) -> None:
    """Begin a TLS record of a handshake, 16 KB long, and send it byte by byte."""
    visitor.sendall(b"\x16\x03\x03\x40\x00\x02\x00\x3f\xfc")
    while not over.wait(0.05):
        visitor.sendall(b"\x00")


def failing(url: str, total: float, connect: float, **more: object) -> tuple[str, float]:
    """Return why an address cannot be read, and the seconds that it took to know."""
    limits = replace(QUICK, total=total, robots_total=total, connect=connect, attempts=2)
    began = time.monotonic()
    with (
        Fetcher(limits, allowed=is_any, sleep=lambda _: None, **more) as fetcher,  # type: ignore[arg-type]
        pytest.raises(SourceError) as caught,
    ):
        fetcher.get(url)
    return str(caught.value), time.monotonic() - began


@pytest.mark.parametrize("behave", [say_nothing, drip_a_record])
def test_a_tls_handshake_that_stalls_ends_at_the_deadline(
    behave: Callable[[socket.socket, threading.Event], None],
) -> None:
    with listening(behave) as port:
        said, seconds = failing(f"https://127.0.0.1:{port}/a", total=0.6, connect=30.0)
        assert "did not come to its end within 0.6 seconds (the TLS handshake did not end)" in said
        assert 0.5 < seconds < 3
        said, seconds = failing(f"https://127.0.0.1:{port}/a", total=30.0, connect=0.3)
        assert "cannot be reached within 0.3 seconds (the TLS handshake did not end)" in said
        assert 0.5 < seconds < 3


def test_a_name_server_that_never_answers_ends_at_the_deadline() -> None:
    never = threading.Event()
    asked: list[str] = []

    def resolver(host: str, port: int) -> list[str]:
        asked.append(host)
        never.wait(30)
        return []

    said, seconds = failing("http://news.example/a", 0.6, 30.0, resolver=resolver)
    assert "did not come to its end within 0.6 seconds (its name is still being looked up)" in said
    assert 0.5 < seconds < 3
    said, seconds = failing("http://news.example/a", 30.0, 0.3, resolver=resolver)
    assert "cannot be reached within 0.3 seconds (its name is still being looked up)" in said
    assert 0.5 < seconds < 3
    # Two attempts of one fetcher wait for one look-up.
    assert asked == ["news.example"] * 2
    never.set()


def test_a_name_that_is_looked_up_slowly_is_there_for_the_next_attempt(server: Server) -> None:
    server.page("/a", "Hello")

    def resolver(host: str, port: int) -> list[str]:
        time.sleep(0.5)
        return ["127.0.0.1"]

    limits = replace(QUICK, connect=0.3, total=5.0, robots_total=5.0)
    url = f"http://news.example:{server.port}/a"
    with Fetcher(limits, allowed=is_any, resolver=resolver, sleep=lambda _: None) as fetcher:
        assert fetcher.get(url).body == b"Hello"


def test_what_a_look_up_trips_over_is_not_swallowed() -> None:
    def resolver(host: str, port: int) -> list[str]:
        raise LookupError("a bug")

    with Fetcher(QUICK, resolver=resolver) as fetcher, pytest.raises(LookupError, match="a bug"):
        fetcher.get("http://news.example/a")


def test_a_host_whose_pages_never_end_is_left_alone_after_three(server: Server) -> None:
    server.page("/robots.txt", "", "text/plain")
    for n in range(4):
        server.pages[f"/{n}"] = lambda h: h.drip(b"HTTP/1.1 200 OK\r\n\r\n", b"x", 0.05)
    limits = replace(QUICK, total=0.3)
    with Fetcher(limits, allowed=is_any, sleep=lambda _: None) as fetcher:
        for n in range(3):
            with pytest.raises(SourceError, match=r"did not come to its end within 0\.3 seconds"):
                fetcher.get(server.url(f"/{n}"))
        with pytest.raises(SourceError, match="left alone for the rest of this run"):
            fetcher.get(server.url("/3"))
    assert server.counts["/3"] == 0
