"""IPTC's ninjs, news as JSON, of the versions 1 to 3."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from ingest.canonical import canonical_line
from ingest.formats.markup import Part, html_parts, looks_marked_up
from ingest.making import make_article
from ingest.reading import Reading
from vectorstore import Article, SourceError

#: What no other JSON with a ``uri`` is likely to have.
_MARKS = frozenset(
    "versioncreated firstcreated contentcreated body_text body_xhtml body_html bodies headlines "
    "pubstatus infosource infosources copyrightholder".split()
)
_GONE = ("canceled", "cancelled", "withheld")
_BY = re.compile(r"by\s+(?=\S)", re.I)


def is_ninjs(record: Mapping[str, Any]) -> bool:
    """Say whether a JSON object is a news item in ninjs, by its keys."""
    return isinstance(record.get("uri"), str) and not _MARKS.isdisjoint(record)


def ninjs_article(record: Mapping[str, Any], place: str, reading: Reading) -> Article:
    """Make the article of a news item.

    The body is the marked-up one, else the plain one. The day is that of ``firstcreated``, else
    of ``contentcreated``, else of ``versioncreated``, which also is when it was modified. Raises
    SourceError for an item that is no text, has none, or was canceled.
    """
    kind = record.get("type")
    if isinstance(kind, str) and kind not in {"text", "composite"}:
        raise SourceError(f"{place} is a news item of the type {canonical_line(kind)}, not a text.")
    if record.get("pubstatus") in _GONE:
        raise SourceError(f"{place} was {record['pubstatus']} by its provider.")
    known: dict[str, str] = {}

    def take(field: str, *names: str) -> str:
        for name in names:
            if text := _text_of(record.get(name)):
                known[field] = f"ninjs {name}"
                return text
        return ""

    dates = ("firstcreated", "contentcreated", "versioncreated")
    published = take("published", *dates)
    if published:
        known["published_at"] = known["published"]
    modified = take("modified_at", "versioncreated")
    names = [name for name in ("subject", "subjects") if record.get(name)]
    tags = [_text_of(one) for one in _list(record.get(names[0]))] if names else []
    if tags:
        known["tags"] = f"ninjs {names[0]}"
    uri = record.get("uri")
    if kept := identity(uri):
        known |= {"url": "ninjs uri"} if "url" in kept else {}
    return make_article(
        place,
        reading.notes,
        parts=_body(record, place),
        title=take("title", "headline", "headlines", "title", "titles", "name"),
        outlet=take("outlet", "infosource", "infosources", "copyrightholder"),
        published=published,
        modified=modified if modified != published else None,
        language=take("language", "language"),
        byline=without_by(take("byline", "byline", "by", "bylines")),
        tags=tags,
        known_from=known,
        **kept,
    )


def identity(uri: object) -> dict[str, str]:
    """Return what an item's identifier is to an article: its address, its id, or nothing.

    >>> identity("https://a.example/1"), identity("urn:newsml:a.example:1"), identity("1")
    ({'url': 'https://a.example/1'}, {'id': 'urn:newsml:a.example:1'}, {})
    """
    text = canonical_line(uri) if isinstance(uri, str) else ""
    if text.lower().startswith(("http://", "https://")):
        return {"url": text}
    return {"id": text} if text.lower().startswith(("urn:", "tag:")) else {}


def without_by(byline: str) -> str:
    """Return a byline without the word "By" in front.

    >>> without_by("By Ida Quandt"), without_by("Byron Moss")
    ('Ida Quandt', 'Byron Moss')
    """
    return _BY.sub("", byline, count=1) if _BY.match(byline) else byline


def _body(record: Mapping[str, Any], place: str) -> list[Part]:
    some = [
        (str(one.get("contenttype", "")), one.get("value") or "")
        for one in _main_first(_list(record.get("bodies")))
    ]
    for name in ("body_xhtml", "body_html", "body_text"):
        some.append(("text/plain" if name == "body_text" else "text/html", record.get(name) or ""))
    some = [(kind, text) for kind, text in some if isinstance(text, str) and text.strip()]
    some.sort(key=lambda one: "html" not in one[0])  # which knows of headings
    if not some:
        raise SourceError(f"{place} is a news item without a body.")
    kind, text = some[0]
    if "html" in kind or looks_marked_up(text):
        return html_parts(text, place)
    return [("text", text)]


def _main_first(some: list[Any]) -> list[Mapping[str, Any]]:
    """Put the main one of several in front: the one without a role, or whose role says so."""
    maps = [one for one in some if isinstance(one, Mapping)]
    return sorted(maps, key=lambda one: one.get("role") not in {None, "", "main"})


def _list(value: object) -> list[Any]:
    return value if isinstance(value, list) else [] if value is None else [value]


def _text_of(value: object) -> str:
    """Return a text that is given as one, or as an object or a list of objects with it."""
    if isinstance(value, str):
        return canonical_line(value)
    if isinstance(value, Mapping):
        for name in ("value", "name", "literal", "byline"):
            if isinstance(value.get(name), str) and value[name].strip():
                return canonical_line(value[name])
    if isinstance(value, list):
        texts = [one for one in value if isinstance(one, str)] + _main_first(value)
        return next(filter(None, map(_text_of, texts)), "")
    return ""
