"""The steps of an operation that a kill can fall between: commits, Chroma's writes, swaps of files.

A step is told before and after it is taken. This is done in a child of its own, by putting
something in front of what Python programs call; nothing of Citewire is replaced.
"""

from __future__ import annotations

import functools
import os
import re
import shutil
import signal
import sqlite3
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

#: Statements that are a commit by themselves where no transaction is open.
_WRITES = re.compile(r"\s*(INSERT|UPDATE|DELETE|REPLACE|VACUUM|CREATE|DROP|PRAGMA wal_checkpoint)")
_ENDS = re.compile(r"\s*COMMIT")


class Points:
    """Counts the steps of this process, and kills it at one of them, the first being 1.

    ``also`` is what to do at other steps, before that.
    """

    def __init__(self, kill_at: int | None = None) -> None:
        self.kill_at = kill_at
        self.seen: list[str] = []
        self.also: dict[int, Callable[[], object]] = {}

    def hit(self, what: str) -> None:
        """Note a step."""
        self.seen.append(what)
        if len(self.seen) in self.also:
            self.also[len(self.seen)]()
        if self.kill_at == len(self.seen):
            os.kill(os.getpid(), signal.SIGKILL)

    def around(self, name: str, work: Callable[..., Any]) -> Callable[..., Any]:
        """Return what does ``work`` as a step."""

        @functools.wraps(work)
        def step(*arguments: Any, **named: Any) -> Any:  # noqa: ANN401 - whatever it takes
            if "dir_fd" in named:
                return work(*arguments, **named)  # a part of rmtree, which is one step
            paths = [Path(one).name for one in arguments if isinstance(one, str | Path)]
            what = " ".join([name, *paths])
            self.hit(f"before {what}")
            result = work(*arguments, **named)
            self.hit(f"after {what}")
            return result

        return step

    def watch(self) -> None:
        """Tell the steps of this process from now on."""
        import chromadb
        from chromadb.api.client import Client
        from chromadb.api.models.Collection import Collection

        told = functools.partial(sqlite3.connect, factory=_connection(self))
        setattr(sqlite3, "connect", told)  # noqa: B010 - its type is that of one with all overloads
        for module, names in (
            (os, ("rename", "replace", "unlink")),
            (shutil, ("rmtree", "copyfile")),
            (chromadb, ("PersistentClient",)),
            (Client, ("get_or_create_collection", "close")),
            (Collection, ("add", "upsert", "delete")),
        ):
            for name in names:
                setattr(module, name, self.around(name, getattr(module, name)))


def _connection(points: Points) -> type[sqlite3.Connection]:
    """Return a connection that tells its commits."""

    class Watched(sqlite3.Connection):
        def execute(self, sql: str, values: Any = ()) -> sqlite3.Cursor:  # noqa: ANN401
            return self._told(sql, lambda: super(Watched, self).execute(sql, values))

        def executemany(self, sql: str, values: Iterable[Any]) -> sqlite3.Cursor:
            return self._told(sql, lambda: super(Watched, self).executemany(sql, values))

        def executescript(self, sql: str) -> sqlite3.Cursor:
            points.hit("before a script")
            cursor = super().executescript(sql)
            points.hit("after a script")
            return cursor

        def _told(self, sql: str, work: Callable[[], sqlite3.Cursor]) -> sqlite3.Cursor:
            alone = not self.in_transaction
            if not (_WRITES.match(sql) if alone else _ENDS.match(sql)):
                return work()
            what = " ".join(sql.split())[:60]
            changes = self.total_changes
            points.hit(f"before {what}")
            cursor = work()
            if not alone or self.total_changes != changes or "RETURNING" not in sql:
                points.hit(f"after {what}")
            return cursor

    return Watched
