"""Pages, feeds and sitemaps of a real server become articles."""

from __future__ import annotations

import gzip
import io
import json
import zipfile
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from ingest import Report, SourceDone, dry_run, ingest
from ingest.web import Web
from tests.ingest.web.conftest import QUICK
from tests.ingest.web.server import Handler, Server
from tests.vectorstore.conftest import FixedEmbedder
from vectorstore import Article, Library, Settings

Run = Callable[..., Report]

TEXT = (
    "The harbor of Vellmar closed on Monday after a crane fell into the water. Nobody was hurt, "
    "the port authority said, and ferries were sent to the neighboring town of Osterby."
)


def page(title: str, body: str = TEXT, head: str = "") -> str:
    paragraphs = f"<p>{body}</p><p>Divers are to begin their work on Tuesday morning, it added.</p>"
    return (
        f"<!doctype html><html lang=en><head><title>{title}</title>{head}</head>"
        f"<body><article><h1>{title}</h1>{paragraphs}</article></body></html>"
    )


def item(link: str, title: str = "From the feed", more: str = "") -> str:
    return f"<item><title>{title}</title><link>{link}</link>{more}</item>"


def rss(*items: str) -> str:
    return (
        '<?xml version="1.0"?><rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/'
        'content/"><channel><title>Vellmar Post</title><language>en</language>'
        f"{''.join(items)}</channel></rss>"
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


def only(library: Library) -> Article:
    [article] = library.articles()
    return article


def test_a_page_becomes_an_article(server: Server, local: Library, run: Run) -> None:
    server.page("/a", page("Crane falls"))
    report = run(server.url("/a"))
    assert (report.added, report.failed) == (1, ())
    article = only(local)
    assert article.source == article.url == server.url("/a")
    assert article.title == "Crane falls"
    assert article.text.startswith("The harbor of Vellmar")


def test_an_address_leads_nowhere_private_unless_it_is_allowed(
    server: Server, tmp_path: Path
) -> None:
    server.page("/a", page("Crane falls"))
    folder = tmp_path / "closed"
    with Library.open(
        folder, settings=Settings(data_dir=folder), embedder=FixedEmbedder()
    ) as library:
        report = ingest(library, server.url("/a"))
    assert "allow_private_addresses" in report.failed[0].error
    assert server.asked == []


def test_a_page_with_the_same_bytes_is_unchanged(server: Server, local: Library, run: Run) -> None:
    server.page("/a", page("Crane falls"))
    run(server.url("/a"))
    report = run(server.url("/a"))
    assert (report.added, report.updated, report.unchanged) == (0, 0, 1)


def test_a_page_is_asked_whether_it_has_changed(server: Server, local: Library, run: Run) -> None:
    tags: list[str] = []

    def behave(handler: Handler) -> None:
        tags.append(handler.headers.get("If-None-Match", ""))
        if tags[-1] == '"1"':
            handler.answer(304)
        else:
            told = {"ETag": '"1"', "Content-Type": "text/html"}
            handler.answer(200, page("Crane falls").encode(), told)

    server.pages["/a"] = behave
    run(server.url("/a"))
    report = run(server.url("/a"))
    assert report.unchanged == 1
    assert tags == ["", '"1"']
    assert dry_run(local.path, server.url("/a"), settings=local.settings).unchanged == 1
    assert tags.pop() == '"1"'
    local.remove([only(local).id])
    assert run(server.url("/a")).added == 1
    assert tags == ["", '"1"', ""]


def test_a_changed_page_replaces_its_article(server: Server, local: Library, run: Run) -> None:
    server.page("/a", page("Crane falls"), ETag='"1"')
    run(server.url("/a"))
    server.page("/a", page("Crane raised", TEXT.replace("fell into", "rose from")), ETag='"2"')
    report = run(server.url("/a"))
    assert report.updated == 1
    assert only(local).title == "Crane raised"


def test_a_page_that_is_gone_fails_and_its_article_stays(
    server: Server, local: Library, run: Run
) -> None:
    server.page("/a", page("Crane falls"))
    run(server.url("/a"))
    server.pages["/a"] = lambda h: h.answer(410)
    report = run(server.url("/a"))
    assert "the server says 410" in report.failed[0].error
    assert only(local).title == "Crane falls"


def test_two_addresses_with_one_canonical_address_are_one_article(
    server: Server, local: Library, run: Run
) -> None:
    link = '<link rel="canonical" href="/crane">'
    server.page("/a?x=1", page("Crane falls", head=link))
    server.page("/a?x=2", page("Crane falls", head=link))
    report = run(server.url("/a?x=1"), server.url("/a?x=2"))
    assert (report.added, report.unchanged) == (1, 1)
    article = only(local)
    assert article.url == server.url("/crane")
    assert article.source == server.url("/a?x=1")


@pytest.mark.parametrize("said", ["https://elsewhere.example/crane", "/"])
def test_a_canonical_address_that_is_not_believable_is_not_taken(
    server: Server, local: Library, run: Run, said: str
) -> None:
    server.page("/a", page("Crane falls", head=f'<link rel="canonical" href="{said}">'))
    server.redirect("/b", "/a")
    run(server.url("/b"))
    article = only(local)
    assert (article.source, article.url) == (server.url("/b"), server.url("/a"))


def test_a_login_is_neither_stored_nor_told(server: Server, local: Library, run: Run) -> None:
    server.page("/a", page("Crane falls"))
    seen: list[SourceDone] = []
    url = server.url("/a").replace("http://", "http://me:secret@")
    web = Web(local, QUICK)
    report = ingest(local, [url, url + "/missing"], web=web, on_source=seen.append)
    assert "secret" not in repr((report, seen, only(local), local.catalogue.listing()))
    assert local.catalogue.visit(server.url("/a")) is not None


@pytest.mark.parametrize(
    ("body", "kind", "words"),
    [
        (b"", "text/html", "is empty"),
        (b"  \n", "text/html", "is empty"),
        (b"\x89PNG\r\n\x1a\n", "image/png", "it is image/png"),
        (b"\x00\x01\x02", "application/octet-stream", "it is application/octet-stream"),
    ],
)
def test_what_holds_no_article_is_named(
    server: Server, run: Run, body: bytes, kind: str, words: str
) -> None:
    server.page("/a", body, kind)
    assert words in run(server.url("/a")).failed[0].error


@pytest.mark.parametrize(
    ("told", "encoding"),
    [
        ("text/html; charset=windows-1251", "cp1251"),
        ("text/html; charset=iso-8859-1", "utf-8"),
        ("text/html; charset=utf-8", "cp1251"),
        ("text/html; charset=nonsense", "utf-8"),
        ("text/html", "utf-8"),
    ],
)
def test_a_charset_is_honored_and_a_wrong_one_survived(
    server: Server, local: Library, run: Run, told: str, encoding: str
) -> None:
    body = "Порт закрылся в понедельник после падения крана, сообщили власти города. " * 4
    server.page("/a", page("Кран упал", body).encode(encoding), told)
    run(server.url("/a"))
    assert only(local).text.startswith("Порт закрылся в понедельник")


def test_a_plain_text_is_read_by_its_type(server: Server, local: Library, run: Run) -> None:
    server.page("/note", f"Crane falls\n\n{TEXT}\n", "text/plain; charset=utf-8")
    run(server.url("/note"))
    assert (only(local).title, only(local).text) == ("Crane falls", TEXT)


def test_a_broken_page_stops_nothing(server: Server, local: Library, run: Run) -> None:
    server.page("/a", page("Crane falls"))
    report = run(server.url("/missing"), "ftp://127.0.0.1/x", "http://", server.url("/a"))
    assert report.added == 1
    assert [failure.source for failure in report.failed] == [
        server.url("/missing"),
        "ftp://127.0.0.1/x",
        "http://",
    ]


# -- feeds ----------------------------------------------------------------------------------------


def test_a_feed_brings_its_pages_and_fills_in_what_they_do_not_say(
    server: Server, local: Library, run: Run
) -> None:
    server.page("/a", page("Crane falls"))
    more = "<pubDate>Mon, 03 Jun 2024 10:20:00 GMT</pubDate><category>Harbor</category>"
    server.page("/feed", rss(item("/a#top", "Another title", more)), "application/rss+xml")
    report = run(server.url("/feed"))
    assert (report.added, report.failed) == (1, ())
    article = only(local)
    assert article.source == server.url("/a")
    assert article.title == "Crane falls"
    assert article.published == date(2024, 6, 3)
    assert article.published_at == datetime(2024, 6, 3, 10, 20, tzinfo=UTC)
    assert article.tags == ("Harbor",)
    assert article.known_from["published"] == article.known_from["tags"] == "feed"
    assert article.known_from.get("title") != "feed"


def test_a_feed_is_told_by_its_content_whatever_its_type(
    server: Server, local: Library, run: Run
) -> None:
    server.page("/a", page("Crane falls"))
    for number, kind in enumerate(("text/html", "text/plain", "text/xml", "application/atom+xml")):
        server.page(f"/feed{number}", rss(item("/a")), kind)
        assert not run(server.url(f"/feed{number}")).failed
    assert only(local).source == server.url("/a")


def test_the_pages_of_an_unchanged_feed_are_not_asked_for_again(
    server: Server, local: Library, run: Run
) -> None:
    server.page("/a", page("Crane falls"))
    server.page("/feed", rss(item("/a")), "application/rss+xml")
    run(server.url("/feed"))
    report = run(server.url("/feed"))
    assert (report.unchanged, report.failed) == (1, ())
    assert (server.counts["/feed"], server.counts["/a"]) == (2, 1)


def test_a_feed_that_says_it_is_unchanged_is_believed_while_its_articles_are_there(
    server: Server, local: Library, run: Run
) -> None:
    def behave(handler: Handler) -> None:
        if handler.headers.get("If-None-Match") == '"1"':
            handler.answer(304)
        else:
            handler.answer(200, rss(item("/a"), item("/b")).encode(), {"ETag": '"1"'})

    server.pages["/feed"] = behave
    server.page("/a", page("Crane falls"))
    server.page("/b", page("Ferry sails", TEXT.replace("crane", "ferry")))
    assert run(server.url("/feed")).added == 2
    assert run(server.url("/feed")).unchanged == 2
    assert (server.counts["/a"], server.counts["/b"]) == (1, 1)
    local.remove([next(local.articles()).id])
    report = run(server.url("/feed"))
    assert (report.added, report.unchanged) == (1, 1)


def test_a_new_entry_of_a_feed_is_fetched_and_a_changed_one_again(
    server: Server, local: Library, run: Run
) -> None:
    server.page("/a", page("Crane falls"))
    server.page("/feed", rss(item("/a")))
    run(server.url("/feed"))
    server.page("/b", page("Ferry sails", TEXT.replace("crane", "ferry")))
    server.page("/a", page("Crane is raised", TEXT.replace("fell into", "rose from")))
    server.page("/feed", rss(item("/b"), item("/a", "A correction")))
    report = run(server.url("/feed"))
    assert (report.added, report.updated) == (1, 1)


MINUTE, DAY = 60.0, 24 * 3600.0


def test_a_page_of_a_feed_that_is_gone_is_asked_for_after_ever_longer_times(
    server: Server, local: Library
) -> None:
    moment = 1_700_000_000.0

    def feed(handler: Handler) -> None:
        if handler.headers.get("If-None-Match") == '"1"':
            handler.answer(304)
        else:
            handler.answer(200, rss(item("/gone"), item("/a")).encode(), {"ETag": '"1"'})

    def again(after: float) -> list[str]:
        nonlocal moment
        moment += after
        web = Web(local, QUICK, sleep=lambda _: None, now=lambda: moment)
        report = ingest(local, server.url("/feed"), web=web)
        assert report.added + report.unchanged == 1 + (not report.failed)
        return [one.error for one in report.failed]

    server.pages["/feed"] = feed
    server.page("/a", page("Crane falls"))
    [first] = again(0)
    assert "the server says 404" in first
    assert "asked for again after 2023-11-14 22:28 UTC" in first
    for minutes in (1, 10):  # the same words, so that a watch does not tell it anew
        assert again(minutes * MINUTE) == [first]
    assert (server.counts["/gone"], server.counts["/a"]) == (1, 1)
    assert server.headers_of["/feed"]["If-None-Match"] == '"1"'
    [second] = again(4 * MINUTE)
    assert second != first
    assert server.counts["/gone"] == 2
    assert again(29 * MINUTE) == [second]
    assert server.counts["/gone"] == 2
    again(2 * MINUTE)
    assert server.counts["/gone"] == 3
    for _ in range(12):  # it is never left for more than a week
        again(7 * DAY)
    assert server.counts["/gone"] == 15
    server.page("/gone", page("Ferry sails", TEXT.replace("crane", "ferry")))
    assert again(7 * DAY) == []
    assert again(MINUTE) == []
    assert (server.counts["/gone"], server.counts["/a"]) == (16, 1)


def test_a_page_that_was_gone_is_asked_for_when_its_feed_says_something_new(
    server: Server, local: Library, run: Run
) -> None:
    server.page("/feed", rss(item("/gone")))
    run(server.url("/feed"))
    run(server.url("/feed"))
    assert server.counts["/gone"] == 1
    dry_run(local.path, server.url("/feed"), settings=local.settings)
    assert server.counts["/gone"] == 1
    server.page("/feed", rss(item("/gone", "Another title")))
    server.page("/gone", page("Crane falls"))
    assert run(server.url("/feed")).added == 1
    assert local.catalogue.gone(server.url("/gone")) is None
    assert run(server.url("/gone2")).failed
    run(server.url("/gone2"))
    assert server.counts["/gone2"] == 2  # what somebody names is asked for


def test_a_page_that_is_back_by_its_own_address_is_no_failure_of_its_feed(
    server: Server, local: Library, run: Run
) -> None:
    server.page("/feed", rss(item("/gone")))
    assert [one.source for one in run(server.url("/feed")).failed] == [server.url("/gone")]
    server.page("/gone", page("Crane falls"))
    assert run(server.url("/gone")).added == 1
    report = run(server.url("/feed"))
    assert (report.failed, report.unchanged) == ((), 1)


FULL = (
    f"<content:encoded><![CDATA[<p>{TEXT}</p><p>{TEXT.replace('crane', 'mast')}</p>"
    f"<p>{TEXT.replace('harbor', 'lock')}</p>]]></content:encoded>"
)


def test_the_text_in_a_feed_stands_in_for_a_page_that_cannot_be_fetched(
    server: Server, local: Library, run: Run
) -> None:
    server.page("/feed", rss(item("/gone", "Crane falls", FULL), item("/gone2", "Nothing")))
    report = run(server.url("/feed"))
    assert report.added == 1
    assert [failure.source for failure in report.failed] == [server.url("/gone2")]
    article = only(local)
    assert (article.title, article.source) == ("Crane falls", server.url("/gone"))
    assert article.text.startswith(TEXT)
    assert article.known_from["text"] == "feed"
    server.page("/gone", page("Crane falls", TEXT + " More is said on the page itself."))
    assert run(server.url("/feed")).updated == 1
    assert "on the page itself" in only(local).text


def test_the_text_in_a_feed_does_not_replace_a_page_that_was_read(
    server: Server, local: Library, run: Run
) -> None:
    server.page("/a", page("Crane falls", TEXT + " More is said on the page itself."))
    server.page("/feed", rss(item("/a", "Crane falls", FULL)))
    run(server.url("/feed"))
    del server.pages["/a"]
    server.page("/feed", rss(item("/a", "Crane falls!", FULL)))
    assert "is not there" in run(server.url("/feed")).failed[0].error
    assert "on the page itself" in only(local).text


@pytest.mark.parametrize("together", [False, True])
def test_the_text_in_a_feed_does_not_replace_an_article_of_another_source(
    server: Server, local: Library, run: Run, tmp_path: Path, together: bool
) -> None:
    theirs = {"url": server.url("/gone"), "text": "The mast of Vellmar stands.", "title": "Mast"}
    (tmp_path / "a.jsonl").write_text(json.dumps(theirs))
    server.page("/feed", rss(item("/gone", "Crane falls", FULL)))
    sources = [str(tmp_path / "a.jsonl"), server.url("/feed")]
    reports = [run(*sources)] if together else [run(one) for one in sources]
    assert [one.source for one in reports[-1].failed] == [server.url("/gone")]
    assert (only(local).text, only(local).version) == (theirs["text"], 1)


def test_the_text_in_a_feed_does_not_stand_in_for_a_page_of_another_site(
    server: Server, local: Library, run: Run
) -> None:
    other = server.url("/gone").replace("127.0.0.1", "localhost")
    server.page("/feed", rss(item(other, "Crane falls", FULL)))
    assert [one.source for one in run(server.url("/feed")).failed] == [other]
    assert list(local.articles()) == []


def test_a_page_of_two_feeds_is_read_once(server: Server, local: Library, run: Run) -> None:
    server.page("/a", page("Crane falls"))
    server.page("/feed1", rss(item("/a")))
    server.page("/feed2", rss(item("/a")))
    assert run(server.url("/feed1"), server.url("/feed2")).added == 1
    assert server.counts["/a"] == 1


@pytest.mark.parametrize(
    ("feed", "words"),
    [
        (rss(), "is a feed without entries"),
        (rss(item("")), "names no page"),
        (rss(item("/feed")), "is a feed, named by another one"),
        (rss(item("ftp://127.0.0.1/a")), "only http and https"),
    ],
)
def test_a_feed_that_leads_nowhere_is_named(
    server: Server, run: Run, feed: str, words: str
) -> None:
    server.page("/feed", feed)
    for _ in range(2):
        assert words in run(server.url("/feed")).failed[0].error


def test_entities_of_a_feed_are_not_expanded(server: Server, run: Run, tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("hidden")
    bomb = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10 if n else "x" * 10}">' for n in range(12))
    doctype = f'<!DOCTYPE rss [<!ENTITY f SYSTEM "file://{secret}">{bomb}]>'
    feed = rss(item("/missing", "&f;&e11;")).replace("?><rss", f"?>{doctype}<rss")
    server.page("/feed", feed)
    report = run(server.url("/feed"))
    assert report.failed
    assert "hidden" not in repr(report)


# -- sitemaps -------------------------------------------------------------------------------------

NEWS = (
    "<news:news><news:publication><news:name>Vellmar Post</news:name><news:language>en"
    "</news:language></news:publication><news:publication_date>2024-06-03T10:20:00+02:00"
    "</news:publication_date><news:title>Crane falls</news:title></news:news>"
)


def urlset(*urls: str) -> str:
    return (
        '<?xml version="1.0"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" '
        'xmlns:news="http://www.google.com/schemas/sitemap-news/0.9">'
        f"{''.join(f'<url>{url}</url>' for url in urls)}</urlset>"
    )


def test_a_news_sitemap_brings_its_pages(server: Server, local: Library, run: Run) -> None:
    server.page("/a", page("Crane falls"))
    server.page("/news.xml", urlset(f"<loc>{server.url('/a')}</loc>{NEWS}"), "text/xml")
    assert run(server.url("/news.xml")).added == 1
    article = only(local)
    assert article.published == date(2024, 6, 3)
    assert article.outlet == "Vellmar Post"
    assert article.known_from["published"] == "news sitemap"


def test_a_packed_index_of_sitemaps_is_followed(server: Server, local: Library, run: Run) -> None:
    server.page("/a", page("Crane falls"))
    index = (
        '<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">'
        f"<sitemap><loc>{server.url('/one.xml.gz')}</loc></sitemap>"
        f"<sitemap><loc>{server.url('/missing.xml')}</loc></sitemap>"
        f"<sitemap><loc>{server.url('/index.xml')}</loc></sitemap></sitemapindex>"
    )
    server.page("/index.xml", index, "application/xml")
    one = gzip.compress(urlset(f"<loc>{server.url('/a')}</loc>").encode())
    server.page("/one.xml.gz", one, "application/gzip")
    report = run(server.url("/index.xml"))
    assert report.added == 1
    assert [failure.source for failure in report.failed] == [server.url("/missing.xml")]


def test_a_page_whose_entry_in_a_sitemap_has_no_new_day_is_not_asked_for_again(
    server: Server, local: Library, run: Run
) -> None:
    server.page("/a", page("Crane falls"))
    dated = urlset(f"<loc>{server.url('/a')}</loc><lastmod>2024-06-03</lastmod>")
    server.page("/s.xml", dated, "text/xml")
    run(server.url("/s.xml"))
    assert run(server.url("/s.xml")).unchanged == 1
    assert server.counts["/a"] == 1
    server.page("/s.xml", dated.replace("-03<", "-04<"), "text/xml")
    assert run(server.url("/s.xml")).unchanged == 1
    assert server.counts["/a"] == 2


def test_what_a_sitemap_names_beyond_the_bound_is_said_to_be_left_out(
    server: Server, local: Library
) -> None:
    urls = [
        f"<loc>{server.url(f'/{n}')}</loc><lastmod>2024-06-{n:02}</lastmod>" for n in range(1, 6)
    ]
    server.page("/s.xml", urlset(*urls), "text/xml")
    for n in range(1, 6):
        server.page(f"/{n}", page(f"Crane {n}", TEXT.replace("crane", f"crane number {n}")))
    limits = type(QUICK)(**{**{f: getattr(QUICK, f) for f in QUICK.__slots__}, "pages": 2})
    report = ingest(local, server.url("/s.xml"), web=Web(local, limits))
    assert "leads to 5 pages, of which the first 2 were read" in report.failed[0].error
    assert {a.title for a in local.articles()} == {"Crane 4", "Crane 5"}


def test_a_bomb_in_a_packed_sitemap_is_refused(server: Server, run: Run) -> None:
    server.page("/s.xml.gz", gzip.compress(b"<urlset>" + b" " * 50_000_000), "application/gzip")
    assert "larger than 200,000 bytes" in run(server.url("/s.xml.gz")).failed[0].error


def test_an_archive_at_an_address_is_read_member_by_member(
    server: Server, local: Library, run: Run
) -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("crane.txt", TEXT)
        archive.writestr("ferry.md", "The ferry to Osterby sank in the storm.")
        archive.writestr("empty.txt", "")
    server.page("/news.zip", packed.getvalue(), "application/zip")
    report = run(server.url("/news.zip"))
    assert report.added == 2
    assert report.failed[0].source == f"{server.url('/news.zip')}!empty.txt"
    assert {one.source for one in local.articles()} == {
        f"{server.url('/news.zip')}!{name}" for name in ("crane.txt", "ferry.md")
    }
    assert run(server.url("/news.zip")).unchanged == 2


@pytest.mark.parametrize("kind", ["application/gzip", "application/octet-stream"])
def test_packed_lines_at_an_address_are_read(
    server: Server, local: Library, run: Run, kind: str
) -> None:
    line = json.dumps({"title": "Crane falls", "text": TEXT})
    server.page("/news.jsonl.gz?day=1", gzip.compress(line.encode()), kind)
    assert run(server.url("/news.jsonl.gz?day=1")).added == 1
    assert only(local).title == "Crane falls"


def test_an_item_of_an_agency_is_read_by_its_type(server: Server, local: Library, run: Run) -> None:
    item = {"uri": "urn:x:1", "headline": "Crane falls", "body_text": TEXT, "type": "text"}
    server.page("/item", json.dumps(item), "application/ninjs+json")
    assert run(server.url("/item")).failed == ()
    assert only(local).title == "Crane falls"
