"""One source's bytes become articles: .txt, .md, .html, .jsonl and .jsonl.gz."""

from __future__ import annotations

import gzip
import io
import json
import re
import zlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import yaml

from ingest.canonical import canonical_line, canonical_text
from ingest.decode import decode
from ingest.making import line_of, make_article
from ingest.markdown import markdown_text
from ingest.report import Failure
from vectorstore import Article, SourceError

Loader = Callable[[bytes, str, "Reading"], Iterator["Article | Failure"]]

_FRONT_MATTER = re.compile(r"\A---[^\S\n]*\n(.*?)\n(?:---|\.\.\.)[^\S\n]*(?:\n|\Z)", re.DOTALL)
_ENDED = re.compile(r"""\.["'”’»)\]]*$""")

#: A first line longer than this is not a title.
MAX_TITLE = 120


@dataclass(slots=True)
class Reading:
    """What is known of a source while it is read.

    ``notes`` are what a person should know of it: the encoding when it is not UTF-8, a date that
    was left out. ``share`` is how much of it lies behind what was yielded last, 0 to 1.
    ``url`` is the address that the bytes came from, which is the article's where it names no other.
    ``mapping`` says, for tables, which column holds which of an article's fields:
    ``{"title": "headline"}``.
    """

    notes: list[str] = field(default_factory=list)
    share: float = 1.0
    url: str | None = None
    mapping: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Format:
    """How a format is read. ``rows`` says that it holds many articles, ``source#1`` and so on."""

    load: Loader
    rows: bool = False


def load(
    data: bytes, source: str, reading: Reading, ending: str | None = None
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
    if reading.url is None or known.rows:
        return known.load(data, source, reading)
    return (_addressed(item, reading.url) for item in known.load(data, source, reading))


def ending_of(name: str) -> str:
    """Return the ending of a name that tells its format, in small letters, or nothing."""
    name = name.lower()
    return max((ending for ending in LOADERS if name.endswith(ending)), key=len, default="")


def holds_lines(source: str, ending: str | None = None) -> bool:
    """Say whether a source has many articles, which are then named ``source#1`` and so on."""
    known = LOADERS.get(ending_of(source) if ending is None else ending)
    return known is not None and known.rows


def _addressed(item: Article | Failure, url: str) -> Article | Failure:
    """Give an article that names no address of its own the one that it was read from."""
    if isinstance(item, Failure) or item.url:
        return item
    known = {**item.known_from, "url": "the address it was read from"}
    made = Article.of(item.text, title=item.title, source=item.source)
    if item.id == made.id:  # none that the source gave it
        made = Article.of(item.text, title=item.title, source=item.source, url=url)
        item = replace(item, id=made.id)
    return replace(item, url=url, known_from=known)


def _text(data: bytes, source: str, notes: list[str]) -> str:
    text, encoding = decode(data, source)
    if encoding != "utf-8":
        notes.append(f"read as {encoding}")
    return text


def _plain(data: bytes, source: str, reading: Reading) -> Iterator[Article | Failure]:
    text = _text(data, source, reading.notes)
    title, body = _split_title(canonical_text(text))
    yield make_article(source, reading.notes, text=body, title=title)


def _split_title(text: str) -> tuple[str, str]:
    """Take the first line as the title when it is short, unended and a blank line follows."""
    head, gap, rest = text.partition("\n\n")
    if gap and "\n" not in head and len(head) <= MAX_TITLE and not _ENDED.search(head):
        return head, rest
    return "", text


def _markdown(data: bytes, source: str, reading: Reading) -> Iterator[Article | Failure]:
    text = _text(data, source, reading.notes)
    text = text.replace("\r\n", "\n")
    known: dict[str, Any] = {}
    if found := _FRONT_MATTER.match(text):
        known = _front_matter(found[1], source)
        text = text[found.end() :] if known else text  # two rules may stand around a first passage
    heading, body = markdown_text(text, reading.notes)
    title = known.get("title")
    if heading and title and canonical_line(heading) != line_of(title):
        body = f"{heading}\n\n{body}"
    names = ("id", "url", "outlet", "published", "language")
    fields: Any = {name: known.get(name) for name in names}
    yield make_article(source, reading.notes, text=body, title=title or heading, **fields)


def _front_matter(block: str, source: str) -> dict[str, Any]:
    try:
        # Nothing but texts: YAML takes the title "No" for false and "2023" for a number.
        known = yaml.load(block, Loader=yaml.BaseLoader)
    except yaml.YAMLError as error:
        where = str(error).split("\n")[0]
        raise SourceError(f"{source}: its front matter is not YAML ({where}).") from error
    if not isinstance(known, dict):
        return {}
    lower = {str(key).lower(): value for key, value in known.items()}
    lower.setdefault("published", lower.get("date"))
    return lower


def _html(data: bytes, source: str, reading: Reading) -> Iterator[Article | Failure]:
    from ingest.pages import load_page, page_text

    text = page_text(data, source, reading.notes)
    yield load_page(text, source, reading.notes, url=reading.url)


def _jsonl(data: bytes, source: str, reading: Reading) -> Iterator[Article | Failure]:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):  # UTF-16, whose bytes cannot be cut into lines
        data = _text(data, source, reading.notes).encode()
    seen_any = False
    lines = io.BytesIO(data)
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        seen_any = True
        reading.share = lines.tell() / len(data)
        place = f"{source}#{number}"
        try:
            yield _record(line, place, reading.notes)
        except SourceError as error:
            yield Failure(place, str(error))
    if not seen_any:
        raise SourceError(f"{source} is empty.")


def _record(line: bytes, place: str, notes: list[str]) -> Article:
    text = _text(line, place, notes)
    try:
        record = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise SourceError(f"{place} is not JSON ({error}).") from error
    if not isinstance(record, dict):
        raise SourceError(f"{place} is not a JSON object.")
    body = record.get("text")
    if not isinstance(body, str):
        raise SourceError(f'{place} has no field "text".')
    names = ("id", "title", "url", "outlet", "published", "language")
    fields: Any = {name: record.get(name) for name in names}
    return make_article(place, notes, text=body, **fields)


def _jsonl_gz(data: bytes, source: str, reading: Reading) -> Iterator[Article | Failure]:
    try:
        plain = gzip.decompress(data)
    except (OSError, EOFError, zlib.error) as error:
        raise SourceError(f"{source} cannot be decompressed ({error}).") from error
    yield from _jsonl(plain, source, reading)


#: Every format that is read, by the ending of a name.
LOADERS: dict[str, Format] = {
    ".txt": Format(_plain),
    ".md": Format(_markdown),
    ".markdown": Format(_markdown),
    ".html": Format(_html),
    ".htm": Format(_html),
    ".jsonl": Format(_jsonl, rows=True),
    ".jsonl.gz": Format(_jsonl_gz, rows=True),
}
