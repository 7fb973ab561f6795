"""What holds others: archives, WARC files, and single files that are packed."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from typing import IO
from urllib.parse import urlsplit

from ingest.containers.gz import BROKEN, Gunzip, gunzipped
from ingest.containers.limits import Budget, Limits
from ingest.containers.members import Member
from ingest.containers.pieces import Pieces
from ingest.containers.tars import tar_members
from ingest.containers.warcs import warc_members
from ingest.containers.zips import zip_members
from ingest.found import Found
from ingest.loaders import ending_of
from ingest.report import Failure
from ingest.streams import Stream
from vectorstore import SourceError

__all__ = ["Container", "Limits", "Member", "is_container", "unpacked"]

_Members = Callable[[IO[bytes], str, Budget], Iterator[Member | Failure | None]]

_CONTAINERS: dict[str, _Members] = {
    ".zip": zip_members,
    ".tar": lambda stream, name, budget: tar_members(stream, name, budget, gzipped=False),
    ".tar.gz": lambda stream, name, budget: tar_members(stream, name, budget, gzipped=True),
    ".tgz": lambda stream, name, budget: tar_members(stream, name, budget, gzipped=True),
    ".warc": lambda stream, name, budget: warc_members(stream, name, budget, gzipped=False),
    ".warc.gz": lambda stream, name, budget: warc_members(stream, name, budget, gzipped=True),
}


def is_container(ending: str) -> bool:
    """Say whether an ending is that of a file with members."""
    return ending in _CONTAINERS


class Container:
    """A file with members, which are read one by one, and never written anywhere.

    ``stream`` are its bytes; ``above`` is the one that it lies in, whose limits it shares.
    """

    def __init__(
        self,
        name: str,
        ending: str,
        stream: IO[bytes],
        *,
        above: Container | None = None,
        limits: Limits | None = None,
    ) -> None:
        self.name = name
        self.depth: int = above.depth + 1 if above else 0
        self._stream = stream
        self._ending = ending
        self.size = stream.seek(0, io.SEEK_END)
        stream.seek(0)
        self.budget: Budget = above.budget if above else Budget(name, self.size, limits or Limits())

    @property
    def share(self) -> float:
        """How much of it has been read, 0 to 1; of a zip archive nobody knows."""
        if self._ending == ".zip" or not self.size or self._stream.closed:
            return 0.0
        return min(self._stream.tell() / self.size, 1.0)

    def members(self) -> Iterator[Member | Failure | None]:
        """Yield its members, each to be read before the next is asked for.

        A failure stands for one that cannot be read, ``None`` for one of another format. Raises
        SourceError when it is no archive, breaks off, or is over its limits.
        """
        if self.depth >= self.budget.limits.depth:
            raise SourceError(
                f"{self.name} lies in {self.depth} archives, one in the other.",
                to_do="Unpack the outer one.",
            )
        if not self.size:
            raise SourceError(f"{self.name} is empty.")
        return _CONTAINERS[self._ending](self._stream, self.name, self.budget)


def unpacked(one: Found, stream: IO[bytes], above: Container | None) -> Member:
    """Return what a single packed file holds, under the packed file's name."""
    packed = urlsplit(one.url).path if one.url else one.name
    inner = ending_of(packed[: -len(".gz")])
    size = stream.seek(0, io.SEEK_END)
    stream.seek(0)
    budget = above.budget if above else Budget(one.name, size)

    def read() -> bytes:
        if inner == ".gz":
            raise SourceError(f"{one.name} is packed more than once.", to_do="Unpack it.")
        return gunzipped(stream, one.name, budget)

    pieces = Pieces(one.name, budget, BROKEN)

    def opened() -> io.BufferedReader:
        stream.seek(0)
        return pieces.open(Gunzip(stream, one.name, budget.limits))

    def lines() -> Stream:
        return Stream(opened, size, lambda _: stream.tell())

    return Member(one.name, one.name, inner, read, one.size, one.url, stream=lines)
