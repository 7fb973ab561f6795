"""Which files a list of sources means, and their bytes."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from ingest.loaders import LOADERS, loader_for
from vectorstore import SourceError


@dataclass(frozen=True, slots=True)
class SourceFile:
    """One file to read, its size in bytes, and the name it goes by if that is not its path."""

    path: Path
    size: int
    alias: str = ""

    @property
    def name(self) -> str:
        """The source as articles and reports name it: the absolute path, links not followed."""
        return self.alias or shown(Path(os.path.abspath(self.path)))

    def read(self) -> bytes:
        """Return the file's bytes; raises SourceError."""
        try:
            data = self.path.read_bytes()
        except OSError as error:
            raise SourceError(f"{self.name} cannot be read: {error.strerror}.") from error
        if not data.strip():
            raise SourceError(f"{self.name} is empty.")
        return data


@dataclass(frozen=True, slots=True)
class Upload:
    """A file that goes by a name of its own, wherever its bytes lie for the moment."""

    name: str
    path: Path

    def __post_init__(self) -> None:
        if not self.name.strip() or "/" in self.name or "\\" in self.name:
            raise ValueError(f"an upload's name must be a file's name: {self.name!r}")


def find_files(path: Path) -> Iterator[SourceFile | SourceError | None]:
    """Yield the files that a path means, in the order of their names.

    A folder means every file below it that Citewire reads, hidden ones left out; ``None`` stands
    for a file of another format, a SourceError for what cannot be read.
    """
    try:
        path = path.expanduser()
        if path.is_dir():
            yield from _below(path)
            return
        there = path.exists()
    except (OSError, RuntimeError, ValueError) as error:  # no such user, a name too long, a NUL
        yield SourceError(
            f"{shown(path)} cannot be read: {getattr(error, 'strerror', 0) or error}."
        )
        return
    if not there:
        yield SourceError(f"{shown(path)} does not exist.")
    elif loader_for(path.name) is None:
        yield SourceError(
            f"{shown(path)} has a format that Citewire does not read.",
            to_do=f"It reads {', '.join(LOADERS)}.",
        )
    else:
        yield _file(path)


def find_upload(upload: Upload) -> SourceFile | SourceError:
    """Return an upload's file under its own name, ``upload:NAME``."""
    name = f"upload:{upload.name}"
    if loader_for(upload.name) is None:
        return SourceError(f"{upload.name} has a format that Citewire does not read.")
    found = _file(upload.path)
    return found if isinstance(found, SourceError) else SourceFile(found.path, found.size, name)


def _below(folder: Path) -> Iterator[SourceFile | SourceError | None]:
    problems: list[OSError] = []
    for parent, folders, names in os.walk(folder, onerror=problems.append):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(names):
            if name.startswith("."):
                continue
            yield _file(Path(parent, name)) if loader_for(name) else None
    for error in problems:
        yield SourceError(f"{shown(Path(error.filename))} cannot be read: {error.strerror}.")


def _file(path: Path) -> SourceFile | SourceError:
    try:
        state = path.stat()
    except OSError as error:
        return SourceError(f"{shown(path)} cannot be read: {error.strerror}.")
    if not stat.S_ISREG(state.st_mode):  # a pipe would be waited on for ever
        return SourceError(f"{shown(path)} is not a file.")
    return SourceFile(path, state.st_size)


def shown(path: Path) -> str:
    """Return a path as text that can be printed and stored, whatever bytes its name has."""
    return os.fsencode(path).decode(errors="backslashreplace")


def total_size(found: Iterable[SourceFile | SourceError | None]) -> int:
    """Return the bytes of all files."""
    return sum(file.size for file in found if isinstance(file, SourceFile))
