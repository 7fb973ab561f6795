from __future__ import annotations

import gzip
import json
import sqlite3
import zipfile
from contextlib import closing
from pathlib import Path

import pytest
from click.testing import CliRunner

from ingest import ingest
from tests.ingest.pages.made import LEAD, json_ld, page
from tests.vectorstore.conftest import take_back
from ui.cli import main
from vectorstore import Library

HEAD = json_ld(
    {"@type": "NewsArticle", "headline": "Pier to close", "datePublished": "2021-03-02T09:00Z"}
)


def run(*words: str) -> tuple[int, str]:
    done = CliRunner().invoke(main, ["preview", *words], catch_exceptions=False)
    return done.exit_code, done.output


def saved(folder: Path, html: str) -> str:
    path = folder / "pier.html"
    path.write_text(html)
    return str(path)


def test_each_field_is_shown_with_where_it_was_found(tmp_path: Path) -> None:
    status, said = run(saved(tmp_path, page("<h2>What follows</h2>", head=HEAD)))
    assert status == 0
    lines = [" ".join(line.split()) for line in said.splitlines()]
    assert "title Pier to close (JSON-LD headline)" in lines
    assert "published at 2021-03-02 09:00:00+00:00 (JSON-LD datePublished)" in lines
    assert "byline unknown" in lines
    assert "## What follows" in lines


def test_sentences_are_shown_without_headings(tmp_path: Path) -> None:
    _, said = run(saved(tmp_path, page("<h2>What follows</h2>")), "--sentences")
    assert f"1 {LEAD}" in " ".join(said.split())
    assert "What follows" not in said


def test_json_holds_the_article_and_its_sentences(tmp_path: Path) -> None:
    status, said = run(saved(tmp_path, page(head=HEAD)), "--json", "--sentences")
    [one] = json.loads(said)
    start, end = one["article"]["sentences"][0]
    assert (status, one["article"]["text"][start:end]) == (0, LEAD)
    assert one["article"]["known_from"]["title"] == "JSON-LD headline"
    assert one["error"] is None


def test_of_several_articles_the_first_are_shown(tmp_path: Path) -> None:
    path = tmp_path / "news.jsonl"
    path.write_text("".join(f'{{"text": "Story {n} ended."}}\n' for n in range(9)))
    _, said = run(str(path), "--limit", "2")
    assert "Story 1 ended." in said
    assert "Story 2 ended." not in said


def test_what_cannot_be_read_is_said_with_the_status(tmp_path: Path) -> None:
    status, said = run(saved(tmp_path, "no page"))
    assert (status, "not read:" in said) == (1, True)
    status, said = run(str(tmp_path / "missing.html"))
    assert (status, "does not exist" in said) == (1, True)


def test_an_address_of_this_machine_is_refused() -> None:
    status, said = run("http://127.0.0.1:9/x")
    assert status == 1
    assert "not an address of the open internet" in said


def test_no_library_is_made(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CITEWIRE_DATA_DIR", str(tmp_path / "library"))
    run(saved(tmp_path, page()))
    assert not (tmp_path / "library").exists()


def test_the_members_of_an_archive_are_shown_and_what_is_broken_in_it(tmp_path: Path) -> None:
    archive = tmp_path / "news.zip"
    with zipfile.ZipFile(archive, "w") as file:
        file.writestr("lock.txt", "The lock at Wendbridge was mended on Friday.")
        file.writestr("photo.jpg", "x")
        file.writestr("bridge.txt.gz", gzip.compress(b"The bridge is open again."))
        file.writestr("empty.md", "")
    status, said = run(str(archive))
    assert status == 1
    assert f"{archive}!lock.txt" in said
    assert "The bridge is open again." in said
    assert f"not read: {archive}!empty.md is empty." in said
    assert "photo" not in said


def statuses(folder: Path, source: str) -> list[str]:
    """Return what a preview says of each article beside a library."""
    data = str(folder / "library")
    before = state(folder / "library")
    _, said = run(source, "--data-dir", data, "--limit", "9")
    status, as_json = run(source, "--data-dir", data, "--limit", "9", "--json")
    assert state(folder / "library") == before
    found = [one["status"] for one in json.loads(as_json)]
    assert status == 0
    lines = [line.split(None, 2)[2] for line in said.splitlines() if line.startswith("in library")]
    words = {"new": "no: ", "changed": "yes, in another form", "unchanged": "yes: "}
    assert [line.startswith(words[one]) for line, one in zip(lines, found, strict=True)] == [
        True
    ] * len(found)
    return found


def state(library: Path) -> list[tuple[str, str]]:
    with Library.open(library, finish=False) as opened:
        return opened.catalogue.rows("SELECT id, sha256 || source FROM articles ORDER BY id")


def test_a_preview_says_whether_the_library_has_an_article_and_what_an_ingest_would_do(
    tmp_path: Path,
) -> None:
    page_file, text = Path(saved(tmp_path, page(head=HEAD))), tmp_path / "rain.txt"
    text.write_text("It rained on Monday.")
    assert run(str(text))[1].count("in library") == 0
    with Library.open(tmp_path / "library") as library:
        ingest(library, [page_file, text])
    assert statuses(tmp_path, str(page_file)) == ["unchanged"]
    page_file.write_text(page("<p>Nobody was hurt.</p>", head=HEAD))
    assert statuses(tmp_path, str(page_file)) == ["changed"]
    text.rename(tmp_path / "again.txt")  # the same content elsewhere
    assert statuses(tmp_path, str(tmp_path / "again.txt")) == ["unchanged"]
    text.write_text("It snowed on Tuesday.")
    assert statuses(tmp_path, str(tmp_path / "*.txt")) == ["unchanged", "changed"]


def test_a_preview_knows_that_bytes_which_an_older_version_read_are_left_alone(
    tmp_path: Path,
) -> None:
    page_file, lines = Path(saved(tmp_path, page(head=HEAD))), tmp_path / "news.jsonl"
    lines.write_text('{"text": "It rained."}\n{"text": "It snowed."}\n')
    with Library.open(tmp_path / "library") as library:
        ingest(library, [page_file, lines])
        rows = library.catalogue.rows
        rows("UPDATE articles SET published = NULL, sha256 = 'another'")  # as one read it
        [(second,)] = rows("SELECT id FROM articles WHERE source LIKE '%#2'")
        library.remove([second])
        rows("DELETE FROM origins WHERE article_id = ?", (second,))
        assert ingest(library, [page_file, lines]).unchanged == 3
    data = str(tmp_path / "library")
    _, said = run(str(page_file), "--data-dir", data)
    assert "in library yes: an ingest would leave it as it is" in " ".join(said.split())
    assert "an ingest leaves it alone, since it has read the same bytes" in said
    _, as_json = run(str(lines), "--data-dir", data, "--json")
    assert [one["status"] for one in json.loads(as_json)] == ["unchanged", None]


def test_a_preview_tells_the_lines_of_a_file_apart_that_have_shifted(tmp_path: Path) -> None:
    path = tmp_path / "news.jsonl"
    lines = [f'{{"title": "Story {n}", "text": "Story {n} ended."}}\n' for n in range(3)]
    path.write_text("".join(lines))
    with Library.open(tmp_path / "library") as library:
        ingest(library, path)
    new = '{"title": "Rain", "text": "It rained."}\n'
    path.write_text("".join([new, lines[0], lines[1].replace("ended", "went on"), lines[2]]))
    assert statuses(tmp_path, str(path)) == ["new", "unchanged", "changed", "unchanged"]


def test_a_preview_leaves_a_library_of_an_older_version_as_it_is(tmp_path: Path) -> None:
    news = tmp_path / "news"
    news.mkdir()
    text, other = news / "rain.txt", news / "snow.txt"
    text.write_text("It rained on Monday.")
    with Library.open(tmp_path / "library") as library:
        ingest(library, text)
    other.write_text("It snowed on Tuesday.")
    for schema in (8, 10, None):
        if schema:
            take_back(tmp_path / "library", schema)
        else:
            of_another_sqlite(tmp_path / "library")
        before = files_of(tmp_path / "library")
        status, as_json = run(str(news), "--data-dir", str(tmp_path / "library"), "--json")
        assert status == 0
        assert [one["status"] for one in json.loads(as_json)] == ["unchanged", "new"]
        assert files_of(tmp_path / "library") == before
        with Library.open(tmp_path / "library", finish=False) as library:  # as before
            assert [one.id for one in library.articles()] == [
                one["article"]["id"] for one in json.loads(as_json) if one["status"] != "new"
            ]


def of_another_sqlite(folder: Path) -> None:
    """Make the full-text index one that this SQLite would change when the library is opened."""
    with closing(sqlite3.connect(folder / "library.sqlite3")) as db, db:
        db.execute("DELETE FROM passage_text_config WHERE k = 'secure-delete'")
        if sqlite3.sqlite_version_info < (3, 42):
            db.execute("UPDATE passage_text_config SET v = 5 WHERE k = 'version'")


def files_of(folder: Path) -> dict[str, tuple[bytes, int]]:
    """Return the bytes and times of all files below a folder."""
    return {
        str(file.relative_to(folder)): (file.read_bytes(), file.stat().st_mtime_ns)
        for file in folder.rglob("*")
        if file.is_file()
    }


def test_a_preview_goes_on_beside_a_library_that_cannot_be_opened(tmp_path: Path) -> None:
    (tmp_path / "library").mkdir()
    (tmp_path / "library" / "library.sqlite3").write_text("no database")
    status, said = run(saved(tmp_path, page()), "--data-dir", str(tmp_path / "library"))
    assert status == 0
    assert LEAD in " ".join(said.split())
    assert "What it has is not said." in said
