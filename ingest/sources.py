"""Which files a list of sources means, and their bytes."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from langchain_core.documents import Document

from ingest.found import Found
from ingest.loaders import LOADERS, ending_of
from ingest.report import Failure
from ingest.web import Web, is_url
from vectorstore import Article, SourceError


@dataclass(frozen=True, slots=True)
class SourceFile:
    """One file to read, its size in bytes, and the name it goes by if that is not its path."""

    path: Path
    size: int
    alias: str = ""
    url: str | None = None

    @property
    def ending(self) -> str:
        """What tells the format: the ending of the name."""
        return ending_of(self.name)

    @property
    def name(self) -> str:
        """The source as articles and reports name it: the absolute path, links not followed."""
        return self.alias or shown(_absolute(self.path))

    def read(self) -> bytes:
        """Return the file's bytes; raises SourceError."""
        try:
            data = self.path.read_bytes()
        except OSError as error:
            raise SourceError(f"{self.name} cannot be read: {error.strerror}.") from error
        if not data.strip():
            raise SourceError(f"{self.name} is empty.")
        return data


#: Something to read, something that cannot be read, or, ``None``, a file of another format.
Find = Found | Failure | None


@dataclass(frozen=True, slots=True)
class Upload:
    """A file that goes by a name of its own, wherever its bytes lie for the moment."""

    name: str
    path: Path

    def __post_init__(self) -> None:
        if not self.name.strip() or "/" in self.name or "\\" in self.name:
            raise ValueError(f"an upload's name must be a file's name: {self.name!r}")


#: What can be ingested.
Source = str | Path | Upload | Article | Document


def find_files(path: Path) -> Iterator[Find]:
    """Yield the files that a path means, in the order of their names.

    A folder means every file below it that Citewire reads, hidden ones left out. What cannot be
    read is named as it is found: a file in a folder by its own path.
    """
    try:
        path = path.expanduser()
        if path.is_dir():
            yield from _below(path)
            return
        there = path.exists()
    except (OSError, RuntimeError, ValueError) as error:  # no such user, a name too long, a NUL
        yield _unread(path, f"cannot be read: {getattr(error, 'strerror', 0) or error}.")
        return
    if not there:
        yield _unread(path, "does not exist.")
    elif not ending_of(path.name):
        reads = ", ".join(LOADERS)
        yield _unread(path, f"has a format that Citewire does not read. It reads {reads}.")
    else:
        yield _file(path)


def find_upload(upload: Upload) -> SourceFile | Failure:
    """Return an upload's file under its own name, ``upload:NAME``."""
    name = f"upload:{upload.name}"
    if not ending_of(upload.name):
        return Failure(name, f"{upload.name} has a format that Citewire does not read.")
    found = _file(upload.path)
    if isinstance(found, Failure):
        return Failure(name, found.error)
    return SourceFile(found.path, found.size, name)


def _below(folder: Path) -> Iterator[Find]:
    problems: list[OSError] = []
    for parent, folders, names in os.walk(folder, onerror=problems.append):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(names):
            if name.startswith("."):
                continue
            yield _file(Path(parent, name)) if ending_of(name) else None
    for error in problems:
        yield _unread(_absolute(Path(error.filename)), f"cannot be read: {error.strerror}.")


def _file(path: Path) -> SourceFile | Failure:
    try:
        state = path.stat()
    except OSError as error:
        return _unread(_absolute(path), f"cannot be read: {error.strerror}.")
    if not stat.S_ISREG(state.st_mode):  # a pipe would be waited on for ever
        return _unread(_absolute(path), "is not a file.")
    return SourceFile(path, state.st_size)


def _unread(path: Path, why: str) -> Failure:
    name = shown(path)
    return Failure(name, f"{name} {why}")


def _absolute(path: Path) -> Path:
    return Path(os.path.abspath(path))


def shown(path: Path) -> str:
    """Return a path as text that can be printed and stored, whatever bytes its name has."""
    return os.fsencode(path).decode(errors="backslashreplace")


def is_address(source: Source) -> bool:
    """Say whether a source is an address of the web, not a path."""
    return isinstance(source, str) and is_url(source)


def find(source: Source, web: Web) -> Iterator[Find]:
    """Yield what a source means, as it is found; an article in memory means nothing to read.

    Paths are looked up before a run begins, to know how much there is. Addresses are looked up only
    when it is their turn: a feed's pages may be found one by one, while they are read.
    """
    if isinstance(source, Upload):
        yield find_upload(source)
    elif isinstance(source, str) and is_url(source):
        yield from web.find(source)
    elif isinstance(source, str | Path):
        yield from find_files(Path(source))


def size_of(source: Source, found: Iterable[Find] = ()) -> int:
    """Return the bytes of a source's files, or about those of its text."""
    if isinstance(source, Article):
        return len(source.text)
    if isinstance(source, Document):
        return len(source.page_content)
    return sum(one.size for one in found if one is not None and not isinstance(one, Failure))
