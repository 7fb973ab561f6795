"""Vectors by another model, made beside the library and put in place in one step.

While everything is encoded anew, passages, sentences' places and vectors gather in a database of
their own beside the library's, article by article: no text is in it, a kill loses a batch, and
articles that come, change or go meanwhile are followed. When nothing is missing, one transaction
replaces all passages, with the model's name, and the new vector index takes the old one's place
before anybody can read the one without the other. The new passages have new numbers: what was
found in the old state is found gone in the new one, not taken for something else.
"""

from __future__ import annotations

import json
import shutil
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, closing
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self

import numpy as np
from filelock import FileLock, Timeout

from vectorstore.catalogue import Catalogue, to_int8
from vectorstore.compaction import DEAD, tidy
from vectorstore.doctor_index import empty_full_text
from vectorstore.encoded import check_vectors
from vectorstore.errors import LibraryBusyError
from vectorstore.foreign import translated
from vectorstore.index import BATCH, Row
from vectorstore.layout import BESIDE, REMODEL, REMODEL_LOCK
from vectorstore.own_model import BEFORE, DIMENSION, FINGERPRINT, NAME, before
from vectorstore.progress import SWAPPED, discard, finish_swap
from vectorstore.records import Article, EncodedPassage
from vectorstore.weights import Weights

if TYPE_CHECKING:
    from vectorstore.library import Library

_TABLES = """
CREATE TABLE IF NOT EXISTS meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT;
CREATE TABLE IF NOT EXISTS articles (key INTEGER PRIMARY KEY, sha256 TEXT NOT NULL) STRICT;
CREATE TABLE IF NOT EXISTS passages (
    key INTEGER PRIMARY KEY,
    article_key INTEGER NOT NULL REFERENCES articles (key) ON DELETE CASCADE,
    start INTEGER NOT NULL,
    "end" INTEGER NOT NULL,
    vector BLOB NOT NULL
) STRICT;
CREATE INDEX IF NOT EXISTS passages_article ON passages (article_key);
CREATE TABLE IF NOT EXISTS sentences (
    passage_key INTEGER NOT NULL REFERENCES passages (key) ON DELETE CASCADE,
    start INTEGER NOT NULL,
    "end" INTEGER NOT NULL,
    vector BLOB NOT NULL,
    scale REAL NOT NULL
) STRICT;
CREATE INDEX IF NOT EXISTS sentences_passage ON sentences (passage_key);
"""


class Remodeling:
    """What has been encoded by another model so far; one process at a time works on it.

    What an earlier call left with other weights is thrown away. Raises LibraryBusyError while
    another process does this, DiskFullError.
    """

    def __init__(self, library: Library, weights: Weights, dimension: int) -> None:
        self.library, self.weights, self.dimension = library, weights, dimension
        self.file = library.path / REMODEL
        self._lock = FileLock(library.path / REMODEL_LOCK)

    def __enter__(self) -> Self:
        with translated(self.file):
            try:
                self._lock.acquire(timeout=0)
            except Timeout as error:
                raise LibraryBusyError(
                    f"Another process is rebuilding {self.library.path} with another model.",
                    "Nothing was changed.",
                    "Wait until it has finished, or stop it.",
                ) from error
            try:
                self._db = self._opened()
            except BaseException:
                self._lock.release()
                raise
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._db.close()
        self._lock.release()

    def _opened(self) -> sqlite3.Connection:
        about = json.dumps([self.weights.fingerprint, self.dimension])
        finish_swap(self.library.catalogue)
        if _about(self.file) != about:
            discard(self.library.path)
        db = connected(self.file)
        db.executescript(_TABLES)
        db.execute("INSERT OR REPLACE INTO meta VALUES ('about', ?)", (about,))
        db.execute("INSERT OR REPLACE INTO meta VALUES ('name', ?)", (self.weights.name,))
        return db

    def missing(self) -> list[str]:
        """Return the ids of the articles that are not encoded yet, and drop what is outdated."""
        with translated(self.file):
            there = dict(self._db.execute("SELECT key, sha256 FROM articles"))
            wanted = self.library.catalogue.rows("SELECT key, sha256, id FROM articles")
            right = {key for key, sha256, _ in wanted if there.get(key) == sha256}
            gone = [(key,) for key in there.keys() - right]
            if gone:
                self._db.executemany("DELETE FROM articles WHERE key = ?", gone)
        return [id for key, _, id in wanted if key not in right]

    def put(self, articles: Sequence[tuple[Article, Sequence[EncodedPassage]]]) -> None:
        """Keep what was encoded of some articles: all of it, or nothing.

        Raises EmbeddingError for what are no unit vectors of the dimension.
        """
        for article, passages in articles:
            check_vectors(article, passages, self.dimension)
        with translated(self.file):
            self._db.execute("BEGIN IMMEDIATE")
            try:
                for article, passages in articles:
                    self._put(article, passages)
                self._db.execute("COMMIT")
            except BaseException:
                if self._db.in_transaction:  # a full disk has ended it already
                    self._db.execute("ROLLBACK")
                raise

    def _put(self, article: Article, passages: Sequence[EncodedPassage]) -> None:
        key = self.library.catalogue.value(
            "SELECT key FROM articles WHERE id = ? AND sha256 = ?", (article.id, article.sha256)
        )
        if key is None:  # it was changed or removed while it was encoded
            return
        self._db.execute("INSERT INTO articles VALUES (?, ?)", (key, article.sha256))
        for passage in passages:
            vector = np.ascontiguousarray(passage.vector, dtype="<f4").tobytes()
            [number] = self._db.execute(
                'INSERT INTO passages (article_key, start, "end", vector) VALUES (?,?,?,?) '
                "RETURNING key",
                (key, passage.start, passage.end, vector),
            ).fetchone()
            small, scales = to_int8(passage.sentence_vectors)
            self._db.executemany(
                "INSERT INTO sentences VALUES (?,?,?,?,?)",
                (
                    (number, span.start, span.end, small[i].tobytes(), float(scales[i]))
                    for i, span in enumerate(passage.sentences)
                ),
            )

    def swap(self) -> int:
        """Put what was encoded in the old passages' place; inside ``writing``.

        Nothing may be missing. Returns the number of passages. Raises DiskFullError; the library is
        then as it was.
        """
        library = self.library
        shift = int(
            library.catalogue.value("SELECT seq FROM sqlite_sequence WHERE name = 'passages'") or 0
        )
        try:
            library.index.build(self._rows(shift))
            # A connection of its own: whoever asks this library meanwhile waits for no transaction.
            with (
                closing(Catalogue(library.catalogue.file)) as other,
                ExitStack() as swapping,
                other.transaction(),
            ):
                count = self._fill(other, shift)
                swapping.enter_context(library.index.swapping())
            # The transaction ended before the swap did: readers were kept away in between.
        finally:
            shutil.rmtree(library.path / BESIDE, ignore_errors=True)
        library.catalogue.set_fact("index_writing", "0")
        self._db.close()
        finish_swap(library.catalogue)
        tidy(library)
        return count

    def _passages(self) -> Iterator[tuple[Any, ...]]:
        """Yield all passages with their article's text and title, in the order of the articles."""
        texts: tuple[int, str, str] = (0, "", "")
        with translated(self.file):
            for key, article_key, start, end, vector in self._db.execute(
                'SELECT key, article_key, start, "end", vector FROM passages '
                "ORDER BY article_key, start"
            ):
                if texts[0] != article_key:
                    [(title, text)] = self.library.catalogue.rows(
                        "SELECT title, text FROM articles WHERE key = ?", (article_key,)
                    )
                    texts = (article_key, title, text)
                yield key, article_key, start, end, vector, texts[1], texts[2][start:end]

    def _rows(self, shift: int) -> Iterator[list[Row]]:
        rows: list[Row] = []
        for number, (_, _, _, _, vector, _, body) in enumerate(self._passages(), start=1):
            rows.append((shift + number, body, np.frombuffer(vector, dtype="<f4")))
            if len(rows) == BATCH:
                yield rows
                rows = []
        if rows:
            yield rows

    def _fill(self, other: Catalogue, shift: int) -> int:
        """Replace all passages, inside a transaction; those of one article follow one another."""
        empty_full_text(other)
        other.rows("DELETE FROM departed")
        other.rows("DELETE FROM passages")
        count = 0
        for key, article_key, start, end, vector, title, body in self._passages():
            count += 1
            number = shift + count
            other.rows(
                'INSERT INTO passages (key, article_key, start, "end", vector, indexed) '
                "VALUES (?,?,?,?,?,1)",
                (number, article_key, start, end, vector),
            )
            other.rows(
                "INSERT INTO passage_text (rowid, title, body) VALUES (?,?,?)",
                (number, title, body),
            )
            other.fill(
                "sentences",
                ("passage_key", "start", '"end"', "vector", "scale"),
                (
                    (number, *row)
                    for row in self._db.execute(
                        'SELECT start, "end", vector, scale FROM sentences WHERE passage_key = ? '
                        "ORDER BY start",
                        (key,),
                    )
                ),
                {},
            )
        other.count_passages()
        self._name(other)
        return count

    def _name(self, other: Catalogue) -> None:
        """Note whose vectors these are, and that a reader must open the index anew."""
        names = before(other)
        old = other.fact(NAME)
        if old is not None and old not in names:
            names.append(old)
        other.set_fact(BEFORE, json.dumps(names))
        other.set_fact(FINGERPRINT, self.weights.fingerprint)
        other.set_fact(NAME, self.weights.name)
        other.set_fact(DIMENSION, str(self.dimension))
        other.drop_fact(DEAD)
        # Until the index is in its place: whoever finds this after a kill makes it anew.
        other.set_fact("index_writing", "1")
        other.set_fact(SWAPPED, "1")
        other.next_generation()


def connected(file: Path) -> sqlite3.Connection:
    """Open the database of a rebuild."""
    db = sqlite3.connect(file, isolation_level=None, check_same_thread=False, timeout=30)
    db.execute("PRAGMA journal_mode = WAL")
    db.execute("PRAGMA synchronous = NORMAL")
    db.execute("PRAGMA foreign_keys = ON")
    db.execute("PRAGMA secure_delete = ON")
    return db


def _about(file: Path) -> str | None:
    """Return of which weights a database beside is, ``None`` when that cannot be told."""
    if not file.exists():
        return None
    try:
        with closing(connected(file)) as db:
            [about] = db.execute("SELECT value FROM meta WHERE key = 'about'").fetchone() or [None]
            return None if about is None else str(about)
    except sqlite3.Error:
        return None
