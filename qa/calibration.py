"""The numbers of the evidence score, and where each comes from.

``python -m training DATA OUT`` prints them: the features' weights are fitted on questions over
Wikipedia that the reader was not trained on (parts of SQuAD 2, QED and SelQA), the map to a
probability and the levels on news of 2024, which the benchmark's news of 2023 does not overlap.
Their licence is that of the data, CC BY-SA 4.0: see NOTICE.
"""

from __future__ import annotations

from qa.scoring import Weights
from vectorstore import Settings

WEIGHTS = Weights(
    cheap=(7.578, 3.773, 5.832, 2.631, 3.963, 0.515, 1.182, 1.579, 1.558, 0.161, 1.403, -2.0, -0.3),
    full=(
        4.434,
        3.153,
        2.812,
        1.812,
        2.212,
        0.669,
        0.206,
        0.393,
        0.618,
        0.162,
        0.669,
        -2.0,
        -0.3,
        0.67,
    ),
    slope=0.3729,
    intercept=-4.0323,
)

#: The reader that these numbers belong to.
SHIPPED_READER = "citewire-reader-1"

#: The map from the reader's log-odds alone to a probability: slope, intercept, and what each unit
#: of ``Asked.distance`` takes off the log-odds.
ANYWHERE = (0.4432, -1.6952, 0.3)

#: The least confidence of an answer at each level: docs/quality.md has what was measured there.
LEVELS = {"strict": 0.4, "balanced": 0.15, "eager": 0.1}


def threshold_of(settings: Settings) -> float:
    """Return the least confidence of an answer: the one set, else that of the level."""
    return LEVELS[settings.abstention] if settings.threshold is None else settings.threshold
