"""What a library's log says of a run, and when others hear that a run is writing."""

from __future__ import annotations

import time

from ingest.report import Report
from vectorstore import Library, utc_now

#: Seconds that a run may hold the writer's lock without saying so: it may be over by then.
_QUIET = 1.0


class RunLog:
    """Notes a run in the library's log as soon as it has something to store.

    A run that finds nothing new leaves every file as it is.
    """

    def __init__(self, library: Library) -> None:
        self._library = library
        self._rows = library.catalogue.rows
        self._started_at = utc_now()
        self._began = time.monotonic()
        self._key: int | None = None

    def begin(self) -> None:
        """Note that the run has begun, if that is not noted yet: there is something to store."""
        if self._key is None:
            self._library.tell_who_writes()  # first, so that the run is never taken for a dead one
            [(self._key,)] = self._rows(
                "INSERT INTO ingests (started_at) VALUES (?) RETURNING key", (self._started_at,)
            )

    def go_on(self) -> None:
        """Tell others who writes, if it takes long enough for them to wait for it."""
        if time.monotonic() - self._began > _QUIET:
            self._library.tell_who_writes()

    def end(self, report: Report) -> None:
        """Note what the run did, if it is noted, or if one before it was stopped."""
        if self._key is None and not self._library.catalogue.unfinished_ingests():
            return
        self.begin()
        self._rows(
            "UPDATE ingests SET finished_at=?, added=?, updated=?, unchanged=?, failed=? "
            "WHERE key=?",
            (
                utc_now(),
                report.added,
                report.updated,
                report.unchanged,
                len(report.failed),
                self._key,
            ),
        )
