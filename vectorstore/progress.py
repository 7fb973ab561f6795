"""A rebuild with another model, seen from outside of it: how far it is, what it must forget."""

from __future__ import annotations

import sqlite3
from collections.abc import Collection
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

from vectorstore.foreign import translated
from vectorstore.layout import REMODEL

if TYPE_CHECKING:
    from vectorstore.catalogue import Catalogue

#: Stands in the ``meta`` table while what was encoded beside is in place, and beside it still.
SWAPPED = "remodel_swapped"


def rebuilding(folder: Path, articles: int) -> str | None:
    """Say with which model a library is being rebuilt, and how many of its articles are encoded.

    ``None`` where none is, or one has just begun; one that was stopped is told of too.
    """
    file = folder / REMODEL
    if not file.exists():
        return None
    try:
        with closing(sqlite3.connect(f"{file.absolute().as_uri()}?mode=ro", uri=True)) as db:
            [name] = db.execute("SELECT value FROM meta WHERE key = 'name'").fetchone()
            [done] = db.execute("SELECT count(*) FROM articles").fetchone()
    except (sqlite3.Error, TypeError):  # it has just begun, or is broken and will be begun anew
        return None
    return f"with {name}: {done:,} of {articles:,} articles encoded"


def discard(folder: Path) -> None:
    """Throw away what was encoded beside a library."""
    for ending in ("", "-wal", "-shm"):
        (folder / f"{REMODEL}{ending}").unlink(missing_ok=True)


def finish_swap(catalogue: Catalogue) -> None:
    """Throw away what was encoded beside a library if it has been put in place."""
    if catalogue.fact(SWAPPED) is not None:
        discard(catalogue.file.parent)
        catalogue.drop_fact(SWAPPED)


def forget_others(folder: Path, articles: Collection[int]) -> None:
    """Take what a rebuild has encoded of articles that are gone off its file.

    ``articles`` are the keys of those that are there.
    """
    file = folder / REMODEL
    if not file.exists():
        return
    with (
        translated(file),
        closing(sqlite3.connect(file, isolation_level=None, timeout=30)) as db,
    ):
        db.execute("PRAGMA foreign_keys = ON")
        db.execute("PRAGMA secure_delete = ON")
        if not db.execute("SELECT 1 FROM sqlite_schema WHERE name = 'articles'").fetchone():
            return
        there = [key for (key,) in db.execute("SELECT key FROM articles")]
        gone = [(key,) for key in there if key not in articles]
        db.executemany("DELETE FROM articles WHERE key = ?", gone)
        db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
