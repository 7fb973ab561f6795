"""A preview of an address shows what ingest would make of it, and asks for no more than that."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Iterator

import pytest
from click.testing import CliRunner

from tests.ingest.web.server import Server, serving
from tests.ingest.web.test_ingest_web import TEXT, item, page, rss, urlset
from ui.cli import main


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[Server]:
    """Return a server that the settings allow to be read, without pauses."""
    monkeypatch.setenv("CITEWIRE_ALLOW_PRIVATE_ADDRESSES", "1")
    monkeypatch.setenv("CITEWIRE_WEB_DELAY", "0")
    with serving() as one:
        yield one


def run(*words: str) -> tuple[int, str]:
    done = CliRunner().invoke(main, ["preview", *words], catch_exceptions=False)
    return done.exit_code, " ".join(done.output.split())


def test_of_a_feed_the_first_pages_are_shown_and_no_others_asked_for(server: Server) -> None:
    day = "<pubDate>Mon, 03 Jun 2024 10:20:00 GMT</pubDate>"
    server.page("/feed", rss(*(item(f"{n}", f"Story {n}", day) for n in range(5))))
    for n in range(5):
        server.page(f"/{n}", page(f"Crane {n}"))
    status, said = run(server.url("/feed"), "--limit", "2")
    assert status == 0
    assert "a feed that leads to pages: 2 of 5 follow" in said
    assert "published 2024-06-03 (feed)" in said
    assert "title Crane 1" in said
    assert server.asked == ["/robots.txt", "/feed", "/0", "/1"]


def test_of_an_index_of_sitemaps_no_more_are_read_than_are_needed(server: Server) -> None:
    def sitemap(n: int) -> str:
        return urlset(*(f"<loc>{server.url(f'/{n}/{m}')}</loc>" for m in range(3)))

    index = "".join(f"<sitemap><loc>{server.url(f'/s{n}.xml')}</loc></sitemap>" for n in range(9))
    server.page("/index.xml", f"<sitemapindex>{index}</sitemapindex>", "text/xml")
    for n in range(9):
        server.page(f"/s{n}.xml", sitemap(n), "text/xml")
    server.page("/0/0", page("Crane falls"))
    status, said = run(server.url("/index.xml"), "--limit", "1")
    assert (status, "a sitemap that leads to pages: 1 of 3 follow" in said) == (0, True)
    assert server.asked == ["/robots.txt", "/index.xml", "/s0.xml", "/0/0"]


def test_what_robots_txt_forbids_is_not_shown_and_stops_nothing(server: Server) -> None:
    server.page("/robots.txt", "User-agent: *\nDisallow: /b\n", "text/plain")
    server.page("/feed", rss(item("/b"), item("/a")))
    server.page("/a", page("Crane falls"))
    status, said = run(server.url("/feed"))
    assert (status, "forbids it" in said, "title Crane falls" in said) == (1, True, True)


def test_json_tells_a_feed_from_its_articles(server: Server) -> None:
    server.page("/feed", rss(item("/a")))
    server.page("/a", page("Crane falls"))
    done = CliRunner().invoke(main, ["preview", server.url("/feed"), "--json"])
    feed, article = json.loads(done.output)
    assert (feed["entries"], feed["article"], feed["error"]) == (1, None, None)
    assert (article["entries"], article["article"]["source"]) == (0, server.url("/a"))


@pytest.mark.parametrize(
    ("head", "words"),
    [
        ("HTTP/1.1 200 OK\r\nContent-Length: {size}\r\n", "note: read to its end, {size} bytes"),
        ("HTTP/1.0 200 OK\r\n", "it did not say how many there are"),
    ],
)
def test_whether_a_page_was_read_to_its_end_is_said(server: Server, head: str, words: str) -> None:
    body = page("Crane falls")
    told = f"{head}Content-Type: text/html\r\n\r\n".format(size=len(body)) + body
    server.pages["/a"] = lambda h: h.raw(told.encode())
    status, said = run(server.url("/a"))
    assert (status, words.format(size=f"{len(body):,}") in said) == (0, True), said


def test_a_page_that_breaks_off_is_an_error(
    server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CITEWIRE_WEB_SECONDS", "0.5")
    head = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n"
    server.pages["/a"] = lambda h: h.drip(head + page("Crane falls").encode(), b" ", 0.1)
    status, said = run(server.url("/a"))
    assert (status, "did not come to its end within 0.5 seconds" in said) == (1, True)


def test_a_page_shows_the_address_that_ingest_would_store(server: Server) -> None:
    link = '<link rel="canonical" href="https://elsewhere.example/crane">'
    server.page("/a", page("Crane falls", head=link))
    _, said = run(server.url("/a"))
    assert f"address {server.url('/a')} (the address it was read from)" in said


def test_an_archive_at_an_address_is_shown_member_by_member(server: Server) -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("crane.txt", TEXT)
        archive.writestr("ferry.md", "The ferry to Osterby sank in the storm.")
    server.page("/news.zip", packed.getvalue(), "application/zip")
    status, said = run(server.url("/news.zip"), "--limit", "1")
    assert (status, TEXT in said, "Osterby sank" in said) == (0, True, False)
