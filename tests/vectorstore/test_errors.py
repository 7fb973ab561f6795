"""Errors of SQLite, Chroma and the system become ours; here are all of them."""

from __future__ import annotations

import errno
import sqlite3
from pathlib import Path

import pytest

import vectorstore
from vectorstore import (
    CitewireError,
    DiskFullError,
    LibraryBusyError,
    LibraryDamagedError,
    LibraryError,
    NotALibraryError,
    ReadOnlyLibraryError,
)
from vectorstore.foreign import from_sqlite, from_system, translated

FILE = Path("/data/library.sqlite3")

# https://sqlite.org/rescode.html
SQLITE = {
    "SQLITE_FULL": DiskFullError,
    "SQLITE_IOERR_WRITE": DiskFullError,
    "SQLITE_IOERR_TRUNCATE": DiskFullError,
    "SQLITE_IOERR_SHMSIZE": DiskFullError,
    "SQLITE_IOERR_SHMMAP": DiskFullError,
    "SQLITE_READONLY": ReadOnlyLibraryError,
    "SQLITE_READONLY_DBMOVED": ReadOnlyLibraryError,
    "SQLITE_READONLY_DIRECTORY": ReadOnlyLibraryError,
    "SQLITE_CANTOPEN": ReadOnlyLibraryError,
    "SQLITE_PERM": ReadOnlyLibraryError,
    "SQLITE_BUSY": LibraryBusyError,
    "SQLITE_BUSY_SNAPSHOT": LibraryBusyError,
    "SQLITE_LOCKED": LibraryBusyError,
    "SQLITE_NOTADB": NotALibraryError,
    "SQLITE_CORRUPT": LibraryDamagedError,
    "SQLITE_CORRUPT_VTAB": LibraryDamagedError,
    "SQLITE_IOERR_READ": LibraryError,
    "SQLITE_ERROR": LibraryError,
}


@pytest.mark.parametrize(("name", "ours"), SQLITE.items())
def test_every_error_of_sqlite_has_one_of_ours(name: str, ours: type[CitewireError]) -> None:
    error = sqlite3.OperationalError("it failed")
    error.sqlite_errorname = name
    found = from_sqlite(error, FILE)
    assert type(found) is ours
    assert "/data" in str(found)


@pytest.mark.parametrize(
    ("number", "ours"),
    [
        (errno.ENOSPC, DiskFullError),
        (errno.EDQUOT, DiskFullError),
        (errno.EFBIG, DiskFullError),
        (errno.EACCES, ReadOnlyLibraryError),
        (errno.EROFS, ReadOnlyLibraryError),
        (errno.EPERM, ReadOnlyLibraryError),
        (errno.EIO, LibraryError),
    ],
)
def test_every_error_of_the_system_has_one_of_ours(number: int, ours: type[CitewireError]) -> None:
    assert type(from_system(OSError(number, "it failed"), FILE)) is ours


def test_a_foreign_error_stays_the_cause_of_ours() -> None:
    cause = OSError(errno.ENOSPC, "full")
    with pytest.raises(DiskFullError) as caught, translated(FILE):
        raise cause
    assert caught.value.__cause__ is cause


def test_an_error_says_what_happened_what_was_kept_and_what_to_do() -> None:
    error = CitewireError("It broke.", "All is kept.", "Mend it.")
    assert str(error) == "It broke. All is kept. Mend it."
    assert str(CitewireError("It broke.")) == "It broke."


def test_only_a_busy_library_is_worth_a_retry_and_wrong_use_exits_with_2() -> None:
    errors = [
        one
        for name in vectorstore.__all__
        if name.endswith("Error")
        for one in [getattr(vectorstore, name)]
    ]
    assert {one.__name__ for one in errors if one.retryable} == {"LibraryBusyError"}
    assert {one.__name__ for one in errors if one.exit_code == 2} == {
        "ServerError",
        "SettingsError",
        "UsageError",
    }
    assert all(issubclass(one, CitewireError) for one in errors)
