"""The fit of a logistic map, held against scikit-learn's."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.linear_model import LogisticRegression

from qa.platt import fit_platt, probabilities


def drawn(seed: int, number: int = 200) -> tuple[np.ndarray, np.ndarray]:
    """Return scores, and labels that follow them."""
    generator = np.random.default_rng(seed)
    scores = generator.normal(3, 2, number)
    return scores, generator.random(number) < probabilities(scores, (0.8, -2.0))


@pytest.mark.parametrize("seed", range(5))
def test_it_is_the_logistic_regression_of_smoothed_targets(seed: int) -> None:
    scores, labels = drawn(seed)
    positives, negatives = labels.sum(), (~labels).sum()
    target = np.where(labels, (positives + 1) / (positives + 2), 1 / (negatives + 2))
    # Each score stands there twice, as right and as wrong, with the weights of its target.
    reference = LogisticRegression(C=np.inf, tol=1e-10, max_iter=1000)
    reference.fit(
        np.tile(scores, 2)[:, None],
        np.repeat([1, 0], len(scores)),
        sample_weight=np.concatenate([target, 1 - target]),
    )
    slope, intercept = fit_platt(scores, labels)
    assert slope == pytest.approx(reference.coef_[0, 0], rel=1e-4)
    assert intercept == pytest.approx(reference.intercept_[0], rel=1e-4)


@settings(max_examples=50, deadline=None)
@given(
    seed=st.integers(0, 1000),
    scale=st.floats(1e-3, 1e3),
    offset=st.floats(-1e3, 1e3),
)
def test_the_scale_of_the_scores_changes_no_probability(
    seed: int, scale: float, offset: float
) -> None:
    scores, labels = drawn(seed, 60)
    before = probabilities(scores, fit_platt(scores, labels))
    moved = scale * scores + offset
    np.testing.assert_allclose(probabilities(moved, fit_platt(moved, labels)), before, atol=1e-6)


def test_a_fit_that_parts_the_labels_is_finite_and_keeps_away_from_certainty() -> None:
    scores = np.arange(20.0)
    slope, intercept = fit_platt(scores, scores >= 10)
    assert np.isfinite([slope, intercept]).all()
    sure = probabilities(scores, (slope, intercept))
    assert sure.max() < 1
    assert sure.min() > 0
    assert sure.mean() == pytest.approx(0.5)


def test_scores_that_say_nothing_have_no_slope_and_those_that_fall_a_negative_one() -> None:
    labels = np.arange(20) < 5
    slope, intercept = fit_platt(np.full(20, 7.0), labels)
    assert slope == 0
    assert probabilities(np.float64(7), (slope, intercept)) == pytest.approx(
        (5 * 6 / 7 + 15 / 17) / 20
    )
    assert fit_platt(np.arange(20.0), labels)[0] < 0


def test_what_is_no_list_of_scores_is_refused() -> None:
    with pytest.raises(ValueError, match="wanted"):
        fit_platt(np.zeros(3), np.zeros(2, bool))
    with pytest.raises(ValueError, match="wanted"):
        fit_platt(np.zeros(0), np.zeros(0, bool))
    with pytest.raises(ValueError, match="finite"):
        fit_platt(np.array([1.0, np.nan]), np.array([True, False]))
