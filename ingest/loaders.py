"""Every format that is read, by the ending of a name: one source's bytes become articles."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from ingest.formats.epub import read_epub
from ingest.formats.feeds import read_feed
from ingest.formats.mail import read_eml, read_mhtml
from ingest.formats.news_xml import read_xml
from ingest.formats.pdf import read_pdf
from ingest.formats.records import read_json, read_jsonl
from ingest.formats.tables import read_csv, read_parquet
from ingest.formats.text import read_markdown, read_plain
from ingest.formats.word import read_docx
from ingest.found import PACKED
from ingest.making import with_address
from ingest.reading import Loader, Reading, StreamLoader
from ingest.report import Failure
from ingest.streams import Stream
from vectorstore import Article, SourceError

__all__ = [
    "LOADERS",
    "READ_FROM",
    "Format",
    "Loader",
    "Reading",
    "ending_of",
    "holds_lines",
    "is_streamed",
    "load",
]

#: Where an article's address was found that its source does not name.
READ_FROM = "the address it was read from"


@dataclass(frozen=True, slots=True)
class Format:
    """How a format is read: of all its bytes at once, or of a stream, whatever its length.

    ``rows`` says that it can hold many articles, ``source#1`` and so on. ``extra`` is the extra of
    ``pyproject.toml`` whose packages it needs.
    """

    load: Loader | None = None
    rows: bool = False
    extra: str | None = None
    stream: StreamLoader | None = None


def load(
    data: bytes | Stream, source: str, reading: Reading, ending: str | None = None
) -> Iterator[Article | Failure]:
    """Yield the articles of a source, and a failure in the place of each that cannot be read.

    ``source`` is a path or a URL, whose ending tells the format, unless ``ending`` (of ``LOADERS``)
    does; ``reading`` is kept up to date. Raises SourceError when nothing of the source can be read.
    """
    known = LOADERS.get(ending_of(source) if ending is None else ending)
    if known is None:
        raise SourceError(
            f"{source} has a format that Citewire does not read.",
            to_do=f"It reads {', '.join(LOADERS)}.",
        )
    if known.stream is not None:
        whole = Stream.of(data) if isinstance(data, bytes) else data
        items = known.stream(whole, source, reading)
    elif known.load is not None and isinstance(data, bytes):
        items = known.load(data, source, reading)
    else:
        raise TypeError(f"{source} is of a format that is not read as a stream")
    if reading.url is None:
        return items
    return (_addressed(item, source, reading.url) for item in items)


@lru_cache(maxsize=64)  # the steps that take a file in each ask for it
def ending_of(name: str) -> str:
    """Return the ending of a name that tells its format, in small letters, or nothing.

    What gzip has packed has the ending ``.gz``, where Citewire reads what is in it.
    """
    name = name.lower()
    endings = (ending for ending in (*LOADERS, *PACKED) if name.endswith(ending))
    ending = max(endings, key=len, default="")
    return "" if ending == ".gz" and not ending_of(name.removesuffix(".gz")) else ending


def holds_lines(source: str, ending: str | None = None) -> bool:
    """Say whether a source has many articles, which are then named ``source#1`` and so on."""
    known = LOADERS.get(ending_of(source) if ending is None else ending)
    return known is not None and known.rows


def is_streamed(ending: str) -> bool:
    """Say whether a format is read as a stream."""
    known = LOADERS.get(ending)
    return known is not None and known.stream is not None


def _addressed(item: Article | Failure, source: str, url: str) -> Article | Failure:
    """Give the article that a source is, if it names no address, the one it was read from."""
    if isinstance(item, Failure) or item.url or item.source != source:
        return item
    return with_address(item, url, READ_FROM)


def _html(data: bytes, source: str, reading: Reading) -> Iterator[Article | Failure]:
    from ingest.pages import load_page, page_text

    if _NEWS.match(data):
        yield from read_xml(data, source, reading)  # a feed that was saved from a browser, say
        return
    text = page_text(data, source, reading.notes)
    yield load_page(text, source, reading.notes, url=reading.url)


_NEWS = re.compile(
    rb"(?:\xef\xbb\xbf)?\s*(?:<\?xml[^>]{0,200}\?>\s*)?<(?:rss|feed|rdf:RDF|newsItem|newsMessage|nitf)\b"
)

#: Pages, which may give themselves the address of another: a template's, say.
PAGES = frozenset([".html", ".htm", ".mhtml", ".mht"])

#: Every format that is read, by the ending of a name.
LOADERS: dict[str, Format] = {
    ".txt": Format(read_plain),
    ".md": Format(read_markdown),
    ".markdown": Format(read_markdown),
    ".html": Format(_html),
    ".htm": Format(_html),
    ".mhtml": Format(read_mhtml),
    ".mht": Format(read_mhtml),
    ".pdf": Format(read_pdf, extra="pdf"),
    ".docx": Format(read_docx, extra="docx"),
    ".epub": Format(read_epub),
    ".eml": Format(read_eml),
    ".jsonl": Format(stream=read_jsonl, rows=True),
    ".json": Format(read_json, rows=True),
    ".ninjs": Format(read_json, rows=True),
    ".csv": Format(stream=read_csv, rows=True),
    ".tsv": Format(stream=read_csv, rows=True),
    ".parquet": Format(stream=read_parquet, rows=True, extra="parquet"),
    ".xml": Format(read_xml, rows=True),
    ".nitf": Format(read_xml, rows=True),
    ".rss": Format(read_feed, rows=True),
    ".atom": Format(read_feed, rows=True),
}
