"""Documents that are zip archives of their own kind are looked at before they are unpacked."""

from __future__ import annotations

import io
import struct
import zipfile

from ingest.zip_directory import lists_more_than
from vectorstore import SourceError

#: Bytes that a document's members may have together when unpacked, and how many there may be.
MAX_UNPACKED = 200 * 1024 * 1024
MAX_MEMBERS = 10_000

_BROKEN = (
    zipfile.BadZipFile,
    ValueError,
    OSError,
    OverflowError,
    NotImplementedError,
    struct.error,
)
_OLD_OFFICE = b"\xd0\xcf\x11\xe0"


def check_archive(data: bytes, source: str, what: str) -> zipfile.ZipFile:
    """Open a document; raises SourceError for what is none, is encrypted, or would grow large."""
    if data.startswith(_OLD_OFFICE):
        raise SourceError(
            f"{source} is an encrypted or an old Office document, not a {what}.",
            to_do="Save it again without a password, in the newer format.",
        )
    if lists_more_than(io.BytesIO(data), MAX_MEMBERS):
        raise SourceError(f"{source} lists more than {MAX_MEMBERS:,} parts.")
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
        members = archive.infolist()
    except _BROKEN as error:
        why = "it is cut off or broken" if data.startswith(b"PK\x03\x04") else error
        raise SourceError(f"{source} is not a {what} ({why}).") from error
    if sum(one.file_size for one in members) > MAX_UNPACKED:
        raise SourceError(
            f"{source} would grow to more than {MAX_UNPACKED // 1024**2} MB when unpacked."
        )
    if any(one.flag_bits & 1 for one in members):
        raise SourceError(f"{source} is encrypted.", to_do="Save a copy without a password.")
    return archive


def member(archive: zipfile.ZipFile, name: str, source: str) -> bytes:
    """Return a member's bytes, no more than it says; raises SourceError."""
    try:
        with archive.open(name) as file:
            data = file.read(MAX_UNPACKED + 1)
    except KeyError as error:
        raise SourceError(f"{source} lacks its part {name}.") from error
    except Exception as error:  # zlib, bz2 and lzma have errors of their own, zipfile more
        raise SourceError(f"{source}: its part {name} cannot be unpacked ({error}).") from error
    if len(data) > MAX_UNPACKED:
        raise SourceError(f"{source}: its part {name} is too large.")
    return data
