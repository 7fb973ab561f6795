"""What a run of ingest did."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any, Literal

from ingest.names import printable

SourceStatus = Literal["new", "changed", "unchanged", "failed"]


@dataclass(frozen=True, slots=True)
class Failure:
    """A source that could not be read, and why, in words that can be printed."""

    source: str
    error: str

    def __post_init__(self) -> None:
        object.__setattr__(self, "source", printable(self.source))
        object.__setattr__(self, "error", printable(self.error, lines=True))


@dataclass(frozen=True, slots=True)
class SourceDone:
    """What became of one source. A source with several articles has the strongest of theirs."""

    source: str
    status: SourceStatus
    articles: int
    detail: str = ""

    def __post_init__(self) -> None:
        object.__setattr__(self, "source", printable(self.source))
        object.__setattr__(self, "detail", printable(self.detail, lines=True))


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a run is: counts so far, and the share of all its sources that is done, 0 to 1.

    The share never falls, and is 1 at the end only. It stays 0 until then where the sources are
    given one by one, by a generator, since nobody knows how many will follow. ``found`` counts the
    files that were found, before the first is read; ``source`` is what is being read. ``stored``
    counts the articles that this run has put into the library, new or changed. ``doing`` says in
    words what goes on beside the reading of sources, as the loading of the model, and is empty
    else.
    """

    articles: int
    passages: int
    share: float
    found: int = 0
    source: str = ""
    stored: int = 0
    doing: str = ""


@dataclass(frozen=True, slots=True)
class Report:
    """A whole run: what was ``added``, ``updated``, ``unchanged`` and ``failed`` in articles.

    ``articles``, ``passages`` and ``sentences`` count the library afterwards; ``skipped`` counts
    files of a folder or an archive whose format Citewire does not read; ``seconds`` is the run's
    duration. After a dry run ``articles`` is what there would be, and ``passages`` and
    ``sentences`` count the library as it is.
    """

    added: int
    updated: int
    unchanged: int
    failed: tuple[Failure, ...]
    skipped: int
    articles: int
    passages: int
    sentences: int
    seconds: float
    dry_run: bool = False

    def as_dict(self) -> dict[str, Any]:
        """Return the report as JSON values."""
        return {**asdict(self), "failed": [asdict(failure) for failure in self.failed]}
