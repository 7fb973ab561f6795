"""Each damage that the doctor claims to see is done, seen, and repaired where that can be."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from tests.vectorstore.conftest import FixedEmbedder, put, spoil, unit_vectors
from tests.vectorstore.test_library import in_step
from vectorstore import Finding, Library, examine
from vectorstore.compaction import FORGETTING
from vectorstore.weights import Weights

Opener = Callable[..., Library]
Damage = Callable[[Library], object]


def sql(*statements: str) -> Damage:
    """Return what does statements to the library database, whatever refers to what."""

    def run(library: Library) -> None:
        library.catalogue.rows("PRAGMA foreign_keys = OFF")
        for statement in statements:
            library.catalogue.rows(statement)
        library.catalogue.rows("PRAGMA foreign_keys = ON")

    return run


def another_vector(library: Library) -> None:
    with library.index.collection() as collection:
        collection.update(ids=["2"], embeddings=unit_vectors(1, seed=77))


def another_document(library: Library) -> None:
    with library.index.collection() as collection:
        collection.update(
            ids=["2"], documents=["Nobody said this."], embeddings=unit_vectors(3)[1:2]
        )


def an_orphan(library: Library) -> None:
    with library.index.collection() as collection:
        collection.upsert(ids=["999"], documents=["Nobody."], embeddings=unit_vectors(1, seed=7))


def a_missing_vector(library: Library) -> None:
    # One more stands in for it: the numbers on both sides agree.
    with library.index.collection() as collection:
        collection.delete(ids=["2"])
    an_orphan(library)


def no_index(library: Library) -> None:
    library.index.close()
    shutil.rmtree(library.path / "chroma")


def a_broken_index(library: Library) -> None:
    [file] = (library.path / "chroma").rglob("data_level0.bin")
    spoil(file, "garbage")


def leftovers(library: Library) -> None:
    for name in ("chroma.new", "chroma.old"):
        (library.path / name).mkdir()


def broken_terms(library: Library) -> None:
    library.catalogue.rows("DELETE FROM passage_text_data WHERE id > 10")


#: What is done, the check that must see it, and a part of what it must say.
DERIVED: dict[str, tuple[Damage, str, str]] = {
    "a count": (sql("UPDATE articles SET sentences = 9"), "counts", "counts 3 passages and 9"),
    "an address": (
        sql("UPDATE articles SET url_key = '//news.example/another'"),
        "addresses",
        "a1 is looked up under another address",
    ),
    "a text for copies": (
        sql("DELETE FROM copy_members"),
        "copies",
        "a1 was not looked at for copies",
    ),
    "a row that the full text lacks": (
        sql("DELETE FROM passage_text WHERE rowid = 2"),
        "full text",
        "passage 2 is one that the full-text index lacks",
    ),
    "a row too many in the full text": (
        sql("INSERT INTO passage_text (rowid, title, body) VALUES (99, '', 'Nobody.')"),
        "full text",
        "passage 99 is one that the full-text index has, and no article",
    ),
    "another text in the full text": (
        sql("UPDATE passage_text SET body = 'Nobody.' WHERE rowid = 2"),
        "full text",
        "passage 2 stands in the full-text index otherwise",
    ),
    "terms that are gone": (broken_terms, "full text", "does not fit its own texts"),
    "a missing index": (no_index, "chroma", "is missing"),
    "broken files of the index": (a_broken_index, "chroma", "is damaged"),
    "a missing vector": (a_missing_vector, "chroma", "passage 2 is missing"),
    "an orphan": (an_orphan, "chroma", "passage 999 is an orphan"),
    "another vector": (another_vector, "chroma", "passage 2 has another vector"),
    "another document": (another_document, "chroma", "passage 2 has another text"),
    "leftovers of a swap": (leftovers, "leftovers", "chroma.new was left"),
    "passages not indexed": (
        sql("UPDATE passages SET indexed = 0 WHERE key = 2"),
        "unfinished",
        "1 passages are not in the vector index",
    ),
    "passages that are gone": (
        sql("INSERT INTO departed VALUES (77)"),
        "unfinished",
        "1 passages are still in",
    ),
    "an interrupted writer": (
        sql("UPDATE meta SET value = '1' WHERE key = 'index_writing'"),
        "unfinished",
        "a writer was interrupted",
    ),
    "an interrupted forgetting": (
        sql(f"INSERT INTO meta VALUES ('{FORGETTING}', '1')"),
        "unfinished",
        "words of forgotten articles",
    ),
}

NAN = np.full(32, np.nan, dtype="<f4").tobytes().hex()

STORED: dict[str, tuple[Damage, str, str]] = {
    "a row without its owner": (
        sql("INSERT INTO sentences VALUES (999, 999, 0, 4, x'00', 1.0)"),
        "references",
        "row 999 of sentences belongs to nothing in passages",
    ),
    "a shorter text": (
        sql("UPDATE articles SET text = substr(text, 1, 20)"),
        "articles",
        "has 20 characters and should have",
    ),
    "a letter of a text": (
        sql("UPDATE articles SET text = replace(text, 'stands', 'stunds')"),
        "articles",
        "its checksum differs",
    ),
    "a sentence beyond its passage": (
        sql('UPDATE sentences SET "end" = "end" + 3 WHERE key = 1'),
        "articles",
        "is not in its passage 1",
    ),
    "a passage beyond the text": (
        sql('UPDATE passages SET "end" = 5000 WHERE key = 3'),
        "articles",
        "is not in the text of a1",
    ),
    "a passage over another": (
        sql("UPDATE passages SET start = start - 5 WHERE key = 2"),
        "articles",
        "overlaps the one before it",
    ),
    "a passage without sentences": (
        sql("DELETE FROM sentences WHERE passage_key = 2"),
        "articles",
        "passage 2 of a1 has no sentence",
    ),
    "a vector that is too short": (
        sql("UPDATE passages SET vector = x'00000000' WHERE key = 2"),
        "vectors",
        "the vector of passage 2 has 1 numbers, not 32",
    ),
    "a vector of no numbers": (
        sql(f"UPDATE passages SET vector = x'{NAN}' WHERE key = 2"),
        "vectors",
        "the vector of passage 2 is not of length 1",
    ),
    "a sentence's scale": (
        sql("UPDATE sentences SET scale = 3.0 WHERE key = 2"),
        "vectors",
        "the vector of sentence 2 is not of length 1",
    ),
    "a version of no article": (
        sql("INSERT INTO versions VALUES (1, 'nobody', 1, '', '', '', x'00')"),
        "versions",
        "version 1 of nobody belongs to no article",
    ),
    "a version that cannot be read": (
        sql("INSERT INTO versions VALUES (1, 'a1', 0, '', '', '', x'00')"),
        "versions",
        "version 0 of a1 cannot be read",
    ),
    "a saved question that cannot be read": (
        sql("INSERT INTO questions VALUES (1, 'Who?', NULL, '2024-03-01T12:00:00', '[[1]]')"),
        "questions",
        "saved question 1 cannot be read",
    ),
    "a saved question of no day": (
        sql("INSERT INTO questions VALUES (1, 'Who?', 'today', '2024-03-01T12:00:00', '[]')"),
        "questions",
        "saved question 1 cannot be read",
    ),
    "another model": (
        sql("UPDATE meta SET value = 'name:other' WHERE key = 'embedding_fingerprint'"),
        "model",
        "the vectors were made by fixed",
    ),
    "no model": (
        sql("DELETE FROM meta WHERE key = 'embedding_fingerprint'"),
        "model",
        "it is not known which model made them",
    ),
}


@pytest.fixture
def sound(open_library: Opener) -> Library:
    """Return a library with an article of three passages, nothing of which is wrong."""
    library = open_library()
    put(library, 1, unit_vectors(3))
    return library


def wrong(findings: list[Finding]) -> dict[str, Finding]:
    return {one.check: one for one in findings if one.faults}


def test_a_sound_library_is_found_sound(sound: Library) -> None:
    assert wrong(examine(sound)) == {}
    assert {"database", "references", "articles", "versions", "vectors", "model"} < {
        one.check for one in examine(sound, repair=True)
    }
    assert in_step(sound) == 3


@pytest.mark.parametrize("name", DERIVED)
def test_what_is_derived_is_seen_when_damaged_and_repaired(sound: Library, name: str) -> None:
    damage, check, said = DERIVED[name]
    damage(sound)
    seen = wrong(examine(sound))
    assert any(said in fault for fault in seen[check].faults), seen
    assert seen[check].derived
    assert not seen[check].sound
    assert wrong(examine(sound))[check].faults == seen[check].faults, "looking repairs nothing"
    repaired = examine(sound, repair=True)
    assert all(one.sound for one in repaired)
    assert any(one.repaired for one in repaired)
    assert wrong(examine(sound)) == {}
    assert in_step(sound) == 3
    [key] = sound.nearest(unit_vectors(3)[1], 1)
    assert sound.catalogue.passages([key])[key].text == "Sentence 1-1 stands here."
    assert len(sound.catalogue.match('"sentence"', 9)) == 3


@pytest.mark.parametrize("name", STORED)
def test_what_is_stored_is_seen_when_damaged_and_it_is_said_what_to_do(
    sound: Library, name: str
) -> None:
    damage, check, said = STORED[name]
    damage(sound)
    seen = wrong(examine(sound, repair=True))
    assert any(said in fault for fault in seen[check].faults), seen
    assert not seen[check].derived
    assert not seen[check].sound
    assert "citewire" in seen[check].to_do


def test_a_damaged_database_is_seen(sound: Library) -> None:
    sound.catalogue.rows("PRAGMA wal_checkpoint(TRUNCATE)")
    root = int(
        sound.catalogue.value("SELECT rootpage FROM sqlite_schema WHERE name = 'articles_source'")
    )
    size = int(sound.catalogue.value("PRAGMA page_size"))
    sound.close()
    with (sound.path / "library.sqlite3").open("r+b") as file:
        file.seek((root - 1) * size + 8)
        file.write(b"\xff" * 200)
    again = Library.open(
        sound.path, settings=sound.settings, embedder=FixedEmbedder(), finish=False
    )
    with again:
        assert wrong(examine(again))["database"].faults


def test_weights_that_fail_their_checksum_are_seen(sound: Library, tmp_path: Path) -> None:
    changed = FixedEmbedder()
    changed._weights = Weights("fixed", "fixed", "sha256:of other bytes")
    with Library.open(sound.path, settings=sound.settings, embedder=changed) as library:
        assert "the vectors were made by fixed" in wrong(examine(library))["model"].faults[0]


def test_of_many_faults_the_first_are_told_and_the_others_counted(open_library: Opener) -> None:
    library = open_library()
    put(library, 1, unit_vectors(9))
    library.catalogue.rows("UPDATE passage_text SET body = 'Nobody.'")
    faults = wrong(examine(library))["full text"].faults
    assert len(faults) == 6
    assert faults[-1] == "and 4 more"
