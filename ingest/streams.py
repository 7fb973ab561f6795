"""What is too long for the memory is read as a stream: from its begin, as often as is needed."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import IO, AnyStr, Protocol

#: Bytes, or characters, of the longest line that is read: one article may stand in it.
MAX_LINE = 50_000_000

_CHUNK = 1024 * 1024


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
    """A stream of what ``read`` returns, which is given how many bytes it may return at most."""

    def __init__(
        self, read: Callable[[int], bytes], close: Callable[[], None] | None = None
    ) -> None:
        self._read = read
        self._close = close
        self._at = 0

    def readable(self) -> bool:
        """Say that it can be read."""
        return True

    def readinto(self, buffer: memoryview, /) -> int:  # type: ignore[override]
        """Read the next bytes into a buffer."""
        chunk = self._read(len(buffer))
        buffer[: len(chunk)] = chunk
        self._at += len(chunk)
        return len(chunk)

    def tell(self) -> int:
        """Return how many bytes have been read."""
        return self._at

    def close(self) -> None:
        """Close what is read."""
        if not self.closed and self._close is not None:
            self._close()
        super().close()


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
