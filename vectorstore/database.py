"""The connection to the library database: who may open it, snapshots, transactions."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from vectorstore.addresses import url_key
from vectorstore.errors import (
    LibraryDamagedError,
    LibraryError,
    NewerLibraryError,
    NotALibraryError,
)
from vectorstore.foreign import translated
from vectorstore.lasting import sync_file, sync_folder
from vectorstore.schema import APPLICATION_ID, SCHEMA_VERSION, migrate

#: The SQLite whose full-text index can forget, and the format of one that has.
_SECURE_DELETE = (3, 42, 0)
_SECURE_FORMAT = 5


class Database:
    """``library.sqlite3``, opened.

    One connection, guarded by a lock, so that threads can share it; processes are kept apart by
    SQLite's write-ahead log. Raises NotALibraryError, NewerLibraryError, LibraryDamagedError,
    ReadOnlyLibraryError or DiskFullError.
    """

    def __init__(self, file: Path) -> None:
        self.file = file
        self._lock = threading.RLock()
        self._in_block = False
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
        db.execute("PRAGMA secure_delete = ON")  # what is deleted is overwritten with zeros
        if version < SCHEMA_VERSION:
            self._migrate(version)
        self.suit_full_text()

    def suit_full_text(self) -> None:
        """Have the full-text index take out the terms of what is deleted, where SQLite can.

        One that a newer SQLite kept so cannot be read by an older one, and is made anew there.
        """
        if suits_full_text(self._db):
            return
        if sqlite3.sqlite_version_info >= _SECURE_DELETE:
            self._db.execute(
                "INSERT INTO passage_text (passage_text, rank) VALUES ('secure-delete', 1)"
            )
        else:
            # "Run 'rebuild'", says the older one, and does not, unless it is told a lie first.
            self._db.execute("BEGIN IMMEDIATE")
            self._db.execute("UPDATE passage_text_config SET v = 4 WHERE k = 'version'")
            self._db.execute("INSERT INTO passage_text (passage_text) VALUES ('rebuild')")
            self._db.execute("COMMIT")

    @property
    def secure_delete(self) -> bool:
        """Whether the full-text index takes the terms of what is deleted out at once."""
        with self._lock, translated(self.file):
            return sqlite3.sqlite_version_info >= _SECURE_DELETE and suits_full_text(self._db)

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
            self._in_block = True
            try:
                yield
                self._refuse_parts()
                self._db.execute("COMMIT")
            except BaseException:
                if self._db.in_transaction:
                    self._db.execute("ROLLBACK")
                raise
            finally:
                self._in_block = False

    def _refuse_parts(self) -> None:
        """Raise LibraryError where a failure has ended the transaction of which this is a part.

        SQLite ends one by itself when it cannot write. What follows would then be kept alone.
        """
        if self._in_block and not self._db.in_transaction:
            raise LibraryError(
                f"The library database {self.file} could not be written to.",
                "What was stored before is kept.",
                "Look at the disk, and run the same command again.",
            )

    def lasting(self) -> None:
        """Have all that was committed so far reach the disk, before what relies on it does.

        Without that, a commit outlasts a killed process, not a power failure. Raises DiskFullError.
        """
        log = self.file.with_name(f"{self.file.name}-wal")
        with translated(self.file):
            try:
                sync_file(log)
            except FileNotFoundError:
                return  # all of it is in the database, which SQLite has synced
            sync_folder(log.parent)

    def rows(self, sql: str, values: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        """Run a query and return all its rows."""
        with self._lock, translated(self.file):
            self._refuse_parts()
            return self._db.execute(sql, values).fetchall()

    def many(self, sql: str, values: Iterable[Sequence[Any]]) -> None:
        """Run a statement for each of several rows of values."""
        with self._lock, translated(self.file):
            self._refuse_parts()
            self._db.executemany(sql, values)

    def value(self, sql: str, values: Sequence[Any] = ()) -> Any:  # noqa: ANN401 - any column
        """Run a query and return the first column of its first row, or ``None``."""
        found = self.rows(sql, values)
        return found[0][0] if found else None

    def batches(self, sql: str, size: int = 500) -> Iterator[tuple[Any, ...]]:
        """Iterate over a query's rows, some in memory at a time.

        The query's first column is a key; it says ``key > ?``, orders by it, and says ``LIMIT ?``.
        """
        last = 0
        while found := self.rows(sql, (last, size)):
            last = int(found[-1][0])
            yield from found

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


def suits_full_text(db: sqlite3.Connection) -> bool:
    """Say whether the full-text index is as this SQLite would keep it."""
    said = dict(db.execute("SELECT k, v FROM passage_text_config"))
    if sqlite3.sqlite_version_info >= _SECURE_DELETE:
        return said.get("secure-delete") == 1
    return said.get("version") != _SECURE_FORMAT


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
