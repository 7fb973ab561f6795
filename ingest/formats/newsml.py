"""NewsML-G2, IPTC's news as XML: a news item, or a message with several."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from ingest.formats.markup import (
    Part,
    html_parts,
    line_text,
    local_name,
    looks_marked_up,
    tree_parts,
)
from ingest.formats.ninjs import identity, without_by
from ingest.formats.nitf import nitf_article, nitf_parts
from ingest.making import make_article
from ingest.reading import Reading
from ingest.report import Failure
from vectorstore import Article, SourceError

if TYPE_CHECKING:
    from lxml.etree import _Element

_LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"
_GONE = ("canceled", "cancelled", "withheld")


def newsml_articles(root: _Element, source: str, reading: Reading) -> Iterator[Article | Failure]:
    """Yield the articles of a document, ``source#1`` and so on of a message.

    Packages and knowledge items, which hold links and words for machines, are passed over with a
    note. Raises SourceError for a document that is a single one of these, or holds nothing.
    """
    if local_name(root) == "newsitem":
        yield _article(root, source, reading)
        return
    if local_name(root) != "newsmessage":
        raise SourceError(f"{source} is a {root.tag.rpartition('}')[2]}, which holds no article.")
    items = [one for some in _children(root, "itemset") for one in some]
    number = 0
    for at, item in enumerate(items, start=1):
        reading.share = at / len(items)
        name = local_name(item)
        if name != "newsitem":
            reading.note(f"a {name or 'comment'} in it is passed over")
            continue
        number += 1
        place = f"{source}#{number}"
        try:
            yield _article(item, place, reading)
        except SourceError as error:
            yield Failure(place, str(error))
    if not number:
        raise SourceError(f"{source} is a news message without a news item.")


def _article(item: _Element, place: str, reading: Reading) -> Article:
    meta, content = _child(item, "itemmeta"), _child(item, "contentmeta")
    kind = _code(_child(meta, "itemclass"))
    if kind and kind not in {"text", "composite"}:
        raise SourceError(f"{place} is a news item of the class {kind}, not a text.")
    status = _code(_child(meta, "pubstatus"))
    if status in _GONE:
        raise SourceError(f"{place} was {status} by its provider.")
    parts, within = _body(_child(item, "contentset"), place)
    known: dict[str, str] = {}

    def take(field: str, *ways: tuple[_Element | None, str]) -> str:
        for above, name in ways:
            for one in _children(above, name.lower()):
                if text := _name_of(one):
                    known[field] = f"NewsML-G2 {name}"
                    return text
        return ""

    published = take(
        "published", (meta, "firstCreated"), (content, "contentCreated"), (meta, "versionCreated")
    )
    if published:
        known["published_at"] = known["published"]
    modified = take("modified_at", (content, "contentModified"), (meta, "versionCreated"))
    title = take("title", (content, "headline"), (meta, "title"))
    outlet = take("outlet", (content, "infoSource"), (meta, "provider"))
    byline = take("byline", (content, "by"), (content, "creator"))
    language = _language(content, item, known)
    tags = [text for one in _children(content, "subject") if (text := _name_of(one))]
    if tags:
        known["tags"] = "NewsML-G2 subject"
    kept = identity(item.get("guid"))
    if "url" in kept:
        known["url"] = "NewsML-G2 guid"
    if within is not None and not (title and published and byline):  # what the NITF in it adds
        inner = nitf_article(within, place, Reading())
        for field in ("title", "byline", "published", "published_at"):
            if field not in known and (where := inner.known_from.get(field)):
                known[field] = where
        title, byline = title or inner.title, byline or inner.byline or ""
        published = published or str(inner.published_at or inner.published or "")
    return make_article(
        place,
        reading.notes,
        parts=parts,
        title=title,
        outlet=outlet,
        published=published,
        modified=modified if modified != published else None,
        language=language,
        byline=without_by(byline),
        tags=tags,
        known_from=known,
        **kept,
    )


def _body(content: _Element | None, place: str) -> tuple[list[Part], _Element | None]:
    """Return the parts of an item's text, and the NITF that it is, if it is one."""
    for inline in _children(content, "inlinexml"):
        for one in inline:
            if local_name(one) == "nitf":
                return nitf_parts(one), one
            if local_name(one) in {"html", "body", "div"}:
                return tree_parts(one), None
    for inline in _children(content, "inlinedata"):
        text = "".join(map(str, inline.itertext()))
        if "html" in inline.get("contenttype", "") or looks_marked_up(text):
            return html_parts(text, place), None
        return [("text", text)], None
    if _children(content, "remotecontent"):
        raise SourceError(f"{place} is a news item whose text is elsewhere (remoteContent).")
    raise SourceError(f"{place} is a news item without a text in it.")


def _language(content: _Element | None, item: _Element, known: dict[str, str]) -> str:
    one = _child(content, "language")
    if one is not None and one.get("tag"):
        known["language"] = "NewsML-G2 language"
        return str(one.get("tag"))
    if found := item.get(_LANGUAGE):
        known["language"] = "NewsML-G2 xml:lang"
        return str(found)
    return ""


def _children(above: _Element | None, name: str) -> list[_Element]:
    return [] if above is None else [one for one in above if local_name(one) == name]


def _child(above: _Element | None, name: str) -> _Element | None:
    return next(iter(_children(above, name)), None)


def _code(one: _Element | None) -> str:
    """Return what a qualified code says, without the vocabulary in front: ``ninat:text``."""
    return (
        ""
        if one is None
        else (one.get("qcode") or one.get("uri") or "").lower().replace("/", ":").rpartition(":")[2]
    )


def _name_of(one: _Element) -> str:
    """Return the words of an element: its names, its own text, or its literal."""
    names = _children(one, "name")
    if names:
        return line_text(names[0])
    own = line_text(one) if not len(one) or local_name(one) in {"headline", "by", "title"} else ""
    return own or str(one.get("literal") or "")
