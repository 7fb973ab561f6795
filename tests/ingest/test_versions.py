"""An article that comes again: the same, in a new version, or by another spelling of its address.

What has not changed of it is not encoded again, and the library is as if it had come once.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from ingest import ingest
from qa import search
from tests.ingest.test_ingest import CountingEmbedder
from vectorstore import Article, Embedder, Library, Settings, Span

PLACES = "Harbor Market Bridge Station Library Museum Theater Stadium Hospital School".split()


class ReadingEmbedder(CountingEmbedder):
    """The real model, noting what it encodes."""

    def __init__(self, real: Embedder) -> None:
        super().__init__(real)
        self.read: list[str] = []

    def encode_passages(
        self, texts: Sequence[str], spans: Sequence[Sequence[Span]]
    ) -> list[tuple[NDArray[np.float32], NDArray[np.float32]]]:
        self.read += texts
        return super().encode_passages(texts, spans)


def paragraph(place: str, storey: int) -> str:
    return " ".join(
        f"The {place.lower()} of Oldtown, on floor {storey}, was shut for {n} days in the spring."
        for n in range(3, 9)
    )


def long_article(**changed: str) -> list[str]:
    """Return the paragraphs of an article of ten passages and more."""
    return [changed.get(place, paragraph(place, n)) for n, place in enumerate(PLACES * 2)]


@pytest.fixture
def reading(embedder: Embedder) -> ReadingEmbedder:
    return ReadingEmbedder(embedder)


def opened(folder: Path, embedder: Embedder) -> Library:
    return Library.open(folder, settings=Settings(data_dir=folder), embedder=embedder)


def article(paragraphs: Sequence[str], title: str = "What was shut") -> Article:
    return Article("shut", "\n\n".join(paragraphs), title=title)


def vectors_of(library: Library) -> list[tuple[object, ...]]:
    """Return the passages in their order: where they stand, what they hold, their vectors."""
    keys = [key for (key,) in library.catalogue.rows("SELECT key FROM passages ORDER BY start")]
    stored = library.catalogue.passages(keys)
    return [
        (one.start, one.end, one.text, one.sentences, one.vector, one.sentence_vectors)
        for one in (stored[key] for key in keys)
    ]


def equal(one: Sequence[tuple[object, ...]], other: Sequence[tuple[object, ...]]) -> bool:
    for mine, theirs in zip(one, other, strict=True):
        assert mine[:4] == theirs[:4]
        assert isinstance(mine[4], np.ndarray)
        assert isinstance(mine[5], np.ndarray)
        np.testing.assert_allclose(mine[4], theirs[4], atol=1e-6)
        # A last bit of a float can turn over one step of an int8.
        np.testing.assert_allclose(mine[5], theirs[5], atol=1 / 127)
        assert np.mean(np.abs(mine[5] - theirs[5]) < 1e-6) > 0.99
    return True


@pytest.mark.parametrize("place", [0, 9, 19])
def test_a_changed_paragraph_has_only_the_passages_encoded_that_it_stands_in(
    tmp_path: Path, reading: ReadingEmbedder, place: int
) -> None:
    before = long_article()
    after = [*before]
    after[place] = before[place].replace("was shut", "was kept").replace("spring", "autumn")
    with opened(tmp_path / "library", reading) as library:
        whole = ingest(library, article(before)).passages
        assert whole >= 10
        reading.read.clear()
        report = ingest(library, article(after))
        assert (report.updated, report.articles, report.passages) == (1, 1, whole)
        assert 1 <= len(reading.read) <= 3
        assert all("was kept" in text for text in reading.read)
        with opened(tmp_path / "fresh", reading) as fresh:
            ingest(fresh, article(after))
            assert equal(vectors_of(library), vectors_of(fresh))
        found = search("What was kept in the autumn?", library=library, k=3)
        assert all("was kept" in one.text for one in found)


@pytest.mark.parametrize("place", [0, 10, 20])
def test_a_paragraph_put_in_leaves_the_passages_before_it_as_they_were(
    tmp_path: Path, reading: ReadingEmbedder, place: int
) -> None:
    before = long_article()
    after = [*before[:place], "The mayor apologized to all on Sunday.", *before[place:]]
    with opened(tmp_path / "library", reading) as library:
        whole = ingest(library, article(before)).passages
        reading.read.clear()
        ingest(library, article(after))
        assert len(reading.read) <= whole * (1 - place / 20) + 1
        with opened(tmp_path / "fresh", reading) as fresh:
            ingest(fresh, article(after))
            assert equal(vectors_of(library), vectors_of(fresh))


def test_a_passage_that_stands_twice_in_an_article_is_kept_twice(
    tmp_path: Path, reading: ReadingEmbedder
) -> None:
    twice = [" ".join(paragraph("Harbor", 1) for _ in range(4))]
    with opened(tmp_path / "library", reading) as library:
        ingest(library, article(twice))
        reading.read.clear()
        ingest(library, article([*twice, "The mayor apologized."]))
        with opened(tmp_path / "fresh", reading) as fresh:
            ingest(fresh, article([*twice, "The mayor apologized."]))
            assert equal(vectors_of(library), vectors_of(fresh))


def test_another_byline_encodes_nothing_and_makes_no_version(
    tmp_path: Path, reading: ReadingEmbedder
) -> None:
    with opened(tmp_path / "library", reading) as library:
        ingest(library, Article("shut", "\n\n".join(long_article()), byline="Ada Fenwick"))
        before, generation = vectors_of(library), library.status().generation
        reading.read.clear()
        report = ingest(library, Article("shut", "\n\n".join(long_article()), byline="Bo Wick"))
        assert (report.updated, report.unchanged) == (1, 0)
        assert reading.read == []
        assert equal(vectors_of(library), before)
        assert library.status().generation == generation
        assert [one.version for one in library.history("shut")] == [1]
        assert library.article("shut").byline == "Bo Wick"


def test_another_title_is_a_version_and_is_read_with_every_passage(
    tmp_path: Path, reading: ReadingEmbedder
) -> None:
    with opened(tmp_path / "library", reading) as library:
        whole = ingest(library, article(long_article())).passages
        reading.read.clear()
        ingest(library, article(long_article(), title="What was opened"))
        assert len(reading.read) == whole
        assert all(text.startswith("What was opened\n\n") for text in reading.read)
        assert [one.title for one in library.history("shut")] == [
            "What was shut",
            "What was opened",
        ]


def test_a_file_that_is_corrected_is_a_new_version_and_the_old_one_can_be_opened(
    library: Library, tmp_path: Path
) -> None:
    file = tmp_path / "mayor.txt"
    file.write_text("Mayor resigns\n\nThe mayor of Oldtown resigned on Friday. Nobody wept.\n")
    ingest(library, file)
    [first] = library.articles()
    file.write_text("Mayor resigns\n\nThe mayor of Oldtown resigned on Monday. Nobody wept.\n")
    assert ingest(library, file).updated == 1
    [second] = library.articles()
    assert (second.id, first.version, second.version) == (first.id, 1, 2)
    assert library.article(first.id, version=1) == first
    said = [one.text for one in search("When did the mayor resign?", library=library)]
    assert "The mayor of Oldtown resigned on Monday." in said
    assert "The mayor of Oldtown resigned on Friday." not in said
    assert library.catalogue.match('"friday"', 9) == []
    assert ingest(library, file).unchanged == 1
    file.write_text("Mayor resigns\n\nThe mayor of Oldtown resigned on Friday. Nobody wept.\n")
    ingest(library, file)
    assert [one.version for one in library.history(first.id)] == [1, 2, 3]
    assert library.article(first.id).text == first.text


def lines(file: Path, *rows: dict[str, str]) -> Path:
    file.write_text("\n".join(json.dumps(row) for row in rows))
    return file


def test_an_address_is_known_in_another_spelling_and_keeps_its_own(
    library: Library, tmp_path: Path
) -> None:
    url, text = "https://news.example/mayor?id=7", "The mayor left."
    first = lines(tmp_path / "a.jsonl", {"url": url, "text": text, "title": "Mayor"})
    other = f"{url.replace('https', 'http')}&utm_source=feed#top"
    second = lines(tmp_path / "b.jsonl", {"url": other, "text": text, "title": "Mayor"})
    assert ingest(library, first).added == 1
    assert ingest(library, second).unchanged == 1
    third = lines(tmp_path / "c.jsonl", {"url": other, "text": "He is back.", "title": "Mayor"})
    assert ingest(library, third).updated == 1
    [one] = library.articles()
    assert (one.url, one.text, one.version) == (url, "He is back.", 2)
    assert ingest(library, [first, second, third]).updated == 0


def test_two_spellings_of_an_address_in_one_run_are_one_article(
    library: Library, tmp_path: Path
) -> None:
    rows = [
        {"url": f"https://news.example/mayor{end}", "text": f"The mayor left{mark}"}
        for end, mark in (("", "."), ("?utm_medium=rss", " at noon."), ("?page=2", " again."))
    ]
    report = ingest(library, lines(tmp_path / "a.jsonl", *rows))
    assert (report.added, report.updated) == (2, 1)
    assert {one.text for one in library.articles()} == {"The mayor left at noon.", rows[2]["text"]}


PAGE = "---\ntitle: Mayor\n{more}---\n\nThe mayor of Oldtown left {when}.\n"


@pytest.mark.parametrize("gets_address", [True, False])
def test_a_file_that_gets_or_loses_its_address_is_the_same_article(
    library: Library, tmp_path: Path, gets_address: bool
) -> None:
    file = tmp_path / "mayor.md"
    both = ["", "url: https://news.example/mayor\n"]
    for when, more in zip(
        ("today", "on Friday"), both if gets_address else both[::-1], strict=True
    ):
        file.write_text(PAGE.format(more=more, when=when))
        ingest(library, file)
    [one] = library.articles()
    assert (one.version, one.text) == (2, "The mayor of Oldtown left on Friday.")


def test_a_file_with_an_article_of_another_address_is_another_article(
    library: Library, tmp_path: Path
) -> None:
    file = tmp_path / "today.md"
    for name in ("mayor", "bridge"):
        file.write_text(PAGE.format(more=f"url: https://news.example/{name}\n", when=name))
        ingest(library, file)
    assert [one.version for one in library.articles()] == [1, 1]
