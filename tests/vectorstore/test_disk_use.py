"""An archive whose articles are replaced again and again takes no more room than a fresh one."""

from __future__ import annotations

import random
import sys
from pathlib import Path

import pytest

from tests.vectorstore.conftest import FixedEmbedder, unit_vectors
from tests.vectorstore.test_library import in_step
from vectorstore import Article, EncodedPassage, Library, Settings, Span

#: The archive, what of it is replaced a round, and how often.
ARTICLES, REPLACED, ROUNDS = 300, 30, 20

DIMENSION = 384
_SYLLABLES = "ba de fi go lu mar nes pol quin ros ster tam vel win zor".split()


def sentence(rng: random.Random) -> str:
    words = ["".join(rng.choices(_SYLLABLES, k=rng.randint(1, 3))) for _ in range(16)]
    return " ".join(words).capitalize() + "."


def made(number: int, version: int) -> tuple[Article, list[EncodedPassage]]:
    """Make an article of six passages of five sentences, with vectors of a model's length."""
    rng = random.Random(f"{number}-{version}")
    vectors = unit_vectors(36, dim=DIMENSION, seed=1000 * version + number)
    at, passages, spans, parts = 0, [], [], []
    for i in range(6):
        own = []
        for _ in range(5):
            text = sentence(rng)
            parts.append(text)
            own.append(Span(at, at + len(text)))
            at += len(text) + 1
        spans += own
        passages.append(
            EncodedPassage(
                own[0].start, own[-1].end, tuple(own), vectors[i], vectors[6 + 5 * i : 11 + 5 * i]
            )
        )
    article = Article(
        f"article-{number}", " ".join(parts), title=f"Number {number}", sentences=tuple(spans)
    )
    return article, passages


def put(library: Library, numbers: range, version: int) -> None:
    with library.writing():
        for at in range(numbers.start, numbers.stop, 20):
            some = range(at, min(at + 20, numbers.stop))
            library.put([made(number, version) for number in some], dimension=DIMENSION)


def size(folder: Path) -> int:
    return sum(file.stat().st_size for file in folder.rglob("*") if file.is_file())


def opened(folder: Path) -> Library:
    return Library.open(folder, settings=Settings(data_dir=folder), embedder=FixedEmbedder())


@pytest.mark.long
@pytest.mark.timeout(1800)
def test_twenty_rounds_of_replacing_a_tenth_leave_the_disk_as_a_fresh_archive_does(
    tmp_path: Path,
) -> None:
    versions = dict.fromkeys(range(0, ARTICLES, REPLACED), 0)
    with opened(tmp_path / "old") as library:
        put(library, range(ARTICLES), 0)
        most = 0
        for round in range(1, ROUNDS + 1):
            first = (round - 1) * REPLACED % ARTICLES
            put(library, range(first, first + REPLACED), round)
            versions[first] = round
            most = max(most, size(tmp_path / "old"))
        assert in_step(library) == 6 * ARTICLES
    with opened(tmp_path / "fresh") as library:
        for first, version in versions.items():
            put(library, range(first, first + REPLACED), version)
        assert in_step(library) == 6 * ARTICLES
    old, fresh = size(tmp_path / "old"), size(tmp_path / "fresh")
    sys.stdout.write(
        f"fresh {fresh / 1e6:.1f} MB; after {ROUNDS} rounds {old / 1e6:.1f} MB, {old / fresh:.2f} "
        f"times as much; at most {most / fresh:.2f} times\n"
    )
    assert most <= 1.6 * fresh, "nor is there more room taken on the way, once a round has ended"
    assert old <= 1.3 * fresh
