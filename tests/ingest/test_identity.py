"""What is one article and what is another, when addresses, files and times say different things."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path

import pytest

from ingest import SourceDone, Upload, dry_run, ingest
from tests.ingest.test_containers import warc
from vectorstore import Library

NEWS = "https://paper.example/news"


def story(place: str) -> str:
    """Return a text that shares no run of words with another place's."""
    return " ".join(
        f"{place}{n} {place}ward went {place}ly {place}side in {place}{n + 1}." for n in range(20)
    )


def page(text: str, canonical: str) -> str:
    return (
        f'<!doctype html><html><head><title>News</title><link rel="canonical" href="{canonical}">'
        f"</head><body><article><h1>News</h1><p>{text}</p></article></body></html>"
    )


def mhtml(text: str, canonical: str, url: str) -> str:
    return (
        "MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=b\r\n\r\n--b\r\n"
        f"Content-Type: text/html; charset=utf-8\r\nContent-Location: {url}\r\n\r\n"
        f"{page(text, canonical)}\r\n--b--\r\n"
    )


def texts(library: Library) -> dict[str, str | None]:
    """Return which article tells of which place, by its address; all are first versions."""
    assert {one.version for one in library.articles()} <= {1}
    return {one.text.split("0")[0]: one.url for one in library.articles()}


def test_saved_pages_with_one_canonical_address_stay_articles_of_their_own(
    library: Library, tmp_path: Path
) -> None:
    folder = tmp_path / "pages"
    folder.mkdir()
    for place in ("abbey", "barn", "castle"):
        (folder / f"{place}.html").write_text(page(story(place), NEWS))
    done: list[SourceDone] = []
    assert ingest(library, folder, on_source=done.append).added == 3
    assert texts(library) == {"abbey": NEWS, "barn": None, "castle": None}
    assert [one.detail.startswith(NEWS) for one in done] == [False, True, True]
    (folder / "barn.html").write_text(page(story("barn") + " It ended.", NEWS))
    assert ingest(library, folder).updated == 1
    assert [one.version for one in library.articles()].count(2) == 1


def test_members_of_an_archive_with_one_canonical_address_stay_articles_of_their_own(
    library: Library, tmp_path: Path
) -> None:
    with zipfile.ZipFile(tmp_path / "pages.zip", "w") as archive:
        for place in ("abbey", "barn"):
            archive.writestr(f"{place}.html", page(story(place), NEWS))
            own = f"{NEWS}/{place}"
            archive.writestr(f"{place}.mhtml", mhtml(story(f"{place}m"), NEWS, own))
    assert ingest(library, tmp_path / "pages.zip").added == 4
    assert texts(library) == {
        "abbey": NEWS,
        "barn": None,
        "abbeym": f"{NEWS}/abbey",
        "barnm": f"{NEWS}/barn",
    }


def test_another_form_of_a_saved_page_is_the_same_article(library: Library, tmp_path: Path) -> None:
    for name, more in (("a.html", ""), ("b.html", " It ended.")):
        (tmp_path / name).write_text(page(story("abbey") + more, NEWS))
        ingest(library, tmp_path / name)
    assert [(one.url, one.version) for one in library.articles()] == [(NEWS, 2)]


def test_a_crawled_page_cannot_take_the_address_of_another_host(
    library: Library, tmp_path: Path
) -> None:
    theirs, ours = "https://paper.example/a/1", "https://evil.example/b"
    pages = [
        (theirs, page(story("abbey"), theirs)),
        (ours, page(story("abbey") + " Or not.", theirs)),
        ("https://paper.example/a/2", page(story("barn"), theirs)),
    ]
    records = [(url, "200 OK", "text/html", html.encode()) for url, html in pages]
    (tmp_path / "crawl.warc").write_bytes(warc(*records))
    ingest(library, tmp_path / "crawl.warc")
    assert {(one.url, one.version) for one in library.articles()} == {(url, 1) for url, _ in pages}


def rows(file: Path, *articles: dict[str, str]) -> Path:
    file.write_text("\n".join(json.dumps(one) for one in articles))
    return file


def feed(file: Path, url: str, text: str) -> Path:
    file.write_text(
        '<?xml version="1.0"?><rss version="2.0"><channel><title>Post</title><item><title>News'
        f"</title><link>{url}</link><description>{text}</description></item></channel></rss>"
    )
    return file


@pytest.mark.parametrize("together", [False, True])
def test_a_teaser_in_a_saved_feed_leaves_the_full_text_as_it_is(
    library: Library, tmp_path: Path, together: bool
) -> None:
    full = rows(tmp_path / "a.jsonl", {"url": NEWS, "title": "News", "text": story("abbey")})
    teaser = feed(tmp_path / "b.rss", NEWS, story("abbey")[:90])
    for sources in [[full, teaser]] if together else [[full], [teaser]]:
        report = ingest(library, sources)
        assert (report.updated, report.failed) == (0, ())
    assert report.unchanged == 1
    assert texts(library) == {"abbey": NEWS}
    assert next(library.articles()).text == story("abbey")


def test_a_full_text_replaces_the_teaser_of_a_saved_feed_and_a_feed_may_correct(
    library: Library, tmp_path: Path
) -> None:
    ingest(library, feed(tmp_path / "b.rss", NEWS, story("abbey")[:90]))
    full = rows(tmp_path / "a.jsonl", {"url": NEWS, "title": "News", "text": story("abbey")})
    assert ingest(library, full).updated == 1
    corrected = story("abbey").replace("abbey7", "abbey17")
    assert ingest(library, feed(tmp_path / "c.rss", NEWS, corrected)).updated == 1
    assert [one.text for one in library.articles()] == [corrected]


def test_the_posts_of_one_page_are_articles_of_their_own(library: Library, tmp_path: Path) -> None:
    posts = {
        place: f"{NEWS}#{mark}" for place, mark in zip("abc", ("p-1", "p-2", "!/c"), strict=True)
    }
    file = rows(tmp_path / "a.jsonl", *({"url": u, "text": story(p)} for p, u in posts.items()))
    assert ingest(library, file).added == 3
    assert texts(library) == posts


@pytest.mark.parametrize("together", [False, True])
def test_an_older_text_from_another_file_does_not_replace_a_newer_one(
    library: Library, tmp_path: Path, together: bool
) -> None:
    files = [
        rows(
            tmp_path / f"{day}.jsonl",
            {"url": NEWS, "text": story(place), "modified": f"2024-05-{day}T10:00:00Z"},
        )
        for place, day in (("new", "02"), ("old", "01"), ("newest", "03"))
    ]
    done: list[SourceDone] = []
    for some in [files[:2]] if together else [files[:1], files[1:2]]:
        ingest(library, some, on_source=done.append)
    assert texts(library) == {"new": NEWS}
    assert (done[1].status, done[1].detail[:13]) == ("unchanged", "an older text")
    assert ingest(library, files[2]).updated == 1
    rows(files[2], {"url": NEWS, "text": story("undone"), "modified": "2024-05-02T11:00:00Z"})
    assert ingest(library, files[2]).updated == 1  # its own file says so


def test_two_uploads_of_one_name_and_unrelated_texts_are_two_articles(
    library: Library, tmp_path: Path
) -> None:
    done: list[SourceDone] = []
    for place in ("abbey", "barn", "abbey", "barn"):
        (tmp_path / "bytes").write_text(story(place))
        upload = Upload("note.txt", tmp_path / "bytes")
        expected = dry_run(library.path, upload, settings=library.settings)
        report = ingest(library, upload, on_source=done.append)
        assert (report.added, report.unchanged) == (expected.added, expected.unchanged)
    assert {one.source for one in library.articles()} == {
        "upload:note.txt",
        "upload:note.txt (2)",
    }
    assert [one.status for one in done] == ["new", "new", "unchanged", "unchanged"]
    assert done[1].detail.endswith("goes by note.txt (2)")
    (tmp_path / "bytes").write_text(story("barn") + " It ended.")
    assert ingest(library, Upload("note.txt", tmp_path / "bytes")).updated == 1
    assert [one.version for one in library.articles() if "(2)" in one.source] == [2]


def test_a_dry_run_tells_pages_apart_as_the_run_does(library: Library, tmp_path: Path) -> None:
    folder = tmp_path / "pages"
    folder.mkdir()
    (folder / "abbey.html").write_text(page(story("abbey"), NEWS))
    ingest(library, folder)
    for place in ("barn", "castle"):
        (folder / f"{place}.html").write_text(page(story(place), NEWS))
    expected = dry_run(library.path, folder, settings=library.settings)
    report = ingest(library, folder)
    assert (expected.added, expected.updated) == (report.added, report.updated) == (2, 0)
