"""Errors of SQLite, Chroma and the operating system become ours where they enter."""

from __future__ import annotations

import errno
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from vectorstore.errors import (
    CitewireError,
    DiskFullError,
    LibraryBusyError,
    LibraryDamagedError,
    LibraryError,
    NotALibraryError,
    ReadOnlyLibraryError,
)

_KEPT = "What was stored before is kept."

_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
_FORBIDDEN = {errno.EACCES, errno.EPERM, errno.EROFS}

#: A writer stops before the disk is full to the brim: SQLite and Chroma need room to tidy up.
_SPARE_BYTES = 4 * 1024 * 1024


@contextmanager
def translated(file: Path) -> Iterator[None]:
    """Turn SQLite's and the operating system's errors about ``file`` into ours."""
    try:
        yield
    except sqlite3.Error as error:
        raise from_sqlite(error, file) from error
    except OSError as error:
        raise from_system(error, file) from error


def from_sqlite(error: sqlite3.Error, file: Path) -> CitewireError:
    """Return our error for one of SQLite's; see https://sqlite.org/rescode.html."""
    name = getattr(error, "sqlite_errorname", "") or ""
    text = str(error)
    if name.startswith(("SQLITE_FULL", "SQLITE_IOERR_WRITE", "SQLITE_IOERR_TRUNCATE")):
        return disk_full(file.parent)
    if name.startswith(("SQLITE_IOERR_SHMSIZE", "SQLITE_IOERR_SHMMAP")):
        return disk_full(file.parent)
    if name.startswith(("SQLITE_READONLY", "SQLITE_CANTOPEN", "SQLITE_PERM")):
        return read_only(file.parent)
    if name.startswith(("SQLITE_BUSY", "SQLITE_LOCKED")):
        return LibraryBusyError(
            f"{file} is being written to by another process.", _KEPT, "Try again in a moment."
        )
    if name == "SQLITE_NOTADB":
        return NotALibraryError(
            f"{file} is not a Citewire library.", "It was not touched.", "Choose another folder."
        )
    if name.startswith("SQLITE_CORRUPT"):
        return LibraryDamagedError(
            f"The library database {file} is damaged ({text}).",
            "Nothing was changed.",
            "Restore it from a backup.",
        )
    return LibraryError(f"The library database {file} failed: {text}.", _KEPT, "")


def from_system(error: OSError, file: Path) -> CitewireError:
    """Return our error for one of the operating system's."""
    if error.errno in _FULL:
        return disk_full(file.parent)
    if error.errno in _FORBIDDEN:
        return read_only(file.parent)
    return LibraryError(f"{file} cannot be used: {error.strerror or error}.", _KEPT, "")


def need_room(folder: Path) -> None:
    """Raise DiskFullError where a writer would soon have no room left."""
    if shutil.disk_usage(folder).free < _SPARE_BYTES:
        raise disk_full(folder)


def disk_full(folder: Path) -> DiskFullError:
    """Return the error for a full disk."""
    return DiskFullError(
        f"There is no room left on the disk of {folder}.",
        "Everything stored before is kept.",
        "Make room and run the same command again.",
    )


def read_only(folder: Path) -> ReadOnlyLibraryError:
    """Return the error for a folder that cannot be written to."""
    return ReadOnlyLibraryError(
        f"The data folder {folder} cannot be written to.",
        "Nothing was changed.",
        "Give this user write permission, or choose another folder with --data-dir.",
    )
