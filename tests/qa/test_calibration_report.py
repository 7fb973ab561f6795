"""Levels by their precision, and figures before and after."""

from __future__ import annotations

import numpy as np
import pytest

from qa.calibration import LEVELS, PRECISION
from qa.calibration_report import LEAST_ANSWERS, least_confidence, levels_of
from qa.platt import probabilities


def slowly(confidence: np.ndarray, right: np.ndarray, precision: float) -> float | None:
    """Say it as the definition does: try every threshold, the least first."""
    for least in sorted(set(confidence.tolist())):
        answered = right[confidence >= least]
        if len(answered) >= LEAST_ANSWERS and answered.mean() >= precision:
            return float(least)
    return None


@pytest.mark.parametrize("seed", range(20))
@pytest.mark.parametrize("precision", [0.2, 0.5, 0.7, 0.95])
def test_the_least_confidence_is_that_of_the_definition(seed: int, precision: float) -> None:
    generator = np.random.default_rng(seed)
    confidence = np.round(generator.random(60), 1 + seed % 3)  # some are equal
    right = generator.random(60) < confidence
    assert least_confidence(confidence, right, precision) == slowly(confidence, right, precision)


def test_levels_reach_their_precision_and_lie_in_their_order() -> None:
    generator = np.random.default_rng(3)
    confidence = probabilities(generator.normal(-1.0, 1.0, 600), (1.0, 0.0))
    right = generator.random(600) < confidence - 0.1
    levels = levels_of(confidence, right)
    assert [one.name for one in levels] == ["strict", "balanced", "eager"]
    assert levels[0].least > levels[1].least > levels[2].least > LEVELS["balanced"]
    for one in levels:
        above = confidence >= one.least
        assert one.reached
        assert one.answered == pytest.approx(above.mean())
        assert one.right == pytest.approx(right[above].mean())
        assert one.right >= PRECISION[one.name]


def test_a_level_that_cannot_be_reached_is_the_shipped_one_but_never_below_a_laxer_one() -> None:
    confidence = np.linspace(0, 1, 100)
    wrong = np.zeros(100, bool)
    levels = levels_of(confidence, wrong)
    assert {one.name: one.least for one in levels} == LEVELS
    assert not any(one.reached for one in levels)
    # Above 0.7 every second answer is right: enough for all but the strict level.
    levels = levels_of(confidence, (confidence > 0.7) & (np.arange(100) % 2 == 1))
    assert [one.reached for one in levels] == [False, True, True]
    strict, balanced, eager = (one.least for one in levels)
    assert LEVELS["strict"] < eager < balanced == strict


def test_answers_that_are_nearly_all_right_do_not_let_a_level_answer_anything() -> None:
    confidence = np.linspace(0, 1, 100)
    right = confidence > 0.2
    assert least_confidence(confidence, right, PRECISION["strict"]) == 0
    assert {one.name: one.least for one in levels_of(confidence, right)} == LEVELS


def test_a_few_lucky_answers_make_no_level() -> None:
    confidence = np.linspace(0, 1, 100)
    assert least_confidence(confidence, confidence > 0.95, 0.9) is None
