"""What is one article and what is another, when addresses, files and times say different things."""

from __future__ import annotations

import zipfile
from pathlib import Path

from ingest import SourceDone, ingest
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
