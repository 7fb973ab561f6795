"""What the library holds: articles, and the spans of their sentences."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any, Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray


class Span(NamedTuple):
    """A half-open range of an article's text, in code points."""

    start: int
    end: int


#: What a block of an article is. A heading is read with its article and never quoted.
BlockKind = Literal["paragraph", "heading", "item"]

#: What ``Article.known_from`` says of blocks that its source did not mark; no digest covers them.
GUESSED_BLOCKS = "the lines of the text"

_KINDS = ("paragraph", "heading", "item")


class Block(NamedTuple):
    """A half-open range of an article's text that its source sets apart, and what it is."""

    start: int
    end: int
    kind: BlockKind


@dataclass(frozen=True, slots=True)
class Article:
    """One text with what is known about it; what is not known is ``None`` or empty.

    ``source`` is the path or URL as read, ``path#line`` for a line of a JSONL file, the path alone
    once that line has left the file. ``published`` is a day, ``published_at`` and ``modified_at``
    the moments where the source gives them, with its time zone or none. ``known_from`` says where
    a field's value was found, by the field's name; two articles that differ in it alone are equal.
    ``sentences`` are half-open spans of ``text``, in order and without overlap; they are empty
    until the article has been ingested. ``blocks`` are its paragraphs, headings and list items, in
    order and without overlap; where the source marks none, as its lines have them. ``version``
    counts from 1 what the library has held of it; a source does not say it. Raises ValueError for
    an empty id, a moment of another day, a version below 1, or spans that are not in the text.
    """

    id: str
    text: str = field(repr=False)
    title: str = ""
    url: str | None = None
    outlet: str | None = None
    published: date | None = None
    language: str | None = None
    source: str = ""
    sentences: tuple[Span, ...] = field(default=(), repr=False)
    byline: str | None = None
    published_at: datetime | None = None
    modified_at: datetime | None = None
    section: str | None = None
    tags: tuple[str, ...] = ()
    blocks: tuple[Block, ...] = field(default=(), repr=False)
    known_from: Mapping[str, str] = field(default_factory=dict, repr=False, compare=False)
    version: int = 1

    def __post_init__(self) -> None:
        if not self.id or self.id != self.id.strip():
            raise ValueError(f"an article's id must be text without blanks around it: {self.id!r}")
        if isinstance(self.published, datetime):
            raise ValueError(f"published must be a date without a time: {self.published!r}")
        if self.published_at is not None and self.published_at.date() != self.published:
            raise ValueError(f"{self.published_at} is not a moment of the day {self.published}")
        if self.version < 1:
            raise ValueError(f"versions count from 1, so there is none with number {self.version}")
        _check_spans("sentence", self.sentences, self)
        _check_spans("block", self.blocks, self)
        for block in self.blocks:
            if block.kind not in _KINDS:
                raise ValueError(f"a block is one of {', '.join(_KINDS)}, not {block.kind!r}")

    @classmethod
    def of(
        cls,
        text: str,
        *,
        id: str | None = None,
        title: str = "",
        url: str | None = None,
        outlet: str | None = None,
        published: date | None = None,
        language: str | None = None,
        source: str = "",
        byline: str | None = None,
        published_at: datetime | None = None,
        modified_at: datetime | None = None,
        section: str | None = None,
        tags: Iterable[str] = (),
        blocks: Iterable[Block] = (),
        known_from: Mapping[str, str] | None = None,
    ) -> Article:
        """Make an article of a text; without an id it gets one from its URL, source or content.

        Without ``published`` its day is that of ``published_at``.
        """
        identity = url or source or f"{title}\n\n{text}"
        return cls(
            id=id or article_id(identity, name=title or source or "article"),
            text=text,
            title=title,
            url=url,
            outlet=outlet,
            published=published or (published_at.date() if published_at else None),
            language=language,
            source=source,
            byline=byline,
            published_at=published_at,
            modified_at=modified_at,
            section=section,
            tags=tuple(tags),
            blocks=tuple(blocks),
            known_from=dict(known_from or {}),
        )

    @property
    def sha256(self) -> str:
        """Hexadecimal digest of the text and of all that is known about it, but for the source."""
        published = self.published.isoformat() if self.published else None
        known = (self.title, self.url, self.outlet, published, self.language, self.text)
        parts: list[object] = [*known]
        guessed = self.known_from.get("blocks") == GUESSED_BLOCKS
        # Only where there are some: an article without them has the digest it always had.
        further = {
            "byline": self.byline,
            "published_at": _moment(self.published_at),
            "modified_at": _moment(self.modified_at),
            "section": self.section,
            "tags": self.tags,
            "blocks": [] if guessed else [tuple(block) for block in self.blocks],
        }
        parts += [pair for pair in further.items() if pair[1]]
        return hashlib.sha256(repr(tuple(parts)).encode("utf-8", "surrogatepass")).hexdigest()

    def sentence_texts(self) -> list[str]:
        """Return the sentences, cut from the text."""
        return [self.text[start:end] for start, end in self.sentences]

    def as_dict(self) -> dict[str, Any]:
        """Return all fields as JSON values."""
        return {
            "id": self.id,
            "title": self.title,
            "url": self.url,
            "outlet": self.outlet,
            "published": self.published.isoformat() if self.published else None,
            "language": self.language,
            "source": self.source,
            "text": self.text,
            "sentences": [list(span) for span in self.sentences],
            "byline": self.byline,
            "published_at": _moment(self.published_at),
            "modified_at": _moment(self.modified_at),
            "section": self.section,
            "tags": list(self.tags),
            "blocks": [list(block) for block in self.blocks],
            "known_from": dict(self.known_from),
            "version": self.version,
        }

    @classmethod
    def from_dict(cls, values: Mapping[str, Any]) -> Article:
        """Make the article that ``as_dict`` was called on."""
        known = dict(values)
        published = known["published"]
        return cls(
            **{
                **known,
                "published": date.fromisoformat(published) if published else None,
                "published_at": _moment_of(known["published_at"]),
                "modified_at": _moment_of(known["modified_at"]),
                "sentences": tuple(Span(*span) for span in known["sentences"]),
                "blocks": tuple(Block(*block) for block in known["blocks"]),
                "tags": tuple(known["tags"]),
            }
        )


def _moment(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None


def _moment_of(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None


def _check_spans(what: str, spans: Iterable[tuple[Any, ...]], article: Article) -> None:
    last = 0
    for start, end, *_ in spans:
        if not last <= start < end <= len(article.text):
            raise ValueError(
                f"{what} [{start}, {end}) of {article.id} overlaps the one before it, is empty, "
                f"or is not in a text of {len(article.text)} characters"
            )
        last = end


def article_id(identity: str, name: str) -> str:
    """Return a readable id: words of ``name``, then a digest of ``identity``.

    >>> article_id("https://a.example/x", "Two mayors meet")
    'two-mayors-meet-39021306'
    """
    stem = Path(name.rstrip("/").rsplit("/", 1)[-1]).stem if "/" in name else name
    words = "".join(c if c.isascii() and c.isalnum() else " " for c in stem.lower()).split()
    slug = ""
    for word in words:
        if len(slug) + len(word) > 40:
            break
        slug = f"{slug}-{word}" if slug else word
    digest = hashlib.sha256(identity.encode("utf-8", "surrogatepass")).hexdigest()[:8]
    return f"{slug or 'article'}-{digest}"


@dataclass(frozen=True, slots=True)
class Visit:
    """What is kept of an address of the web that was fetched.

    ``source`` is the address as given, ``url`` where redirects led. ``etag`` and ``last_modified``
    are what the server said, ``sha256`` is the digest of what was read, ``entry`` one of what a
    feed said of the page; ``pages`` are the sources that a feed or a sitemap led to.
    """

    source: str
    url: str
    etag: str = ""
    last_modified: str = ""
    sha256: str = ""
    entry: str = ""
    pages: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class EncodedPassage:
    """A run of whole sentences with its vectors, ready to be stored.

    ``vector`` is a unit vector, float32, shape (dim,); ``sentence_vectors`` are unit vectors,
    float32, shape (n_sentences, dim), one for each span of ``sentences``.
    """

    start: int
    end: int
    sentences: tuple[Span, ...]
    vector: NDArray[np.float32]
    sentence_vectors: NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class KeptPassage:
    """A passage that the library holds already, by its key, and where it stands now.

    What the model reads of it has not changed, so it keeps its vectors.
    """

    key: int
    start: int
    end: int
    sentences: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Version:
    """What is known of one version of an article without reading it.

    ``ingested_at`` and ``superseded_at`` are moments in UTC; the latter is ``None`` for the version
    that questions are answered from. ``sha256`` is the digest that ``Article.sha256`` tells.
    """

    article_id: str
    version: int
    title: str
    outlet: str | None
    published: date | None
    characters: int
    sha256: str
    ingested_at: datetime
    superseded_at: datetime | None

    @property
    def is_current(self) -> bool:
        """Whether questions are answered from it."""
        return self.superseded_at is None

    def as_dict(self) -> dict[str, Any]:
        """Return all fields as JSON values."""
        return {
            "article_id": self.article_id,
            "version": self.version,
            "title": self.title,
            "outlet": self.outlet,
            "published": self.published.isoformat() if self.published else None,
            "characters": self.characters,
            "sha256": self.sha256,
            "ingested_at": _moment(self.ingested_at),
            "superseded_at": _moment(self.superseded_at),
        }


@dataclass(frozen=True, slots=True)
class StoredPassage:
    """A passage as a question meets it: its text, its article's id and its sentences' vectors.

    ``key`` is the passage's number in the library, ``version`` the article's. ``vector`` is
    float32, shape (dim,); ``sentence_vectors`` are float32, shape (n_sentences, dim), restored
    from int8.
    """

    key: int
    article_id: str
    title: str
    published: date | None
    start: int
    end: int
    text: str
    vector: NDArray[np.float32]
    sentences: tuple[Span, ...]
    sentence_vectors: NDArray[np.float32]
    version: int = 1


@dataclass(frozen=True, slots=True)
class Status:
    """What the library holds and in which state it is; sizes in bytes.

    ``unfinished`` counts passages that the vector index lacks. ``unfinished_ingests`` are the times
    at which runs began that were stopped before their end, a kill say, with no run after them that
    came to its own; one that is still going on is not among them. ``last_ingest`` is when the last
    run ended that had something to store. ``unread`` counts the articles in
    each language that the model does not read, by its code; it is ``None`` when it is not known
    what the model reads. ``copies`` counts the groups of articles that copy one another, and the
    articles in them; it is ``None`` until the next ingest has looked at articles of before copies
    were noted. ``removed`` counts articles whose words may still stand in the files,
    ``waste_bytes`` is what a compaction would save, ``compaction`` says why one is due.
    ``secure_delete`` says whether the full-text index forgets the words of removed articles at
    once, else with a compaction. ``rebuilding`` says how far a rebuild with another model is, going
    on or stopped.
    """

    data_dir: str
    articles: int
    passages: int
    sentences: int
    unfinished: int
    unfinished_ingests: tuple[str, ...]
    generation: int
    schema_version: int
    embedding_model: str | None
    dimension: int | None
    library_bytes: int
    index_bytes: int
    index: str
    writer: str | None
    last_ingest: str | None
    newest: str | None
    oldest: str | None
    unread: dict[str, int] | None
    copies: dict[str, int] | None
    removed: int
    waste_bytes: int
    compaction: str | None
    secure_delete: bool
    rebuilding: str | None
