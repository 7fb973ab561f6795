"""RSS and Atom feeds: feedparser reads their bytes, and is never given an address."""

from __future__ import annotations

import io
from typing import Any
from urllib.parse import urldefrag, urljoin

from lxml import etree, html

from ingest.formats.feeds import feed_text
from ingest.reading import Reading
from ingest.web.content import in_utf8
from ingest.web.entries import Entry, digest_of
from vectorstore import SourceError


def feed_entries(data: bytes, name: str, url: str, charset: str = "") -> list[Entry]:
    """Return the entries of a feed, in its order; ``url`` is what its links are relative to.
    ``charset`` is the one that the server names.

    An entry without a link has an empty address. Raises SourceError for what is no feed.
    """
    import feedparser

    text = feed_text(in_utf8(data, charset), name, Reading())
    try:
        # From a stream: of bytes, feedparser tries first whether they are an address.
        feed: Any = feedparser.parse(
            io.BytesIO(text.encode("utf-8", "replace")),
            response_headers={
                "content-type": "application/xml; charset=utf-8",
                "content-location": url,
            },
        )
    except Exception as error:  # whatever a spoiled feed makes it trip over
        raise SourceError(f"{name} cannot be read as a feed ({error}).") from error
    if not feed.entries and feed.get("bozo"):
        why = " ".join(str(feed.get("bozo_exception", "")).split())[:200]
        raise SourceError(f"{name} cannot be read as a feed ({why}).")
    of_all = {
        "outlet": _plain(feed.feed.get("title_detail")),
        "language": str(feed.feed.get("language") or ""),
    }
    return [_entry(one, url, of_all) for one in feed.entries]


def _entry(one: Any, url: str, of_all: dict[str, str]) -> Entry:  # noqa: ANN401 - feedparser's own
    link = str(one.get("link") or "").strip()
    title = _plain(one.get("title_detail"))
    published = str(one.get("published") or "")
    contents = [
        str(part.get("value") or "")
        for part in one.get("content", ())
        if "html" in str(part.get("type")) or "plain" in str(part.get("type"))
    ]
    return Entry(
        url=urldefrag(urljoin(url, link)).url if link else "",
        said_by="feed",
        mark=digest_of(
            title,
            published,
            str(dict.get(one, "updated") or ""),
            str(one.get("summary") or ""),
            *contents,
        ),
        title=title,
        published=published,
        byline=str(one.get("author_detail", {}).get("name") or one.get("author") or ""),
        tags=tuple(str(tag.get("term") or "") for tag in one.get("tags", ()) or ()),
        html=max(contents, key=len, default=""),
        **of_all,
    )


def _plain(detail: Any) -> str:  # noqa: ANN401 - feedparser's own
    """Return a title as text: in some feeds it is HTML."""
    value = str((detail or {}).get("value") or "")
    if "html" not in str((detail or {}).get("type")) or not value.strip():
        return value
    try:
        parsed: Any = html.fromstring(value)
    except (etree.ParserError, ValueError):
        return value
    return str(parsed.text_content())
