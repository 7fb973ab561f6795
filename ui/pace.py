"""How fast an ingest goes, and when it will be done: told from its last minute."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from ingest import Progress

#: Seconds of the run that a rate is told from. What was known passes in no time, what is new does
#: not: the mean of the whole run would say little of what comes next.
_WINDOW = 60.0

#: Seconds that must have passed before anything is told.
_LEAST = 1.0


class _Moment(NamedTuple):
    """When a run was how far."""

    at: float
    passages: int
    share: float


class Pace:
    """Takes in a run's progress as it is told; ``clock`` returns seconds."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._began = clock()
        self._moments = deque([_Moment(self._began, 0, 0.0)])

    def note(self, progress: Progress) -> None:
        """Take in how far the run is now."""
        now = self._clock()
        self._moments.append(_Moment(now, progress.passages, progress.share))
        while len(self._moments) > 2 and now - self._moments[1].at >= _WINDOW:
            self._moments.popleft()

    @property
    def seconds(self) -> float:
        """Seconds since the run began."""
        return self._clock() - self._began

    @property
    def passages_a_second(self) -> float | None:
        """Passages stored in a second, ``None`` where that is not known yet."""
        first, last = self._moments[0], self._moments[-1]
        took = last.at - first.at
        return (last.passages - first.passages) / took if took >= _LEAST else None

    @property
    def seconds_left(self) -> float | None:
        """About how many seconds are left, ``None`` where nobody knows.

        Counted from now: it falls while one batch is being encoded.
        """
        first, last = self._moments[0], self._moments[-1]
        took, did = last.at - first.at, last.share - first.share
        if took < _LEAST or did <= 0:
            return None
        return max(0.0, (1 - last.share) * took / did - (self._clock() - last.at))


def spell(seconds: float) -> str:
    """Return a length of time as a person would say it, in rough units.

    >>> spell(8.2), spell(95), spell(600), spell(8000)
    ('8 s', '2 min', '10 min', '2 h 13 min')
    """
    if seconds < 90:
        return f"{seconds:.0f} s"
    minutes = round(seconds / 60)
    return f"{minutes} min" if minutes < 90 else f"{minutes // 60} h {minutes % 60} min"
