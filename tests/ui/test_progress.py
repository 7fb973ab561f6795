"""What a person sees of an ingest that waits for a slow source, on a pipe."""

from __future__ import annotations

import re
import threading
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from ingest import ingest
from ingest.web import Web
from tests.ingest.web.conftest import QUICK
from tests.ingest.web.server import Behavior, Handler, Server, serving
from tests.ingest.web.test_ingest_web import item, page, rss
from ui.progress import Display
from vectorstore import Library, Settings


@pytest.fixture
def server() -> Iterator[Server]:
    with serving() as one:
        yield one


@pytest.fixture
def local(tmp_path: Path) -> Iterator[Library]:
    """Return an empty library that may read from this machine."""
    folder = tmp_path / "library"
    settings = Settings(data_dir=folder, allow_private_addresses=True)
    with Library.open(folder, settings=settings) as one:
        yield one


def slowly(text: str) -> tuple[threading.Event, Behavior]:
    """Return a behavior that drips a page until an event is set, and ends it then."""
    enough = threading.Event()

    def behave(handler: Handler) -> None:
        handler.close_connection = True
        handler.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n")
        while not enough.wait(0.05) and not handler.server.over.is_set():
            handler.wfile.write(b" ")
            handler.wfile.flush()
        handler.wfile.write(text.encode())

    return enough, behave


@pytest.mark.parametrize("slow", ["/feed", "/a", "/robots.txt"])
def test_a_slow_server_is_named_after_a_silence_and_again(
    server: Server, local: Library, slow: str
) -> None:
    server.page("/robots.txt", "", "text/plain")
    server.page("/feed", rss(item("/a")))
    server.page("/a", page("Crane falls"))
    enough, behave = slowly(rss(item("/a")) if slow == "/feed" else page("Crane falls"))
    server.pages[slow] = behave
    named = server.url("/a" if slow == "/a" else "/feed")
    lines: list[str] = []

    def say(line: str) -> None:
        lines.append(line)
        if sum(f"now {named}" in one for one in lines) >= 2:
            enough.set()

    limits = type(QUICK)(read=5.0, total=20.0, robots_total=20.0, delay=0.0)
    with Display(silence=0.2, say=say) as display:
        report = ingest(
            local,
            [server.url("/feed")],
            on_source=display.source,
            on_progress=display.progress,
            web=Web(local, limits),
        )
    assert (report.added, report.failed) == (1, ())
    pulses = [line for line in lines if line.startswith("… ")]
    assert pulses.count(f"… 0 articles, 0 passages; now {named}") >= 2, lines
    assert any(re.match(r"new +http://", click.unstyle(line)) for line in lines)


def test_nothing_is_said_where_something_else_was() -> None:
    lines: list[str] = []
    done = threading.Event()
    with Display(silence=30.0, say=lines.append):
        done.wait(0.3)
    assert lines == []
