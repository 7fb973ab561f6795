"""What the web's visitor remembers from one time to the next, and who remembers nothing."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import Protocol

from vectorstore import Gone, Settings, Visit


class Manners(Protocol):
    """What servers ask of their visitors; times are in seconds since 1970."""

    def robots(self, origin: str) -> tuple[str, float] | None:
        """Return the robots.txt of an origin as it was read last, and until when it holds."""

    def note_robots(self, origin: str, text: str, until: float) -> None:
        """Keep the robots.txt of an origin."""

    def wait_until(self, address: str) -> float:
        """Return until when an address is not to be asked for, 0 where nobody said so."""

    def note_wait(self, address: str, until: float, now: float) -> None:
        """Note until when an address is not to be asked for."""


class Memory(Manners, Protocol):
    """All that a visitor remembers: a library's catalogue does."""

    def visit(self, source: str, *, now: float = math.inf) -> Visit | None:
        """Return what is kept of an address that was fetched, if all that it gave is there.

        A page that is gone, and not to be asked for at ``now``, counts as there.
        """

    def note_visit(self, visit: Visit) -> None:
        """Note what is kept of an address that was fetched."""

    def forget_visit(self, source: str) -> None:
        """Forget what is kept of an address."""

    def gone(self, address: str) -> Gone | None:
        """Return what is known of a page that was not there."""

    def note_gone(self, address: str, gone: Gone) -> None:
        """Note that a page was not there."""

    def forget_gone(self, address: str) -> None:
        """Forget that a page was not there."""

    def articles_of_source(self, source: str, sha256: str | None = None) -> int:
        """Return how many articles a source gave."""

    def text_at(self, url: str, but: str) -> str | None:
        """Return the text of the article with an address, if it came from another source."""


class Keeper(Protocol):
    """Who lets pages be fetched: a library, or what stands in for one."""

    @property
    def catalogue(self) -> Memory:
        """What is remembered."""

    @property
    def settings(self) -> Settings:
        """What bounds the visits."""


class Forgetful:
    """Remembers what servers ask for, as long as it lives, and no page."""

    def __init__(self) -> None:
        self._robots: dict[str, tuple[str, float]] = {}
        self._waits: dict[str, float] = {}

    def robots(self, origin: str) -> tuple[str, float] | None:
        """Return what was kept."""
        return self._robots.get(origin)

    def note_robots(self, origin: str, text: str, until: float) -> None:
        """Keep it for a while."""
        self._robots[origin] = text, until

    def wait_until(self, address: str) -> float:
        """Return what was noted."""
        return self._waits.get(address, 0.0)

    def note_wait(self, address: str, until: float, now: float) -> None:
        """Note it for a while."""
        self._waits[address] = until

    def visit(self, source: str, *, now: float = math.inf) -> Visit | None:
        """Return nothing."""
        return None

    def note_visit(self, visit: Visit) -> None:
        """Do nothing."""

    def forget_visit(self, source: str) -> None:
        """Do nothing."""

    def gone(self, address: str) -> Gone | None:
        """Return nothing."""
        return None

    def note_gone(self, address: str, gone: Gone) -> None:
        """Do nothing."""

    def forget_gone(self, address: str) -> None:
        """Do nothing."""

    def articles_of_source(self, source: str, sha256: str | None = None) -> int:
        """Return 0."""
        return 0

    def text_at(self, url: str, but: str) -> str | None:
        """Return nothing."""
        return None


@dataclass(frozen=True, slots=True)
class NoLibrary:
    """Stands in for a library where there is none."""

    settings: Settings
    catalogue: Forgetful = field(default_factory=Forgetful)
