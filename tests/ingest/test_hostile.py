"""Input made to do harm, of kinds that go across formats: each ends in words, or does no harm."""

from __future__ import annotations

import gzip
import io
import json
import os
import tracemalloc
import zipfile
from pathlib import Path

import pytest
from langchain_core.documents import Document

from ingest import dry_run, ingest
from ingest.found import PACKED
from ingest.loaders import LOADERS, Reading, load
from ingest.previewing import Previewed, preview
from ingest.report import Failure, Report
from ingest.web.entries import Entry, completed
from ingest.web.sitemaps import sitemap_entries
from tests.ingest.formats import made
from tests.ingest.formats.made import LEAD, MORE
from tests.ingest.formats.reads import one, read
from tests.ingest.fuzzing.seeds import unzipped, zipped
from vectorstore import Article, Library, SourceError

MB = 1024 * 1024


def shown(file: Path) -> list[Previewed]:
    return list(preview(file))


# -- bombs -----------------------------------------------------------------------------------------


def zeros_packed(megabytes: int) -> bytes:
    target = io.BytesIO()
    with gzip.GzipFile(fileobj=target, mode="wb", compresslevel=9) as stream:
        for _ in range(megabytes):
            stream.write(b"0" * MB)
    return target.getvalue()


def warc(body: bytes, *headers: str) -> bytes:
    head = "".join(f"{one}\r\n" for one in headers)
    answer = f"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n{head}\r\n".encode() + body
    told = (
        "WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: https://paper.example/a\r\n"
        "WARC-Date: 2024-03-05T12:00:00Z\r\nWARC-Record-ID: <urn:uuid:0>\r\n"
        f"Content-Type: application/http; msgtype=response\r\nContent-Length: {len(answer)}\r\n\r\n"
    )
    return told.encode() + answer + b"\r\n\r\n"


@pytest.mark.parametrize("name", ["a.txt.gz", "a.jsonl.gz", "a.warc", "a.warc.gz", "a.zip"])
def test_a_bomb_is_told_of_and_takes_no_memory_to_speak_of(name: str, tmp_path: Path) -> None:
    packed = zeros_packed(150)
    inside = io.BytesIO()
    with zipfile.ZipFile(inside, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.txt", b"0" * (100 * MB))
    file = tmp_path / name
    file.write_bytes(
        {
            "a.warc": warc(packed, "Content-Encoding: gzip"),
            "a.warc.gz": gzip.compress(warc(packed, "Content-Encoding: gzip")),
            "a.zip": inside.getvalue(),
        }.get(name, packed)
    )
    tracemalloc.start()
    try:
        said = shown(file)
        assert all(one.article is None for one in said)
        assert "times its size, as a bomb does" in " ".join(one.error for one in said)
        assert tracemalloc.get_traced_memory()[1] < 200 * MB
    finally:
        tracemalloc.stop()


# -- entities --------------------------------------------------------------------------------------

BOMB = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 12))


def test_entities_in_a_sitemap_are_neither_expanded_nor_fetched(tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("the-password")
    for declared in (f'<!ENTITY x SYSTEM "{secret.as_uri()}">', f'<!ENTITY a0 "x">{BOMB}'):
        name = "x" if "SYSTEM" in declared else "a11"
        text = (
            f"<!DOCTYPE urlset [{declared}]><urlset><url><loc>https://a.example/&{name};</loc>"
            "</url><url><loc>https://a.example/b</loc></url></urlset>"
        )
        entries, _ = sitemap_entries(text.encode(), "s.xml")
        assert entries
        assert all(len(entry.url) < 50 and "password" not in entry.url for entry in entries)


def word(declared: str = "", reference: str = "") -> bytes:
    """Make a Word document that declares entities, and refers to one after its first sentence."""
    parts = unzipped(made.docx())
    text = parts["word/document.xml"].decode()
    text = text[text.index("<w:document") :].replace(LEAD, f"{LEAD}{reference}")
    begin = f"<!DOCTYPE w:document [{declared}]>" if declared else ""
    return zipped({**parts, "word/document.xml": f"{begin}{text}".encode()})


def test_entities_in_a_word_document_are_neither_expanded_nor_fetched(tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("the-password")
    fetching, growing = f'<!ENTITY x SYSTEM "{secret.as_uri()}">', f'<!ENTITY a0 "x">{BOMB}'
    plain = one(word(), "a.docx").text
    assert LEAD in plain
    assert one(word(fetching), "a.docx").text == plain
    assert one(word(growing), "a.docx").text == plain
    assert one(word(fetching, "&x;"), "a.docx").text == plain
    try:
        found = one(word(growing, "&a11;"), "a.docx").text
    except SourceError:
        return  # libxml2 refuses what grows so, and only that: see above
    assert len(found) < len(plain) + 100


# -- size and depth --------------------------------------------------------------------------------


@pytest.mark.long
@pytest.mark.parametrize(
    ("name", "head", "tail"),
    [
        ("a.txt", b"", b""),
        ("a.md", b"# A\n\n", b""),
        ("a.html", b"<p>", b"</p>"),
        ("a.csv", b"title,text\nA,", b"\n"),
        ("a.jsonl", b'{"text": "', b'"}\n'),
        ("a.eml", b"Subject: x\n\n", b""),
        ("a.xml", b"<nitf><body><body.content><p>", b"</p></body.content></body></nitf>"),
        ("a.rss", b"<rss><channel><item><description>", b"</description></item></channel></rss>"),
    ],
)
def test_a_hundred_megabytes_on_one_line_end_in_words_in_every_format(
    name: str, head: bytes, tail: bytes
) -> None:
    data = head + b"The ferry sank again. " * 4_800_000 + tail
    items: list[Article | Failure] = []
    try:
        items += load(data, name, Reading())
    except SourceError as error:
        items.append(Failure(name, str(error)))
    assert items
    assert not any(isinstance(item, Article) for item in items)


# -- links -----------------------------------------------------------------------------------------


def test_links_in_circles_are_named_and_stop_nothing(tmp_path: Path) -> None:
    folder = tmp_path / "news"
    (folder / "deep").mkdir(parents=True)
    (folder / "a.txt").write_text(LEAD)
    (folder / "self.txt").symlink_to("self.txt")
    (folder / "to.txt").symlink_to("fro.txt")
    (folder / "fro.txt").symlink_to("to.txt")
    (folder / "deep" / "up").symlink_to(folder)
    (folder / "deep" / "here").symlink_to(".")
    (folder / "round").symlink_to("round")
    report = dry_run(tmp_path / "none", folder)
    assert report.added == 1
    assert [os.path.basename(failure.source) for failure in report.failed] == [
        "fro.txt", "self.txt", "to.txt",
    ]  # fmt: skip
    assert all("cannot be read: Too many levels" in one.error for one in report.failed)
    report = dry_run(tmp_path / "none", folder / "self.txt")
    assert len(report.failed) == 1


# -- days ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("day", ["0000-01-01", "9999-12-31", "9999-12-31T23:59:59Z", "10000-01-01"])
def test_days_out_of_reason_are_unknown_wherever_they_are_told(day: str) -> None:
    node = json.dumps({"@type": "NewsArticle", "datePublished": day, "dateModified": day})
    page = made.page()
    epub = unzipped(made.epub())
    package = epub["OEBPS/book.opf"].replace(b"2024-03-05", day.encode())
    texts: dict[str, bytes | str] = {
        "meta.html": page.replace("2024-03-05T10:15:00+01:00", day),
        "ld.html": page.replace(
            "</head>", f'<script type="application/ld+json">{node}</script></head>'
        ).replace(
            '<meta property="article:published_time" content="2024-03-05T10:15:00+01:00">', ""
        ),
        "a.rss": made.RSS.replace("Tue, 05 Mar 2024 10:15:00 +0100", day),
        "a.ninjs": json.dumps({**made.NINJS_1, "firstcreated": day, "versioncreated": day}),
        "a.epub": zipped({**epub, "OEBPS/book.opf": package}),
    }
    for name, data in texts.items():
        article = read(data, name)[0][0]
        assert (article.published, article.published_at) == (None, None), name
        assert article.modified_at is None, name
    bare = Article.of(LEAD)
    assert completed(bare, Entry("https://a.example", "feed", published=day)).published is None
    entries, _ = sitemap_entries(
        f"<urlset><url><loc>https://a.example</loc><lastmod>{day}</lastmod></url></urlset>".encode(),
        "s.xml",
    )
    assert len(entries) == 1


def test_a_word_document_of_a_year_out_of_reason_has_no_day() -> None:
    parts = unzipped(made.docx())
    core = parts["docProps/core.xml"]
    for day in (b"0000-01-01T00:00:00Z", b"9999-12-31T23:59:59Z", b"99999-01-01T00:00:00Z"):
        bad = core.replace(b"2024-03-05T10:15:00Z", day).replace(b"2013-12-23T23:15:00Z", day)
        article = one(zipped({**parts, "docProps/core.xml": bad}), "a.docx")
        assert (article.published, article.modified_at) == (None, None)


# -- characters ------------------------------------------------------------------------------------

#: Characters that no text has: nothing, half of one, and what turns others around.
ODD = "The \x00lock \ud800was \u202emended\u202c on Friday."


@pytest.mark.parametrize(
    ("name", "data", "kept"),
    [
        ("a.md", b"The lock \xed\xa0\x80was mended on Friday.", "\u20acwas mended on Friday."),
        ("a.html", made.page().replace(LEAD, "The &#0;lock &#xd800;was &#x202e;mended.").encode(),
         "was mended. Ursula"),
        ("b.html", made.page().replace(LEAD, "The \0lock \u202ewas mended.").encode(), ""),
        ("a.json", json.dumps({"text": ODD, "title": ODD, "author": ODD, "tags": [ODD]}).encode(),
         "The lock was mended on Friday."),
        ("a.csv", f"text,author\nThe \0lock was mended.{' ' * 3000},I\u202e\n".encode(),
         "The lock was mended."),
        ("a.eml", b"Subject: =?utf-8?b?7aCA?= \0\nFrom: \xff <a@b>\n\nThe lock\xed\xa0\x80 sank.",
         "\u20ac sank."),
        ("a.rss", made.RSS.replace(LEAD, "The &amp;#0;lock &amp;#xd800; opened.").encode(),
         "lock &#xd800; opened."),
        ("a.nitf", made.nitf().replace(LEAD, "The \u202elock opened.").encode(),
         "The lock opened."),
    ],
)  # fmt: skip
def test_signs_that_no_text_has_leave_nothing_behind(name: str, data: bytes, kept: str) -> None:
    if name == "b.html":  # a single null makes it a binary file
        with pytest.raises(SourceError, match="is not text"):
            read(data, name)
        return
    articles, _, _ = read(data, name)
    assert kept in articles[0].text
    for article in articles:
        line = json.dumps(article.as_dict(), ensure_ascii=False)
        line.encode()
        assert not any(sign in line for sign in ("\\u0000", "\x00", "\u202e", "\u202c"))


def test_what_python_gives_is_stored_without_the_signs_that_no_text_has(library: Library) -> None:
    odd = Article.of(
        ODD, id="odd", title=ODD, url=f"https://a.example/{ODD}", source=f"wire/{ODD}",
        outlet=ODD, byline=ODD, section=ODD, language="en\ud800", tags=[ODD],
        known_from={"outlet": ODD},
    )  # fmt: skip
    report = ingest(library, [odd, Document(ODD, metadata={"source": ODD, "title": ODD})])
    assert (report.added, report.failed) == (2, ())
    for stored in library.articles():
        assert stored.text == stored.title == "The lock was mended on Friday."
        json.dumps(stored.as_dict(), ensure_ascii=False).encode()


# -- sources ---------------------------------------------------------------------------------------


def test_a_member_of_an_archive_is_stored_under_the_archive_and_its_path(
    library: Library, tmp_path: Path
) -> None:
    inner = zipped({"c.txt": MORE.encode()})
    news = tmp_path / "news"
    news.mkdir()
    archive = news / "news.zip"
    archive.write_bytes(zipped({"deep/a.txt": LEAD.encode(), "b.zip": inner}))
    packed = news / "d.txt.gz"
    packed.write_bytes(gzip.compress(b"The tower was painted."))
    report: Report = ingest(library, news)
    assert report.failed == ()
    assert sorted(article.source for article in library.articles()) == [
        str(packed), f"{archive}!b.zip!c.txt", f"{archive}!deep/a.txt",
    ]  # fmt: skip


@pytest.mark.parametrize("ending", [*LOADERS, *PACKED])
def test_an_empty_file_and_one_of_nulls_are_refused_in_every_format(
    ending: str, tmp_path: Path
) -> None:
    for data in (b"", b"\x00" * 5000):
        file = tmp_path / f"a{ending}"
        file.write_bytes(data)
        said = shown(file)
        assert all(one.article is None and str(file) in one.error for one in said)
        # Nulls are what a tar archive ends with: to its format it is one without members.
        assert said or ending == ".tar"
