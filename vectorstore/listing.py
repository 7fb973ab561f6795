"""The articles without their texts, of which there may be very many."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from vectorstore.copy_groups import group_names
from vectorstore.database import Database

#: What a listing has of an article. All but the last stand in an index of their own.
LISTED = (
    *"id title url outlet published language source characters ingested_at byline section".split(),
    "published_at",
    "version",
    "group",
)

#: Articles read at once: each such batch is of one state of the library.
_BATCH = 5000


def listed(database: Database, *fields: str) -> Iterator[tuple[Any, ...]]:
    """Iterate over the articles in the order they came: those of LISTED that are named.

    ``group`` is the id of the first article of those that copy one another, None without any.
    """
    names = ["id" if name == "group" else name for name in fields]
    groups = group_names(database) if "group" in fields else {}
    at = [place for place, name in enumerate(fields) if name == "group"]
    for _, *row in _rows(database, ", ".join(names)):
        for place in at:
            row[place] = groups.get(row[place])
        yield tuple(row)


def listed_json(database: Database) -> Iterator[str]:
    """Iterate over the articles in the order they came, all that LISTED names, as JSON objects.

    SQLite writes them: it takes a third of the time that Python does.
    """
    groups = {
        id: json.dumps(name, ensure_ascii=False) for id, name in group_names(database).items()
    }
    members = ", ".join(f"'{name}', {name}" for name in LISTED if name != "group")
    for _, id, line in _rows(database, f"id, json_object({members})"):
        yield f'{line[:-1]},"group":{groups.get(id, "null")}}}'


def _rows(database: Database, columns: str) -> Iterator[tuple[Any, ...]]:
    return database.batches(
        f"SELECT key, {columns} FROM articles INDEXED BY articles_listing "
        "WHERE key > ? ORDER BY key LIMIT ?",
        _BATCH,
    )
