"""How many members a zip archive lists, before the standard library makes an object of each.

``zipfile`` keeps all of an archive's directory, whatever the numbers at its end say. So they are
not asked: the entries are counted as ``zipfile`` would find them, and nothing of them is kept.
"""

from __future__ import annotations

import io
import struct
from collections.abc import Iterator
from typing import IO

#: Bytes of the longest directory that is looked at.
MAX_DIRECTORY = 64 * 1024 * 1024

_END, _END_SIZE = b"PK\x05\x06", 22
_LOCATOR, _LOCATOR_SIZE = b"PK\x06\x07", 20
_END_64, _END_64_SIZE = b"PK\x06\x06", 56
_ENTRY, _ENTRY_SIZE = b"PK\x01\x02", 46
_MAX_COMMENT = 65_535


def lists_more_than(stream: IO[bytes], most: int) -> bool:
    """Say whether an archive lists more than ``most`` members, or a directory too long to look at.

    Of what is no archive, ``zipfile`` knows better why. The stream is at its begin afterwards.
    """
    length = stream.seek(0, io.SEEK_END)
    try:
        for begin, size in _directories(stream, length):
            if size > MAX_DIRECTORY or _count(stream, begin, size, most) > most:
                return True
        return False
    finally:
        stream.seek(0)


def _directories(stream: IO[bytes], length: int) -> Iterator[tuple[int, int]]:
    """Yield where directories can begin that an archive's end speaks of, and their sizes."""
    tail_at = max(0, length - _END_SIZE - _MAX_COMMENT)
    tail = _read(stream, tail_at, length)
    ends = {tail.rfind(_END), len(tail) - _END_SIZE if tail[-_END_SIZE:].startswith(_END) else -1}
    for at in ends:
        if at < 0 or at + _END_SIZE > len(tail):
            continue
        end = tail_at + at
        (size,) = struct.unpack_from("<L", tail, at + 12)
        if size <= end:
            yield end - size, size
        locator = _read(stream, end - _LOCATOR_SIZE, end)
        end_64 = end - _LOCATOR_SIZE - _END_64_SIZE
        record = _read(stream, end_64, end - _LOCATOR_SIZE)
        if locator.startswith(_LOCATOR) and record.startswith(_END_64):
            (size,) = struct.unpack_from("<Q", record, 40)
            if size <= end_64:
                yield end_64 - size, size


def _count(stream: IO[bytes], begin: int, size: int, most: int) -> int:
    directory = _read(stream, begin, begin + size)
    at, count = 0, 0
    while count <= most and directory.startswith(_ENTRY, at) and at + _ENTRY_SIZE <= size:
        name, extra, comment = struct.unpack_from("<HHH", directory, at + 28)
        at += _ENTRY_SIZE + name + extra + comment
        count += 1
    return count


def _read(stream: IO[bytes], begin: int, end: int) -> bytes:
    if begin < 0:
        return b""
    stream.seek(begin)
    return stream.read(end - begin)
