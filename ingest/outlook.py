"""What an ingest would do with an article, asked of a library that stays as it is."""

from __future__ import annotations

from typing import Literal

from ingest.formats.fields import ColumnMap
from ingest.found import Found
from ingest.intake import Intake
from ingest.loaders import Reading, holds_lines
from ingest.pending import Pending, is_named
from ingest.report import SourceStatus
from ingest.selection import Selection
from ingest.storing import Store
from ingest.streams import Stream
from ingest.tally import Tally
from vectorstore import Article, Library


class Outlook:
    """Compares what sources hold with a library, as an ingest does before it stores anything."""

    def __init__(self, library: Library, mapping: ColumnMap) -> None:
        tally = Tally(lambda _: None, lambda _: None)
        self._store = Store(library, tally, batch_passages=1)
        self._intake = Intake(self._store, tally, Selection(), mapping)
        self._is_known = False

    def begin(self, one: Found, data: bytes | Stream, reading: Reading) -> Pending:
        """Begin a source; one of many articles is read through, to tell which is which."""
        pending = Pending(one.name, None, one.size, one.ending, reading)
        digest = self._intake.digest(data)
        self._is_known = self._store.library.catalogue.articles_of_source(one.name, digest) > 0
        if holds_lines(one.name, one.ending):
            self._intake.match_lines(data, pending)
        return pending

    def status(self, article: Article, pending: Pending) -> SourceStatus | Literal[""]:
        """Return ``new``, ``changed`` or ``unchanged``, which is what the article would be.

        An ingest does not read again the bytes that it has read, whatever an older version made of
        them. What that did not find in them is none of the three: a note says so.
        """
        article = self._intake.completed(article, pending)
        article, status = self._intake.placed(article, pending, named=is_named(article))
        if self._is_known and status != "unchanged":
            pending.reading.note("an ingest leaves it alone, since it has read the same bytes")
            return "unchanged" if status == "changed" else ""
        if status != "unchanged":
            self._store.shas[article.id] = article.sha256  # another of this content is the same
        return status
