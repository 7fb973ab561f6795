"""A member that is too long for the memory is read a piece at a time, within the same limits."""

from __future__ import annotations

import io

from ingest.containers.limits import Budget, check_ratio
from ingest.streams import Guarded, Readable
from vectorstore import SourceError

_PIECE = 256 * 1024


class Pieces:
    """Opens the member ``name``, any number of times; its bytes count once in ``budget``.

    ``broken`` are the errors of a stream that is none. No limit of a member's own holds here:
    nobody keeps all of it.
    """

    def __init__(self, name: str, budget: Budget, broken: tuple[type[Exception], ...]) -> None:
        self.name = name
        self.budget = budget
        self.broken = broken
        self._counted = 0

    def open(self, stream: Readable, packed: int | None = None) -> io.BufferedReader:
        """Return a stream's bytes; ``packed`` is how many the member has in the archive.

        Reading raises SourceError, TooMuch where the archive is over its limits.
        """
        at = 0

        def read(size: int) -> bytes:
            nonlocal at
            try:
                chunk = stream.read(size)
            except self.broken as error:
                raise SourceError(f"{self.name} cannot be unpacked ({error}).") from error
            at += len(chunk)
            if at > self._counted:
                self.budget.spend(at - self._counted)
                self._counted = at
            if packed is not None:
                check_ratio(self.name, at, packed, self.budget.limits)
            return chunk

        return io.BufferedReader(Guarded(read, getattr(stream, "close", None)), _PIECE)
