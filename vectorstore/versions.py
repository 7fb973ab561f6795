"""What the library held of an article before, and what of it need not be encoded again.

A version is what a quotation shows: the text, the title, the outlet, the day and the address. When
one of these changes, what was there is kept as it was, marked as superseded: it leaves the
passages, and with them all searches, answers and counts, and can still be opened and quoted. What
else is known (who wrote it, its section, when the page was last touched) is brought up to date in
place.
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Mapping
from datetime import date, datetime

from vectorstore.addresses import url_key
from vectorstore.database import Database
from vectorstore.errors import LibraryDamagedError
from vectorstore.records import Article, Span, Version

#: What the model reads of a passage: its text, and where the sentences stand in it.
PassageText = tuple[str, tuple[Span, ...]]


def supersedes(article: Article, stored: Article) -> bool:
    """Say whether an article is another version than the one stored, or that one still."""
    return _shown(article) != _shown(stored)


def keep_version(catalogue: Database, stored: Article, superseded_at: str) -> None:
    """Keep an article as the library holds it now, before another version takes its place."""
    known = json.dumps(stored.as_dict(), ensure_ascii=False, separators=(",", ":"))
    catalogue.rows(
        "INSERT INTO versions (article_id, version, sha256, ingested_at, superseded_at, record) "
        "SELECT id, version, sha256, ingested_at, ?, ? FROM articles WHERE id = ?",
        (superseded_at, zlib.compress(known.encode("utf-8")), stored.id),
    )


def superseded(catalogue: Database, id: str, version: int) -> Article | None:
    """Return an older version of an article, None where there is none of that number.

    Raises LibraryDamagedError for one that is not as it was stored.
    """
    record = catalogue.value(
        "SELECT record FROM versions WHERE article_id = ? AND version = ?", (id, version)
    )
    return None if record is None else _article(record, id, version)


def history(catalogue: Database, id: str) -> tuple[Version, ...]:
    """Return the versions of an article, the oldest first; none when there is no such article.

    Raises LibraryDamagedError for one that is not as it was stored.
    """
    with catalogue.snapshot():
        before = catalogue.rows(
            "SELECT version, record, sha256, ingested_at, superseded_at FROM versions "
            "WHERE article_id = ? ORDER BY version",
            (id,),
        )
        now = catalogue.rows(
            "SELECT version, title, outlet, published, characters, sha256, ingested_at "
            "FROM articles WHERE id = ?",
            (id,),
        )
    found = []
    for version, record, sha256, ingested_at, superseded_at in before:
        one = _article(record, id, version)
        found.append(
            Version(
                id,
                one.version,
                one.title,
                one.outlet,
                one.published,
                len(one.text),
                sha256,
                datetime.fromisoformat(ingested_at),
                datetime.fromisoformat(superseded_at),
            )
        )
    for version, title, outlet, published, characters, sha256, ingested_at in now:
        day = date.fromisoformat(published) if published else None
        began = datetime.fromisoformat(ingested_at)
        found.append(Version(id, version, title, outlet, day, characters, sha256, began, None))
    return tuple(found)


def passages_held(catalogue: Database, id: str, title: str) -> Mapping[PassageText, list[int]]:
    """Return the keys of the passages that the library holds of an article, by what was encoded.

    Spans count from the passage's begin. There are none where the article has another title: it
    stands in front of each passage when that is encoded.
    """
    found: dict[PassageText, list[int]] = {}
    with catalogue.snapshot():
        passages = catalogue.rows(
            "SELECT p.key, t.body FROM articles a JOIN passages p ON p.article_key = a.key "
            "JOIN passage_text t ON t.rowid = p.key WHERE a.id = ? AND a.title = ? "
            "ORDER BY p.start",
            (id, title),
        )
        spans: dict[int, list[Span]] = {}
        for key, start, end in catalogue.rows(
            'SELECT p.key, s.start - p.start, s."end" - p.start FROM articles a JOIN passages p '
            "ON p.article_key = a.key JOIN sentences s ON s.passage_key = p.key WHERE a.id = ? "
            "ORDER BY p.key, s.start",
            (id,),
        ):
            spans.setdefault(key, []).append(Span(start, end))
    for key, body in passages:
        found.setdefault((str(body), tuple(spans.get(key, ()))), []).append(int(key))
    return found


def _shown(article: Article) -> tuple[object, ...]:
    """Return what a quotation shows; another spelling of the same address is no news."""
    return (
        article.text,
        article.title,
        article.outlet,
        article.published,
        url_key(article.url),
    )


def _article(record: bytes, id: str, version: int) -> Article:
    try:
        return Article.from_dict(json.loads(zlib.decompress(record)))
    except (zlib.error, ValueError, TypeError, LookupError, AttributeError) as error:
        raise LibraryDamagedError(
            f"Version {version} of {id} cannot be read: {error}.",
            "The article as it is now can be.",
            "Restore a backup, or forget the article: citewire forget ID",
        ) from error
