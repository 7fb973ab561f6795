"""The numbers of the evidence score, and where each comes from.

``python -m training DATA OUT`` prints them: the features' weights are fitted on questions over
Wikipedia (parts of SQuAD 2, QED and SelQA) and over invented news (``training/news``) that the
reader was not trained on, the map to a probability and the levels on news of 2022 and 2024, which
the benchmark's news of 2023 does not overlap. Their licence is that of the data, CC BY-SA 4.0: see
NOTICE.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from qa.features import Weights

WEIGHTS = Weights(
    cheap=(
        8.622, 3.101, 4.383, 2.363, 3.167, 0.341, 0.764, 1.87, 1.969, 0.948, 1.808, -2.0, -0.3,
    ),
    full=(
        3.482, 1.737, 1.697, 0.83, 1.265, 0.666, -0.512, 0.545, 0.092, 0.107, 0.411, -2.0, -0.3,
        0.691, 3.482,
    ),
    slope=0.362,
    intercept=-3.3045,
)  # fmt: skip

#: The reader that these numbers belong to.
SHIPPED_READER = "citewire-reader-5"

#: The map from the reader's log-odds alone to a probability: slope, intercept, and what each unit
#: of ``Asked.distance`` takes off the log-odds.
ANYWHERE = (0.4134, -0.8536, 0.434)

#: What defines a level: the share of the answers given whose first sentence is right.
PRECISION = {"strict": 0.55, "balanced": 0.45, "eager": 0.4}

#: The least confidence of an answer that comes to that on news of 2022 and 2024.
LEVELS = {"strict": 0.36, "balanced": 0.13, "eager": 0.07}


@dataclass(frozen=True, slots=True)
class Confidence:
    """How scores become probabilities, and how probable an answer must be at each level.

    ``questions`` is how many it was calibrated on, and ``day`` when; 0 and None for what is
    shipped. Raises ValueError for a map that does not rise, numbers that are not finite, and
    levels that are not there or not in their order.
    """

    weights: Weights
    levels: Mapping[str, float]
    questions: int = 0
    day: date | None = None

    def __post_init__(self) -> None:
        lines = (self.weights.reading, (self.weights.slope, self.weights.intercept))
        for slope, intercept in lines:
            if not (math.isfinite(slope) and math.isfinite(intercept) and slope > 0):
                raise ValueError(f"a map with slope {slope} and intercept {intercept}")
        if set(self.levels) != set(LEVELS):
            raise ValueError(f"levels {sorted(self.levels)}, wanted {sorted(LEVELS)}")
        strict, balanced, eager = (self.levels[name] for name in LEVELS)
        if not 1 >= strict >= balanced >= eager >= 0:
            raise ValueError(f"levels of {strict}, {balanced} and {eager}")


#: What holds until a library is calibrated on questions of its own.
SHIPPED = Confidence(WEIGHTS, LEVELS)
