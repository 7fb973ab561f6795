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

from qa.scoring import Weights

WEIGHTS = Weights(
    cheap=(
        8.254, 3.176, 4.975, 2.877, 3.506, -0.042, 0.937, 1.321, 2.193, 0.858, 1.358, -2.0, -0.3,
    ),
    full=(
        3.245, 2.105, 1.583, 1.379, 1.751, 0.178, 0.27, 0.401, 0.639, -0.182, 0.21, -2.0, -0.3,
        0.705, 3.245,
    ),
    slope=0.4323,
    intercept=-3.2883,
)  # fmt: skip

#: The reader that these numbers belong to.
SHIPPED_READER = "citewire-reader-4"

#: The map from the reader's log-odds alone to a probability: slope, intercept, and what each unit
#: of ``Asked.distance`` takes off the log-odds.
ANYWHERE = (0.4752, -0.5639, 0.426)

#: What defines a level: the share of the answers given whose first sentence is right.
PRECISION = {"strict": 0.55, "balanced": 0.45, "eager": 0.4}

#: The least confidence of an answer that comes to that on news of 2022 and 2024.
LEVELS = {"strict": 0.42, "balanced": 0.18, "eager": 0.1}


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
