"""From an address to what there is to read at it: a page, or all those of a feed or a sitemap."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial

from ingest.found import Found
from ingest.report import Failure
from ingest.web.addresses import Resolver, is_any, is_public, resolve
from ingest.web.answers import Fetched
from ingest.web.content import FEED, SITEMAP, content_of
from ingest.web.entries import Entry
from ingest.web.feeds import feed_entries
from ingest.web.fetcher import Fetcher, Validators, shown_url
from ingest.web.limits import Limits
from ingest.web.memory import Keeper
from ingest.web.pages import Known, Page, still_gone
from ingest.web.sitemaps import sitemap_entries
from vectorstore import Settings, SourceError, Visit

log = logging.getLogger(__name__)


def limits_of(settings: Settings) -> Limits:
    """Return the bounds that are set."""
    return Limits(
        total=settings.web_seconds,
        robots_total=min(Limits().robots_total, settings.web_seconds),
        size=int(settings.web_megabytes * 1_000_000),
        delay=settings.web_delay,
        pages=settings.web_pages,
    )


def allowed_by(settings: Settings) -> Callable[[str], bool]:
    """Return what says whether an address may be connected to."""
    return is_any if settings.allow_private_addresses else is_public


@dataclass(frozen=True, slots=True)
class Listing:
    """What leads to pages: its name, whether it is a feed or a sitemap, and its entries.

    Of an index of sitemaps, the entries are those of as many of them as were read.
    """

    name: str
    kind: str
    entries: tuple[Entry, ...]


class Web:
    """The web as one run of ingest sees it; nothing is connected to before it is needed.

    ``limits`` are the library's settings unless they are given; ``clock`` and ``sleep`` are in
    seconds, ``now`` in seconds since 1970. ``listing`` is the feed or sitemap that was found last.
    One thread may use it, once. Close it in the end.
    """

    def __init__(
        self,
        library: Keeper,
        limits: Limits | None = None,
        *,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], None] = time.sleep,
        resolver: Resolver = resolve,
        now: Callable[[], float] = time.time,
    ) -> None:
        self.listing: Listing | None = None
        self.catalogue = library.catalogue
        self.limits = limits or limits_of(library.settings)
        allowed = allowed_by(library.settings)
        self._make: Callable[[], Fetcher] = partial(
            Fetcher,
            self.limits,
            allowed=allowed,
            clock=clock,
            sleep=sleep,
            resolver=resolver,
            memory=library.catalogue,
            now=now,
        )
        self._fetcher: Fetcher | None = None
        self._given: set[str] = set()
        self.now = now

    def close(self) -> None:
        """Close all connections."""
        if self._fetcher is not None:
            self._fetcher.close()

    def fetch(self, url: str, known: Visit | None = None) -> Fetched:
        """Fetch an address, or hear that it is as it was; raises SourceError."""
        if self._fetcher is None:
            self._fetcher = self._make()
        validators = Validators(known.url, known.etag, known.last_modified) if known else None
        return self._fetcher.get(url, validators)

    def find(self, source: str) -> Iterator[Found | Failure]:
        """Yield what there is to read at an address: the pages of a feed one by one."""
        name = shown_url(source)
        try:
            yield from self._find(source, name)
        except SourceError as error:
            yield Failure(name, str(error))

    def _find(self, asked: str, name: str) -> Iterator[Found | Failure]:
        known = self.catalogue.visit(name, now=self.now())
        answer = self.fetch(asked, known)
        if answer.status == 304 and known:
            for page in known.pages or (name,):
                gone = self.catalogue.gone(page) if known.pages else None
                yield Failure(page, str(still_gone(gone))) if gone else Known(page)
            return
        kind, data = content_of(answer, name, self.limits.size)
        again: list[str] = []
        if kind == FEED:
            entries = feed_entries(data, name, str(answer.url), answer.charset)
        elif kind == SITEMAP:
            entries, again = sitemap_entries(data, name)
        else:
            yield Page(self, name, asked, answer)
            return
        if again:
            yield from self._sitemaps(again, name, entries)
        if not entries:
            yield Failure(name, f"{name} is a {kind} without entries.")
            return
        self.listing = Listing(name, kind, tuple(entries))
        yield from self._pages(entries, name)
        if not again:  # what an index names can change without it
            pages = [shown_url(entry.url) for entry in entries if entry.url][: self.limits.pages]
            self.catalogue.note_visit(
                Visit(name, str(answer.url), answer.etag, answer.last_modified, pages=tuple(pages))
            )

    def _pages(self, entries: list[Entry], name: str) -> Iterator[Found | Failure]:
        for entry in entries[: self.limits.pages]:
            if not entry.url:
                yield Failure(name, f"{name}: its entry {entry.title[:80]!r} names no page.")
                continue
            page = shown_url(entry.url)
            if page not in self._given:
                self._given.add(page)
                yield Page(self, page, entry.url, entry=entry, feed=name)
        if len(entries) > self.limits.pages:
            yield Failure(
                name,
                f"{name} leads to {len(entries):,} pages, of which the first "
                f"{self.limits.pages:,} were read. Set web_pages higher to read more.",
            )

    def _sitemaps(self, waiting: list[str], name: str, entries: list[Entry]) -> Iterator[Failure]:
        """Add the pages of the sitemaps that an index names, as many as may be read and one more.

        Yields a failure for each that cannot be read.
        """
        seen = {name}
        waiting = list(waiting)
        while waiting and len(entries) <= self.limits.pages:
            at = waiting.pop(0)
            if at in seen:
                continue
            if len(seen) > self.limits.sitemaps:
                yield Failure(name, f"{name} names more than {self.limits.sitemaps} sitemaps.")
                return
            seen.add(at)
            try:
                kind, data = content_of(self.fetch(at), shown_url(at), self.limits.size)
                if kind != SITEMAP:
                    raise SourceError(f"{name} names {shown_url(at)} as a sitemap: it is none.")
                more, further = sitemap_entries(data, shown_url(at))
            except SourceError as error:
                yield Failure(shown_url(at), str(error))
                continue
            entries += more
            waiting += further
