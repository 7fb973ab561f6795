"""Sites as they are found: what they do wrong costs an article of theirs at most."""

from __future__ import annotations

import gzip
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from ingest import Report, ingest
from ingest.web import Web
from tests.ingest.web.conftest import QUICK
from tests.ingest.web.server import Handler, Server
from tests.ingest.web.test_ingest_web import TEXT, item, page, rss, urlset
from vectorstore import Library, Settings

Run = Callable[..., Report]

STORIES = (
    TEXT,
    "The council of Osterby voted on Thursday to plant four hundred trees along the old road. "
    "A majority of nine members wanted more shade, while three asked what the water would cost.",
    "Two schools in the valley of Tarn share one teacher of music from the autumn, since nobody "
    "applied for the second post. Parents had collected signatures against it all summer.",
)


@pytest.fixture
def local(tmp_path: Path) -> Iterator[Library]:
    """Return an empty library that may read from this machine."""
    folder = tmp_path / "library"
    settings = Settings(data_dir=folder, allow_private_addresses=True)
    with Library.open(folder, settings=settings) as one:
        yield one


@pytest.fixture
def run(local: Library) -> Run:
    def go(*sources: str) -> Report:
        return ingest(local, list(sources), web=Web(local, QUICK, sleep=lambda _: None))

    return go


def urls(library: Library) -> dict[str, str]:
    """Return what follows the host in the addresses of all articles, by that of their sources."""
    return {
        one.source.split("/", 3)[3]: (one.url or "").split("/", 3)[3] for one in library.articles()
    }


# -- addresses that pages give themselves ---------------------------------------------------------


def test_pages_that_all_name_one_address_stay_articles_of_their_own(
    server: Server, local: Library, run: Run
) -> None:
    link = '<link rel="canonical" href="/story.aspx">'
    for n, text in enumerate(STORIES):
        server.page(f"/s{n}", page(f"Story {n}", text, link))
    pages = [server.url(f"/s{n}") for n in range(3)]
    assert run(*pages).added == 3
    assert urls(local) == {"s0": "story.aspx", "s1": "s1", "s2": "s2"}
    report = run(*pages)
    assert (report.added, report.updated, report.unchanged) == (0, 0, 3)
    # One that changes is still the one that it was.
    server.page("/s0", page("Story 0", STORIES[0] + " The crane is to be raised.", link))
    report = run(*pages)
    assert (report.updated, report.unchanged, len(local)) == (1, 2, 3)


def test_a_page_and_its_amp_form_are_one_article(server: Server, local: Library, run: Run) -> None:
    link = '<link rel="canonical" href="/crane">'
    server.page("/crane", page("Crane falls", head=link + '<link rel="amphtml" href="/crane/amp">'))
    server.page("/crane/amp", page("Crane falls", TEXT + " Read more in our app.", link))
    run(server.url("/crane"), server.url("/crane/amp"))
    [article] = local.articles()
    assert article.url == server.url("/crane")


@pytest.mark.parametrize("said", ["https://elsewhere.example/", "/", "/index.html", "/news"])
def test_an_address_of_a_template_merges_no_articles(
    server: Server, local: Library, run: Run, said: str
) -> None:
    for n, text in enumerate(STORIES):
        link = f'<link rel="canonical" href="{said}"><meta property="og:url" content="{said}">'
        server.page(f"/news/s{n}", page(f"Story {n}", text, link))
    run(*(server.url(f"/news/s{n}") for n in range(3)))
    assert urls(local) == {f"news/s{n}": f"news/s{n}" for n in range(3)}


# -- what stands in an article's place ------------------------------------------------------------


@pytest.mark.parametrize(
    ("to", "words"),
    [
        ("/", "is redirected to the front page"),
        ("/consent?back=/gone", "is redirected to a page that asks for consent or a login"),
    ],
)
def test_what_a_visitor_is_sent_to_instead_is_no_article(
    server: Server, local: Library, run: Run, to: str, words: str
) -> None:
    server.redirect("/gone", to)
    server.page(to, page("We value your privacy"))
    server.page("/a", page("Crane falls"))
    server.page("/feed", rss(item("/gone"), item("/a")))
    report = run(server.url("/feed"))
    assert words in report.failed[0].error
    assert [one.title for one in local.articles()] == ["Crane falls"]


# -- feeds and sitemaps ---------------------------------------------------------------------------


def test_links_of_a_feed_are_relative_to_where_it_says_or_where_it_was_read(
    server: Server, local: Library, run: Run
) -> None:
    server.redirect("/feed", "/news/feed.xml")
    server.page("/news/feed.xml", rss(item("s0"), item("../s1")), "application/rss+xml")
    atom = (
        f'<feed xmlns="http://www.w3.org/2005/Atom" xml:base="{server.url("/deep/er/")}">'
        '<entry><title>Two</title><link rel="alternate" href="s2"/></entry></feed>'
    )
    server.page("/atom", atom, "application/atom+xml")
    for path, text in zip(("/news/s0", "/s1", "/deep/er/s2"), STORIES, strict=True):
        server.page(path, page(path, text))
    report = run(server.url("/feed"), server.url("/atom"))
    assert (report.added, report.failed) == (3, ())
    assert set(urls(local)) == {"news/s0", "s1", "deep/er/s2"}


def test_sitemaps_that_name_each_other_come_to_an_end(
    server: Server, local: Library, run: Run
) -> None:
    def index(*paths: str) -> str:
        inner = "".join(f"<sitemap><loc>{server.url(path)}</loc></sitemap>" for path in paths)
        return f"<sitemapindex>{inner}</sitemapindex>"

    def endless(handler: Handler) -> None:
        """Name another sitemap each time."""
        number = handler.path.split("=")[1]
        body = index(f"/deeper?n={number}1").encode()
        handler.answer(200, body, {"Content-Type": "text/xml"})

    server.page("/one.xml", index("/two.xml", "/one.xml"), "text/xml")
    server.page("/two.xml", index("/one.xml", "/three.xml"), "text/xml")
    server.page("/three.xml", urlset(f"<loc>{server.url('/a')}</loc>"), "text/xml")
    server.page("/a", page("Crane falls"))
    assert run(server.url("/one.xml")).added == 1
    for n in range(60):
        server.pages[f"/deeper?n={'1' * n}"] = endless
    server.page("/deep.xml", index("/deeper?n="), "text/xml")
    report = run(server.url("/deep.xml"))
    assert "names more than 50 sitemaps" in report.failed[0].error


@pytest.mark.parametrize(
    ("told", "stored"),
    [
        ("2024-06-03", "2024-06-03"),
        ("2024-06-03T23:20+02:00", "2024-06-03"),
        ("2024-06-03T10:20:30.45Z", "2024-06-03"),
        ("2024-06", "None"),
        ("9999-99-99", "None"),
        ("yesterday", "None"),
    ],
)
def test_a_day_in_a_news_sitemap_is_taken_where_it_is_certain(
    server: Server, local: Library, run: Run, told: str, stored: str
) -> None:
    news = f"<news:news><news:publication_date>{told}</news:publication_date></news:news>"
    server.page("/news.xml", urlset(f"<loc>{server.url('/a')}</loc>{news}"), "text/xml")
    server.page("/a", page("Crane falls"))
    run(server.url("/news.xml"))
    [article] = local.articles()
    assert str(article.published) == stored


# -- all at once ----------------------------------------------------------------------------------


def test_many_bad_pages_cost_nothing_but_themselves(
    server: Server, local: Library, run: Run
) -> None:
    tags: list[str] = []

    def restless(handler: Handler) -> None:
        """Name another version of the same page each time."""
        tags.append(handler.headers.get("If-None-Match", ""))
        told = {"Content-Type": "text/html", "ETag": f'"{len(tags)}"'}
        handler.answer(200, page("Crane falls").encode(), told)

    ok = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n"
    body = page("Trees", STORIES[1]).encode()
    bomb = gzip.compress(b"\0" * 20_000_000)
    cyrillic = page("Кран упал", "Порт закрылся в понедельник после падения крана. " * 4)
    bad = {
        "/loop": (lambda h: h.answer(302, b"", {"Location": "/loop"}), "in a loop"),
        "/endless": (lambda h: h.drip(ok + b"\r\n", b"x" * 50_000, 0.0), "larger than"),
        "/drip": (lambda h: h.drip(ok + b"\r\n", b"x", 0.05), "did not come to its end"),
        "/never": (lambda h: h.answer(304), "status 304"),
        "/headers": (lambda h: h.raw(ok + b"X: " + b"y" * 300_000), "good HTTP"),
        "/short": (lambda h: h.raw(ok + b"Content-Length: 999999\r\n\r\n<p>"), "larger than"),
        "/cut": (lambda h: h.raw(ok + b"Content-Length: 99999\r\n\r\n" + body), "good HTTP"),
        "/reset": (lambda h: h.reset(), "was cut off"),
        "/png": (
            lambda h: h.answer(
                200, b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", {"Content-Type": "text/html"}
            ),
            "its bytes are those of a picture",
        ),
        "/bomb": (
            lambda h: h.answer(
                200,
                bomb,
                {"Content-Type": "text/html", "Content-Encoding": "gzip"},
            ),
            "larger than",
        ),
    }
    for path, (behavior, _) in bad.items():
        server.pages[path] = behavior
    server.pages["/restless"] = restless
    server.pages["/old"] = lambda h: h.raw(
        b"HTTP/1.0 200 OK\r\nContent-Type: text/html\r\n\r\n" + body
    )
    server.page("/liar", cyrillic.encode("cp1251"), "text/html; charset=utf-8")
    good = [server.url(path) for path in ("/restless", "/old", "/liar")]
    pages = [server.url(path) for path in bad]
    report = run(*pages[:5], *good, *pages[5:])
    assert [one.source for one in report.failed] == pages
    for failure, (_, words) in zip(report.failed, bad.values(), strict=True):
        assert words in failure.error, failure
    assert {one.title for one in local.articles()} == {"Crane falls", "Trees", "Кран упал"}
    report = run(*good)
    assert (report.unchanged, report.failed) == (3, ())
    assert tags == ["", '"1"']


def test_a_connection_that_is_cut_between_two_pages_is_made_anew(
    server: Server, local: Library, run: Run
) -> None:
    def cut_after(text: str) -> Callable[[Handler], None]:
        """Promise to keep the connection, and break it off behind the page."""

        def behave(handler: Handler) -> None:
            handler.answer(200, page(text[:9], text).encode(), {"Connection": "keep-alive"})
            handler.wfile.flush()
            handler.close_connection = True

        return behave

    for n, text in enumerate(STORIES):
        server.pages[f"/s{n}"] = cut_after(text)
    report = run(*(server.url(f"/s{n}") for n in range(3)))
    assert (report.added, report.failed) == (3, ())
