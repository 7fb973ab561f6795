"""What is known of a source while it is read, and what a loader is."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

from ingest.decode import decode
from ingest.report import Failure
from ingest.streams import Stream
from vectorstore import Article


@dataclass(slots=True)
class Reading:
    """What is known of a source while it is read.

    ``notes`` are what a person should know of it: the encoding when it is not UTF-8, a date that
    was left out. ``share`` is how much of it lies behind what was yielded last, 0 to 1.
    ``url`` is the address that the bytes came from, which is the article's where it names no other.
    ``mapping`` says, for tables, which column holds which of an article's fields:
    ``{"title": "headline"}``. ``is_feed`` says that an item may be the teaser of an article.
    ``depth`` is how many mails it lies in, one in the other.
    """

    notes: list[str] = field(default_factory=list)
    share: float = 1.0
    url: str | None = None
    mapping: Mapping[str, str | tuple[str, ...]] = field(default_factory=dict)
    is_feed: bool = False
    depth: int = 0

    def note(self, words: str) -> None:
        """Add a note that a source of many articles would repeat with each of them."""
        if words and words not in self.notes[-20:]:
            self.notes.append(words)

    def text(self, data: bytes, source: str) -> str:
        """Decode bytes, and note an encoding that is not UTF-8; raises SourceError."""
        text, encoding = decode(data, source)
        if encoding != "utf-8":
            self.notes.append(f"read as {encoding}")
        return text


#: Yields the articles of a source, and a failure in the place of each that cannot be read. Raises
#: SourceError when nothing of the source can be read.
Loader = Callable[[bytes, str, Reading], Iterator[Article | Failure]]
#: The same of a source whose length has no limit.
StreamLoader = Callable[[Stream, str, Reading], Iterator[Article | Failure]]
