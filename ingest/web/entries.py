"""What feeds and sitemaps say of the pages that they lead to."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from ingest.dates import parse_date, parse_moment
from ingest.making import line_of
from ingest.pending import is_named
from vectorstore import Article


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry: a page's address, and what is said of it; what is not said is empty.

    ``said_by`` is ``"feed"``, ``"news sitemap"`` or ``"sitemap"``. ``mark`` is a digest of the
    entry, which stays the same as long as the entry does; it is empty where that would say nothing
    of the page. ``html`` is the article's text where a feed holds it whole.
    """

    url: str
    said_by: str
    mark: str = ""
    title: str = ""
    published: str = ""
    byline: str = ""
    outlet: str = ""
    language: str = ""
    section: str = ""
    tags: tuple[str, ...] = ()
    html: str = ""


def digest_of(*parts: str) -> str:
    """Return a short digest of texts.

    >>> digest_of("a", "b") == digest_of("ab")
    False
    """
    return hashlib.sha256("\0".join(parts).encode("utf-8", "replace")).hexdigest()[:32]


def completed(article: Article, entry: Entry) -> Article:
    """Fill in what a page does not say of its article and its entry does."""
    found: dict[str, Any] = {}
    for name in ("title", "byline", "outlet", "language", "section"):
        value = line_of(getattr(entry, name))
        if value and not getattr(article, name):
            found[name] = value
    if entry.tags and not article.tags:
        found["tags"] = tuple(dict.fromkeys(tag for one in entry.tags if (tag := line_of(one))))
    found |= _when(article, entry.published)
    if not found:
        return article
    known = {**article.known_from, **{name: entry.said_by for name in found}}
    return renamed(article, {**found, "known_from": known})


def renamed(article: Article, fields: Mapping[str, Any]) -> Article:
    """Return an article with other fields, and the id that these give it, unless it has its own."""
    changed = replace(article, **fields)
    if is_named(article):
        return changed
    made = Article.of(changed.text, title=changed.title, url=changed.url, source=changed.source)
    return replace(changed, id=made.id)


def _when(article: Article, told: str) -> dict[str, date | datetime]:
    """Return the day and the moment that an entry tells, as far as they add to the page's."""
    day, moment = parse_date(told), parse_moment(told)
    if day is None or (article.published or day) != day:
        return {}
    found: dict[str, date | datetime] = {}
    if article.published is None:
        found["published"] = day
    if article.published_at is None and moment is not None and moment.date() == day:
        found["published_at"] = moment
    return found
