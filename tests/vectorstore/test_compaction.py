"""What is removed leaves the answers at once, and the disk with a compaction."""

from __future__ import annotations

import json
import time
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest
from filelock import FileLock

from ingest import ingest
from tests.vectorstore.conftest import DIM, put, unit_vectors
from vectorstore import (
    Article,
    ArticleNotFoundError,
    Library,
    LibraryBusyError,
    LibraryDamagedError,
    Quoted,
    Settings,
    Visit,
    save_question,
    saved_questions,
    utc_now,
)
from vectorstore.compaction import FORGETTING, LEAST_DEAD, waste_of
from vectorstore.forgetting import forget_sources
from vectorstore.index import Row

Opener = Callable[..., Library]

#: Words of one article alone, and the stems under which the full-text index has them.
WORDS = ["quibbletron", "marzipanning", "Zorvathian", "gloomwardly", "übergrößen"]
STEMS = ["quibbletron", "marzipan", "zorvathian", "gloomwardli", "ubergroßen", "ubergro"]
TEXT = (
    "The quibbletron of Zorvath was marzipanning on Friday. A Zorvathian minister, gloomwardly "
    "dressed, said übergrößen were paused. Nobody knew for how long."
)


def traces(folder: Path) -> set[tuple[str, str]]:
    """Return the words that stand in the files of a folder, or in their names, with the files."""
    found = set()
    for file in folder.rglob("*"):
        if not file.is_file():
            continue
        data = file.read_bytes() + b" " + str(file.relative_to(folder)).encode()
        lower = data.lower()
        for word in {*WORDS, *STEMS}:
            forms = {word, word.lower(), word.upper(), word.capitalize()}
            spelled = {
                form.encode(coding)
                for form in forms
                for coding in ("utf-8", "utf-16-le", "utf-16-be", "latin-1")
            }
            escaped = word.lower().encode("ascii", "backslashreplace")
            # An index may keep a term without the letters that it shares with the one before it.
            cut = word[1:].lower().encode()
            if any(one in data for one in spelled) or escaped in lower or cut in lower:
                found.add((word, file.relative_to(folder).as_posix()))
    return found


@pytest.fixture
def archive(library: Library, tmp_path: Path) -> Library:
    """Return a library with twelve articles, one of them from a file of its own."""
    news = tmp_path / "news"
    news.mkdir()
    for number in range(11):
        (news / f"{number}.txt").write_text(
            f"Ferry {number} sails\n\nFerry {number} sailed on Monday. Sales were paused on Friday."
        )
    (news / "quibbletron-of-zorvath.txt").write_text(f"Marzipanning gloomwardly\n\n{TEXT}")
    assert ingest(library, news).articles == 12
    return library


def the_one(library: Library) -> str:
    [id] = [one.id for one in library.articles() if "quibbletron" in one.text]
    return id


def test_the_words_of_a_forgotten_article_and_their_stems_stand_in_no_file(
    archive: Library,
) -> None:
    for word in WORDS:
        assert word in {found for found, _ in traces(archive.path)}, word
    assert "gloomwardli" in {found for found, _ in traces(archive.path)}
    assert archive.forget([the_one(archive)]) == 1
    assert traces(archive.path) == set()
    assert len(archive) == 11
    assert archive.status().compaction is None
    archive.close()
    assert traces(archive.path) == set()


def test_forgetting_clears_what_an_adaptation_has_written_down_and_leaves_its_reader(
    archive: Library,
) -> None:
    adapted = archive.path / "adapted"
    adapted.mkdir()
    (adapted / "journal.jsonl").write_text(TEXT)
    (adapted / "reader.json").write_text("{}")
    archive.forget([the_one(archive)])
    assert traces(archive.path) == set()
    assert (adapted / "reader.json").exists()


def test_older_versions_and_what_saved_questions_quoted_are_forgotten_too(
    archive: Library,
) -> None:
    id = the_one(archive)
    article = archive.article(id)
    changed = Article.of("Nothing is said here any more.", id=id, title="Nothing")
    ingest(archive, changed)
    quoted = Quoted.of(id, 1, *article.sentences[0], article.sentence_texts()[0])
    number = save_question(archive.catalogue, "What was paused?", None, utc_now(), [quoted])
    assert [one.version for one in archive.history(id)] == [1, 2]
    assert "quibbletron" in archive.article(id, 1).text
    archive.forget([id])
    assert archive.catalogue.rows("SELECT * FROM versions") == []
    [kept] = saved_questions(archive.catalogue)
    assert (kept.number, kept.quoted[0].article_id, kept.quoted[0].digest) == (number, "", "")
    assert traces(archive.path) == set()


def test_what_a_removal_leaves_behind_can_be_forgotten_still(archive: Library) -> None:
    page = "https://a.example/quibbletron-marzipanning"
    ingest(archive, Article.of(TEXT, title="Gloomwardly", url=page, source=page))
    catalogue = archive.catalogue
    ids = [one.id for one in archive.articles() if "quibbletron" in one.text]
    catalogue.note_source(page, "digest", 1, ids)
    catalogue.note_visit(Visit(page, page, sha256="digest"))
    number = save_question(
        catalogue, "What was paused?", None, utc_now(), [Quoted.of(ids[0], 1, 0, 3, "The")]
    )
    archive.remove(ids)
    archive.compact()
    assert "quibbletron" in {word for word, _ in traces(archive.path)}
    with pytest.raises(ArticleNotFoundError, match="has the id 'nobody', nor had before"):
        archive.forget([*ids, "nobody"])
    assert archive.forget(ids) == len(ids) > 1
    assert traces(archive.path) == set()
    assert [one.number for one in saved_questions(catalogue)] == [number]
    with pytest.raises(ArticleNotFoundError):
        archive.forget(ids[:1])


def test_an_article_with_a_damaged_version_can_be_forgotten(archive: Library) -> None:
    id = the_one(archive)
    ingest(archive, Article.of("Nothing is said here any more.", id=id, title="Nothing"))
    archive.catalogue.rows("UPDATE versions SET record = x'0123'")
    with pytest.raises(LibraryDamagedError, match=f"Version 1 of {id} cannot be read"):
        archive.history(id)
    with pytest.raises(LibraryDamagedError, match="cannot be read"):
        archive.article(id, 1)
    assert archive.forget([id]) == 1
    assert archive.catalogue.rows("SELECT * FROM versions") == []
    assert traces(archive.path) == set()


@pytest.mark.parametrize("where", ["a version", "a saved question"])
def test_an_id_that_stands_in_one_place_alone_can_be_forgotten(
    archive: Library, where: str
) -> None:
    catalogue, id = archive.catalogue, "quibbletron-1"
    if where == "a version":
        record = zlib.compress(json.dumps(Article.of(TEXT, id=id).as_dict()).encode())
        catalogue.rows("INSERT INTO versions VALUES (9, ?, 1, '', '', '', ?)", (id, record))
    else:
        save_question(catalogue, "Who?", None, utc_now(), [Quoted.of(id, 1, 0, 3, "The")])
    archive.forget([the_one(archive), id])
    assert traces(archive.path) == set()


def test_while_the_reader_is_adapted_forgetting_is_put_off_and_not_lost(archive: Library) -> None:
    adapted = archive.path / "adapted"
    adapted.mkdir()
    with (
        FileLock(adapted / "adapting.lock"),
        pytest.raises(LibraryBusyError, match=r"adapting the reader.*citewire compact"),
    ):
        archive.forget([the_one(archive)])
    assert len(archive) == 11
    assert "have not been cleared yet" in str(archive.status().compaction)
    with archive.writing():
        pass
    assert archive.status().compaction is None
    assert traces(archive.path) == set()


def test_an_address_that_a_feed_led_to_is_forgotten_with_its_article(archive: Library) -> None:
    page, other = "https://a.example/quibbletron-marzipanning", "https://a.example/ferry"
    feed = "https://a.example/feed"
    ingest(archive, Article.of(TEXT, title="Gloomwardly", url=page, source=page))
    catalogue = archive.catalogue
    catalogue.note_source(page, "digest", 1, [one.id for one in archive.articles() if one.url])
    catalogue.note_visit(Visit(page, page, sha256="digest"))
    catalogue.note_visit(Visit(feed, feed, pages=(page, other)))
    archive.forget([one.id for one in archive.articles() if "quibbletron" in one.text])
    assert traces(archive.path) == set()
    assert catalogue.rows("SELECT source, pages FROM web") == [(feed, f'["{other}"]')]


def test_a_removed_article_is_in_no_answer_and_a_compaction_is_asked_for(archive: Library) -> None:
    key = archive.catalogue.match("quibbletron", 5)[0][0]
    vector = archive.catalogue.passages([key])[key].vector
    assert archive.nearest(vector, 1) == [key]
    archive.remove([the_one(archive)])
    assert archive.catalogue.match("quibbletron", 5) == []
    assert key not in archive.nearest(vector, 50)
    state = archive.status()
    assert state.removed == 1
    assert state.compaction == "words of 1 removed article may still stand in its files"
    done = archive.compact()
    assert done.removed == 1
    assert archive.status().compaction is None
    # Where it came from, and its id, which is made of the title, are known on: not what it said.
    left = {word for word, _ in traces(archive.path)}
    assert "quibbletron" in left
    assert not left & {"Zorvathian", "zorvathian", "übergrößen", "ubergroßen"}


def test_a_removal_writes_what_is_removed_and_not_what_the_archive_holds(
    open_library: Opener,
) -> None:
    library = open_library()
    written = []
    for number in range(3):
        put(library, number, unit_vectors(4, seed=number))
        library.catalogue.empty_log()
        library.remove([f"a{number}"])
        written.append((library.path / "library.sqlite3-wal").stat().st_size)
        put(library, 1000 + number, unit_vectors(3000, seed=number))
    assert written[0] > 0
    assert written[2] <= 2 * written[0], written


def test_a_reader_in_an_old_state_leaves_the_compaction_due(archive: Library) -> None:
    archive.remove([the_one(archive)])
    settings = Settings(data_dir=archive.path)
    with Library.open(archive.path, settings=settings, embedder=archive.embedder) as reader:
        archive.catalogue.rows("PRAGMA busy_timeout = 100")
        with reader.catalogue.snapshot():
            assert len(reader) == 11
            with pytest.raises(LibraryBusyError, match=r"reads .*citewire compact"):
                archive.compact()
        assert archive.status().compaction
        archive.compact()
        assert archive.status().compaction is None


def test_readers_are_answered_while_the_index_is_made_anew(open_library: Opener) -> None:
    library, reader = open_library(), open_library()
    vectors = unit_vectors(300)
    put(library, 1, vectors)
    asked = []

    def asking() -> Iterator[list[Row]]:
        for rows in [library.catalogue.passages_after(0, 500)]:
            began = time.monotonic()
            asked.append((len(reader.nearest(vectors[7], 5)), time.monotonic() - began))
            yield rows

    with library.writing():
        library.index.replace(asking())
    [(found, seconds)] = asked
    assert found == 5
    assert seconds < 5
    assert len(reader.nearest(vectors[7], 5)) == 5


def test_an_index_with_much_that_is_dead_is_made_anew_by_the_ingest_that_makes_it_so(
    open_library: Opener,
) -> None:
    library = open_library()
    put(library, 1, unit_vectors(2 * LEAST_DEAD))
    put(library, 2, unit_vectors(LEAST_DEAD, seed=1))
    assert waste_of(library).dead == 0
    put(library, 2, unit_vectors(LEAST_DEAD, seed=2))
    assert waste_of(library).dead == 0, "they were cleared at the end of the same writing"
    [first, *_] = unit_vectors(LEAST_DEAD, seed=2)
    [key] = library.nearest(first, 1)
    assert np.allclose(library.catalogue.passages([key])[key].vector, first)
    assert library.status().dimension == DIM
    library.remove(["a2"])
    state = library.status()
    assert waste_of(library).dead == LEAST_DEAD, "a removal does not wait for that"
    assert "MB of its files are of no use" in str(state.compaction)
    assert state.waste_bytes > 10_000


def test_a_forgetting_that_was_killed_is_finished_by_the_next_writer(archive: Library) -> None:
    id = the_one(archive)
    with archive.writing(), archive.catalogue.transaction():
        forget_sources(archive.catalogue, [id])
        archive.catalogue.delete_articles([id])
        archive.catalogue.set_fact(FORGETTING, "1")
    assert archive.status().compaction
    ingest(archive, Article.of("The mayor resigned on Friday.", id="mayor"))
    assert traces(archive.path) == set()
    assert archive.status().compaction is None
