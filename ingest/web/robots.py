"""What a site's robots.txt allows, asked for once a host and run."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import httpx
from protego import Protego

from vectorstore import SourceError

#: The name that robots.txt files know this program by.
ROBOT = "citewire"


@dataclass(frozen=True, slots=True)
class _Rules:
    """A host's rules, or why they could not be read; without either, all is allowed."""

    rules: Protego | None = None
    problem: str = ""


class Robots:
    """The rules of all hosts that were visited.

    ``fetch`` returns the robots.txt at an address, empty where there is none, which allows all.
    It raises SourceError where that cannot be told: then nothing of the host is read (RFC 9309).
    """

    def __init__(self, fetch: Callable[[httpx.URL], bytes]) -> None:
        self._fetch = fetch
        self._known: dict[tuple[str, str, int | None], _Rules] = {}

    def check(self, url: httpx.URL) -> None:
        """Raise SourceError where the rules of a host do not allow a page."""
        found = self._rules(url)
        if found.problem:
            raise SourceError(
                f"{url} was not read: what is allowed there is not known, since {found.problem}.",
                to_do="Try again later.",
            )
        if found.rules and not found.rules.can_fetch(str(url), ROBOT):
            raise SourceError(f"{url} was not read: the robots.txt of {url.host} forbids it.")

    def delay(self, url: httpx.URL) -> float:
        """Return the seconds between two requests that a host asks for, 0 where it does not."""
        found = self._rules(url).rules
        asked = found.crawl_delay(ROBOT) if found else None
        return max(0.0, float(asked or 0.0))

    def _rules(self, url: httpx.URL) -> _Rules:
        origin = (url.scheme, url.host, url.port)
        if origin not in self._known:
            self._known[origin] = self._read(url)
        return self._known[origin]

    def _read(self, url: httpx.URL) -> _Rules:
        address = url.copy_with(path="/robots.txt", query=None, fragment=None)
        try:
            text = self._fetch(address).decode("utf-8", errors="replace")
        except SourceError as error:
            return _Rules(problem=error.happened.rstrip("."))
        return _Rules(Protego.parse(text) if text.strip() else None)
