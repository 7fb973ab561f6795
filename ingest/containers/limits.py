"""How much may come out of an archive: a small file can be made to unpack to any size."""

from __future__ import annotations

import io
from dataclasses import dataclass, field

from ingest.streams import Readable
from vectorstore import SourceError

_MB = 1024 * 1024
_CHUNK = _MB


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds of one archive, in bytes and numbers.

    ``member`` is what one member may hold, ``total`` all of them, ``members`` how many there may
    be, ``depth`` how many archives may lie in each other. What unpacks to more than ``ratio`` times
    its size is refused where that is more than ``small``: text is seldom over 20 times.
    """

    member: int = 256 * _MB
    total: int = 64 * 1024 * _MB
    members: int = 1_000_000
    ratio: int = 200
    small: int = 8 * _MB
    depth: int = 3


class TooMuch(SourceError):
    """An archive as a whole is over its limits: nothing more of it is read."""


@dataclass(slots=True)
class Budget:
    """What has come out of an archive of ``size`` bytes, and of those in it, so far."""

    name: str
    size: int
    limits: Limits = field(default_factory=Limits)
    total: int = 0
    members: int = 0
    over: TooMuch | None = None

    def count(self) -> None:
        """Count a member. Raises TooMuch, also when a member before was too much."""
        if self.over:
            raise self.over
        self.members += 1
        if self.members > self.limits.members:
            raise TooMuch(f"{self.name} holds more than {self.limits.members:,} members.", *_REST)

    def spend(self, amount: int) -> None:
        """Count bytes that came out. Raises TooMuch."""
        self.total += amount
        if self.total > self.limits.total:
            what = f"{self.name} unpacks to more than {_size(self.limits.total)}."
        elif self.total > max(self.limits.ratio * self.size, 8 * self.limits.small):
            what = _bomb(self.name, self.limits)
        else:
            return
        self.over = TooMuch(what, *_REST)
        raise self.over

    def read(self, stream: Readable, name: str, packed: int | None = None) -> bytes:
        """Return all bytes of a member; ``packed`` is how many it has in the archive.

        Raises SourceError for one that is too large, TooMuch when the archive is.
        """
        found = io.BytesIO()
        while chunk := stream.read(_CHUNK):
            found.write(chunk)
            self.spend(len(chunk))
            if found.tell() > self.limits.member:
                raise SourceError(
                    f"{name} is over {_size(self.limits.member)} when it is unpacked.",
                    to_do="Unpack it, and cut it into smaller files.",
                )
            if packed is not None:
                check_ratio(name, found.tell(), packed, self.limits)
        return found.getvalue()


_REST = ("What was read of it before is in.", "Unpack it, and ingest the folder.")


def check_ratio(name: str, unpacked: int, packed: int, limits: Limits) -> None:
    """Raise SourceError when so few bytes became so many that it must be a bomb."""
    if unpacked > limits.small and unpacked > limits.ratio * packed:
        raise SourceError(_bomb(name, limits), to_do="It is left out.")


def _bomb(name: str, limits: Limits) -> str:
    return f"{name} unpacks to more than {limits.ratio} times its size, as a bomb does."


def _size(amount: int) -> str:
    for unit, size in (("GB", 1024 * _MB), ("MB", _MB), ("KB", 1024)):
        if amount >= size:
            return f"{amount // size} {unit}"
    return f"{amount} bytes"
