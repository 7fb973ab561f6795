"""Vectors without a model, and ways to spoil files."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from vectorstore import Article, Embedder, EncodedPassage, Library, Settings, Span
from vectorstore.weights import Weights

DIM = 32


class FixedEmbedder(Embedder):
    """Stands for a model whose vectors the test chooses; encoding anything is an error."""

    def __init__(self, name: str = "fixed") -> None:
        super().__init__(name)
        self._weights = Weights(name, name, f"name:{name}")


#: What takes a library from a schema to the one before it, in the order of the newer ones first.
_BACK = {
    11: "DROP TABLE gone;",
    10: "DROP INDEX articles_listing;",
    9: "DELETE FROM meta WHERE key = 'copies_unsigned';"
    + "".join(
        f"DROP TABLE copy_{name};" for name in "links bands signatures members texts".split()
    ),
    8: "DROP TABLE versions; DROP TABLE questions; DROP INDEX articles_url_key;"
    "ALTER TABLE articles DROP COLUMN version; ALTER TABLE articles DROP COLUMN url_key;"
    "CREATE INDEX articles_url ON articles (url);",
    7: "DROP TABLE robots; DROP TABLE waits;",
    6: "DROP TABLE web;",
    5: "".join(
        f"ALTER TABLE articles DROP COLUMN {name};"
        for name in "byline published_at modified_at section tags blocks known_from".split()
    ),
    4: "DROP INDEX articles_published; CREATE INDEX articles_published ON articles (published);"
    "ALTER TABLE articles DROP COLUMN language_code; ALTER TABLE articles DROP COLUMN passages;"
    "ALTER TABLE articles DROP COLUMN sentences;",
}


def take_back(folder: Path, schema: int) -> None:
    """Make the library in a folder one of an older schema."""
    with closing(sqlite3.connect(folder / "library.sqlite3")) as db:
        steps = "".join(step for number, step in _BACK.items() if number > schema)
        db.executescript(f"{steps} PRAGMA user_version = {schema};")


def unit_vectors(count: int, dim: int = DIM, seed: int = 0) -> NDArray[np.float32]:
    drawn = np.random.default_rng(seed).normal(size=(count, dim)).astype(np.float32)
    return np.asarray(drawn / np.linalg.norm(drawn, axis=1, keepdims=True))


def article_of(
    number: int, vectors: Sequence[NDArray[np.float32]]
) -> tuple[Article, list[EncodedPassage]]:
    """Make an article of one sentence a vector, each a passage of its own."""
    sentences = [f"Sentence {number}-{i} stands here." for i in range(len(vectors))]
    text = " ".join(sentences)
    passages, at = [], 0
    for sentence, vector in zip(sentences, vectors, strict=True):
        span = Span(at, at + len(sentence))
        passages.append(EncodedPassage(*span, (span,), vector, vector[None]))
        at += len(sentence) + 1
    article = Article(f"a{number}", text, sentences=tuple(s for p in passages for s in p.sentences))
    return article, passages


def put(library: Library, number: int, vectors: Sequence[NDArray[np.float32]]) -> Article:
    article, passages = article_of(number, vectors)
    with library.writing():
        library.put([(article, passages)], dimension=DIM)
    return article


@pytest.fixture
def open_library(tmp_path: Path) -> Iterator[Callable[..., Library]]:
    """Return a function that opens the library of this test, as often as it is called."""
    opened: list[Library] = []

    def open_one(embedder: Embedder | None = None, *, finish: bool = True) -> Library:
        folder = tmp_path / "library"
        one = Library.open(
            folder,
            settings=Settings(data_dir=folder),
            embedder=embedder or FixedEmbedder(),
            finish=finish,
        )
        opened.append(one)
        return one

    yield open_one
    for one in opened:
        one.close()


def spoil(file: Path, how: str) -> None:
    """Damage a file: ``truncate``, ``empty``, ``garbage`` or ``delete`` it."""
    data = bytearray(file.read_bytes())
    quarter = max(1, len(data) // 4)
    match how:
        case "truncate":
            file.write_bytes(data[: len(data) // 2])
        case "empty":
            file.write_bytes(b"")
        case "garbage":
            data[quarter : 3 * quarter] = os.urandom(2 * quarter)
            file.write_bytes(data)
        case "delete":
            file.unlink()
        case _:
            raise ValueError(how)
