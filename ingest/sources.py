"""Which files a list of sources means, and their bytes."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from ingest.loaders import loader_for
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
        return self.alias or os.path.abspath(self.path)

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
    if path.is_dir():
        yield from _below(path)
        return
    if not path.exists():
        yield SourceError(f"{path} does not exist.")
    elif loader_for(path.name) is None:
        yield SourceError(f"{path} has a format that Citewire does not read.")
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
        yield SourceError(f"{error.filename} cannot be read: {error.strerror}.")


def _file(path: Path) -> SourceFile | SourceError:
    try:
        return SourceFile(path, path.stat().st_size)
    except OSError as error:
        return SourceError(f"{path} cannot be read: {error.strerror}.")


def total_size(found: Iterable[SourceFile | SourceError | None]) -> int:
    """Return the bytes of all files."""
    return sum(file.size for file in found if isinstance(file, SourceFile))
