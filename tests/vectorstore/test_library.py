"""The catalogue, the full-text index and Chroma keep in step, whatever happens between them."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from ingest import ingest
from qa import search
from tests.conftest import ROOT
from tests.vectorstore.conftest import DIM, FixedEmbedder, article_of, put, spoil, unit_vectors
from vectorstore import (
    Article,
    ArticleNotFoundError,
    Embedder,
    IndexDamagedError,
    Library,
    LibraryBusyError,
    Settings,
    StaleIndexError,
)

Opener = Callable[..., Library]


def in_step(library: Library) -> int:
    """Assert that every part holds the same passages, and return how many there are."""
    catalogue = library.catalogue
    keys = {row[0] for row in catalogue.rows("SELECT key FROM passages")}
    texts = {row[0] for row in catalogue.rows("SELECT rowid FROM passage_text")}
    chroma = library.index.store(library.embedder).get()["ids"]
    assert keys == texts == set(map(int, chroma))
    assert library.status().unfinished == 0
    return len(keys)


def test_what_is_put_replaced_and_removed_is_so_everywhere(open_library: Opener) -> None:
    library = open_library()
    vectors = unit_vectors(9)
    put(library, 1, vectors[:3])
    put(library, 2, vectors[3:5])
    assert in_step(library) == 5
    put(library, 1, vectors[5:9])
    assert in_step(library) == 6
    assert len(library) == 2
    assert len(library.nearest(vectors[0], 50)) == 6
    assert library.remove(["a1"]) == 1
    assert in_step(library) == 2
    assert [one.id for one in library.articles()] == ["a2"]
    assert library.catalogue.match('"sentence"', 9) != []
    assert library.remove(["a2"]) == 1
    assert in_step(library) == 0
    assert library.nearest(vectors[0], 5) == []
    assert library.catalogue.match('"sentence"', 9) == []


def test_an_article_comes_back_as_it_was_put(open_library: Opener) -> None:
    library = open_library()
    article = put(library, 1, unit_vectors(3))
    assert library.article("a1") == article
    [key, *_] = library.nearest(unit_vectors(3)[1], 1)
    passage = library.catalogue.passages([key])[key]
    assert passage.text == "Sentence 1-1 stands here."
    assert article.text[passage.start : passage.end] == passage.text
    assert np.allclose(passage.vector, unit_vectors(3)[1])
    assert np.abs(passage.sentence_vectors - unit_vectors(3)[1]).max() < 1 / 127


def test_an_unknown_id_removes_nothing(open_library: Opener) -> None:
    library = open_library()
    put(library, 1, unit_vectors(2))
    with pytest.raises(ArticleNotFoundError, match=r"'nobody'.*citewire list"):
        library.remove(["a1", "nobody"])
    with pytest.raises(ArticleNotFoundError):
        library.article("nobody")
    assert in_step(library) == 2


def test_articles_that_were_not_indexed_yet_are_finished_when_the_library_opens(
    open_library: Opener,
) -> None:
    first = open_library()
    put(first, 1, unit_vectors(3))
    article, passages = article_of(2, list(unit_vectors(3, seed=5)))
    with first.catalogue.transaction():
        first.catalogue.put_article(article, passages)
    first.close()
    looking = open_library(finish=False)
    assert looking.status().unfinished == 3
    looking.close()
    second = open_library()
    assert in_step(second) == 6
    [key] = second.nearest(unit_vectors(3, seed=5)[2], 1)
    assert second.catalogue.passages([key])[key].text == "Sentence 2-2 stands here."


@pytest.mark.parametrize("how", ["truncate", "garbage", "delete"])
@pytest.mark.parametrize("kind", ["chroma.sqlite3", "data_level0.bin", "seal.json"])
def test_an_index_that_a_killed_writer_left_broken_is_repaired_when_the_library_opens(
    open_library: Opener, kind: str, how: str
) -> None:
    library = open_library()
    vectors = unit_vectors(30)
    put(library, 1, vectors)
    library.catalogue.set_fact("index_writing", "1")
    library.close()
    [file] = (library.path / "chroma").rglob(kind)
    spoil(file, how)
    again = open_library()
    assert in_step(again) == 30
    assert again.catalogue.fact("index_writing") == "0"
    assert again.nearest(vectors[7], 1) == library_key(again, 7)


def test_an_index_that_a_killed_writer_left_sound_is_not_looked_at_for_ever(
    open_library: Opener,
) -> None:
    library = open_library()
    put(library, 1, unit_vectors(3))
    library.catalogue.set_fact("index_writing", "1")
    library.close()
    again = open_library()
    assert in_step(again) == 3
    assert again.catalogue.fact("index_writing") == "0"


def test_what_an_interrupted_swap_left_is_taken_away_when_the_library_opens(
    open_library: Opener,
) -> None:
    library = open_library()
    put(library, 1, unit_vectors(3))
    library.close()
    for name in ("chroma.old", "chroma.new"):
        shutil.copytree(library.path / "chroma", library.path / name)
    again = open_library()
    assert in_step(again) == 3
    assert {one.name for one in again.path.iterdir() if one.is_dir()} == {"chroma"}


def library_key(library: Library, number: int) -> list[int]:
    found = library.catalogue.rows("SELECT key FROM passages ORDER BY key")
    return [found[number][0]]


def test_a_missing_index_is_named_and_a_rebuild_answers_as_before_and_encodes_nothing(
    sample_copy: Path, embedder: Embedder
) -> None:
    settings = Settings(data_dir=sample_copy)
    questions = ["Which companies paused sales?", "Who won the chess final?", "What was found?"]
    with Library.open(sample_copy, settings=settings) as library:
        before = [search(question, library=library, k=50) for question in questions]
        assert all(before)
    shutil.rmtree(sample_copy / "chroma")
    with Library.open(sample_copy, settings=settings) as library:
        assert library.status().index == "missing"
        with pytest.raises(IndexDamagedError, match=r"missing.*Nothing is lost.*citewire rebuild"):
            search(questions[0], library=library)
    never = NeverEncodes("all-MiniLM-L6-v2")
    with Library.open(sample_copy, settings=settings, embedder=never) as library:
        count = library.rebuild()
        assert in_step(library) == count == library.status().passages
    with Library.open(sample_copy, settings=settings) as library:
        assert [search(question, library=library, k=50) for question in questions] == before


class NeverEncodes(Embedder):
    @property
    def model(self) -> None:  # type: ignore[override]
        raise AssertionError("nothing is to be encoded")


def test_a_rebuild_also_finishes_what_was_not_indexed(open_library: Opener) -> None:
    library = open_library()
    put(library, 1, unit_vectors(3))
    article, passages = article_of(2, list(unit_vectors(2, seed=5)))
    with library.catalogue.transaction():
        library.catalogue.put_article(article, passages)
    shutil.rmtree(library.path / "chroma")
    assert library.rebuild() == 5
    assert in_step(library) == 5


def test_a_missing_index_takes_no_new_articles_and_forgets_none(open_library: Opener) -> None:
    library = open_library()
    put(library, 1, unit_vectors(3))
    library.close()
    shutil.rmtree(library.path / "chroma")
    again = open_library()
    with pytest.raises(IndexDamagedError, match="citewire rebuild"):
        put(again, 2, unit_vectors(2, seed=5))
    again.close()
    third = open_library()  # what was put is in the database: the next opening finishes it
    assert in_step(third) == 5


def test_a_swap_that_was_interrupted_between_two_renames_is_undone(open_library: Opener) -> None:
    library = open_library()
    put(library, 1, unit_vectors(3))
    library.close()
    (library.path / "chroma").rename(library.path / "chroma.old")
    assert in_step(open_library()) == 3


def test_two_libraries_on_one_folder_see_what_the_other_writes(open_library: Opener) -> None:
    one, other = open_library(), open_library()
    vectors = unit_vectors(4)
    put(one, 1, vectors[:2])
    assert set(other.nearest(vectors[1], 5)) == set(one.nearest(vectors[1], 5))
    put(other, 2, vectors[2:])
    assert len(one.nearest(vectors[2], 5)) == 4
    other.remove(["a1"])
    assert len(one.nearest(vectors[2], 5)) == 2
    other.close()
    assert in_step(one) == 2


def test_a_writer_does_not_lose_what_another_process_wrote_since(open_library: Opener) -> None:
    # Chroma's own client would write its old HNSW files over those of the other process.
    library = open_library()
    vectors = unit_vectors(2400)
    put(library, 1, vectors[:10])
    subprocess.run(
        [sys.executable, "-m", "tests.vectorstore.index_child", "make", library.path, "1100"],
        cwd=ROOT,
        check=True,
    )
    put(library, 9999, vectors[1100:2400])
    assert in_step(library) == 10 + 1100 + 1300
    library.close()
    again = open_library()
    stored = again.catalogue.passages(
        [r[0] for r in again.catalogue.rows("SELECT key FROM passages")]
    )
    for key, passage in list(stored.items())[::60]:
        assert again.nearest(passage.vector, 2).count(key) == 1


def test_a_killed_writer_is_not_taken_for_one_that_has_not_said_who_it_is(
    open_library: Opener,
) -> None:
    first, second = open_library(), open_library()
    note = {"pid": 999_999, "since": "2024-03-05T09:30:00+00:00", "after": 0}
    (first.path / "writer.json").write_text(json.dumps(note))
    with first.writing(quiet=True):
        assert second.status().writer is None
        with pytest.raises(LibraryBusyError, match="unknown"), second.writing(wait=0):
            pass


def test_a_second_writer_hears_who_the_first_one_is(open_library: Opener) -> None:
    first, second = open_library(), open_library()
    with first.writing():
        with (
            pytest.raises(LibraryBusyError, match=r"process \d+.* since .*run the same") as caught,
            second.writing(wait=0.1),
        ):
            pass
        assert str(first.status().writer).startswith("process ")
    assert caught.value.retryable
    assert first.status().writer is None
    with second.writing(wait=0.1):
        pass


def test_two_threads_of_one_library_write_one_after_the_other(open_library: Opener) -> None:
    library = open_library()
    vectors = unit_vectors(12)
    threads = [
        threading.Thread(target=put, args=(library, i, vectors[3 * i : 3 * i + 3]))
        for i in range(4)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert in_step(library) == 12


def test_the_lock_of_a_process_that_was_killed_is_taken_over(open_library: Opener) -> None:
    library = open_library()
    code = (
        "import os, sys\n"
        "from pathlib import Path\n"
        "from tests.vectorstore.index_child import opened\n"
        "with opened(Path(sys.argv[1])).writing():\n"
        "    os._exit(9)\n"
    )
    killed = subprocess.run(
        [sys.executable, "-c", code, library.path], cwd=ROOT, check=False, capture_output=True
    )
    assert killed.returncode == 9, killed.stderr
    assert json.loads((library.path / "writer.json").read_text())["pid"]
    assert library.status().writer is None
    put(library, 1, unit_vectors(1))
    assert in_step(library) == 1


def test_vectors_of_two_models_cannot_be_mixed(open_library: Opener) -> None:
    library = open_library()
    put(library, 1, unit_vectors(2))
    other = open_library(FixedEmbedder("another"))
    with pytest.raises(StaleIndexError, match=r"made by the embedding model fixed.*is another"):
        put(other, 2, unit_vectors(2, seed=5))
    with pytest.raises(StaleIndexError):
        search("Who stands here?", library=other)
    with pytest.raises(StaleIndexError):
        ingest(other, [Article.of("The mayor resigned.")])
    assert in_step(library) == 2


def test_the_newest_indexed_passages_come_newest_first(open_library: Opener) -> None:
    library = open_library()
    vectors = unit_vectors(6)
    put(library, 1, vectors)
    newest = library.catalogue.newest_indexed(4)
    assert [key for key, _ in newest] == sorted((key for key, _ in newest), reverse=True)
    assert np.allclose(np.stack([vector for _, vector in newest]), vectors[:1:-1])
    assert library.catalogue.indexed_count() == 6


def test_the_state_of_a_library_is_told_while_it_is_written_to(open_library: Opener) -> None:
    library = open_library()
    put(library, 1, unit_vectors(3))
    state = library.status()
    assert (state.articles, state.passages, state.sentences) == (1, 3, 3)
    assert state.index == "present"
    assert state.index_bytes > 10_000
    assert state.library_bytes > 10_000
    assert state.dimension == DIM
