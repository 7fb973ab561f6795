"""What an ingest would make of a source, without a library and without a model."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path
from typing import IO, Any

from ingest.containers import Container, unpacked
from ingest.formats.fields import ColumnMap, parse_map
from ingest.found import PACKED, Found
from ingest.loaders import load
from ingest.outlook import Outlook
from ingest.reading import Reading
from ingest.report import Failure
from ingest.sentences import structured
from ingest.sources import contents, find_files, is_address, opened
from ingest.web import Listing, NoLibrary, Page, Web
from ingest.web.visits import limits_of
from vectorstore import Article, Library, Settings, SourceError


@dataclass(frozen=True, slots=True)
class Previewed:
    """An article as it would be stored, or why there is none, and what a person should know.

    Of a feed or a sitemap, which is no article, ``entries`` counts the pages that it leads to.
    ``status`` says what an ingest would make of it: ``new``, ``changed`` or ``unchanged``; it is
    empty where no library was asked, or where an older version did not find it in the same bytes.
    """

    source: str
    article: Article | None = None
    error: str = ""
    notes: tuple[str, ...] = ()
    entries: int = 0
    status: str = ""

    def as_dict(self) -> dict[str, Any]:
        """Return all of it as JSON values."""
        return {
            "source": self.source,
            "article": self.article.as_dict() if self.article else None,
            "error": self.error or None,
            "notes": list(self.notes),
            "entries": self.entries,
            "status": self.status or None,
        }


def preview(
    source: str | Path,
    *,
    mapping: str | Mapping[str, str | Iterable[str]] | None = None,
    limit: int | None = None,
    settings: Settings | None = None,
    library: Library | None = None,
) -> Iterator[Previewed]:
    """Yield the articles of files, a folder, an archive or an address as ``ingest`` stores them.

    With their sentences; ``limit`` of them at most. Of a feed or a sitemap, what it is comes first,
    then the pages that it leads to, ``limit`` of which are fetched. ``settings`` bound what is
    fetched. ``library`` is asked what it has of them, and stays as it is. Raises UsageError for a
    mapping of fields that articles do not have.
    """
    columns = parse_map(mapping)
    outlook = Outlook(library, columns) if library else None
    if not is_address(source):
        yield from islice(_of_all(find_files(Path(source)), columns, outlook), limit)
        return
    settings = settings or Settings.load()
    limits = limits_of(settings)
    if limit is not None:
        limits = replace(limits, pages=min(limit, limits.pages))
    with closing(Web(NoLibrary(settings), limits)) as web:
        told: Listing | None = None
        for one in islice(_of_all(web.find(str(source)), columns, outlook), limit):
            if web.listing and web.listing is not told:
                told = web.listing
                yield _listed(told, limits.pages)
            yield one


def _listed(listing: Listing, pages: int) -> Previewed:
    count = len(listing.entries)
    return Previewed(
        listing.name,
        notes=(f"a {listing.kind} that leads to pages: {min(count, pages):,} of {count:,} follow",),
        entries=count,
    )


def _of_all(
    found: Iterable[Found | Failure | None], columns: ColumnMap, outlook: Outlook | None
) -> Iterator[Previewed]:
    for one in _readable(found):
        if isinstance(one, Failure):
            yield Previewed(one.source, error=one.error)
            continue
        yield from _of_one(one, columns, outlook)


def _of_one(one: Found, columns: ColumnMap, outlook: Outlook | None) -> Iterator[Previewed]:
    reading = Reading(url=one.url, mapping=columns)
    try:
        data = contents(one)
        reading.url = one.url
        if one.ending in PACKED and isinstance(data, bytes):  # only known now, of an address
            yield from _of_all(_inside(one, io.BytesIO(data), None), columns, outlook)
            return
        if isinstance(one, Page):
            reading.notes.append(one.told)
        pending = outlook.begin(one, data, reading) if outlook else None
        for item in load(data, one.name, reading, one.ending):
            if isinstance(one, Page) and isinstance(item, Article):
                item = one.complete(item)
            status = ""
            if outlook and pending and isinstance(item, Article):
                status = outlook.status(item, pending)
            yield replace(_previewed(item, reading), status=status)
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
                    yield from _inside(one, stream, above)
            except SourceError as error:
                yield Failure(one.name, str(error))


def _inside(one: Found, stream: IO[bytes], above: Container | None) -> Iterator[Found | Failure]:
    if one.ending == ".gz":
        yield from _readable([unpacked(one, stream, above)], above)
    else:
        container = Container(one.name, one.ending, stream, above=above)
        yield from _readable(container.members(), container)


def _previewed(item: Article | Failure, reading: Reading) -> Previewed:
    notes = tuple(reading.notes)
    if isinstance(item, Failure):
        return Previewed(item.source, error=item.error, notes=notes)
    return Previewed(item.source, structured(item), notes=notes)
