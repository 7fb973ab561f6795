"""What an ingest would make of a source, without a library and without a model."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ingest.containers import Container, unpacked
from ingest.formats.fields import parse_map
from ingest.found import PACKED, Found
from ingest.loaders import load
from ingest.reading import Reading
from ingest.report import Failure
from ingest.sentences import structured
from ingest.sources import find_files, is_address, opened
from ingest.web.content import FEED, SITEMAP, content_of
from ingest.web.fetcher import Fetcher, shown_url
from ingest.web.visits import allowed_by, limits_of
from vectorstore import Article, Settings, SourceError


@dataclass(frozen=True, slots=True)
class Previewed:
    """An article as it would be stored, or why there is none, and what a person should know."""

    source: str
    article: Article | None = None
    error: str = ""
    notes: tuple[str, ...] = ()

    def as_dict(self) -> dict[str, Any]:
        """Return all of it as JSON values."""
        return {
            "source": self.source,
            "article": self.article.as_dict() if self.article else None,
            "error": self.error or None,
            "notes": list(self.notes),
        }


def preview(
    source: str | Path, *, mapping: str | Mapping[str, str | Iterable[str]] | None = None
) -> Iterator[Previewed]:
    """Yield the articles of files, a folder, an archive or an address as ``ingest`` stores them.

    With their sentences. Raises UsageError for a mapping of fields that articles do not have.
    """
    columns = parse_map(mapping)
    for one in _readable(_found(source)):
        if isinstance(one, Failure):
            yield Previewed(one.source, error=one.error)
            continue
        reading = Reading(url=one.url, mapping=columns)
        try:
            data = one.read()
            reading.url = one.url
            for item in load(data, one.name, reading, one.ending):
                yield _previewed(item, reading)
                reading.notes.clear()
        except SourceError as error:
            yield Previewed(one.name, error=str(error), notes=tuple(reading.notes))


def _readable(
    found: Iterable[Found | Failure | None], above: Container | None = None
) -> Iterator[Found | Failure]:
    """Yield what is to be read, the members of archives in their place; ``above`` holds it."""
    for one in found:
        if isinstance(one, Failure) or (one is not None and one.ending not in PACKED):
            yield one
        elif one is not None:
            try:
                with opened(one) as stream:
                    if one.ending == ".gz":
                        yield from _readable([unpacked(one, stream, above)], above)
                    else:
                        container = Container(one.name, one.ending, stream, above=above)
                        yield from _readable(container.members(), container)
            except SourceError as error:
                yield Failure(one.name, str(error))


def _previewed(item: Article | Failure, reading: Reading) -> Previewed:
    notes = tuple(reading.notes)
    if isinstance(item, Failure):
        return Previewed(item.source, error=item.error, notes=notes)
    return Previewed(item.source, structured(item), notes=notes)


def _found(source: str | Path) -> Iterator[Found | Failure | None]:
    if is_address(source):
        yield _Address(str(source))
    else:
        yield from find_files(Path(source))


@dataclass(slots=True)
class _Address:
    """A page of the web, fetched each time it is read."""

    asked: str
    size: int = 0
    ending: str = ".html"
    url: str | None = field(default=None)

    @property
    def name(self) -> str:
        return shown_url(self.asked)

    def read(self) -> bytes:
        settings = Settings.load()
        limits = limits_of(settings)
        with Fetcher(limits, allowed=allowed_by(settings)) as fetcher:
            fetched = fetcher.get(self.asked)
        self.url = str(fetched.url)
        self.ending, data = content_of(fetched, self.name, limits.size)
        if self.ending in {FEED, SITEMAP}:
            raise SourceError(
                f"{self.name} is a {self.ending}, which leads to pages.",
                to_do="Give the address of one of them.",
            )
        return data
