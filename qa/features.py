"""What a sentence is scored by, and what each of that weighs."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from qa.platt import Line

FEATURES = (
    "sentence_similarity",
    "passage_similarity",
    "sentence_overlap",
    "near_overlap",
    "passage_overlap",
    "title_overlap",
    "holds_name",
    "holds_time",
    "holds_number",
    "holds_reason",
    "bm25",
    "asks",
    "days",
)

#: The features of the second sum: those, the reader's log-odds, and how far other articles agree.
READ_FEATURES = (*FEATURES, "reader", "agreement")


@dataclass(frozen=True, slots=True)
class Weights:
    """The weights of both sums and the map to a probability.

    ``cheap`` are in the order of FEATURES, ``full`` in that of READ_FEATURES.
    ``probability = 1 / (1 + exp(-(slope * absolute + intercept)))`` (Platt 1999), where
    ``absolute`` is the second sum without BM25, which is relative to the best passage of one
    question and says nothing about whether the library answers it. ``reading`` is slope and
    intercept from what the reader says to log-odds, which ``full`` was fitted on.
    """

    cheap: tuple[float, ...]
    full: tuple[float, ...]
    slope: float
    intercept: float
    reading: Line = (1.0, 0.0)

    def log_odds(self, said: NDArray[np.float32]) -> NDArray[np.float32]:
        """Return as log-odds what the reader said of sentences; NaN stays NaN."""
        slope, intercept = self.reading
        return np.asarray(slope * said + intercept, np.float32)
