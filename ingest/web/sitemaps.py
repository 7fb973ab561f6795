"""Sitemaps, those of news with what they say of each article, and indexes of sitemaps."""

from __future__ import annotations

from urllib.parse import urldefrag

from lxml import etree

from ingest.dates import parse_date, parse_moment
from ingest.web.entries import Entry, digest_of
from vectorstore import SourceError


def sitemap_entries(data: bytes, name: str) -> tuple[list[Entry], list[str]]:
    """Return the pages of a sitemap, the last changed first, and the sitemaps that it names.

    Raises SourceError for what is no sitemap. Entities are not expanded and nothing is fetched.
    """
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, huge_tree=False, load_dtd=False, recover=True
    )
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise SourceError(f"{name} cannot be read as a sitemap ({error}).") from error
    if root is None:
        raise SourceError(f"{name} cannot be read as a sitemap (it is not XML).")
    entries: list[tuple[str, Entry]] = []
    sitemaps: list[tuple[str, str]] = []
    for child in root:
        kind = _name(child)
        location = urldefrag(_text(child, "loc")).url
        if not location:
            continue
        changed = _text(child, "lastmod")
        if kind == "sitemap":
            sitemaps.append((_order(changed), location))
        elif kind == "url":
            entry = _entry(child, location, changed)
            entries.append((_order(changed or entry.published), entry))
    entries.sort(key=lambda pair: pair[0], reverse=True)
    sitemaps.sort(key=lambda pair: pair[0], reverse=True)
    return [entry for _, entry in entries], [location for _, location in sitemaps]


def _entry(element: etree._Element, location: str, changed: str) -> Entry:
    news = next((child for child in element if _name(child) == "news"), None)
    mark = digest_of(location, changed) if changed else ""
    if news is None:
        return Entry(location, "sitemap", mark)
    publication = next((child for child in news if _name(child) == "publication"), None)
    return Entry(
        location,
        "news sitemap",
        mark,
        title=_text(news, "title"),
        published=_text(news, "publication_date"),
        outlet=_text(publication, "name") if publication is not None else "",
        language=_text(publication, "language") if publication is not None else "",
        tags=tuple(_text(news, "keywords").split(",")) if _text(news, "keywords") else (),
    )


def _order(changed: str) -> str:
    moment = parse_moment(changed)
    if moment is not None:
        return moment.isoformat()
    day = parse_date(changed)
    return day.isoformat() if day else ""


def _name(element: etree._Element) -> str:
    """Return an element's name without its namespace, nothing for comments and the like."""
    # Not by QName: what a parser has recovered may have names that it refuses.
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def _text(element: etree._Element, name: str) -> str:
    for child in element:
        if _name(child) == name:
            return (child.text or "").strip()
    return ""
