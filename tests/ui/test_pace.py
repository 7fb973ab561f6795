"""How fast an ingest goes, by a clock that the test sets."""

from __future__ import annotations

import pytest

from ingest import Progress
from ui.pace import Pace


class Clock:
    """A clock that stands still until it is set."""

    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


def test_nothing_is_told_before_anything_is_known() -> None:
    clock = Clock()
    pace = Pace(clock)
    assert (pace.seconds, pace.passages_a_second, pace.seconds_left) == (0.0, None, None)
    clock.now += 5
    pace.note(Progress(1, 0, 0.0))
    assert (pace.seconds, pace.passages_a_second, pace.seconds_left) == (5.0, 0.0, None)


def test_a_steady_run_is_told_to_end_when_it_does() -> None:
    clock = Clock()
    pace = Pace(clock)
    for step in range(1, 51):
        clock.now += 2
        pace.note(Progress(step, 60 * step, step / 100))
    assert pace.passages_a_second == pytest.approx(30)
    assert pace.seconds_left == pytest.approx(100)
    clock.now += 4  # in the midst of a batch
    assert pace.seconds_left == pytest.approx(96)


def test_what_passed_quickly_does_not_count_for_long() -> None:
    clock = Clock()
    pace = Pace(clock)
    clock.now += 1
    pace.note(Progress(1000, 0, 0.5))  # all of it known already
    for step in range(1, 31):
        clock.now += 4
        pace.note(Progress(1000 + step, 40 * step, 0.5 + step / 1000))
    assert pace.passages_a_second == pytest.approx(10)
    assert pace.seconds_left == pytest.approx(0.47 * 4 * 1000)


def test_a_run_of_an_unknown_length_has_a_rate_and_no_end() -> None:
    clock = Clock()
    pace = Pace(clock)
    for step in range(1, 4):
        clock.now += 1
        pace.note(Progress(step, 20 * step, 0.0))
    assert pace.passages_a_second == pytest.approx(20)
    assert pace.seconds_left is None
