"""RSS and Atom feeds as files; feedparser reads them."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from typing import Any

from ingest.formats.markup import Part, html_parts, looks_marked_up
from ingest.formats.xml import root_name
from ingest.making import make_article
from ingest.reading import Reading
from ingest.report import Failure
from vectorstore import Article, SourceError

_ENCODING = re.compile(rb"""\s*<\?xml\s[^>]{0,200}?encoding\s*=\s*["']([\w.:-]{1,40})["']""")
#: The roots of the documents that feedparser reads.
FEED_ROOTS = frozenset(["rss", "feed", "rdf", "channel"])


def read_feed(data: bytes, source: str, reading: Reading) -> Iterator[Article | Failure]:
    """Read an article an entry, ``source#1`` and so on.

    An entry's text is its content, else its summary, which is said in a note. Raises SourceError
    for what is no feed, or one without entries.
    """
    import feedparser

    if (root := root_name(data, source)) not in FEED_ROOTS:
        raise SourceError(f"{source} is not a feed (its root is {root}).")
    try:
        # From a stream: of bytes, feedparser tries first whether they are a file's name.
        found = feedparser.parse(
            io.BytesIO(feed_text(data, source, reading).encode("utf-8", "replace")),
            response_headers={"content-type": "application/xml; charset=utf-8"},
            sanitize_html=False,
            resolve_relative_uris=False,
        )
    except SourceError:
        raise
    except Exception as error:  # whatever a spoiled feed makes it trip over
        raise SourceError(f"{source} cannot be read as a feed ({error}).") from error
    entries = found.get("entries", [])
    if not entries:
        why = f" ({found['bozo_exception']})" if found.get("bozo_exception") else ""
        raise SourceError(f"{source} is a feed without entries{why}.")
    if found.get("bozo"):
        reading.note(f"the feed is not well-formed ({found.get('bozo_exception')})")
    feed = found.get("feed", {})
    reading.is_feed = True
    for number, entry in enumerate(entries, start=1):
        reading.share = number / len(entries)
        place = f"{source}#{number}"
        try:
            yield _article(entry, feed, place, reading)
        except SourceError as error:
            yield Failure(place, str(error))


def feed_text(data: bytes, source: str, reading: Reading) -> str:
    """Decode a feed as it says or as it looks; feedparser takes minutes to guess an encoding."""
    told = _ENCODING.match(data)
    if told and not data.startswith((b"\xff\xfe", b"\xfe\xff")):
        try:
            return data.decode(told[1].decode("ascii"))
        except (LookupError, ValueError):
            pass  # an unknown name, or not what the bytes are
    return reading.text(data, source)


def _article(entry: Any, feed: Any, place: str, reading: Reading) -> Article:  # noqa: ANN401
    known: dict[str, str] = {}

    def take(field: str, *ways: tuple[Any, str, str]) -> str:
        for where, name, words in ways:
            # Asked for a date that is not there, feedparser gives another one and warns of it.
            if name not in where:
                continue
            value = where[name]
            if isinstance(value, str) and value.strip():
                known[field] = words
                return value
        return ""

    published = take("published", (entry, "published", "entry's date"))
    if published:
        known["published_at"] = known["published"]
    modified = take("modified_at", (entry, "updated", "entry's update"))
    tags = [str(tag.get("term") or tag.get("label") or "") for tag in entry.get("tags", [])]
    if tags:
        known["tags"] = "entry's categories"
    title = take("title", (entry, "title", "entry's title"))
    return make_article(
        place,
        reading.notes,
        parts=_body(entry, place, reading),
        title=_plain(title, place),
        url=take("url", (entry, "link", "entry's link")),
        outlet=_plain(take("outlet", (feed, "title", "feed's title")), place),
        published=published,
        modified=modified if modified != published else None,
        language=_language(entry, feed, known),
        byline=take(
            "byline", (entry, "author", "entry's author"), (feed, "author", "feed's author")
        ),
        tags=tags,
        known_from=known,
    )


def _language(entry: Any, feed: Any, known: dict[str, str]) -> str:  # noqa: ANN401
    for content in entry.get("content", []):
        if content.get("language"):
            known["language"] = "entry's language"
            return str(content["language"])
    if feed.get("language"):
        known["language"] = "feed's language"
        return str(feed["language"])
    return ""


def _body(entry: Any, place: str, reading: Reading) -> list[Part]:  # noqa: ANN401
    contents = [one for one in entry.get("content", []) if (one.get("value") or "").strip()]
    if contents:
        one = max(contents, key=lambda one: len(one["value"]))
        return _parts(one["value"], one.get("type", ""), place)
    summary = entry.get("summary") or ""
    if not summary.strip():
        raise SourceError(f"{place} is an entry without a text.")
    reading.note("entries with a summary only: it is taken as their text")
    return _parts(summary, entry.get("summary_detail", {}).get("type", ""), place)


def _parts(text: str, kind: str, place: str) -> list[Part]:
    if "html" in kind or looks_marked_up(text):
        return html_parts(text, place)
    return [("text", text)]


def _plain(text: str, place: str) -> str:
    """Return a title without the tags and entities that some feeds put there."""
    if "<" not in text and "&" not in text:
        return text
    return " ".join(words for _, words in html_parts(text, place))
