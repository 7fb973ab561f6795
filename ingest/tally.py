"""How far a run is and what it did so far: counts, failures, and who is told of them."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field

from ingest.report import Failure, Progress, SourceDone, SourceStatus

#: Progress within a source is told of in steps of this share of the run, or after these seconds.
STEP = 0.01
_SECONDS = 0.5


@dataclass(slots=True)
class Tally:
    """Counts of one run.

    ``total``, ``behind``, ``read`` and ``stored`` are bytes of the sources: all of them, those of
    sources that are behind us, what has been read, and what has been stored as well. ``kept``
    counts articles that were stored. ``found`` counts files while they are looked up, ``now`` is
    the source that is being read, ``doing`` what goes on beside that.
    """

    on_source: Callable[[SourceDone], None]
    on_progress: Callable[[Progress], None]
    totals: dict[SourceStatus, int] = field(
        default_factory=lambda: {"new": 0, "changed": 0, "unchanged": 0}
    )
    failed: list[Failure] = field(default_factory=list)
    skipped: int = 0
    passages: int = 0
    kept: int = 0
    found: int = 0
    now: str = ""
    doing: str = ""
    total: int = 0
    behind: float = 0.0
    read: float = 0.0
    stored: float = 0.0
    told: float = 0.0
    told_at: float = field(default_factory=time.monotonic)

    def fail(self, failure: Failure, size: float = 0) -> None:
        """Note a source that cannot be read, of ``size`` bytes."""
        self.failed.append(failure)
        self.on_source(SourceDone(failure.source, "failed", 0, failure.error))
        self.pass_by(size)

    def pass_by(self, size: float) -> None:
        """Leave so many bytes of the sources behind."""
        self.behind += size
        self.read = self.behind

    def find(self) -> None:
        """Count a file that was found, and tell of it now and then."""
        self.found += 1
        if time.monotonic() - self.told_at >= _SECONDS:
            self.tell(self.told)

    def turn_to(self, name: str, *, slow: bool) -> None:
        """Note what is being read now, and tell of it: at once if it may be ``slow``."""
        self.now = name
        if slow or time.monotonic() - self.told_at >= _SECONDS:
            self.tell(self.told)

    def turn_aside(self, doing: str, *, slow: bool) -> None:
        """Note what is done now that reads no source, nothing when it is empty, as ``turn_to``."""
        self.doing = doing
        if slow or time.monotonic() - self.told_at >= _SECONDS:
            self.tell(self.told)

    def move(self, *, waiting: bool, step: float = 0.0) -> None:
        """Tell how far the run is, if that is ``step`` further than when it was told last.

        ``waiting`` says that something has been read and not stored.
        """
        if not waiting:
            self.stored = self.read
        share = self.share(self.stored)
        if share - self.told >= step or time.monotonic() - self.told_at >= _SECONDS:
            self.tell(max(share, self.told))

    def share(self, done: float) -> float:
        """Return the share of the run that so many bytes are."""
        # A file may have grown since it was measured, and some work is left until the very end.
        return min(done / self.total, 0.999) if self.total else 0.0

    def tell(self, share: float) -> None:
        """Tell of the run, of which ``share`` is done."""
        self.told, self.told_at = share, time.monotonic()
        articles = sum(self.totals.values())
        done = (articles, self.passages, share, self.found)
        self.on_progress(Progress(*done, self.now, self.kept, self.doing))
