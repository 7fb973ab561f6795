"""The numbers of the evidence score, and where each comes from.

``python -m benchmarks.fit_scores DATA WORK`` prints them: the features' weights are fitted on
questions over Wikipedia paragraphs (halves of SQuAD 2 and QED), the map to a probability and the
default threshold on news of 2024, which the benchmark's news of 2023 does not overlap.
"""

from __future__ import annotations

from qa.score import Weights

WEIGHTS = Weights(
    features=(6.768, 4.571, 4.642, 2.17, 2.691, 1.011, 1.665, 2.326),
    slope=0.8167,
    intercept=-8.547,
)
