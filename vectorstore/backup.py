"""Copies of a library to keep elsewhere, and libraries made of them again.

A copy holds the library database, which is the truth, and the library's own reader. The vector
index is derived: it is made anew when a copy is restored, without encoding. The database is copied
by SQLite's ``VACUUM INTO``: one state of it, whatever is written meanwhile, without what was
deleted.
"""

from __future__ import annotations

import json
import shutil
import sqlite3
import tarfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from vectorstore.catalogue import now
from vectorstore.database import check_owner
from vectorstore.errors import LibraryDamagedError, UsageError
from vectorstore.foreign import translated
from vectorstore.layout import ADAPTED, DATABASE, sizes
from vectorstore.library import Library
from vectorstore.schema import SCHEMA_VERSION
from vectorstore.settings import Settings
from vectorstore.weights import file_sha256

MANIFEST = "backup.json"
FORMAT = 1

_READER = "reader.json"
_PACKED = {".tar": "", ".tar.gz": "gz", ".tgz": "gz"}

#: The own reader may be replaced while it is copied: then it is copied again.
_TRIES = 5


@dataclass(frozen=True, slots=True)
class Backup:
    """A backup that was made, or restored: where it lies, its articles, its size in bytes."""

    path: str
    articles: int
    bytes: int
    made_at: str


def backup(library: Library, target: str | Path) -> Backup:
    """Copy a library to a folder, or to a file that ends in .tar, .tar.gz or .tgz.

    What another process writes meanwhile is in it whole or not at all. A file that is there is
    replaced once the new one is whole. Raises UsageError for a folder that is not empty and for a
    place in the library itself; DiskFullError, LibraryDamagedError.
    """
    target = Path(target).expanduser()
    if target.resolve().is_relative_to(library.path.resolve()):
        raise UsageError(f"{target} is in the library's own folder.", "Nothing was written.")
    packed = _packing(target)
    if packed is None:
        _need_empty(target)
    beside = target.with_name(f"{target.name}.new")
    with translated(target), _fresh(beside):
        _copy_database(library.path / DATABASE, beside / DATABASE)
        _copy_reader(library.path / ADAPTED, beside / ADAPTED)
        made = _seal(beside)
        if packed is None:
            if target.exists():
                target.rmdir()
            beside.rename(target)
        else:
            _pack(beside, target, packed)
    return Backup(str(target), made["articles"], sizes(target.parent, _glob(target)), made["made"])


def restore(source: str | Path, folder: str | Path, settings: Settings) -> Backup:
    """Make a library in ``folder`` of a backup, with its vector index; nothing is encoded.

    It is there whole or not at all. Raises UsageError when ``source`` is no backup or ``folder`` is
    not empty, NewerLibraryError, LibraryDamagedError when a file is not as it was written.
    """
    source, folder = Path(source).expanduser(), Path(folder).expanduser()
    _need_empty(folder)
    beside = folder.with_name(f"{folder.name}.restoring")
    with translated(folder), _fresh(beside):
        _take(source, beside)
        made = _checked(beside, source)
        (beside / MANIFEST).unlink()
        with Library.open(beside, settings=settings, finish=False) as library:
            library.rebuild()
            library.catalogue.empty_log()
        if folder.exists():
            folder.rmdir()
        beside.rename(folder)
    return Backup(str(folder), made["articles"], sizes(folder, "**/*"), made["made"])


def _packing(target: Path) -> str | None:
    """Return how a target's name says to pack it, ``None`` for a folder."""
    for ending, how in _PACKED.items():
        if target.name.lower().endswith(ending):
            return how
    return None


def _glob(target: Path) -> str:
    return f"{target.name}/**/*" if target.is_dir() else target.name


def _need_empty(folder: Path) -> None:
    if folder.exists() and not (folder.is_dir() and not any(folder.iterdir())):
        raise UsageError(
            f"There is something at {folder} already.",
            "It was not touched.",
            "Choose a folder that is not there yet.",
        )


@contextmanager
def _fresh(folder: Path) -> Iterator[None]:
    """Have an empty folder for a block; it is gone afterwards, unless it was renamed."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    try:
        yield
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _copy_database(file: Path, copy: Path) -> None:
    # A connection of its own: the library's is needed to answer meanwhile.
    with translated(file), closing(sqlite3.connect(file, timeout=30)) as db:
        db.execute("VACUUM INTO ?", (str(copy),))


def _copy_reader(adapted: Path, copy: Path) -> None:
    for _ in range(_TRIES):
        shutil.rmtree(copy, ignore_errors=True)
        try:
            record = (adapted / _READER).read_bytes()
            copy.mkdir()
            for weights in adapted.glob("reader-*.safetensors"):
                shutil.copyfile(weights, copy / weights.name)
            (copy / _READER).write_bytes(record)
            if (adapted / _READER).read_bytes() == record:
                return
        except FileNotFoundError:
            if not (adapted / _READER).exists():
                shutil.rmtree(copy, ignore_errors=True)
                return


def _seal(folder: Path) -> dict[str, Any]:
    """Write down what a copy holds."""
    with closing(sqlite3.connect(folder / DATABASE)) as db:
        [articles] = db.execute("SELECT count(*) FROM articles").fetchone()
    files = {file.relative_to(folder).as_posix(): file_sha256(file) for file in _files(folder)}
    made = {
        "format": FORMAT,
        "made": now(),
        "schema": SCHEMA_VERSION,
        "articles": int(articles),
        "sha256": files,
    }
    (folder / MANIFEST).write_text(json.dumps(made, indent=1))
    return made


def _files(folder: Path) -> list[Path]:
    return sorted(file for file in folder.rglob("*") if file.is_file() and file.name != MANIFEST)


def _pack(folder: Path, target: Path, how: str) -> None:
    part = target.with_name(f"{target.name}.part")
    try:
        with tarfile.open(part, f"w:{how}") as tar:  # type: ignore[call-overload]
            for file in (folder / MANIFEST, *_files(folder)):
                tar.add(file, file.relative_to(folder).as_posix())
        part.replace(target)
    finally:
        part.unlink(missing_ok=True)


def _take(source: Path, folder: Path) -> None:
    """Bring a backup's files into a folder."""
    if source.is_dir() and (source / MANIFEST).exists():
        shutil.copytree(source, folder, dirs_exist_ok=True)
    elif source.is_file() and tarfile.is_tarfile(source):
        with tarfile.open(source) as tar:
            for member in tar:
                place = Path(member.name)
                if not member.isfile() or place.is_absolute() or ".." in place.parts:
                    raise _no_backup(source)
                (folder / place).parent.mkdir(exist_ok=True)
                stream = tar.extractfile(member)
                if stream is not None:
                    with stream, (folder / place).open("wb") as copy:
                        shutil.copyfileobj(stream, copy)
    else:
        raise _no_backup(source)
    if not (folder / MANIFEST).exists():
        raise _no_backup(source)


def _checked(folder: Path, source: Path) -> dict[str, Any]:
    """Return what a copy says of itself, if it is so."""
    damaged = LibraryDamagedError(
        f"The backup {source} is not as it was written.", "Nothing was restored.", "Take another."
    )
    try:
        made: dict[str, Any] = json.loads((folder / MANIFEST).read_text())
        sums = dict(made["sha256"])
        made["articles"], made["made"]
    except (ValueError, LookupError, TypeError) as error:
        raise damaged from error
    found = {file.relative_to(folder).as_posix(): file_sha256(file) for file in _files(folder)}
    if found != sums or DATABASE not in sums:
        raise damaged
    with closing(sqlite3.connect(folder / DATABASE)) as db:
        check_owner(db, source / DATABASE)
    return made


def _no_backup(source: Path) -> UsageError:
    return UsageError(
        f"{source} is not a backup that citewire backup has made.",
        "Nothing was restored.",
        "A library's own folder can be used as it is: give it with --data-dir.",
    )
