"""What a library remembers of the web, so that servers are asked no more than is needed."""

from __future__ import annotations

import json
import math
from dataclasses import dataclass

from vectorstore.queries import Queries
from vectorstore.records import Visit

#: Seconds after which a page that is gone is forgotten, when nobody asks for it any more.
_FORGOTTEN = 90 * 24 * 3600.0


@dataclass(frozen=True, slots=True)
class Gone:
    """A page that a feed leads to and that is not there.

    ``said`` tells so in words, ``entry`` is a digest of what the feed said of it then. It was asked
    for last at ``noted`` and is not to be asked for before ``until``, in seconds since 1970.
    """

    said: str
    entry: str
    noted: float
    until: float


class WebMemory(Queries):
    """The part of a catalogue that is about the web."""

    def visit(self, source: str, *, now: float = math.inf) -> Visit | None:
        """Return what is kept of an address that was fetched, if all that it gave is there still.

        Of a feed that is so when it is so of each page that it led to, or when that is gone and
        need not be asked for again at ``now``, in seconds since 1970.
        """
        found = self.rows(
            "SELECT url, etag, last_modified, sha256, entry, pages FROM web WHERE source = ?",
            (source,),
        )
        if not found:
            return None
        url, etag, last_modified, sha256, entry, pages = found[0]
        visit = Visit(source, url, etag, last_modified, sha256, entry, tuple(json.loads(pages)))
        if not visit.pages:
            return visit if sha256 and self.articles_of_source(source, sha256) else None
        return visit if all(self._is_known(page, now) for page in visit.pages) else None

    def note_visit(self, visit: Visit) -> None:
        """Note what is kept of an address that was fetched."""
        with self.transaction():
            self.rows("DELETE FROM web WHERE source = ?", (visit.source,))
            self.rows(
                "INSERT INTO web (source, url, etag, last_modified, sha256, entry, pages) "
                "VALUES (?,?,?,?,?,?,?)",
                (
                    visit.source,
                    visit.url,
                    visit.etag,
                    visit.last_modified,
                    visit.sha256,
                    visit.entry,
                    json.dumps(visit.pages, ensure_ascii=False, separators=(",", ":")),
                ),
            )

    def forget_visit(self, source: str) -> None:
        """Forget what is kept of an address: it is fetched whole when it is next met."""
        self.rows("DELETE FROM web WHERE source = ?", (source,))

    def robots(self, origin: str) -> tuple[str, float] | None:
        """Return the robots.txt of an origin as it was read last, and until when it holds."""
        found = self.rows("SELECT text, until FROM robots WHERE origin = ?", (origin,))
        return (str(found[0][0]), float(found[0][1])) if found else None

    def note_robots(self, origin: str, text: str, until: float) -> None:
        """Keep the robots.txt of an origin; ``until`` is in seconds since 1970."""
        self.rows("INSERT OR REPLACE INTO robots VALUES (?, ?, ?)", (origin, text, until))

    def wait_until(self, address: str) -> float:
        """Return until when an address is not to be asked for, in seconds since 1970."""
        return float(self.value("SELECT until FROM waits WHERE address = ?", (address,)) or 0.0)

    def note_wait(self, address: str, until: float, now: float) -> None:
        """Note until when an address is not to be asked for; what is over is forgotten."""
        with self.transaction():
            self.rows("DELETE FROM waits WHERE until < ?", (now,))
            self.rows("INSERT OR REPLACE INTO waits VALUES (?, ?)", (address, until))

    def gone(self, address: str) -> Gone | None:
        """Return what is known of a page that was not there."""
        found = self.rows(
            "SELECT said, entry, noted, until FROM gone WHERE address = ?", (address,)
        )
        return Gone(*found[0]) if found else None

    def note_gone(self, address: str, gone: Gone) -> None:
        """Note that a page was not there; what has long been so is forgotten."""
        with self.transaction():
            self.rows("DELETE FROM gone WHERE until < ?", (gone.noted - _FORGOTTEN,))
            self.rows(
                "INSERT OR REPLACE INTO gone VALUES (?, ?, ?, ?, ?)",
                (address, gone.said, gone.entry, gone.noted, gone.until),
            )

    def forget_gone(self, address: str) -> None:
        """Forget that a page was not there."""
        self.rows("DELETE FROM gone WHERE address = ?", (address,))

    def _is_known(self, page: str, now: float) -> bool:
        if gone := self.gone(page):
            return gone.until > now
        digest = self._page_digest(page)
        return bool(digest and self.articles_of_source(page, digest))

    def _page_digest(self, source: str) -> str | None:
        """Return the digest of a page that was fetched; a feed has none."""
        value = self.value("SELECT sha256 FROM web WHERE source = ?", (source,))
        return str(value) if value else None
