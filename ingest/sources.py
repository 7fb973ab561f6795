"""Which files a list of sources means, and their bytes."""

from __future__ import annotations

import io
import os
import stat
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from langchain_core.document_loaders import BaseLoader
from langchain_core.documents import Document

from ingest.containers import Member, is_container
from ingest.found import PACKED, Found
from ingest.loaders import LOADERS, ending_of, is_streamed
from ingest.names import printable
from ingest.report import Failure
from ingest.seen import Seen
from ingest.selection import Selection, has_magic, matches
from ingest.streams import Guarded, Stream
from ingest.walking import walk
from ingest.web import Web, is_url
from vectorstore import Article, SourceError

#: Bytes of the largest file that is read at once; what is read as a stream may have any number.
MAX_FILE = 256 * 1024 * 1024
_PIECE = 256 * 1024
_SMALLER = {".json": "Save it with one record a line, as .jsonl: that may have any length."}


@dataclass(frozen=True, slots=True)
class SourceFile:
    """One file to read, its size in bytes, and the name it goes by if that is not its path.

    ``below`` is its path below the folder that was given, for patterns.
    """

    path: Path
    size: int
    alias: str = ""
    below: str = ""
    url: str | None = None

    @property
    def ending(self) -> str:
        """What tells the format: the ending of the name."""
        return ending_of(self.name)

    @property
    def name(self) -> str:
        """The source as articles and reports name it: the absolute path, links not followed."""
        return self.alias or shown(_absolute(self.path))

    def open(self) -> io.BufferedReader:
        """Open the file; raises SourceError."""
        try:
            return self.path.open("rb")
        except OSError as error:
            raise SourceError(f"{self.name} cannot be read: {error.strerror}.") from error

    def contents(self) -> bytes | Stream:
        """Return the file's bytes, or how to read those that are read as a stream."""
        if not is_streamed(self.ending):
            return self.read()
        return Stream(self._opened, self.size, seekable=True)

    def _opened(self) -> io.BufferedReader:
        stream = self.open()

        def read(size: int) -> bytes:
            try:
                return stream.read(size)
            except OSError as error:
                raise SourceError(f"{self.name} cannot be read: {error.strerror}.") from error

        return io.BufferedReader(Guarded(read, stream.close, stream.seek), _PIECE)

    def read(self) -> bytes:
        """Return the file's bytes; raises SourceError, also for more than ``MAX_FILE``."""
        try:
            with self.open() as stream:
                data = stream.read(MAX_FILE + 1) if self.size <= MAX_FILE else b"large"
            if len(data) > MAX_FILE or self.size > MAX_FILE:
                raise SourceError(
                    f"{self.name} has more than {MAX_FILE // 1024**2} MB, too many to be read at "
                    "once.",
                    to_do=_SMALLER.get(self.ending, "Cut it into smaller files."),
                )
        except OSError as error:
            raise SourceError(f"{self.name} cannot be read: {error.strerror}.") from error
        if not data.strip():
            raise SourceError(f"{self.name} is empty.")
        return data


@dataclass(frozen=True, slots=True)
class Again:
    """A file that was met before in the same run, by whatever spelling of its path."""


#: Something to read, something that cannot be read, or, ``None``, a file of another format.
Find = Found | Failure | Again | None


@dataclass(frozen=True, slots=True)
class Upload:
    """A file that goes by a name of its own, wherever its bytes lie for the moment."""

    name: str
    path: Path

    def __post_init__(self) -> None:
        if not self.name.strip() or "/" in self.name or "\\" in self.name:
            raise ValueError(f"an upload's name must be a file's name: {self.name!r}")


@dataclass(frozen=True, slots=True)
class InFolder:
    """A file of a folder that was looked through; ``below`` is its path there, for patterns."""

    path: Path
    below: str


#: What can be ingested.
Source = str | Path | Upload | InFolder | Article | Document | BaseLoader


@dataclass(frozen=True, slots=True)
class Finder:
    """Finds what sources mean; ``selection`` says what of it is taken.

    A file that is met twice in a run, by whatever spelling of its path or link to it, is found
    once.
    """

    web: Web | None
    selection: Selection
    seen: Seen

    def find(self, source: Source) -> Iterator[Find]:
        """Yield what a source means, as it is found; an article in memory means nothing to read.

        Paths are looked up before a run begins, to know how much there is. Addresses are looked up
        only when it is their turn: a feed's pages may be found one by one, while they are read.
        """
        if isinstance(source, Upload):
            yield find_upload(source)
        elif self.web and isinstance(source, str) and is_url(source):
            yield from self.web.find(source)
        elif isinstance(source, InFolder):
            yield from self._once(source.path, source.below)
        elif isinstance(source, str | Path):
            yield from self._path(Path(source))

    def files_below(self, folder: Path) -> Iterator[InFolder]:
        """Yield the files of a folder that are taken, archives among them."""
        for path, below in walk(folder, self.selection):
            if isinstance(path, Path) and ending_of(path.name) and self._takes(below):
                yield InFolder(path, below)

    def _path(self, path: Path) -> Iterator[Find]:
        """Yield the files that a path means, in the order of their names.

        A folder means every file below it that Citewire reads, hidden ones left out. What cannot be
        read is named as it is found: a file in a folder by its own path.
        """
        try:
            path = path.expanduser()
            if path.is_dir():
                yield from self._below(path)
                return
            there = path.exists()
        except (OSError, RuntimeError, ValueError) as error:  # no such user, a name too long, a NUL
            yield _unread(path, f"cannot be read: {getattr(error, 'strerror', 0) or error}.")
            return
        if not there and has_magic(str(path)):
            yield from self._pattern(path)
        elif not there:
            yield _unread(path, "does not exist.")
        elif not ending_of(path.name):
            reads = ", ".join((*LOADERS, *PACKED))
            yield _unread(path, f"has a format that Citewire does not read. It reads {reads}.")
        elif self._takes(path.name):
            yield from self._once(path, path.name)

    def _pattern(self, path: Path) -> Iterator[Find]:
        """Yield the files that a pattern means; a folder that matches means all below it."""
        fixed = [part for part in path.parts[: _first_magic(path.parts)]]
        base = Path(*fixed)
        pattern = "/".join(path.parts[len(fixed) :])
        any_found = False
        for found in self._below(base, f"/{pattern}"):
            any_found = True
            yield found
        if not any_found:
            yield _unread(path, "matches no files.")

    def _below(self, folder: Path, pattern: str = "") -> Iterator[Find]:
        for path, below in walk(folder, self.selection, pattern.removeprefix("/")):
            if isinstance(path, OSError):
                name = _absolute(Path(path.filename or folder))
                yield _unread(name, f"cannot be read: {path.strerror}.")
            elif pattern and not matches(pattern, below):
                continue
            elif not ending_of(path.name):
                yield None
            elif self._takes(below):
                yield from self._once(path, below)

    def _takes(self, below: str) -> bool:
        """Say whether a file is taken; of an archive, the members may be."""
        if is_container(ending_of(below)):
            return self.selection.allows(below)
        return self.selection.takes(below)

    def _once(self, path: Path, below: str) -> Iterator[Find]:
        found = _file(path, below)
        if isinstance(found, Failure):
            yield found
            return
        file, state = found
        # Some file systems have no numbers for their files.
        if not state.st_ino or self.seen.count(f"{state.st_dev}:{state.st_ino}") == 1:
            yield file
        else:
            yield Again()


def find_files(path: Path) -> Iterator[Found | Failure | None]:
    """Yield the files that a path or a pattern means, each once."""
    for one in Finder(None, Selection(), Seen()).find(path):
        if not isinstance(one, Again):
            yield one


def find_upload(upload: Upload) -> SourceFile | Failure:
    """Return an upload's file under its own name, ``upload:NAME``."""
    name = f"upload:{printable(upload.name)}"
    if not ending_of(upload.name):
        return Failure(name, f"{upload.name} has a format that Citewire does not read.")
    found = _file(upload.path, upload.name)
    if isinstance(found, Failure):
        return Failure(name, found.error)
    file, _ = found
    return SourceFile(file.path, file.size, name, upload.name)


def contents(one: Found) -> bytes | Stream:
    """Return what there is to read, in whole or as a stream. Raises SourceError."""
    return one.contents() if isinstance(one, SourceFile | Member) else one.read()


def opened(one: Found) -> IO[bytes]:
    """Open what holds others; a file is not read into memory. Raises SourceError."""
    return one.open() if isinstance(one, SourceFile) else io.BytesIO(one.read())


def is_address(source: object) -> bool:
    """Say whether a source is an address of the web, not a path."""
    return isinstance(source, str) and is_url(source)


def _file(path: Path, below: str) -> tuple[SourceFile, os.stat_result] | Failure:
    try:
        state = path.stat()
    except OSError as error:
        return _unread(_absolute(path), f"cannot be read: {error.strerror}.")
    if not stat.S_ISREG(state.st_mode):  # a pipe would be waited on for ever
        return _unread(_absolute(path), "is not a file.")
    return SourceFile(path, state.st_size, shown(_absolute(path)), below), state


def _first_magic(parts: tuple[str, ...]) -> int:
    return next(at for at, part in enumerate(parts) if has_magic(part))


def _unread(path: Path, why: str) -> Failure:
    name = shown(path)
    return Failure(name, f"{name} {why}")


def _absolute(path: Path) -> Path:
    return Path(os.path.abspath(path))


def shown(path: Path) -> str:
    """Return a path as text that can be printed and stored, whatever bytes its name has."""
    return printable(os.fsencode(path).decode(errors="backslashreplace"))


def size_of(source: Source, found: Iterable[Find] = ()) -> int:
    """Return the bytes of a source's files, or about those of its text."""
    if isinstance(source, Article):
        return len(source.text)
    if isinstance(source, Document):
        return len(source.page_content)
    return sum(one.size for one in found if not isinstance(one, Failure | Again | None))
