"""A member of an archive: its name, and whether it may be read at all."""

from __future__ import annotations

import re
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass

from ingest.loaders import ending_of, is_streamed
from ingest.names import printable
from ingest.report import Failure
from ingest.seen import Seen
from ingest.streams import Stream
from vectorstore import SourceError


@dataclass(slots=True)
class Member:
    """Something to read inside an archive; it must be read before the next one is asked for.

    ``inside`` is its path in the archive, ``name`` that with the archive's before it. ``size`` is
    in bytes of the archive, and may be known only when it has been read. ``below`` is its path
    below the folder that was given, for patterns. ``stream`` opens what is read by the line.
    """

    name: str
    inside: str
    ending: str
    get: Callable[[], bytes]
    size: int = 0
    url: str | None = None
    below: str = ""
    stream: Callable[[], Stream] | None = None

    def contents(self) -> bytes | Stream:
        """Return its bytes, or how to read them by the line. Raises SourceError."""
        return self.stream() if self.stream and is_streamed(self.ending) else self.read()

    def read(self) -> bytes:
        """Return its bytes. Raises SourceError."""
        data = self.get()
        if not data.strip():
            raise SourceError(f"{self.name} is empty.")
        return data


class Names:
    """Looks at the names of one archive's members, one after the other.

    ``times`` counts how often each stands there, where that is known.
    """

    def __init__(self, archive: str, times: Seen | None = None) -> None:
        self.archive = archive
        self.times = times
        self.seen = Seen()

    def full(self, inside: str) -> str:
        """Return the name of a member as articles and reports have it."""
        return f"{self.archive}!{plain(inside)}"

    def refused(self, inside: str) -> Failure | None:
        """Return why a member is not read, when its name says so.

        Nothing is ever written to where a name says, and yet one that leads out of the archive is
        a sign that somebody meant harm. Of members of one name, the first is read, or, where it is
        known how many there are, the last.
        """
        name = self.full(inside)
        parts = re.split(r"[/\\]", inside)
        if ".." in parts or not parts[0] or re.match(r"[A-Za-z]:[\\/]", inside):
            return Failure(name, f"{name} names a place outside the archive. It is left out.")
        which = "last" if self.times else "first"
        if self.seen.count(inside) != (self.times.times(inside) if self.times else 1):
            return Failure(
                name, f"{name} stands in the archive more than once. Only the {which} was read."
            )
        return None


def plain(inside: str) -> str:
    """Return a member's name as text that can be printed and stored, whatever bytes it has."""
    with suppress(UnicodeEncodeError):  # of surrogates that stand for no byte
        inside = inside.encode("utf-8", "surrogateescape").decode(errors="backslashreplace")
    return printable(inside)


def is_hidden(inside: str) -> bool:
    """Say whether a member is one of those that programs leave for themselves."""
    parts = re.split(r"[/\\]", inside)
    return any(part.startswith(".") and part not in (".", "..") for part in parts)


def format_of(inside: str) -> str:
    """Return what tells a member's format, or nothing."""
    return ending_of(inside)
