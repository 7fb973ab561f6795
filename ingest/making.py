"""A source's fields become an article in canonical form."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date, datetime
from typing import Any, NamedTuple

from ingest.canonical import canonical_line, canonical_text, has_words
from ingest.dates import parse_date, parse_moment
from ingest.structure import PartKind, blocks_of
from vectorstore import Article, Block, SourceError

_ADDRESS = re.compile(r"https?://[^/\s]", re.IGNORECASE)

#: Characters of the longest text that is taken for one article: more than any novel has.
MAX_TEXT = 50_000_000


class Piece(NamedTuple):
    """A part whose words stay as they are, and what stands before it in the text."""

    kind: PartKind
    text: str
    gap: str = "\n\n"


def make_article(
    source: str,
    notes: list[str],
    *,
    text: str = "",
    parts: Iterable[tuple[PartKind, str] | Piece] = (),
    id: object = None,
    title: object = None,
    url: object = None,
    outlet: object = None,
    published: object = None,
    language: object = None,
    byline: object = None,
    modified: object = None,
    section: object = None,
    tags: object = (),
    known_from: Mapping[str, str] | None = None,
) -> Article:
    """Make an article of a source's fields, in canonical form; wrong optional ones are unknown.

    The text is given whole, or as ``parts`` where the source tells paragraphs from headings and
    list items: each part is then a block of the article, but for those of the kind ``text``, whose
    blocks are guessed from their lines. ``known_from`` says where the fields'
    values were found, by the fields' names as ``Article`` has them. Raises SourceError when there
    is no text.
    """
    body, blocks = _body(source, text, list(parts))
    day, moment = _when(published, notes)
    fields: dict[str, Any] = {
        "title": line_of(title),
        "url": _address(url),
        "outlet": line_of(outlet) or None,
        "language": line_of(language) or None,
        "byline": line_of(byline) or None,
        "section": line_of(section) or None,
        "published": day,
        "published_at": moment,
        "modified_at": _when(modified, [])[1],
        "tags": _tags(tags),
    }
    known = {name: where for name, where in (known_from or {}).items() if fields.get(name, True)}
    return Article.of(
        body, id=line_of(id) or None, source=source, blocks=blocks, known_from=known, **fields
    )


def _body(
    source: str, text: str, parts: list[tuple[PartKind, str] | Piece]
) -> tuple[str, list[Block]]:
    """Return the text in canonical form, and its blocks. Raises SourceError where there is none."""
    length = len(text) + sum(len(part[1]) for part in parts)
    if length > MAX_TEXT:
        raise SourceError(
            f"{source or 'The document'} has {length:,} characters, too many for one article.",
            to_do=f"Cut it into articles; {MAX_TEXT:,} is the most.",
        )
    body, blocks = _assembled(parts) if parts else (canonical_text(text), [])
    if not has_words(body):
        raise SourceError(f"{source or 'The document'} holds no text.")
    return body, blocks


def with_address(article: Article, url: str, where: str) -> Article:
    """Give an article an address; ``where`` says where it was found."""
    known = {**article.known_from, "url": where}
    made = Article.of(article.text, title=article.title, source=article.source)
    if article.id == made.id:  # none that the source gave it
        made = Article.of(article.text, title=article.title, source=article.source, url=url)
        article = replace(article, id=made.id)
    return replace(article, url=url, known_from=known)


def line_of(value: object) -> str:
    """Return a field's value in canonical form, on one line; of what is no text, nothing."""
    return canonical_line(str(value)) if isinstance(value, str | int | float) else ""


def _assembled(parts: list[tuple[PartKind, str] | Piece]) -> tuple[str, list[Block]]:
    """Join parts into a text, and say which blocks stand where in it.

    Where the source says nothing of any part, there are none.
    """
    any_told = any(part[0] != "text" for part in parts)
    pieces: list[str] = []
    blocks: list[Block] = []
    at = 0
    for part in parts:
        kind, raw, gap = Piece(*part)
        piece = canonical_text(raw, form=not isinstance(part, Piece))
        if kind != "text":
            piece = piece.replace("\n\n", "\n")
        if not piece:
            continue
        if pieces:
            pieces.append(gap)
            at += len(gap)
        pieces.append(piece)
        if kind != "text":
            blocks.append(Block(at, at + len(piece), kind))
        elif any_told:
            blocks += [Block(at + start, at + end, one) for start, end, one in blocks_of(piece)]
        at += len(piece)
    text = "".join(pieces)
    body = canonical_text(text)
    if not text.startswith(body):  # nothing but the end of it can go, a form's lines say
        return body, []
    ends = ((start, min(end, len(body)), kind) for start, end, kind in blocks)
    return body, [Block(start, end, kind) for start, end, kind in ends if start < end]


def _when(value: object, notes: list[str]) -> tuple[date | None, datetime | None]:
    """Return the day and, where a time of the day is given with it, the moment."""
    day = parse_date(value)
    if value and day is None:
        notes.append(f"the date {str(value)[:40]!r} cannot be told for certain, so it is left out")
    moment = parse_moment(value)
    return day, moment if moment and moment.date() == day else None


def _address(value: object) -> str | None:
    """Return an absolute address of the web; a feed's number or a path names no article."""
    address = line_of(value)
    return address if _ADDRESS.match(address) else None


def _tags(value: object) -> tuple[str, ...]:
    """Return tags that are given as a list, or as one text with commas, each once."""
    some = value.split(",") if isinstance(value, str) else value
    if not isinstance(some, Iterable):
        return ()
    return tuple(dict.fromkeys(line for one in some if (line := line_of(one))))
