"""The logistic map from a score to a probability, fitted (Platt 1999).

Two parameters need no library: Newton's steps with the safeguards of Lin, Lin and Weng, "A Note on
Platt's Probabilistic Outputs for Support Vector Machines" (Machine Learning 68, 2007).
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

#: Slope and intercept.
Line = tuple[float, float]

Floats = NDArray[np.float64]

_MOST_STEPS = 100

#: The fit is done when no component of the gradient, a mean over all scores, is larger.
_FLAT = 1e-10

#: Added to the curvature, so that a step is defined when all scores are equal.
_RIDGE = 1e-12


def fit_platt(scores: NDArray[np.floating], labels: NDArray[np.bool_]) -> Line:
    """Return slope and intercept with which ``1 / (1 + exp(-(slope * score + intercept)))`` fits.

    Both arrays have shape (n,), n at least 1. As in Platt 1999, the targets are not 1 and 0 but
    ``(positives + 1) / (positives + 2)`` and ``1 / (negatives + 2)``, so that the fit is finite
    where a score parts the labels. The slope of scores that are all equal is 0. Raises ValueError
    on other shapes, or scores that are not finite.
    """
    x, y = np.asarray(scores, np.float64), np.asarray(labels, np.bool_)
    if x.ndim != 1 or x.shape != y.shape or not len(x):
        raise ValueError(f"scores of shape {x.shape} and labels of {y.shape}, wanted (n,) twice")
    if not np.isfinite(x).all():
        raise ValueError("a score is not finite")
    positives = int(y.sum())
    target = np.where(y, (positives + 1) / (positives + 2), 1 / (len(y) - positives + 2))
    # Any scale and any offset of the scores are fitted alike.
    middle, spread = float(x.mean()), float(x.std())
    steps = np.column_stack([(x - middle) / (spread or 1.0), np.ones_like(x)])
    slope, intercept = _newton(steps, target) / (spread or 1.0, 1.0)
    return float(slope), float(intercept - slope * middle)


def probabilities(scores: NDArray[np.floating], line: Line) -> Floats:
    """Return what a fitted line makes of scores, each 0 to 1, in their shape.

    >>> probabilities(np.array([-1e9, 0.0, 1e9]), (2.0, 0.0)).tolist()
    [0.0, 0.5, 1.0]
    """
    logit = line[0] * np.asarray(scores, np.float64) + line[1]
    return np.asarray(np.exp(-np.logaddexp(0, -logit)))


def _newton(x: Floats, target: Floats) -> Floats:
    """Return the weights, shape (2,), of least mean cross-entropy; ``x`` has shape (n, 2)."""
    weights = np.zeros(2)
    loss = _loss(x, target, weights)
    for _ in range(_MOST_STEPS):
        sure = probabilities(x @ weights, (1.0, 0.0))
        gradient = x.T @ (sure - target) / len(x)
        if np.abs(gradient).max() < _FLAT:
            break
        curvature = (x * (sure * (1 - sure))[:, None]).T @ x / len(x) + _RIDGE * np.eye(2)
        step = np.linalg.solve(curvature, gradient)
        size = 1.0
        # Far from the minimum a whole step may overshoot; at it, rounding leaves nothing to gain.
        while size > _FLAT and (new := _loss(x, target, weights - size * step)) > loss:
            size /= 2
        if size <= _FLAT:
            break
        weights, loss = weights - size * step, new
    return weights


def _loss(x: Floats, target: Floats, weights: Floats) -> float:
    logit = x @ weights
    return float(np.mean(np.logaddexp(0, logit) - target * logit))
