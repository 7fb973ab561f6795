"""The numbers of the evidence score, and where each comes from.

``benchmarks/fit_scores.py`` prints them: the features' weights are fitted on questions over
Wikipedia paragraphs, the map to a probability and the threshold on news of another year than the
benchmark's.
"""

from __future__ import annotations

from qa.score import Weights

WEIGHTS = Weights(
    features=(8.0, 2.0, 3.0, 1.5, 1.0, 0.5, 0.5, 0.5, 0.8, -2.0, -1.0, 0.3),
    slope=1.0,
    intercept=-6.0,
)
