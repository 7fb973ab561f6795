"""What gzip has packed, unpacked as it is read."""

from __future__ import annotations

import gzip
import zlib
from typing import IO

from ingest.containers.limits import Budget, Limits, check_ratio
from vectorstore import SourceError

#: What the standard library raises on broken or cut-off archives.
BROKEN = (OSError, EOFError, zlib.error, ValueError, IndexError, KeyError)


class Gunzip:
    """The bytes that a gzip stream unpacks to. Reading raises SourceError for a bomb."""

    def __init__(self, packed: IO[bytes], name: str, limits: Limits) -> None:
        self.packed = packed
        self.name = name
        self.limits = limits
        self.unpacked = 0
        self._stream = gzip.GzipFile(fileobj=packed, mode="rb")

    def read(self, size: int = -1) -> bytes:
        """Return up to ``size`` bytes; all at once is refused."""
        if size < 0:
            raise ValueError("a packed stream is read in pieces")
        chunk = self._stream.read(size)
        self.unpacked += len(chunk)
        check_ratio(self.name, self.unpacked, self.packed.tell(), self.limits)
        return chunk


def gunzipped(packed: IO[bytes], name: str, budget: Budget) -> bytes:
    """Return what one packed file holds. Raises SourceError when it is broken, large or a bomb."""
    try:
        return budget.read(Gunzip(packed, name, budget.limits), name)
    except BROKEN as error:
        raise SourceError(f"{name} cannot be decompressed ({error}).") from error
