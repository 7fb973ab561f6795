"""Pages of the web, one at a time: politely, within bounds, and never from a private address.

httpx speaks HTTP, protego reads robots.txt, tenacity repeats. Ours are the limits that none of them
has: an end in time for a whole answer, a size after decompression, and a check of each address.
"""

from __future__ import annotations

import base64
import importlib.metadata
import logging
import re
import ssl
import time
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from email.utils import parsedate_to_datetime
from types import TracebackType
from typing import Self

import httpx
import tenacity

from ingest.web.addresses import Resolver, is_public, resolve
from ingest.web.answers import Fetched, NotThereError, read_body
from ingest.web.connection import (
    CheckedBackend,
    CheckedTransport,
    Deadline,
    OutOfTimeError,
    RefusedAddressError,
)
from ingest.web.limits import Limits
from ingest.web.memory import Forgetful, Manners
from ingest.web.pace import Pace
from ingest.web.robots import Robots, RobotsTxt, fresh_for, origin_of
from vectorstore import SourceError

log = logging.getLogger(__name__)

_URL = re.compile(r"\s*[a-z][a-z0-9+.-]*://", re.IGNORECASE)

#: A host that could not be reached for this many pages in a row is not asked for more of them.
_GIVEN_UP = 3

_REDIRECTS = frozenset({301, 302, 303, 307, 308})
#: Too many requests, by which a server means this visitor, whatever page it asks for.
_TOO_MANY = 429
#: Seconds that a server's wish to be left alone is kept to at most.
_DAY = 86_400.0
_ACCEPT = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"


@dataclass(frozen=True, slots=True)
class Validators:
    """What a server said of a page last time, with the address that it said it at."""

    url: str
    etag: str = ""
    last_modified: str = ""

    def headers(self) -> dict[str, str]:
        """Return the headers that ask for the page only if it has changed."""
        asked = {"If-None-Match": self.etag, "If-Modified-Since": self.last_modified}
        return {name: value for name, value in asked.items() if value and value.isascii()}


class _Again(Exception):
    """A failure that another attempt may mend, and how long the server asks to wait."""

    def __init__(self, words: str, after: float | None = None, *, silent: bool = False) -> None:
        super().__init__(words)
        self.after = after
        self.silent = silent


class _TooLong(Exception):
    """An answer that took longer than it may as a whole; another attempt would as well."""

    silent = True


def is_url(text: str) -> bool:
    """Say whether a source is an address, of whatever scheme, and not a path.

    >>> is_url("https://a.example/x"), is_url("a/b.txt")
    (True, False)
    """
    return _URL.match(text) is not None


def shown_url(text: str) -> str:
    """Return an address as it is stored and printed: without a user's name and password.

    >>> shown_url("https://me:secret@a.example/x?y=1")
    'https://a.example/x?y=1'
    """
    return re.sub(r"^\s*([a-z][a-z0-9+.-]*://)[^/?#]*@", r"\1", text.strip(), flags=re.IGNORECASE)


class Fetcher:
    """Fetches pages; one thread may use it. Close it, or use it as a context manager.

    ``allowed`` says whether an address may be connected to, ``resolver`` which ones a name has;
    ``clock`` and ``sleep`` are in seconds, ``now`` in seconds since 1970. ``memory`` keeps what
    servers ask of their visitors. Nothing of the environment is used but the certificates
    that it names: no proxy, no ``.netrc``.
    """

    def __init__(
        self,
        limits: Limits | None = None,
        *,
        allowed: Callable[[str], bool] = is_public,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], None] = time.sleep,
        resolver: Resolver = resolve,
        memory: Manners | None = None,
        now: Callable[[], float] = time.time,
        ssl_context: ssl.SSLContext | None = None,
    ) -> None:
        self.limits = limits or Limits()
        self._memory = memory or Forgetful()
        self._now = now
        self._sleep = sleep
        self._deadline = Deadline(clock)
        self._pace = Pace(clock, sleep)
        self._robots = Robots(self._robots_txt, self._memory, now)
        self._silent: Counter[str] = Counter()
        backend = CheckedBackend(self._deadline, allowed=allowed, resolver=resolver)
        self._client = httpx.Client(
            transport=CheckedTransport(backend, ssl_context),
            trust_env=False,
            follow_redirects=False,
            timeout=httpx.Timeout(self.limits.read, connect=self.limits.connect),
            headers={
                "User-Agent": f"citewire/{importlib.metadata.version('citewire')}",
                "Accept": _ACCEPT,
                "Accept-Encoding": "gzip",
            },
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close all connections."""
        self._client.close()

    def get(self, url: str, known: Validators | None = None) -> Fetched:
        """Fetch a page, redirects followed; its status is 200, or 304 if it is as ``known``.

        Raises SourceError, which names the address and says why it was not read.
        """
        start, login = _parsed(url)
        try:
            return self._follow(start, login, known)
        except RefusedAddressError as error:
            raise SourceError(
                f"{start} was not read: {error} is not an address of the open internet.",
                to_do="If that is meant, set allow_private_addresses.",
            ) from error

    def _follow(self, start: httpx.URL, login: str, known: Validators | None) -> Fetched:
        at, seen = start, set()
        for _ in range(self.limits.redirects + 1):
            self._robots.check(at)
            headers = dict(known.headers()) if known and str(at) == known.url else {}
            if login and _origin(at) == _origin(start):
                headers["Authorization"] = login
            # A page may send its visitor back to itself with a cookie; without one it is a loop.
            seen.add((str(at), self._cookies()))
            response, fetched = self._patiently(at, headers, self.limits.size, self.limits.total)
            if fetched.status not in _REDIRECTS:
                return _accepted(
                    fetched,
                    start,
                    conditional="If-None-Match" in headers or bool("If-Modified-Since" in headers),
                )
            at = _next(at, response.headers.get("location", ""))
            if (str(at), self._cookies()) in seen:
                raise SourceError(f"{start} is redirected in a loop: {at} leads back to itself.")
        raise SourceError(f"{start} is redirected more than {self.limits.redirects} times.")

    def _cookies(self) -> frozenset[tuple[str, str, str | None]]:
        return frozenset((c.domain, c.name, c.value) for c in self._client.cookies.jar)

    def _robots_txt(self, url: httpx.URL) -> RobotsTxt:
        at = url
        for _ in range(self.limits.redirects + 1):
            response, fetched = self._patiently(
                at, {}, self.limits.robots_size, self.limits.robots_total, robots=True
            )
            if fetched.status not in _REDIRECTS:
                body = fetched.body if fetched.status == 200 else b""
                return RobotsTxt(body, fresh_for(response.headers))
            at = _next(at, response.headers.get("location", ""))
        raise SourceError(f"{url} is redirected more than {self.limits.redirects} times.")

    def _patiently(
        self,
        url: httpx.URL,
        headers: Mapping[str, str],
        size: int,
        total: float,
        *,
        robots: bool = False,
    ) -> tuple[httpx.Response, Fetched]:
        """Send a request as often as it takes, within the attempts that there are."""
        host = url.host
        if self._silent[host] >= _GIVEN_UP:
            raise SourceError(
                f"{url} was not read: {host} could not be reached {_GIVEN_UP} times in a row, or "
                "did not come to an end in time, so it is left alone for the rest of this run."
            )
        self._keep_away(url)
        delay = self.limits.delay
        if not robots:
            delay = max(delay, min(self._robots.delay(url), self.limits.longest_delay))
        again = tenacity.Retrying(
            stop=tenacity.stop_after_attempt(self.limits.attempts),
            retry=tenacity.retry_if_exception_type(_Again),
            wait=self._pause,
            sleep=self._sleep,
            reraise=True,
        )
        try:
            found = again(self._once, url, headers, size, total, delay, robots)
        except (_Again, _TooLong) as error:
            self._silent[host] = self._silent[host] + 1 if error.silent else 0
            raise SourceError(f"{url} {error}.", to_do="Try again later.") from error
        self._silent[host] = 0
        return found

    def _keep_away(self, url: httpx.URL) -> None:
        """Raise SourceError for what a server asked not to be asked for yet."""
        now = self._now()
        until = max(self._memory.wait_until(at) for at in (origin_of(url), str(url)))
        if now < until <= now + _DAY:
            when = datetime.fromtimestamp(until).strftime("%Y-%m-%d %H:%M")
            raise SourceError(
                f"{url} was not asked for: its server asked to wait until {when}.",
                to_do="Try again then.",
            )

    def _pause(self, state: tenacity.RetryCallState) -> float:
        """Return how long to wait before the next attempt, in seconds."""
        error = state.outcome.exception() if state.outcome else None
        backoff = self.limits.backoff * 2.0 ** (state.attempt_number - 1)
        asked = error.after if isinstance(error, _Again) else None
        pause = min(max(backoff, asked or 0.0), self.limits.longest_wait)
        log.info("%s; trying again in %.1f s", error, pause)
        return pause

    def _once(
        self,
        url: httpx.URL,
        headers: Mapping[str, str],
        size: int,
        total: float,
        delay: float,
        robots: bool,
    ) -> tuple[httpx.Response, Fetched]:
        self._pace.wait(url.host, delay)
        log.debug("asking for %s", url)
        self._deadline.begin(total)
        try:
            with self._client.stream("GET", url, headers=headers) as response:
                if response.status_code == _TOO_MANY or response.status_code >= 500:
                    raise self._busy(response, url)
                body = b""
                if response.status_code == 200:
                    body = read_body(response, str(url), size, cut=robots)
                return response, Fetched.of(response, url, body)
        except OutOfTimeError as error:
            more = f" ({error})" if str(error) else ""
            raise _TooLong(f"did not come to its end within {total:g} seconds{more}") from error
        except httpx.TransportError as error:
            raise self._translated(error, url) from error
        except (httpx.InvalidURL, httpx.StreamError, ValueError) as error:
            raise SourceError(f"{url} cannot be asked for ({error}).") from error

    def _busy(self, response: httpx.Response, url: httpx.URL) -> Exception:
        """Return what to do about a server that is busy or broken for now."""
        after = _retry_after(response.headers)
        words = f"was answered with the status {response.status_code}"
        if response.reason_phrase.isprintable() and response.reason_phrase:
            words += f" ({response.reason_phrase[:60]})"
        if after is not None and after > self.limits.longest_wait:
            address = origin_of(url) if response.status_code == _TOO_MANY else str(url)
            now = self._now()
            self._memory.note_wait(address, now + min(after, _DAY), now)
            return SourceError(
                f"{url} {words}, and the server asks to wait {after:.0f} seconds.",
                to_do="Try again then.",
            )
        return _Again(words, after)

    def _translated(self, error: httpx.TransportError, url: httpx.URL) -> Exception:
        """Return one of our errors for one of httpx's."""
        limits = self.limits
        why = " ".join(str(error).split())[:200] or type(error).__name__
        if isinstance(error, httpx.ConnectTimeout):
            words = f"cannot be reached within {limits.connect:g} seconds ({why})"
            return _Again(words, silent=True)
        if isinstance(error, httpx.TimeoutException):
            return _Again(f"said nothing for {limits.read:g} seconds", silent=True)
        if isinstance(error, httpx.ConnectError):
            if "CERTIFICATE" in why.upper():
                return SourceError(f"{url} was not read: its certificate is not valid ({why}).")
            return _Again(f"cannot be reached ({why})", silent=True)
        if isinstance(error.__context__, httpx.InvalidURL):
            return SourceError(f"{url} is redirected to what is not an address ({why}).")
        if isinstance(error, httpx.RemoteProtocolError):
            return _Again(f"was not answered in whole or in good HTTP ({why})")
        if isinstance(error, httpx.UnsupportedProtocol):
            return SourceError(f"{url} cannot be asked for ({why}).")
        return _Again(f"was cut off ({why})")


def _parsed(text: str) -> tuple[httpx.URL, str]:
    """Return an address without fragment and login, and the login as a header's value."""
    shown = shown_url(text)
    try:
        url = httpx.URL(text.strip())
    except (httpx.InvalidURL, ValueError) as error:
        raise SourceError(f"{shown} is not an address ({error}).") from error
    login = ""
    if url.userinfo:
        login = "Basic " + base64.b64encode(f"{url.username}:{url.password}".encode()).decode()
    return _checked(url, shown), login


def _checked(url: httpx.URL, shown: str) -> httpx.URL:
    if url.scheme not in {"http", "https"}:
        raise SourceError(f"{shown} was not read: only http and https addresses are.")
    if not url.host:
        raise SourceError(f"{shown} names no host.")
    if url.port is not None and not 0 < url.port < 65536:
        raise SourceError(f"{shown} is not an address (there is no port {url.port}).")
    return url.copy_with(username=None, password=None, fragment=None)


def _next(at: httpx.URL, location: str) -> httpx.URL:
    """Return where a redirect leads."""
    if not location:
        raise SourceError(f"{at} is redirected, but it is not said where to.")
    try:
        url = at.join(location)
    except (httpx.InvalidURL, ValueError) as error:
        raise SourceError(f"{at} is redirected to what is not an address ({error}).") from error
    return _checked(url, f"{at} is redirected to {shown_url(str(url))}, which")


def _origin(url: httpx.URL) -> tuple[str, str, int | None]:
    return url.scheme, url.host, url.port


def _accepted(fetched: Fetched, asked: httpx.URL, *, conditional: bool) -> Fetched:
    """Return an answer that holds a page, or says that it has not changed; raise for others."""
    status = fetched.status
    if status == 200 or (status == 304 and conditional):
        return fetched
    via = "" if fetched.url == asked else f" (redirected to {fetched.url})"
    if status in {404, 410}:
        raise NotThereError(
            f"{asked} is not there{via}: the server says {status}.",
            "An article that came from it before is kept.",
        )
    if status in {401, 402, 403, 407, 451}:
        raise SourceError(f"{asked} may not be read{via}: the server says {status}.")
    raise SourceError(f"{asked} was answered with the status {status}{via}.")


def _retry_after(headers: httpx.Headers) -> float | None:
    """Return the seconds that a server asks to wait: given so, or as a date beside its own."""
    told = headers.get("retry-after", "").strip()
    if told.isascii() and told.isdecimal() and len(told) < 10:
        return float(told)
    try:
        until = parsedate_to_datetime(told)
        return max(0.0, (until - parsedate_to_datetime(headers.get("date", ""))).total_seconds())
    except (ValueError, TypeError):
        return None
