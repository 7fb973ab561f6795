"""What was met in a run, and how often, for any number of things in little memory."""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Iterator

#: How many things are kept in memory.
_FEW = 10_000


class Seen:
    """Counts names. A million of them lie in a file that has no name, and not in memory."""

    def __init__(self) -> None:
        self._few: dict[str, int] = {}
        self._many: sqlite3.Connection | None = None

    def count(self, name: str) -> int:
        """Return how often this was called with ``name``, this time included."""
        if self._many is None:
            if len(self._few) < _FEW or name in self._few:
                self._few[name] = self._few.get(name, 0) + 1
                return self._few[name]
            self._many = self._opened()
        return self._counted(self._many, name, 1)

    def times(self, name: str) -> int:
        """Return how often ``name`` was counted."""
        if self._many is None:
            return self._few.get(name, 0)
        return self._counted(self._many, name, 0)

    def _opened(self) -> sqlite3.Connection:
        many = _nameless()
        many.execute("CREATE TABLE seen (name BLOB PRIMARY KEY, count INTEGER) WITHOUT ROWID")
        many.execute("BEGIN")
        for name, count in self._few.items():
            self._counted(many, name, count)
        self._few.clear()
        return many

    @staticmethod
    def _counted(many: sqlite3.Connection, name: str, count: int) -> int:
        key = hashlib.blake2b(name.encode("utf-8", "surrogatepass"), digest_size=16).digest()
        [found] = many.execute(
            "INSERT INTO seen VALUES (?1, ?2) ON CONFLICT (name) DO UPDATE SET count = count + ?2 "
            "RETURNING count",
            (key, count),
        ).fetchall()
        return int(found[0])

    def close(self) -> None:
        """Let go of the file."""
        if self._many is not None:
            self._many.close()
            self._many = None

    def __del__(self) -> None:
        self.close()


class Kept:
    """A set of texts. A million of them lie in a file that has no name, and not in memory."""

    def __init__(self) -> None:
        self._few: set[str] = set()
        self._many: sqlite3.Connection | None = None

    def add(self, text: str) -> None:
        """Keep a text."""
        self._few.add(text)
        if len(self._few) > _FEW:
            if self._many is None:
                self._many = _nameless()
                self._many.execute("CREATE TABLE kept (text TEXT PRIMARY KEY) WITHOUT ROWID")
            self._many.executemany(
                "INSERT OR IGNORE INTO kept VALUES (?)", ((one,) for one in self._few)
            )
            self._few.clear()

    def __iter__(self) -> Iterator[str]:
        yield from self._few
        if self._many is not None:
            for (text,) in self._many.execute("SELECT text FROM kept"):
                if text not in self._few:
                    yield text

    def __del__(self) -> None:
        if self._many is not None:
            self._many.close()


def _nameless() -> sqlite3.Connection:
    # SQLite's database without a name: on disk when it grows, and gone with its connection.
    return sqlite3.connect("", isolation_level=None, check_same_thread=False)
