"""A page of the web, as something to read."""

from __future__ import annotations

import hashlib
import html
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from ingest.found import Unchanged
from ingest.web.answers import Fetched, NotThereError
from ingest.web.canonicals import is_of_site, not_the_article
from ingest.web.content import FEED, SITEMAP, content_of
from ingest.web.entries import Entry, completed, renamed
from ingest.web.forms import addressed
from vectorstore import Article, Gone, SourceError, Visit

if TYPE_CHECKING:
    from ingest.web.visits import Web


class Page:
    """One page, fetched when it is read, unless ``fetched`` is its answer already.

    ``name`` is its address without a login, ``asked`` the address as given. ``entry`` is what led
    to it, if it was a feed or a sitemap, whose address is ``feed``. ``told`` says, once it was
    read, how much of it there was.
    """

    def __init__(
        self,
        web: Web,
        name: str,
        asked: str,
        fetched: Fetched | None = None,
        entry: Entry | None = None,
        feed: str = "",
    ) -> None:
        self.name = name
        self.size = 0
        self.ending = ""
        self.url: str | None = None
        self.told = ""
        self._asked = asked
        self._web = web
        self._fetched = fetched
        self._entry = entry
        self._feed = feed
        self._unread: SourceError | None = None

    def read(self) -> bytes:
        """Fetch the page. Raises SourceError; Unchanged when it is what it was."""
        known = self._web.catalogue.visit(self.name)
        mark = self._entry.mark if self._entry else ""
        gone = self._web.catalogue.gone(self.name) if self._entry else None
        if gone and gone.entry == mark and gone.until > self._web.now():
            raise still_gone(gone)
        if known and mark and known.entry == mark:
            raise Unchanged
        try:
            answer = self._fetched or self._web.fetch(self._asked, known)
            self._fetched = None  # its bytes are large
            if answer.status == 304 and known:
                self._note(answer, known.sha256, known)
                raise Unchanged
            if wall := not_the_article(self.name, str(answer.url)):
                raise SourceError(
                    f"{self.name} is redirected to {wall} ({answer.url}), not to an article.",
                    to_do="If that page is meant, give its own address.",
                )
            self.ending, data = content_of(answer, self.name, self._web.limits.size)
            if self.ending in {FEED, SITEMAP}:
                raise SourceError(
                    f"{self.name} is a {self.ending}, named by another one.",
                    to_do="Ingest it by its own address.",
                )
        except NotThereError as error:
            return self._instead(error, mark)
        except SourceError as error:
            return self._instead(error)
        self.url = str(answer.url)
        self.told = _extent(answer)
        self._note(answer, hashlib.sha256(data).hexdigest())
        return data

    def complete(self, article: Article) -> Article:
        """Give an article its address, and what the page's entry says and the page does not."""
        if article.source != self.name:  # one of many: a line of a file
            return article
        article = addressed(article, self.url or self.name, self._web.catalogue)
        if self._unread:
            if self._web.catalogue.text_at(self.name, but=self.name) is not None:
                raise self._unread  # a feed has no say of what is known from elsewhere
            known = {**article.known_from, "text": "feed"}
            article = renamed(article, {"known_from": known})
        return completed(article, self._entry) if self._entry else article

    def _instead(self, error: SourceError, gone: str | None = None) -> bytes:
        """Return the text that the feed holds of a page that cannot be read, else raise.

        A page that was read once is not replaced by it, and none of another site than the feed's.
        That it is ``gone``, by what the feed says of it, is noted.
        """
        entry, catalogue = self._entry, self._web.catalogue
        if entry is None:
            raise error
        earlier = catalogue.articles_of_source(self.name) and catalogue.visit(self.name)
        if earlier or len(entry.html) < _WHOLE or not is_of_site(self.name, self._feed):
            raise error if gone is None else self._note_gone(error, gone) from error
        catalogue.forget_visit(self.name)  # so that the page is tried again
        self._unread = error
        self.told = f"the text is the feed's, since the page was not read: {error.happened}"
        self.ending, self.url = ".html", self.name
        title = html.escape(entry.title)
        return (
            f'<!doctype html><html><head><meta charset="utf-8"><title>{title}</title></head>'
            f"<body><article><h1>{title}</h1>{entry.html}</article></body></html>"
        ).encode("utf-8", "replace")

    def _note_gone(self, error: SourceError, mark: str) -> SourceError:
        """Note that a page is not there, and return what says so, and until when."""
        catalogue, now = self._web.catalogue, self._web.now()
        before = catalogue.gone(self.name)
        again = before is not None and before.entry == mark
        distance = min(2 * (before.until - before.noted), MOST) if before and again else FIRST
        gone = Gone(error.happened, mark, now, now + distance)
        catalogue.note_gone(self.name, gone)
        return still_gone(gone)

    def _note(self, answer: Fetched, sha256: str, known: Visit | None = None) -> None:
        etag = answer.etag or (known.etag if known else "")
        changed = answer.last_modified or (known.last_modified if known else "")
        mark = self._entry.mark if self._entry else (known.entry if known else "")
        if self._web.catalogue.gone(self.name):
            self._web.catalogue.forget_gone(self.name)
        self._web.catalogue.note_visit(
            Visit(self.name, str(answer.url), etag, changed, sha256, mark)
        )


def still_gone(gone: Gone) -> SourceError:
    """Return the failure that a page is which is not there."""
    until = datetime.fromtimestamp(gone.until, UTC)
    return SourceError(
        gone.said,
        "An article that came from it before is kept.",
        f"It is asked for again after {until:%Y-%m-%d %H:%M} UTC, or when its feed says other "
        "things of it.",
    )


def _extent(answer: Fetched) -> str:
    size = f"{len(answer.body):,} bytes"
    if answer.ended:
        return f"read to its end, {size}"
    return (
        f"read until its server closed the connection, {size}: it did not say how many there are, "
        "so whether that is the end cannot be known"
    )


#: Seconds after which a page that is not there is asked for again, twice as many each time.
FIRST, MOST = 15 * 60.0, 7 * 24 * 3600.0
#: Characters of HTML below which what a feed holds of a page is a teaser, not its text.
_WHOLE = 500


class Known:
    """A page that is as it was, since the feed that leads to it is."""

    size = 0
    ending = ""
    url: str | None = None

    def __init__(self, name: str) -> None:
        self.name = name

    def read(self) -> bytes:
        """Raise Unchanged."""
        raise Unchanged
