"""The connection to the library database: who may open it, snapshots, transactions."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from vectorstore.addresses import url_key
from vectorstore.errors import LibraryDamagedError, NewerLibraryError, NotALibraryError
from vectorstore.foreign import translated
from vectorstore.schema import APPLICATION_ID, SCHEMA_VERSION, migrate


class Database:
    """``library.sqlite3``, opened.

    One connection, guarded by a lock, so that threads can share it; processes are kept apart by
    SQLite's write-ahead log. Raises NotALibraryError, NewerLibraryError, LibraryDamagedError,
    ReadOnlyLibraryError or DiskFullError.
    """

    def __init__(self, file: Path) -> None:
        self.file = file
        self._lock = threading.RLock()
        with translated(file):
            self._db = sqlite3.connect(
                file, isolation_level=None, check_same_thread=False, timeout=30
            )
            try:
                self._prepare()
            except BaseException:
                self._db.close()
                raise

    def _prepare(self) -> None:
        db = self._db
        version = check_owner(db, self.file)
        db.execute("PRAGMA journal_mode = WAL")
        db.execute("PRAGMA synchronous = NORMAL")
        db.execute("PRAGMA foreign_keys = ON")
        db.create_function("url_key", 1, url_key, deterministic=True)
        if version < SCHEMA_VERSION:
            self._migrate(version)

    def _migrate(self, version: int) -> None:
        try:
            migrate(self._db, version)
        except sqlite3.Error:
            if self._db.in_transaction:
                self._db.execute("ROLLBACK")
            # Two processes may make one library at once: the second finds it made.
            if int(self._db.execute("PRAGMA user_version").fetchone()[0]) != SCHEMA_VERSION:
                raise

    def close(self) -> None:
        """Close the connection."""
        with self._lock:
            self._db.close()

    @contextmanager
    def snapshot(self) -> Iterator[None]:
        """Keep what is read inside at one state of the library, whatever others write."""
        with self._lock, translated(self.file):
            if self._db.in_transaction:
                yield
                return
            self._db.execute("BEGIN")
            try:
                yield
            finally:
                self._db.execute("COMMIT")

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Write what is done inside, or nothing of it."""
        with self._lock, translated(self.file):
            self._db.execute("BEGIN IMMEDIATE")
            try:
                yield
                self._db.execute("COMMIT")
            except BaseException:
                if self._db.in_transaction:
                    self._db.execute("ROLLBACK")
                raise

    def rows(self, sql: str, values: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        """Run a query and return all its rows."""
        with self._lock, translated(self.file):
            return self._db.execute(sql, values).fetchall()

    def many(self, sql: str, values: Iterable[Sequence[Any]]) -> None:
        """Run a statement for each of several rows of values."""
        with self._lock, translated(self.file):
            self._db.executemany(sql, values)

    def value(self, sql: str, values: Sequence[Any] = ()) -> Any:  # noqa: ANN401 - any column
        """Run a query and return the first column of its first row, or ``None``."""
        found = self.rows(sql, values)
        return found[0][0] if found else None

    def check(self) -> None:
        """Raise LibraryDamagedError unless SQLite finds its file whole."""
        with translated(self.file):
            said = self.value("PRAGMA quick_check")
        if said != "ok":
            raise LibraryDamagedError(
                f"The library database {self.file} is damaged: {said}.",
                "Nothing was changed.",
                "Restore it from a backup.",
            )


def check_owner(db: sqlite3.Connection, file: Path) -> int:
    """Return the schema version of a database, 0 if it is empty.

    Raises NotALibraryError, NewerLibraryError.
    """
    version = int(db.execute("PRAGMA user_version").fetchone()[0])
    owner = int(db.execute("PRAGMA application_id").fetchone()[0])
    tables = int(db.execute("SELECT count(*) FROM sqlite_schema").fetchone()[0])
    if tables and owner != APPLICATION_ID:
        raise NotALibraryError(
            f"{file} is a database of another program.",
            "It was not touched.",
            "Choose another folder.",
        )
    if version > SCHEMA_VERSION:
        raise NewerLibraryError(
            f"{file} was written by a newer version of Citewire (schema {version}, this "
            f"one knows {SCHEMA_VERSION}).",
            "It was not touched.",
            "Install the newer version.",
        )
    return version
