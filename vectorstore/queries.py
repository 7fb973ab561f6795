"""What is read from the library database."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from typing import Any

import numpy as np
from numpy.typing import NDArray

from vectorstore.addresses import url_key
from vectorstore.copy_groups import COPIES_UNSIGNED, copy_counts
from vectorstore.database import Database
from vectorstore.errors import ArticleNotFoundError
from vectorstore.listing import LISTED, listed
from vectorstore.records import Article, Block, Span, StoredPassage
from vectorstore.versions import superseded

#: Rows fetched or bound at once; SQLite allows 32,766 bound values.
_ROWS = 500

_NOT_AFTER = (
    "AND NOT EXISTS (SELECT 1 FROM passages p JOIN articles a ON a.key = p.article_key "
    "WHERE p.key = passage_text.rowid AND a.published > ?)"
)
# Written so that an index which holds all that is counted is read through.
_UNTIL = "ifnull(published, '') <= ?"
_ARTICLE = (
    "key, id, text, title, url, outlet, published, language, source, "
    "byline, published_at, modified_at, section, tags, blocks, known_from, version"
)


class Queries(Database):
    """The questions that the rest of the program puts to the library database."""

    # -- small facts -----------------------------------------------------------------------------

    def fact(self, key: str) -> str | None:
        """Return a value of the ``meta`` table."""
        value = self.value("SELECT value FROM meta WHERE key = ?", (key,))
        return None if value is None else str(value)

    def facts(self, prefix: str) -> dict[str, str]:
        """Return the values of the ``meta`` table whose keys begin so, by key."""
        found = self.rows(
            "SELECT key, value FROM meta WHERE substr(key, 1, length(?1)) = ?1 ORDER BY key",
            (prefix,),
        )
        return {str(key): str(value) for key, value in found}

    @property
    def generation(self) -> int:
        """A number that rises whenever the vector index has changed."""
        return int(self.fact("generation") or 0)

    def counts(self, until: date | None = None) -> tuple[int, int, int]:
        """Return the numbers of articles, passages and sentences.

        Those of articles published after ``until`` are left out.
        """
        row = self.rows(
            "SELECT count(*), ifnull(sum(passages), 0), ifnull(sum(sentences), 0) FROM articles "
            f"WHERE {_UNTIL}",
            (_day(until),),
        )[0]
        return int(row[0]), int(row[1]), int(row[2])

    def languages(self, until: date | None = None) -> dict[str, int]:
        """Return how many articles are in each language, the most first, by its code.

        Left out are articles whose language cannot be told, and those published after ``until``.
        """
        found = self.rows(
            "SELECT language_code, count(*) AS number FROM articles WHERE language_code NOT NULL "
            f"AND {_UNTIL} GROUP BY language_code ORDER BY number DESC, language_code",
            (_day(until),),
        )
        return {str(code): int(number) for code, number in found}

    @property
    def copies_known(self) -> bool:
        """Whether all articles have been looked at for copies; those of before may not have."""
        return self.fact(COPIES_UNSIGNED) is None

    def copy_counts(self) -> dict[str, int]:
        """Return how many groups of copies there are, and how many articles in them."""
        return copy_counts(self)

    def last_ingest(self) -> int:
        """Return the number of the run of ingest that began last, 0 if there was none."""
        return int(self.value("SELECT max(key) FROM ingests") or 0)

    def unfinished_ingests(self) -> list[tuple[int, str]]:
        """Return the runs that have not come to an end, since the last that has: number, began."""
        return self.rows(
            "SELECT key, started_at FROM ingests WHERE finished_at IS NULL AND key > "
            "(SELECT coalesce(max(key), 0) FROM ingests WHERE finished_at IS NOT NULL) ORDER BY key"
        )

    # -- articles --------------------------------------------------------------------------------

    def article(self, id: str, version: int | None = None) -> Article:
        """Return one article, as it is or in an older version; raises ArticleNotFoundError."""
        with self.snapshot():
            found = self.rows(f"SELECT {_ARTICLE} FROM articles WHERE id = ?", (id,))
            if not found:
                raise ArticleNotFoundError(
                    f"No article has the id {id!r}.", "", "citewire list shows the ids."
                )
            current = int(found[0][-1])
            if version in (None, current):
                return self._article(found[0])
            older = superseded(self, id, int(version or 0))
        if older is None:
            raise ArticleNotFoundError(
                f"The article {id!r} has no version {version}; {current} is the newest.",
                "",
                f"citewire history {id} shows them.",
            )
        return older

    def articles(self) -> Iterator[Article]:
        """Iterate over all articles in the order in which they came, a few in memory at a time."""
        last = 0
        while True:
            with self.snapshot():
                found = self.rows(
                    f"SELECT {_ARTICLE} FROM articles WHERE key > ? ORDER BY key LIMIT 50", (last,)
                )
                batch = [self._article(row) for row in found]
            if not batch:
                return
            last = found[-1][0]
            yield from batch

    def listing(self, *fields: str) -> list[dict[str, Any]]:
        """Return the articles without their texts, as JSON values, in the order they came.

        ``fields`` are those of LISTED that are wanted, all without any. ``group`` is the id of the
        first article of those that copy one another, None without any.
        """
        wanted = fields or LISTED
        return [dict(zip(wanted, row, strict=True)) for row in listed(self, *wanted)]

    def _article(self, row: tuple[Any, ...]) -> Article:
        key, id, text, title, url, outlet, published, language, source, *further = row
        byline, published_at, modified_at, section, tags, blocks, known_from, version = further
        spans = self.rows(
            'SELECT s.start, s."end" FROM passages p JOIN sentences s ON s.passage_key = p.key '
            "WHERE p.article_key = ? ORDER BY s.start",
            (key,),
        )
        return Article(
            id=id,
            text=text,
            title=title,
            url=url,
            outlet=outlet,
            published=_date(published),
            language=language,
            source=source,
            sentences=tuple(Span(*span) for span in spans),
            byline=byline,
            published_at=_moment(published_at),
            modified_at=_moment(modified_at),
            section=section,
            tags=tuple(json.loads(tags)),
            blocks=tuple(Block(*block) for block in json.loads(blocks)),
            known_from=json.loads(known_from),
            version=version,
        )

    def articles_of_file(self, file: str) -> list[tuple[str, str, str | None, str, str]]:
        """Return the articles that came from a file or its lines: source, id, URL, sha256, title.

        They are in the order in which they came; those of other files named ``file#…`` are among
        them.
        """
        return self.rows(
            "SELECT source, id, url, sha256, title FROM articles "
            "WHERE source = ? OR (source > ? AND source < ?) ORDER BY key",
            (file, f"{file}#", f"{file}$"),  # "$" is what follows "#"
        )

    def texts_of_file(self, file: str, most: int) -> list[str]:
        """Return the texts of the first articles that came from a file or its lines."""
        found = self.rows(
            "SELECT text FROM articles WHERE source = ? OR (source > ? AND source < ?) "
            "ORDER BY key LIMIT ?",
            (file, f"{file}#", f"{file}$", most),
        )
        return [str(text) for (text,) in found]

    def articles_of_source(self, source: str, sha256: str | None = None) -> int:
        """Return how many articles a source of these bytes gave, 0 unless all are there still.

        Without ``sha256`` whatever its bytes were when it was read last.
        """
        return int(
            self.value(
                "SELECT articles FROM sources s WHERE source = ? AND sha256 = coalesce(?, sha256) "
                "AND NOT EXISTS ("
                "SELECT 1 FROM origins o LEFT JOIN articles a ON a.id = o.article_id "
                "WHERE o.source = s.source AND a.id IS NULL)",
                (source, sha256),
            )
            or 0
        )

    def text_at(self, url: str, but: str) -> str | None:
        """Return the text of the article with an address, if it came from another source."""
        value = self.value(
            "SELECT text FROM articles WHERE url_key = ?1 AND source != ?2 "
            "AND NOT EXISTS (SELECT 1 FROM articles WHERE url_key = ?1 AND source = ?2)",
            (url_key(url), but),
        )
        return None if value is None else str(value)

    def texts_at(self, url: str) -> list[tuple[str, str, str]]:
        """Return id, source and text of the articles with an address."""
        found = self.rows(
            "SELECT id, source, text FROM articles WHERE url_key = ?", (url_key(url),)
        )
        return [(str(id), str(source), str(text)) for id, source, text in found]

    # -- the vector index's side -----------------------------------------------------------------

    def unindexed(self, limit: int) -> list[tuple[int, str, NDArray[np.float32]]]:
        """Return passages that the vector index does not hold yet: key, text, vector."""
        # CROSS: SQLite would begin with the full-text index, and read all of it.
        found = self.rows(
            "SELECT p.key, t.body, p.vector FROM passages p CROSS JOIN passage_text t "
            "ON t.rowid = p.key WHERE p.indexed = 0 ORDER BY p.key LIMIT ?",
            (limit,),
        )
        return [(int(key), str(text), _floats(blob)) for key, text, blob in found]

    def passages_after(self, key: int, limit: int) -> list[tuple[int, str, NDArray[np.float32]]]:
        """Return passages in the order of their keys: key, text, vector."""
        found = self.rows(
            "SELECT p.key, t.body, p.vector FROM passages p CROSS JOIN passage_text t "
            "ON t.rowid = p.key WHERE p.key > ? ORDER BY p.key LIMIT ?",
            (key, limit),
        )
        return [(int(key), str(text), _floats(blob)) for key, text, blob in found]

    def indexed_count(self) -> int:
        """Return how many passages the vector index must hold."""
        return int(
            self.value(
                "SELECT (SELECT count(*) FROM passages) - "
                "(SELECT count(*) FROM passages WHERE indexed = 0)"
            )
        )

    def newest_indexed(self, limit: int) -> list[tuple[int, NDArray[np.float32]]]:
        """Return the passages that the vector index took last: key, vector."""
        found = self.rows(
            "SELECT key, vector FROM passages WHERE indexed = 1 ORDER BY key DESC LIMIT ?",
            (limit,),
        )
        return [(int(key), _floats(blob)) for key, blob in found]

    def departed(self, limit: int) -> list[int]:
        """Return passages that the vector index may still hold and the library does not."""
        found = self.rows("SELECT passage_key FROM departed LIMIT ?", (limit,))
        return [int(row[0]) for row in found]

    # -- questions -------------------------------------------------------------------------------

    def match(
        self, query: str, limit: int, *, until: date | None = None
    ) -> list[tuple[int, float]]:
        """Run an FTS5 query; return passage keys with BM25 scores, best (highest) first.

        Of equal scores the passage that came first wins. The words of the title count half.
        Passages of articles published after ``until`` are left out.
        """
        known = "" if until is None else _NOT_AFTER
        found = self.rows(
            "SELECT rowid, -bm25(passage_text, 0.5, 1.0) AS score FROM passage_text "
            f"WHERE passage_text MATCH ? {known} ORDER BY score DESC, rowid LIMIT ?",
            (query, *([] if until is None else [until.isoformat()]), limit),
        )
        return [(int(key), float(score)) for key, score in found]

    def passage_counts(self, terms: Sequence[str]) -> dict[str, int]:
        """Return in how many passages each index term (stemmed, lower case) occurs."""
        marks = ",".join("?" * len(terms))
        found = self.rows(
            f"SELECT term, doc FROM passage_terms WHERE term IN ({marks})", list(terms)
        )
        return {str(term): int(count) for term, count in found}

    def passages(self, keys: Sequence[int]) -> dict[int, StoredPassage]:
        """Return passages with their sentences' vectors; a key that is gone is left out."""
        stored: dict[int, StoredPassage] = {}
        for at in range(0, len(keys), _ROWS):
            some = list(keys[at : at + _ROWS])
            marks = ",".join("?" * len(some))
            with self.snapshot():
                heads = self.rows(
                    'SELECT p.key, a.id, a.title, a.published, p.start, p."end", t.body, p.vector, '
                    "a.version "
                    "FROM passages p JOIN articles a ON a.key = p.article_key "
                    f"JOIN passage_text t ON t.rowid = p.key WHERE p.key IN ({marks})",
                    some,
                )
                spans: dict[int, list[tuple[Any, ...]]] = {}
                for row in self.rows(
                    'SELECT passage_key, start, "end", vector, scale FROM sentences '
                    f"WHERE passage_key IN ({marks}) ORDER BY passage_key, start",
                    some,
                ):
                    spans.setdefault(row[0], []).append(row)
            for head in heads:
                stored[int(head[0])] = _passage(head, spans.get(head[0], []))
        return stored


def _passage(head: tuple[Any, ...], rows: list[tuple[Any, ...]]) -> StoredPassage:
    key, id, title, published, start, end, text, vector, version = head
    dim = len(vector) // 4
    small = np.frombuffer(b"".join(row[3] for row in rows), dtype=np.int8).reshape(-1, dim)
    scales = np.asarray([row[4] for row in rows], dtype=np.float32)
    return StoredPassage(
        key=int(key),
        article_id=id,
        title=title,
        published=_date(published),
        start=start,
        end=end,
        text=text,
        vector=_floats(vector),
        sentences=tuple(Span(row[1], row[2]) for row in rows),
        sentence_vectors=small.astype(np.float32) * scales[:, None],
        version=int(version),
    )


def _floats(blob: bytes) -> NDArray[np.float32]:
    return np.frombuffer(blob, dtype="<f4").astype(np.float32)


def _day(until: date | None) -> str:
    return until.isoformat() if until else "9999-12-31"


def _date(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _moment(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None
