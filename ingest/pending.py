"""A source on its way into the library: what it gave, and what became of that so far."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace

from ingest.loaders import Reading
from ingest.report import SourceDone, SourceStatus
from ingest.seen import Kept
from vectorstore import Article


@dataclass(slots=True)
class Pending:
    """A source whose articles are not all stored yet.

    ``size`` is in bytes; ``ending`` tells the format, ``None`` where the name does. ``lines``
    tells which of the library's articles a line of it is, as far as that is known, by the line's
    source. ``complete`` adds to an article what is known of it from elsewhere.
    """

    name: str
    sha256: str | None
    size: float
    ending: str | None = None
    reading: Reading = field(default_factory=Reading)
    lines: Mapping[str, str] = field(default_factory=dict)
    complete: Callable[[Article], Article] | None = None
    articles: int = 0
    ids: Kept = field(default_factory=Kept)
    counts: dict[SourceStatus, int] = field(default_factory=dict)
    waiting: int = 0
    read: bool = False

    def count(self, status: SourceStatus) -> None:
        """Count an article."""
        self.counts[status] = self.counts.get(status, 0) + 1

    def done(self) -> SourceDone:
        """Return what became of the source."""
        order: tuple[SourceStatus, ...] = ("changed", "new", "unchanged", "failed")
        there = [status for status in order if self.counts.get(status)]
        details = []
        if len(there) > 1:
            details.append(", ".join(f"{self.counts[status]} {status}" for status in there))
        elif there == ["failed"]:
            details.append(f"{self.name}: none of its {self.counts['failed']:,} could be read")
        details += list(dict.fromkeys(self.reading.notes))[:3]
        # A file of many articles has not failed because one of its lines has.
        return SourceDone(
            self.name, there[0] if there else "unchanged", self.articles, "; ".join(details)
        )

    def is_line(self, article: Article) -> bool:
        """Say whether an article is a line of this source, known by its content and place alone."""
        return article.source.startswith(f"{self.name}#") and not article.url


def is_named(article: Article) -> bool:
    """Say whether the source itself gave the article its id."""
    return article != replace(
        article,
        id=Article.of(article.text, title=article.title, url=article.url, source=article.source).id,
    )
