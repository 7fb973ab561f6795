"""What may be opened as a library, and what is refused and left as it was."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import replace
from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest

from ingest import ingest
from tests.vectorstore.conftest import FixedEmbedder, take_back
from vectorstore import (
    Article,
    Block,
    Library,
    LibraryDamagedError,
    LibraryError,
    NewerLibraryError,
    NotALibraryError,
    Settings,
)
from vectorstore.schema import APPLICATION_ID, MIGRATIONS, SCHEMA_VERSION


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return an empty folder."""
    empty = tmp_path / "library"
    empty.mkdir()
    return empty


def opened(folder: Path) -> Library:
    return Library.open(folder, settings=Settings(data_dir=folder), embedder=FixedEmbedder())


def contents(folder: Path) -> dict[str, bytes]:
    return {file.name: file.read_bytes() for file in folder.rglob("*") if file.is_file()}


def test_a_new_library_is_marked_as_ours_and_keeps_a_log(folder: Path) -> None:
    with opened(folder / "deep" / "down") as library:
        assert len(library) == 0
        assert list(library.articles()) == []
        value = library.catalogue.value
        assert value("PRAGMA application_id") == APPLICATION_ID == int.from_bytes(b"CITW")
        assert value("PRAGMA user_version") == SCHEMA_VERSION
        assert value("PRAGMA journal_mode") == "wal"
        assert value("PRAGMA foreign_keys") == 1
        library.catalogue.check()


def test_a_library_of_the_first_schema_is_brought_up_to_date(folder: Path) -> None:
    with closing(sqlite3.connect(folder / "library.sqlite3")) as db:
        db.executescript(
            f"{MIGRATIONS[0]} PRAGMA application_id = {APPLICATION_ID}; PRAGMA user_version = 1;"
            "INSERT INTO sources VALUES ('/a.txt', 'digest', 1);"
        )
    with opened(folder) as library:
        assert library.catalogue.value("PRAGMA user_version") == SCHEMA_VERSION
        # Sources that were read before it was noted what they gave are read again.
        assert library.catalogue.articles_of_source("/a.txt", "digest") == 0


def test_sources_whose_articles_an_older_version_forgot_are_known_again_or_read_again(
    library: Library, tmp_path: Path
) -> None:
    news = tmp_path / "news"
    news.mkdir()
    (news / "mayor.txt").write_text("The mayor resigned on Friday.")
    (news / "ferry.txt").write_text("The ferry sank on Monday.")
    (news / "ports.jsonl").write_text('{"text": "A port shut."}\n{"text": "A pier burnt."}')
    assert ingest(library, news).added == 4
    [ferry] = [one.id for one in library.articles() if one.source.endswith("ferry.txt")]
    library.remove([ferry])
    library.catalogue.rows("DELETE FROM origins")  # as an older version did
    library.close()
    take_back(library.path, 11)
    with Library.open(library.path, settings=Settings(data_dir=library.path)) as it:
        known = it.catalogue.rows("SELECT source FROM sources")
        assert known == [(str(news / "mayor.txt"),)]
        report = ingest(it, news)
        assert (report.added, report.updated, report.unchanged) == (1, 0, 3)
        [mayor] = [one.id for one in it.articles() if one.source.endswith("mayor.txt")]
        it.remove([mayor])
        assert ingest(it, news).added == 1


def test_a_library_of_a_newer_version_is_refused_and_not_touched(folder: Path) -> None:
    opened(folder).close()
    with closing(sqlite3.connect(folder / "library.sqlite3")) as db:
        db.execute(f"PRAGMA user_version = {SCHEMA_VERSION + 1}")
    before = contents(folder)
    with pytest.raises(NewerLibraryError, match=r"newer version.*not touched.*Install"):
        opened(folder)
    assert contents(folder)["library.sqlite3"] == before["library.sqlite3"]


def test_the_database_of_another_program_is_refused_and_not_touched(folder: Path) -> None:
    with closing(sqlite3.connect(folder / "library.sqlite3")) as db:
        db.execute("CREATE TABLE recipes (name TEXT)")
    before = contents(folder)
    with pytest.raises(NotALibraryError, match=r"another program.*not touched"):
        opened(folder)
    assert contents(folder) == before


def test_a_text_file_by_the_name_of_a_library_is_refused_and_not_touched(folder: Path) -> None:
    (folder / "library.sqlite3").write_text("Not a database.\n" * 100)
    before = contents(folder)
    with pytest.raises(NotALibraryError, match="not a Citewire library"):
        opened(folder)
    assert contents(folder) == before


def test_a_folder_of_other_files_is_refused_and_not_touched(folder: Path) -> None:
    (folder / "holiday.jpg").write_bytes(b"\xff\xd8\xff")
    with pytest.raises(NotALibraryError, match=r"something else at this path.*--data-dir"):
        opened(folder)
    assert contents(folder) == {"holiday.jpg": b"\xff\xd8\xff"}


def test_a_path_that_is_a_file_is_refused(folder: Path) -> None:
    file = folder / "notes"
    file.write_text("Notes.")
    with pytest.raises(NotALibraryError, match="something else at this path"):
        opened(file)
    with pytest.raises(LibraryError, match="Not a directory"):
        opened(file / "below")
    assert file.read_text() == "Notes."


def test_an_empty_folder_becomes_a_library(folder: Path) -> None:
    (folder / ".DS_Store").write_bytes(b"")
    with opened(folder) as library:
        assert len(library) == 0


def test_a_library_whose_pages_are_spoiled_is_called_damaged(folder: Path) -> None:
    with opened(folder) as library:
        library.catalogue.check()
    file = folder / "library.sqlite3"
    data = bytearray(file.read_bytes())
    data[4096 * 2 :] = b"\x5a" * (len(data) - 4096 * 2)
    file.write_bytes(data)
    with pytest.raises(LibraryDamagedError, match=r"damaged.*backup"), opened(folder) as library:
        library.catalogue.check()


def test_a_library_of_the_fourth_schema_keeps_its_articles(library: Library) -> None:
    ingest(library, [Article.of("The mayor resigned on Friday.", title="Mayor resigns")])
    [before] = library.articles()
    library.close()
    take_back(library.path, 4)
    with Library.open(library.path, settings=Settings(data_dir=library.path)) as again:
        # Its paragraphs were not stored then, and nothing is read again for them.
        assert list(again.articles()) == [replace(before, blocks=())]


def test_what_a_source_says_of_an_article_is_stored(library: Library) -> None:
    given = Article.of(
        "Bridges\n\nThe mayor resigned.",
        byline="Ada Fenwick",
        published_at=datetime(2023, 6, 22, 23, 30, tzinfo=timezone(timedelta(hours=2))),
        modified_at=datetime(2023, 6, 23, 8),
        section="City",
        tags=["mayors", "bridges"],
        blocks=[Block(0, 7, "heading"), Block(9, 28, "paragraph")],
        known_from={"byline": "JSON-LD author"},
    )
    ingest(library, [given])
    [stored] = library.articles()
    assert replace(stored, sentences=()) == given
    assert stored.known_from == given.known_from
