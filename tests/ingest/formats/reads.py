"""Reads one file in a test."""

from __future__ import annotations

from ingest.loaders import Reading, load
from ingest.report import Failure
from vectorstore import Article


def read(
    data: bytes | str, name: str, mapping: dict[str, str] | None = None
) -> tuple[list[Article], list[Failure], list[str]]:
    """Return the articles, the failures and the notes that a file gives."""
    reading = Reading(mapping=mapping or {})
    raw = data.encode() if isinstance(data, str) else data
    items = list(load(raw, name, reading))
    for item in items:
        if isinstance(item, Article):
            assert set(item.known_from) <= set(item.as_dict())
            for block in item.blocks:
                assert item.text[block.start : block.end].strip()
    return (
        [item for item in items if isinstance(item, Article)],
        [item for item in items if isinstance(item, Failure)],
        reading.notes,
    )


def one(data: bytes | str, name: str, mapping: dict[str, str] | None = None) -> Article:
    """Return the one article that a file gives."""
    [article], failures, _ = read(data, name, mapping)
    assert failures == []
    return article


def blocks(article: Article) -> list[tuple[str, str]]:
    """Return the kinds and texts of an article's blocks."""
    return [(block.kind, article.text[block.start : block.end]) for block in article.blocks]
