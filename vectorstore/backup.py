"""Copies of a library to keep elsewhere, and libraries made of them again.

A copy holds the library database, which is the truth, and the library's own reader. The vector
index is derived: it is made anew when a copy is restored, without encoding. The database is copied
by SQLite's ``VACUUM INTO``: one state of it, whatever is written meanwhile, without what was
deleted.
"""

from __future__ import annotations

import gzip
import json
import shutil
import sqlite3
import tarfile
import tempfile
import zlib
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from filelock import FileLock, Timeout

from vectorstore.catalogue import now
from vectorstore.database import check_owner
from vectorstore.errors import LibraryDamagedError, UsageError
from vectorstore.foreign import translated
from vectorstore.lasting import put_in_place, sync_folder, sync_tree
from vectorstore.layout import ADAPTED, DATABASE, sizes
from vectorstore.library import Library
from vectorstore.schema import SCHEMA_VERSION
from vectorstore.settings import Settings
from vectorstore.weights import file_sha256

MANIFEST = "backup.json"
FORMAT = 1

_READER = "reader.json"
_WEIGHTS = "reader-*.safetensors"
_PACKED = {".tar": "", ".tar.gz": "gz", ".tgz": "gz"}

#: The own reader may be replaced while it is copied: then it is copied again.
_TRIES = 5

#: A packed backup holds at most so many times its size, or so many bytes if that is more: a library
#: packs to a third or so, and what unpacks to a thousand times its size was made to fill a disk.
MOST_UNPACKED = 100
ALWAYS_UNPACKED = 64 * 1024 * 1024

_MAGIC_OF_GZIP = b"\x1f\x8b"
_UNREADABLE = (tarfile.TarError, EOFError, zlib.error, gzip.BadGzipFile)

#: The folder in which a copy is made, and the lock in it of the process that makes it.
_AROUND, _MAKING = "citewire-", "making.lock"


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
    _clear_killed(target)
    packed = _packing(target)
    if packed is None:
        _need_empty(target)
    with translated(target), _fresh_beside(target) as beside:
        _copy_database(library.path / DATABASE, beside / DATABASE)
        _copy_reader(library.path / ADAPTED, beside / ADAPTED)
        made = _seal(beside)
        if packed is None:
            _move(beside, target)
        else:
            _pack(beside, target, packed)
    return Backup(str(target), made["articles"], sizes(target.parent, _glob(target)), made["made"])


def restore(source: str | Path, folder: str | Path, settings: Settings) -> Backup:
    """Make a library in ``folder`` of a backup, with its vector index; nothing is encoded.

    It is there whole or not at all. Raises UsageError when ``source`` is no backup or ``folder`` is
    not empty, NewerLibraryError, LibraryDamagedError when a file is not as it was written.
    """
    source, folder = Path(source).expanduser(), Path(folder).expanduser()
    _clear_killed(folder)
    _need_empty(folder)
    with translated(folder), _fresh_beside(folder) as beside:
        _take(source, beside)
        made = _checked(beside, source)
        (beside / MANIFEST).unlink()
        with Library.open(beside, settings=settings, finish=False) as library:
            library.rebuild()
            library.catalogue.empty_log()
        _move(beside, folder)
    return Backup(str(folder), made["articles"], sizes(folder, "**/*"), made["made"])


def _move(folder: Path, target: Path) -> None:
    """Put a folder in an empty one's place, whole even if the power fails."""
    sync_tree(folder)
    if target.exists():
        target.rmdir()
    folder.rename(target)
    sync_folder(target.parent)


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
def _fresh_beside(target: Path) -> Iterator[Path]:
    """Yield a new folder on a target's disk; it is gone afterwards, unless it was renamed.

    It lies in another one with a name that nothing had: what is there already is not touched, and
    unlike that one it may be read by whom the system's defaults let.
    """
    target.parent.mkdir(parents=True, exist_ok=True)
    around, lock = _locked_folder(target.parent)
    try:
        folder = around / "library"
        folder.mkdir()
        yield folder
    finally:
        shutil.rmtree(around, ignore_errors=True)
        lock.release()


def _locked_folder(parent: Path) -> tuple[Path, FileLock]:
    """Make a folder and hold the lock in it, which tells it from those of killed processes."""
    while True:
        around = Path(tempfile.mkdtemp(prefix=_AROUND, dir=parent))
        lock = FileLock(around / _MAKING)
        try:
            lock.acquire()
        except FileNotFoundError:
            continue
        if (around / _MAKING).exists():  # nobody took it for one of them in between
            return around, lock
        lock.release()


def _clear_killed(target: Path) -> None:
    """Take away what calls that were killed have left beside a target, one that is there too.

    A call that was killed behind the last step has done all but that.
    """
    for left in target.parent.glob(f"{_AROUND}*/{_MAKING}"):
        _take_away(left)


def _take_away(left: Path) -> None:
    """Delete the folder of a lock that nobody holds."""
    lock = FileLock(left)
    try:
        lock.acquire(timeout=0)
    except (Timeout, OSError):
        return
    shutil.rmtree(left.parent, ignore_errors=True)
    lock.release()


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
            for weights in adapted.glob(_WEIGHTS):
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
    part = folder.with_name("packed")
    with tarfile.open(part, f"w:{how}") as tar:  # type: ignore[call-overload]
        for file in (folder / MANIFEST, *_files(folder)):
            tar.add(file, file.relative_to(folder).as_posix())
    put_in_place(part, target)


def _is_part(name: Path) -> bool:
    """Return whether a file of this name, in a backup's folder, is one that backups hold."""
    if name.parent == Path(ADAPTED):
        return name.name == _READER or name.match(_WEIGHTS)
    return name in (Path(MANIFEST), Path(DATABASE))


def _take(source: Path, folder: Path) -> None:
    """Bring a backup's files into a folder, and nothing else that lies beside them."""
    if source.is_dir() and (source / MANIFEST).exists():
        _copy_parts(source, folder)
    elif source.is_file():
        try:
            _unpack(source, folder)
        except _UNREADABLE as error:
            raise _damaged(source) from error
    else:
        raise _no_backup(source)
    if not (folder / MANIFEST).exists():
        raise _no_backup(source)


def _copy_parts(source: Path, folder: Path) -> None:
    for file in (*source.iterdir(), *source.glob(f"{ADAPTED}/*")):
        name = file.relative_to(source)
        if file.is_symlink():
            raise _no_backup(source)  # it may lead to any file of the one who restores it
        if file.is_file() and _is_part(name):
            (folder / name).parent.mkdir(exist_ok=True)
            shutil.copyfile(file, folder / name)


def _unpack(source: Path, folder: Path) -> None:
    with source.open("rb") as file:
        is_gzip = file.read(2) == _MAGIC_OF_GZIP
    try:
        tar = tarfile.open(source, "r:gz" if is_gzip else "r:")  # noqa: SIM115
    except tarfile.ReadError as error:
        raise _no_backup(source) from error
    left = max(ALWAYS_UNPACKED, MOST_UNPACKED * source.stat().st_size)
    with tar:
        for member in tar:
            place = Path(member.name)
            left -= member.size
            if not member.isfile() or member.issparse() or left < 0:
                raise _no_backup(source)
            if place.is_absolute() or ".." in place.parts:
                raise _no_backup(source)
            stream = tar.extractfile(member) if _is_part(place) else None
            if stream is not None:
                (folder / place).parent.mkdir(exist_ok=True)
                with stream, (folder / place).open("wb") as copy:
                    shutil.copyfileobj(stream, copy)


def _checked(folder: Path, source: Path) -> dict[str, Any]:
    """Return what a copy says of itself, if it is so."""
    try:
        made: dict[str, Any] = json.loads((folder / MANIFEST).read_text())
        sums = dict(made["sha256"])
        made["articles"], made["made"]
    except (ValueError, LookupError, TypeError) as error:
        raise _damaged(source) from error
    found = {file.relative_to(folder).as_posix(): file_sha256(file) for file in _files(folder)}
    if found != sums or DATABASE not in sums:
        raise _damaged(source)
    with closing(sqlite3.connect(folder / DATABASE)) as db:
        check_owner(db, source / DATABASE)
    return made


def _damaged(source: Path) -> LibraryDamagedError:
    return LibraryDamagedError(
        f"The backup {source} is not as it was written.", "Nothing was restored.", "Take another."
    )


def _no_backup(source: Path) -> UsageError:
    return UsageError(
        f"{source} is not a backup that citewire backup has made.",
        "Nothing was restored.",
        "A library's own folder can be used as it is: give it with --data-dir.",
    )
