"""The numbers of the evidence score, and where each comes from.

``benchmarks/fit_scores.py`` prints them: the features' weights are fitted on questions over
Wikipedia paragraphs, the map to a probability and the threshold on news of another year than the
benchmark's.
"""

from __future__ import annotations

from qa.score import Weights

WEIGHTS = Weights(
    features=(6.568, 4.25, 4.666, 2.169, 2.693, 0.99, 1.97, 1.31, 1.664, -2.0, -0.198, -0.168),
    slope=1.0,
    intercept=-6.0,
)
