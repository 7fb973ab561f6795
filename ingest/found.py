"""What a source turned out to be: something with a name whose bytes can be read, wherever they lie.

A file, a member of an archive and a page of the web are all read through this.
"""

from __future__ import annotations

from typing import Protocol

#: What holds others, by the ending of its name: see ``ingest.containers``.
PACKED = (".zip", ".tar", ".tar.gz", ".tgz", ".gz", ".warc", ".warc.gz")


class Found(Protocol):
    """One thing to read: the articles in it are those of one source.

    What ``ending``, ``url`` and ``size`` say may only be known for certain after ``read``.
    """

    @property
    def name(self) -> str:
        """The source as articles and reports name it: a path, ``archive!member``, a URL."""

    @property
    def size(self) -> int:
        """About how much of the run's work this is, in bytes; 0 where nobody knows before."""

    @property
    def ending(self) -> str:
        """The format as an ending of ``LOADERS``, ``.html``, whatever told it; else empty."""

    @property
    def url(self) -> str | None:
        """The address that the bytes came from: its article's, where it names no other."""

    def read(self) -> bytes:
        """Return all bytes. Raises SourceError; ``Unchanged`` when they are what they were."""


class Unchanged(Exception):
    """Raised by ``read``: the bytes are those that the library has read under this name.

    Only right where ``Catalogue.articles_of_source(name)`` knows the name.
    """
