"""Zip archives."""

from __future__ import annotations

import io
import lzma
import struct
import zipfile
from collections.abc import Iterator
from typing import IO

from ingest.containers.gz import BROKEN
from ingest.containers.limits import Budget, TooMuch
from ingest.containers.members import Member, Names, format_of, is_hidden
from ingest.containers.pieces import Pieces
from ingest.report import Failure
from ingest.streams import Stream
from ingest.zip_directory import lists_more_than
from vectorstore import SourceError

#: The list of members is held in memory, with some 700 bytes for each.
MAX_MEMBERS = 500_000

_ENCRYPTED = 0x1
_BROKEN = (
    *BROKEN,
    zipfile.BadZipFile,
    NotImplementedError,
    RuntimeError,
    OverflowError,
    struct.error,
    lzma.LZMAError,
)


def zip_members(stream: IO[bytes], name: str, budget: Budget) -> Iterator[Member | Failure | None]:
    """Yield the members of a zip archive, ``None`` for those of a format that is not read.

    Raises SourceError when it is none, TooMuch when it is over its limits.
    """
    if lists_more_than(stream, MAX_MEMBERS):
        raise TooMuch(
            f"{name} lists more than {MAX_MEMBERS:,} members, or a list too long to be held.",
            to_do="Unpack it, and ingest the folder.",
        )
    try:
        archive = zipfile.ZipFile(stream)
    except _BROKEN as error:
        raise SourceError(f"{name} cannot be unpacked ({error}).") from error
    names = Names(name)
    with archive:
        for info in archive.infolist():
            budget.count()
            if info.is_dir() or is_hidden(info.filename):
                continue
            if not format_of(info.filename):
                yield None
            else:
                yield _refused(info, names) or _member(archive, info, names, budget)


def _refused(info: zipfile.ZipInfo, names: Names) -> Failure | None:
    name = names.full(info.filename)
    if info.flag_bits & _ENCRYPTED:
        return Failure(
            name, f"{name} is encrypted. Unpack it with its password, and ingest the folder."
        )
    if info.external_attr >> 28 == 0xA:  # Unix's file type, in its upper half
        return Failure(name, f"{name} is a link, and links in archives are not followed.")
    return names.refused(info.filename)


def _member(
    archive: zipfile.ZipFile, info: zipfile.ZipInfo, names: Names, budget: Budget
) -> Member:
    name = names.full(info.filename)

    def read() -> bytes:
        try:
            with archive.open(info) as stream:
                return budget.read(stream, name, info.compress_size)
        except TooMuch:
            raise
        except _BROKEN as error:
            raise SourceError(f"{name} cannot be unpacked ({error}).") from error

    pieces = Pieces(name, budget, _BROKEN)

    def opened() -> io.BufferedReader:
        try:
            return pieces.open(archive.open(info), info.compress_size)
        except _BROKEN as error:
            raise SourceError(f"{name} cannot be unpacked ({error}).") from error

    def stream() -> Stream:
        return Stream(opened, info.file_size)

    return Member(
        name, info.filename, format_of(info.filename), read, info.compress_size, stream=stream
    )
