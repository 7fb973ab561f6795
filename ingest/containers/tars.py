"""Tar archives, read from their begin to their end, packed with gzip or not."""

from __future__ import annotations

import io
import shutil
import tarfile
import tempfile
from collections.abc import Iterator
from contextlib import suppress
from typing import IO, Self

from ingest.containers.gz import BROKEN, Gunzip
from ingest.containers.limits import Budget, Limits, TooMuch
from ingest.containers.members import Member, Names, format_of, is_hidden
from ingest.containers.pieces import Pieces
from ingest.loaders import is_streamed
from ingest.report import Failure
from ingest.seen import Seen
from ingest.streams import KEPT, Guarded, Readable, Stream
from vectorstore import SourceError


class _Info(tarfile.TarInfo):
    """A member's header. A broken one ends the archive without a word, in the standard library."""

    @classmethod
    def fromtarfile(cls, tarfile: tarfile.TarFile) -> Self:
        try:
            return super().fromtarfile(tarfile)
        except Exception as error:
            tarfile.why_ended = type(error).__name__  # type: ignore[attr-defined]
            raise


class _Bounded:
    """Stops a header that says it is as long as the disk: it would be read into memory."""

    def __init__(self, stream: Readable, name: str) -> None:
        self.stream = stream
        self.name = name
        self.left = 0

    def read(self, size: int) -> bytes:
        if self.left <= 0:
            raise SourceError(f"{self.name} cannot be unpacked (a header has no end).")
        chunk = self.stream.read(size)
        self.left -= len(chunk)
        return chunk


def tar_members(
    packed: IO[bytes], name: str, budget: Budget, *, gzipped: bool
) -> Iterator[Member | Failure | None]:
    """Yield the members of a tar archive, ``None`` for those of a format that is not read.

    Raises SourceError when it is none or breaks off, TooMuch when it is over its limits.
    """
    names = Names(name, _times(packed, name, budget.limits, gzipped=gzipped))
    plain: Readable = Gunzip(packed, name, budget.limits) if gzipped else packed
    stream = _Bounded(plain, name)
    room = budget.limits.member // 4
    stream.left = room
    done = 0
    try:
        with tarfile.open(
            fileobj=stream, mode="r|", tarinfo=_Info, errors="surrogateescape"
        ) as tar:  # type: ignore[call-overload]
            while (info := tar.next()) is not None:
                tar.members.clear()  # it keeps them all
                budget.count()
                stream.left = room + info.size
                yield from _taken(tar, info, names, budget, packed)
                done += 1
            if getattr(tar, "why_ended", "") != "EOFHeaderError":
                raise tarfile.ReadError("it breaks off")
    except (TooMuch, GeneratorExit):
        raise
    except SourceError as error:
        raise SourceError(error.happened, _kept(done), error.to_do) from error
    except (*BROKEN, tarfile.TarError) as error:
        raise SourceError(f"{name} cannot be unpacked ({error}).", _kept(done)) from error


def _times(packed: IO[bytes], name: str, limits: Limits, *, gzipped: bool) -> Seen:
    """Count how often each name stands in an archive; what is appended to one replaces a member.

    What ends the archive early is left to be said by who reads it next.
    """
    plain: Readable = Gunzip(packed, name, limits) if gzipped else packed
    stream = _Bounded(plain, name)
    times, room = Seen(), limits.member // 4
    stream.left = room
    with (
        suppress(SourceError, *BROKEN, tarfile.TarError),
        tarfile.open(fileobj=stream, mode="r|", tarinfo=_Info, errors="surrogateescape") as tar,  # type: ignore[call-overload]
    ):
        for _ in range(limits.members):
            if (info := tar.next()) is None:
                break
            tar.members.clear()
            stream.left = room + info.size
            if info.isfile() and format_of(info.name) and not is_hidden(info.name):
                times.count(info.name)
    packed.seek(0)
    return times


def _kept(done: int) -> str:
    return f"What its first {done:,} members hold is in." if done else ""


def _taken(
    tar: tarfile.TarFile, info: tarfile.TarInfo, names: Names, budget: Budget, packed: IO[bytes]
) -> Iterator[Member | Failure | None]:
    if info.isdir() or is_hidden(info.name):
        return
    if not format_of(info.name):
        yield None
        return
    name = names.full(info.name)
    if info.issym() or info.islnk():
        yield Failure(name, f"{name} is a link, and links in archives are not followed.")
    elif not info.isfile():
        yield Failure(name, f"{name} is not a file.")
    elif refused := names.refused(info.name):
        yield refused
    elif is_streamed(format_of(info.name)):
        with tempfile.SpooledTemporaryFile(KEPT) as kept:
            yield _streamed(tar, info, name, budget, packed, kept)
    elif info.size > budget.limits.member:
        yield Failure(
            name,
            f"{name} is over {budget.limits.member:,} bytes when it is unpacked. "
            "Unpack it, and cut it into smaller files.",
        )
    else:
        yield _member(tar, info, name, budget, packed)


def _member(
    tar: tarfile.TarFile, info: tarfile.TarInfo, name: str, budget: Budget, packed: IO[bytes]
) -> Member:
    def read() -> bytes:
        before = packed.tell()
        try:
            stream = tar.extractfile(info)
            data = budget.read(stream, name) if stream else b""
        except (*BROKEN, tarfile.TarError) as error:
            raise SourceError(f"{name} cannot be unpacked ({error}).") from error
        if len(data) < info.size:
            raise SourceError(f"{name} breaks off.")
        member.size = packed.tell() - before
        return data

    member = Member(name, info.name, format_of(info.name), read)
    return member


def _streamed(
    tar: tarfile.TarFile,
    info: tarfile.TarInfo,
    name: str,
    budget: Budget,
    packed: IO[bytes],
    kept: IO[bytes],
) -> Member:
    """Return a member that is read by the line, more than once: ``kept`` holds it for so long.

    What is long lies on the disk meanwhile, in a file that has no name and is gone with its end.
    """

    def stream() -> Stream:
        before = packed.tell()
        pieces = Pieces(name, budget, (*BROKEN, tarfile.TarError))
        found = tar.extractfile(info)
        try:
            if found is not None:
                with pieces.open(found) as opened:
                    shutil.copyfileobj(opened, kept)
        except OSError as error:
            raise SourceError(f"{name} cannot be kept for the moment ({error}).") from error
        if kept.tell() < info.size:
            raise SourceError(f"{name} breaks off.")
        member.size = packed.tell() - before
        return Stream(lambda: _rewound(kept), info.size, seekable=True)

    member = Member(name, info.name, format_of(info.name), lambda: b"", stream=stream)
    return member


def _rewound(kept: IO[bytes]) -> io.BufferedReader:
    kept.seek(0)
    return io.BufferedReader(Guarded(kept.read, seek=kept.seek))
