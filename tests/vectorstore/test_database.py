"""Transactions are whole, also when SQLite ends one by itself."""

from __future__ import annotations

import os
from collections.abc import Callable

import pytest

from tests.vectorstore.conftest import put, unit_vectors
from vectorstore import CitewireError, Library, LibraryError

Opener = Callable[..., Library]


def test_what_follows_a_failure_that_ended_its_transaction_is_not_kept_alone(
    open_library: Opener,
) -> None:
    catalogue = open_library().catalogue

    def write() -> None:
        with catalogue.transaction():
            catalogue.set_fact("before", "1")
            # As SQLite does when it cannot write: the transaction is over.
            with pytest.raises(CitewireError):
                catalogue.rows("INSERT OR ROLLBACK INTO meta VALUES ('generation', '1')")
            catalogue.set_fact("after", "1")

    with pytest.raises(LibraryError, match="could not be written to"):
        write()
    assert catalogue.fact("before") is catalogue.fact("after") is None
    catalogue.set_fact("later", "1")
    assert catalogue.fact("later") == "1"


def test_what_was_committed_reaches_the_disk_before_the_index_is_written(
    open_library: Opener, monkeypatch: pytest.MonkeyPatch
) -> None:
    library = open_library()
    synced: list[str] = []
    fsync = os.fsync

    def told(number: int) -> None:
        synced.append(os.readlink(f"/proc/self/fd/{number}").rpartition("/")[2])
        fsync(number)

    if not os.path.exists("/proc/self/fd"):
        pytest.skip("this system does not say which file a number stands for")
    monkeypatch.setattr(os, "fsync", told)
    put(library, 1, list(unit_vectors(3)))
    assert synced[0] == "library.sqlite3-wal"
    assert {"data_level0.bin", "header.bin", "seal.json.new", "chroma"} <= set(synced)
    seals = [at for at, name in enumerate(synced) if name == "seal.json.new"]
    assert synced.index("data_level0.bin") < seals[-1]
    synced.clear()
    library.rebuild()
    assert synced.index("seal.json.new") < synced.index("library.sqlite3-wal")
    assert synced.index("library.sqlite3-wal") < synced.index("library")
