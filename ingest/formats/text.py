"""Plain text, and Markdown with front matter."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import yaml

from ingest.canonical import canonical_line, canonical_text
from ingest.making import Piece, line_of, make_article
from ingest.markdown import markdown_parts
from ingest.reading import Reading
from ingest.report import Failure
from vectorstore import Article, SourceError

_FRONT_MATTER = re.compile(r"\A---[^\S\n]*\n(.*?)\n(?:---|\.\.\.)[^\S\n]*(?:\n|\Z)", re.DOTALL)
_ENDED = re.compile(r"""\.["'”’»)\]]*$""")

_PAGE = re.compile(r"\s*(?:<\?xml[^>]{0,200}\?>\s*)?(?:<!doctype html|<html)\b", re.I)

#: A first line longer than this is not a title.
MAX_TITLE = 120


def read_plain(data: bytes, source: str, reading: Reading) -> Iterator[Article | Failure]:
    """Read a text, whose first line may be its title."""
    text = reading.text(data, source)
    if _PAGE.match(text):
        raise SourceError(f"{source} is not plain text: it is a page.", to_do="Name it .html.")
    title, body = split_title(canonical_text(text))
    known = {"title": "first line"}
    yield make_article(source, reading.notes, text=body, title=title, known_from=known)


def split_title(text: str) -> tuple[str, str]:
    """Take the first line as the title when it is short, unended and a blank line follows."""
    head, gap, rest = text.partition("\n\n")
    if gap and "\n" not in head and len(head) <= MAX_TITLE and not _ENDED.search(head):
        return head, rest
    return "", text


def read_markdown(data: bytes, source: str, reading: Reading) -> Iterator[Article | Failure]:
    """Read Markdown: fields in its front matter, or its first heading as the title."""
    text = reading.text(data, source).replace("\r\n", "\n")
    known: dict[str, Any] = {}
    if found := _FRONT_MATTER.match(text):
        known = _front_matter(found[1], source)
        text = text[found.end() :] if known else text  # two rules may stand around a first passage
    heading, parts = markdown_parts(text, reading.notes)
    title = known.get("title")
    if heading and title and canonical_line(heading) != line_of(title):
        parts.insert(0, Piece("heading", heading))
    names = (
        "id",
        "url",
        "outlet",
        "published",
        "language",
        "byline",
        "modified",
        "section",
        "tags",
    )
    fields: Any = {name: known.get(name) for name in names}
    where = {name: "front matter" for name in ("title", *names) if known.get(name)}
    where |= {"published_at": "front matter", "modified_at": "front matter"}
    if not title:
        where["title"] = "first heading"
    yield make_article(
        source, reading.notes, parts=parts, title=title or heading, known_from=where, **fields
    )


def _front_matter(block: str, source: str) -> dict[str, Any]:
    try:
        # Nothing but texts: YAML takes the title "No" for false and "2023" for a number.
        known = yaml.load(block, Loader=yaml.BaseLoader)
    except (yaml.YAMLError, RecursionError) as error:
        where = str(error).split("\n")[0]
        raise SourceError(f"{source}: its front matter is not YAML ({where}).") from error
    if not isinstance(known, dict):
        return {}
    lower = {str(key).lower(): value for key, value in known.items()}
    lower.setdefault("published", lower.get("date"))
    lower.setdefault("byline", lower.get("author"))
    return lower
