"""What a site's robots.txt allows, asked for when what is remembered of it is out of date.

After RFC 9309: a site without one (4xx) allows all, and nothing is read of a site whose file cannot
be told for the moment (429, 5xx, unreachable), unless it was told before. It is remembered for as
long as the server says, for ten minutes at least and for a day at most.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from email.utils import parsedate_to_datetime

import httpx
from protego import Protego

from ingest.web.memory import Forgetful, Manners
from vectorstore import SourceError

#: The name that robots.txt files know this program by.
ROBOT = "citewire"

#: Seconds that a file is remembered: at least, where the server does not say, and at most.
_SHORTEST, _USUAL, _LONGEST = 600.0, 3600.0, 86_400.0
#: Seconds that rules which are out of date are kept to while the file cannot be read (RFC 9309).
_BEYOND = 30 * 86_400.0


@dataclass(frozen=True, slots=True)
class RobotsTxt:
    """A site's robots.txt, empty where there is none; ``seconds`` is how long it holds, if told."""

    body: bytes
    seconds: float | None = None


@dataclass(frozen=True, slots=True)
class _Rules:
    """A host's rules, or why they could not be read; without either, all is allowed."""

    until: float
    rules: Protego | None = None
    problem: str = ""


class Robots:
    """The rules of all hosts that were visited.

    ``fetch`` returns the robots.txt at an address, empty where there is none, which allows all.
    It raises SourceError where that cannot be told. ``now`` is in seconds since 1970.
    """

    def __init__(
        self,
        fetch: Callable[[httpx.URL], RobotsTxt],
        memory: Manners | None = None,
        now: Callable[[], float] = time.time,
    ) -> None:
        self._fetch = fetch
        self._memory = memory or Forgetful()
        self._now = now
        self._known: dict[str, _Rules] = {}

    def check(self, url: httpx.URL) -> None:
        """Raise SourceError where the rules of a host do not allow a page."""
        found = self._rules(url)
        if found.problem:
            raise SourceError(
                f"{url} was not read for now: the robots.txt of {url.host} cannot be read at the "
                f"moment ({found.problem}), and until it can, nothing there is read.",
                to_do="This is temporary: try again later.",
            )
        if found.rules and not found.rules.can_fetch(str(url), ROBOT):
            raise SourceError(f"{url} was not read: the robots.txt of {url.host} forbids it.")

    def delay(self, url: httpx.URL) -> float:
        """Return the seconds between two requests that a host asks for, 0 where it does not."""
        found = self._rules(url).rules
        asked = found.crawl_delay(ROBOT) if found else None
        return max(0.0, float(asked or 0.0))

    def _rules(self, url: httpx.URL) -> _Rules:
        origin, now = origin_of(url), self._now()
        known = self._known.get(origin)
        # A clock that was set back would make a file hold for longer than a day.
        if known is None or not now < known.until <= now + _LONGEST:
            known = self._known[origin] = self._read(url, origin, now)
        return known

    def _read(self, url: httpx.URL, origin: str, now: float) -> _Rules:
        kept = self._memory.robots(origin)
        if kept and now < kept[1] <= now + _LONGEST:
            return _parsed(*kept)
        address = url.copy_with(path="/robots.txt", query=None, fragment=None)
        try:
            found = self._fetch(address)
        except SourceError as error:
            if kept and now < kept[1] + _BEYOND:
                return _parsed(kept[0], now + _SHORTEST)
            return _Rules(now + _SHORTEST, problem=error.happened.rstrip("."))
        text = found.body.decode("utf-8", errors="replace").replace("\0", "")
        seconds = _USUAL if found.seconds is None else found.seconds
        until = self._now() + min(max(seconds, _SHORTEST), _LONGEST)
        self._memory.note_robots(origin, text, until)
        return _parsed(text, until)


def origin_of(url: httpx.URL) -> str:
    """Return the part of an address that one robots.txt is for.

    >>> origin_of(httpx.URL("https://a.example:8443/x?y"))
    'https://a.example:8443'
    """
    return f"{url.scheme}://{url.netloc.decode('ascii')}"


def fresh_for(headers: httpx.Headers) -> float | None:
    """Return the seconds for which an answer may be kept, ``None`` where its server does not say.

    >>> fresh_for(httpx.Headers({"Cache-Control": "public, max-age=60", "Age": "20"}))
    40.0
    """
    told: dict[str, str] = {}
    for part in headers.get("cache-control", "").lower().split(","):
        name, _, value = part.strip().partition("=")
        told[name] = value.strip('"')
    if told.keys() & {"no-store", "no-cache"}:
        return 0.0
    seconds = _number(told.get("max-age", ""))
    if seconds is not None:
        return max(0.0, seconds - (_number(headers.get("age", "").strip()) or 0.0))
    try:
        begin = parsedate_to_datetime(headers.get("date", ""))
        return max(0.0, (parsedate_to_datetime(headers["expires"]) - begin).total_seconds())
    except (KeyError, TypeError, ValueError):
        return None


def _number(text: str) -> float | None:
    return float(text) if text.isascii() and text.isdecimal() and len(text) < 10 else None


def _parsed(text: str, until: float) -> _Rules:
    return _Rules(until, Protego.parse(text) if text.strip() else None)
