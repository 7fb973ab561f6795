"""The library database: one SQLite file that holds everything, and from which all else is made.

Three layers of one object: the connection (``database.py``), what is read (``queries.py``), and
here, what is written.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import UTC, datetime

import numpy as np
from numpy.typing import NDArray

from vectorstore.addresses import url_key
from vectorstore.copies import Copies
from vectorstore.copy_groups import COPIES_UNSIGNED
from vectorstore.errors import LibraryBusyError
from vectorstore.languages import language_code
from vectorstore.records import Article, EncodedPassage, KeptPassage
from vectorstore.versions import keep_version, supersedes
from vectorstore.web_memory import WebMemory

#: The columns that ``put_article`` fills, in its order.
_COLUMNS = (
    "id, source, url, title, outlet, published, language, text, sha256, characters, ingested_at, "
    "language_code, passages, sentences, byline, published_at, modified_at, section, tags, blocks, "
    "known_from, url_key, version"
).split(", ")
_UPDATED = ", ".join(f"{name} = excluded.{name}" for name in _COLUMNS if name != "ingested_at")

log = logging.getLogger(__name__)

#: Articles of before that are signed in one transaction: a fraction of a second of work.
_SIGNED_AT_ONCE = 100


class Catalogue(WebMemory):
    """Reads and writes ``library.sqlite3``; threads may share one. Raises as ``Database`` does."""

    @property
    def copies(self) -> Copies:
        """Which articles copy one another."""
        return Copies(self)

    def set_fact(self, key: str, value: str) -> None:
        """Set a value of the ``meta`` table."""
        self.rows(
            "INSERT INTO meta VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value",
            (key, value),
        )

    def drop_fact(self, key: str) -> bool:
        """Take a value out of the ``meta`` table; returns whether it was there."""
        return bool(self.rows("DELETE FROM meta WHERE key = ? RETURNING key", (key,)))

    def next_generation(self) -> None:
        """Tell readers to open the vector index anew."""
        self.rows("UPDATE meta SET value = CAST(value AS INTEGER) + 1 WHERE key = 'generation'")

    # -- articles, inside a transaction ----------------------------------------------------------

    def put_article(
        self, article: Article, passages: Sequence[EncodedPassage | KeptPassage]
    ) -> None:
        """Store an article with its passages in place of one with the same id.

        Where a quotation of that one would show something else, it is kept as an older version.
        Of its passages those stay that are given as kept. Raises ValueError for one that is not
        the article's.
        """
        key = self.value("SELECT key FROM articles WHERE id = ?", (article.id,))
        version, moment = 1, now()
        if key is not None:
            stored = self.article(article.id)
            version = stored.version
            if supersedes(article, stored):
                keep_version(self, stored, moment)
                version += 1
        values = (
            article.id,
            article.source,
            article.url,
            article.title,
            article.outlet,
            article.published.isoformat() if article.published else None,
            article.language,
            article.text,
            article.sha256,
            len(article.text),
            moment,
            language_code(article.language, article.text),
            len(passages),
            sum(len(passage.sentences) for passage in passages),
            article.byline,
            article.published_at.isoformat() if article.published_at else None,
            article.modified_at.isoformat() if article.modified_at else None,
            article.section,
            _json(article.tags),
            _json(article.blocks),
            _json(dict(article.known_from)),
            url_key(article.url),
            version,
        )
        key = self.value(
            f"INSERT INTO articles ({', '.join(_COLUMNS)}) "
            f"VALUES ({','.join('?' * len(values))}) ON CONFLICT (id) DO UPDATE SET {_UPDATED}, "
            "ingested_at = iif(version = excluded.version, ingested_at, excluded.ingested_at) "
            "RETURNING key",
            values,
        )
        self._put_passages(int(key), article, passages)
        self.copies.put(int(key), article.text)

    def _put_passages(
        self, key: int, article: Article, passages: Sequence[EncodedPassage | KeptPassage]
    ) -> None:
        kept = [passage for passage in passages if isinstance(passage, KeptPassage)]
        held = {row[0] for row in self._passage_keys(key)}
        if not held.issuperset(passage.key for passage in kept):
            raise ValueError(f"passages are to be kept that {article.id} does not have")
        self._drop_passages(held.difference(passage.key for passage in kept))
        for passage in passages:
            if isinstance(passage, KeptPassage):
                self._move_passage(passage)
            else:
                self._put_passage(key, article, passage)

    def _passage_keys(self, article_key: int) -> list[tuple[int]]:
        return self.rows("SELECT key FROM passages WHERE article_key = ?", (article_key,))

    def _drop_passages(self, keys: Iterable[int]) -> None:
        """Take passages out; the vector index is told to do so too."""
        gone = [(key,) for key in keys]
        self._db.executemany("INSERT INTO departed VALUES (?)", gone)
        self._db.executemany("DELETE FROM passage_text WHERE rowid = ?", gone)
        self._db.executemany("DELETE FROM passages WHERE key = ?", gone)

    def _move_passage(self, passage: KeptPassage) -> None:
        """Note where a passage stands now, and its sentences with it."""
        start = self.value("SELECT start FROM passages WHERE key = ?", (passage.key,))
        shift = passage.start - int(start)
        if not shift:
            return
        for table, name in (("passages", "key"), ("sentences", "passage_key")):
            self.rows(
                f'UPDATE {table} SET start = start + ?, "end" = "end" + ? WHERE {name} = ?',
                (shift, shift, passage.key),
            )

    def _put_passage(self, article_key: int, article: Article, passage: EncodedPassage) -> None:
        vector = np.ascontiguousarray(passage.vector, dtype="<f4").tobytes()
        key = self.value(
            'INSERT INTO passages (article_key, start, "end", vector) VALUES (?,?,?,?) '
            "RETURNING key",
            (article_key, passage.start, passage.end, vector),
        )
        self.rows(
            "INSERT INTO passage_text (rowid, title, body) VALUES (?,?,?)",
            (key, article.title, article.text[passage.start : passage.end]),
        )
        small, scales = to_int8(passage.sentence_vectors)
        self._db.executemany(
            'INSERT INTO sentences (passage_key, start, "end", vector, scale) VALUES (?,?,?,?,?)',
            (
                (key, span.start, span.end, small[i].tobytes(), float(scales[i]))
                for i, span in enumerate(passage.sentences)
            ),
        )

    def count_passages(self) -> None:
        """Count every article's passages and sentences anew."""
        self.rows(
            "UPDATE articles SET "
            "passages = (SELECT count(*) FROM passages p WHERE p.article_key = articles.key), "
            "sentences = (SELECT count(*) FROM passages p JOIN sentences s "
            "ON s.passage_key = p.key WHERE p.article_key = articles.key)"
        )

    def delete_articles(self, ids: Sequence[str]) -> int:
        """Delete articles with all that hangs on them, older versions too.

        Returns how many there were.
        """
        count = 0
        for id in ids:
            key = self.value("SELECT key FROM articles WHERE id = ?", (id,))
            if key is None:
                continue
            count += 1
            self._drop_passages(row[0] for row in self._passage_keys(key))
            self.copies.remove(int(key))
            self.rows("DELETE FROM articles WHERE key = ?", (key,))
            self.rows("DELETE FROM versions WHERE article_id = ?", (id,))
        return count

    def sign_copies(self, on_progress: Callable[[int, int], None]) -> None:
        """Find the copies among articles that came before copies were noted, some at a time.

        ``on_progress`` hears how many have been looked at, of how many: of a large archive that
        takes minutes. Runs outside a transaction, inside ``Library.writing``; what is interrupted
        goes on with the next call.
        """
        if self.copies_known:
            return
        log.info("looking for copies among the articles that were there before")
        total = int(
            self.value(
                "SELECT (SELECT count(*) FROM articles) - (SELECT count(*) FROM copy_members)"
            )
        )
        last = done = 0
        on_progress(done, total)
        while found := self.copies.unsigned(last, _SIGNED_AT_ONCE):
            with self.transaction():
                for key, text in found:
                    self.copies.put(key, text)
            last, done = found[-1][0], done + len(found)
            on_progress(done, total)
        self.drop_fact(COPIES_UNSIGNED)

    # -- what was read ---------------------------------------------------------------------------

    def note_source(self, source: str, sha256: str, articles: int, ids: Iterable[str]) -> None:
        """Note a source that was read to its end, and the ids of the articles that it gave."""
        with self.transaction():
            self.rows("DELETE FROM sources WHERE source = ?", (source,))
            self.rows("INSERT INTO sources VALUES (?, ?, ?)", (source, sha256, articles))
            self._db.executemany("INSERT INTO origins VALUES (?, ?)", ((source, id) for id in ids))

    def doubt_sources(self, article_id: str, *, but: str) -> None:
        """Have every source that gave an article, but one, read again when it is next met.

        The article is about to change: what the others hold is then no longer in the library.
        """
        self.rows(
            "DELETE FROM sources WHERE source <> ? AND source IN "
            "(SELECT source FROM origins WHERE article_id = ?)",
            (but, article_id),
        )

    def move_articles(self, moves: Iterable[tuple[str, str]]) -> None:
        """Note where articles stand now: each is a source and the id of the article there."""
        with self.transaction():
            self._db.executemany("UPDATE articles SET source = ? WHERE id = ?", moves)

    # -- a rehearsal's side ----------------------------------------------------------------------

    def note_article(self, article: Article) -> None:
        """Note that there is an article, its text only if another may go by its address or name."""
        kept = article.url or article.source.startswith("upload:")
        with self.transaction():
            self.delete_articles([article.id])
            self.rows(
                "INSERT INTO articles (id, source, url, url_key, title, text, sha256, "
                "modified_at, characters, ingested_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, 0, '')",
                (
                    article.id,
                    article.source,
                    article.url,
                    url_key(article.url),
                    article.title,
                    article.text if kept else "",
                    article.sha256,
                    article.modified_at.isoformat() if article.modified_at else None,
                ),
            )

    def fill(
        self,
        table: str,
        columns: Sequence[str],
        rows: Iterable[Sequence[object]],
        further: Mapping[str, str],
    ) -> None:
        """Put another library's rows into a table, inside a transaction.

        ``further`` are columns that the rows have not, with what stands in them, in SQL.
        """
        names = ", ".join((*columns, *further))
        values = ", ".join((*("?" * len(columns)), *further.values()))
        self._db.executemany(f"INSERT OR REPLACE INTO {table} ({names}) VALUES ({values})", rows)

    # -- the disk --------------------------------------------------------------------------------

    def rewrite(self) -> None:
        """Merge the full-text index and write the whole file anew, without what was deleted.

        Only a merge takes the index terms of deleted passages out of the full-text index. Readers
        go on, other writers wait. Raises DiskFullError: it needs as much room again.
        """
        self.rows("INSERT INTO passage_text (passage_text) VALUES ('optimize')")
        self.rows("VACUUM")
        self.empty_log()

    def empty_log(self) -> None:
        """Bring the write-ahead log into the file, and cut it to nothing.

        Raises LibraryBusyError when a reader stays in an old state for longer than half a minute.
        """
        [(busy, _, _)] = self.rows("PRAGMA wal_checkpoint(TRUNCATE)")
        if busy:
            raise LibraryBusyError(
                f"A program that reads {self.file} keeps an old state of it open.",
                "What was removed is out of all answers; its words may still stand in files.",
                "Stop that program, then run: citewire compact",
            )

    # -- the vector index's side, inside a transaction -------------------------------------------

    def mark_indexed(self, keys: Iterable[int]) -> None:
        """Note that the vector index holds these passages."""
        self._db.executemany("UPDATE passages SET indexed = 1 WHERE key = ?", [(k,) for k in keys])

    def forget_departed(self, keys: Iterable[int]) -> None:
        """Note that the vector index no longer holds these passages."""
        self._db.executemany("DELETE FROM departed WHERE passage_key = ?", [(k,) for k in keys])


def to_int8(vectors: NDArray[np.float32]) -> tuple[NDArray[np.int8], NDArray[np.float32]]:
    """Shorten vectors to int8 with a scale each: ``vector ≈ small * scale``.

    ``vectors`` has shape (n, dim); returns shapes (n, dim) and (n,). Raises ValueError on
    another number of dimensions.

    >>> small, scales = to_int8(np.float32([[1.0, -0.5]]))
    >>> small.tolist(), round(float(scales[0]), 6)
    ([[127, -64]], 0.007874)
    """
    if vectors.ndim != 2:
        raise ValueError(f"vectors of shape {vectors.shape}, wanted (n, dim)")
    scales = (np.abs(vectors).max(axis=1, initial=0) / 127).astype(np.float32)
    safe = np.where(scales > 0, scales, 1)
    return np.rint(vectors / safe[:, None]).astype(np.int8), scales


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def now() -> str:
    """Return the present moment, UTC, ISO 8601 to the second."""
    return datetime.now(UTC).isoformat(timespec="seconds")
