"""A library to try things on: it knows what another one holds, and that one is not touched."""

from __future__ import annotations

import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from vectorstore.copy_groups import COPIES_UNSIGNED
from vectorstore.database import check_owner, suits_full_text
from vectorstore.foreign import translated
from vectorstore.layout import DATABASE, refuse_what_is_not_ours
from vectorstore.library import Library
from vectorstore.schema import SCHEMA_VERSION
from vectorstore.settings import Settings

if TYPE_CHECKING:
    from vectorstore.embedder import Embedder

#: What tells articles and sources apart. Their vectors are not needed for that, and their texts
#: only where another one may go by the same address or name.
_COPIED = {
    "meta": "key, value",
    "articles": "key, id, source, url, title, text, published, modified_at, sha256, passages, "
    "sentences, url_key",
    "sources": "source, sha256, articles",
    "origins": "source, article_id",
    "web": "source, url, etag, last_modified, sha256, entry, pages",
    "robots": "origin, text, until",
    "waits": "address, until",
    "gone": "address, said, entry, noted, until",
}
_ASKED = {
    ("articles", "text"): "CASE WHEN url NOT NULL OR source LIKE 'upload:%' THEN text ELSE '' END"
}
_FILLED = {"articles": {"characters": "0", "ingested_at": "''"}}


@contextmanager
def rehearsal(
    path: str | Path | None = None,
    *,
    settings: Settings | None = None,
    embedder: Embedder | None = None,
) -> Iterator[Library]:
    """Yield a library in a temporary folder that takes itself for the one in ``path``.

    It knows the ids, addresses and digests of all articles there, the texts of those that have an
    address or were uploaded, and is gone after the block. Nothing in ``path`` is written, and there
    need not be a library. Raises what ``Library.open`` raises.
    """
    settings = settings or Settings.load(data_dir=path)
    folder = Path(path or settings.data_dir).expanduser()
    refuse_what_is_not_ours(folder)
    with tempfile.TemporaryDirectory(prefix="citewire-") as place:
        trial = Library.open(
            Path(place, "library"), settings=settings, embedder=embedder, finish=False
        )
        with trial:
            if (folder / DATABASE).exists():
                _learn(trial, folder / DATABASE)
            yield trial


def would_change(folder: Path) -> bool:
    """Say whether opening the library in a folder would change it; nothing is written.

    It does where an older version wrote it, or an SQLite whose full-text index is another. Raises
    what opening it raises.
    """
    with _read_only(folder / DATABASE) as (db, version):
        return version < SCHEMA_VERSION or not suits_full_text(db)


@contextmanager
def _read_only(file: Path) -> Iterator[tuple[sqlite3.Connection, int]]:
    """Yield a library database that is not written to, and its schema's version."""
    # Where no other connection has left its log, SQLite would make one just to read.
    alone = "" if Path(f"{file}-wal").exists() else "&immutable=1"
    with (
        translated(file),
        closing(sqlite3.connect(f"{file.absolute().as_uri()}?mode=ro{alone}", uri=True)) as db,
    ):
        yield db, check_owner(db, file)


def _learn(trial: Library, file: Path) -> None:
    with _read_only(file) as (db, _), trial.catalogue.transaction():
        for table, columns in _COPIED.items():
            there = {row[1] for row in db.execute(f"PRAGMA table_info({table})")}
            names = [name for name in columns.split(", ") if name in there]
            if not names:  # a library of an older version
                continue
            asked = [_ASKED.get((table, name), name) for name in names]
            trial.catalogue.fill(
                table,
                names,
                db.execute(f"SELECT {', '.join(asked)} FROM {table}"),
                _FILLED.get(table, {}),
            )
        # A library of an older version has none.
        trial.catalogue.rows(
            "UPDATE articles SET url_key = url_key(url) WHERE url_key IS NULL AND url NOT NULL"
        )
        trial.catalogue.drop_fact(COPIES_UNSIGNED)  # not all texts are there to be signed
