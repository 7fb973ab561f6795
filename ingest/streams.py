"""What is too long for the memory is read as a stream: from its begin, as often as is needed."""

from __future__ import annotations

import hashlib
import io
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import IO, AnyStr, Protocol

#: Bytes, or characters, of the longest line that is read: one article may stand in it.
MAX_LINE = 50_000_000

_CHUNK = 1024 * 1024
#: Bytes that are kept in memory of what is kept to be read out of order, the rest on the disk.
KEPT = 8 * 1024 * 1024


class Readable(Protocol):
    """A stream of bytes."""

    def read(self, size: int = -1, /) -> bytes:
        """Return at most ``size`` bytes, none at the end."""


@dataclass(frozen=True, slots=True)
class Stream:
    """The bytes of a source, which can be opened again and again, one time after the other.

    ``open`` raises SourceError, and so does reading what it returned. ``tell`` says how much of
    ``size`` has been read of what was opened. ``seekable`` says that it can be read out of order.
    """

    open: Callable[[], io.BufferedReader]
    size: int
    tell: Callable[[io.BufferedReader], int] = io.BufferedReader.tell
    seekable: bool = False

    @classmethod
    def of(cls, data: bytes) -> Stream:
        """Return bytes that are in memory as a stream."""
        return cls(lambda: io.BufferedReader(io.BytesIO(data)), len(data), seekable=True)

    def share(self, opened: io.BufferedReader) -> float:
        """Return how much of it has been read, 0 to 1."""
        return min(self.tell(opened) / self.size, 1.0) if self.size else 1.0

    def chunks(self) -> Iterator[bytes]:
        """Yield all bytes, a piece at a time."""
        with self.open() as opened:
            while chunk := opened.read(_CHUNK):
                yield chunk

    def digest(self) -> hashlib._Hash:
        """Return the SHA-256 of all bytes."""
        digest = hashlib.sha256()
        for chunk in self.chunks():
            digest.update(chunk)
        return digest


class Guarded(io.RawIOBase):
    """A stream of what ``read`` returns, which is given how many bytes it may return at most.

    With ``seek``, which moves what is read to an offset, it can be read out of order.
    """

    def __init__(
        self,
        read: Callable[[int], bytes],
        close: Callable[[], None] | None = None,
        seek: Callable[[int, int], int] | None = None,
    ) -> None:
        self._read = read
        self._close = close
        self._seek = seek
        self._at = 0

    def readable(self) -> bool:
        """Say that it can be read."""
        return True

    def seekable(self) -> bool:
        """Say whether it can be read out of order."""
        return self._seek is not None

    def seek(self, offset: int, whence: int = io.SEEK_SET, /) -> int:
        """Go to an offset from the begin, from here, or from the end."""
        if self._seek is None:
            raise io.UnsupportedOperation("it is read from its begin to its end")
        self._at = self._seek(offset, whence)
        return self._at

    def readinto(self, buffer: memoryview, /) -> int:  # type: ignore[override]
        """Read the next bytes into a buffer."""
        chunk = self._read(len(buffer))
        buffer[: len(chunk)] = chunk
        self._at += len(chunk)
        return len(chunk)

    def tell(self) -> int:
        """Return where it is: how many bytes have been read, where none were passed over."""
        return self._at

    def close(self) -> None:
        """Close what is read."""
        if not self.closed and self._close is not None:
            self._close()
        super().close()


@contextmanager
def seekable(stream: Stream) -> Iterator[IO[bytes]]:
    """Open a stream so that it can be read out of order.

    One that cannot is kept for so long; what of it is long lies on the disk, in a file that has no
    name and is gone with its end. Raises SourceError, OSError where there is no room for it.
    """
    with stream.open() as opened:
        if stream.seekable:
            yield opened
            return
        with tempfile.SpooledTemporaryFile(KEPT) as kept:
            shutil.copyfileobj(opened, kept, _CHUNK)
            kept.seek(0)
            yield kept


def bounded_lines(opened: IO[AnyStr], most: int) -> Iterator[AnyStr | None]:
    """Yield the lines of a stream, ``None`` for one longer than ``most``, which is not kept.

    >>> list(bounded_lines(io.BytesIO(b"One.\\n" + b"x" * 99 + b"\\nTwo."), 10))
    [b'One.\\n', None, b'Two.']
    """
    while line := opened.readline(most + 1):
        if len(line) <= most:
            yield line
            continue
        while line and not _ended(line):
            line = opened.readline(_CHUNK)
        yield None


def _ended(line: str | bytes) -> bool:
    return line.endswith(("\n", "\r")) if isinstance(line, str) else line.endswith(b"\n")
