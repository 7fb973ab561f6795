"""What a calibration came to: the maps, figures before and after, and the levels."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from qa.calibration import LEVELS, PRECISION, Confidence
from qa.measures import Estimate, calibration_error, estimate, mean, resamples
from qa.platt import Floats

#: Fewer answers than this prove no precision: the most confident one alone is often right.
LEAST_ANSWERS = 10


@dataclass(frozen=True, slots=True)
class Level:
    """What a level comes to on the questions asked.

    ``least`` is the least confidence of an answer, ``answered`` the share of the questions that get
    one, ``right`` the share of these whose best sentence is right, None without any. ``reached``
    says whether a threshold reaches the precision that defines the level; if none does, the
    shipped number is taken, or that of a looser level if it is higher. None lies below these.
    """

    name: str
    least: float
    answered: float
    right: float | None
    reached: bool

    def as_dict(self) -> dict[str, Any]:
        """Return the level as JSON values."""
        return {
            "least": round(self.least, 4),
            "answered": round(self.answered, 4),
            "right": None if self.right is None else round(self.right, 4),
            "precision": PRECISION[self.name],
            "reached": self.reached,
        }


@dataclass(frozen=True, slots=True)
class Measured:
    """Confidences of questions, and whether the best sentence was right; each of shape (n,)."""

    confidence: Floats
    right: NDArray[np.bool_]

    @property
    def squared(self) -> Floats:
        """The squared distance of each confidence and its outcome."""
        return np.asarray((self.confidence - self.right) ** 2, np.float64)

    @property
    def brier(self) -> float:
        """The Brier score."""
        return float(self.squared.mean())

    def figures(self) -> dict[str, Estimate]:
        """Return Brier score, debiased calibration error and share right, with intervals."""
        number = len(self.confidence)
        weights = resamples(number)
        return {
            "brier": estimate(mean(self.squared), weights, questions=number),
            "calibration_error": calibration_error(self.confidence, self.right, weights),
            "first_right": estimate(mean(self.right), weights, questions=number),
        }


@dataclass(frozen=True, slots=True)
class Calibration:
    """A library's confidence fitted to questions, and what that does to them.

    ``confidence`` was fitted on all questions that found a sentence; for ``right`` of them the best
    one answers. ``before`` is what the map in use until then made of them, which was calibrated on
    ``replaced`` questions, 0 for the shipped one; ``after`` are confidences that each question got
    from a fit without it.
    """

    evidence_model: str
    confidence: Confidence
    replaced: int
    right: int
    levels: tuple[Level, ...]
    before: Measured = field(repr=False)
    after: Measured = field(repr=False)

    @property
    def questions(self) -> int:
        """The number of questions that it was fitted on."""
        return self.confidence.questions

    @property
    def in_use(self) -> bool:
        """Whether it took the place of the map before: only if its Brier score is the better."""
        return self.after.brier < self.before.brier

    @property
    def gain(self) -> Estimate:
        """By how much the Brier score is better, over the same resamples of the questions."""
        number = len(self.after.confidence)
        distance = self.before.squared - self.after.squared
        return estimate(mean(distance), resamples(number), questions=number)

    def as_dict(self) -> dict[str, Any]:
        """Return the maps, figures and levels as JSON values."""
        weights, day = self.confidence.weights, self.confidence.day
        return {
            "evidence_model": self.evidence_model,
            "questions": self.questions,
            "right": self.right,
            "day": day.isoformat() if day else None,
            "in_use": self.in_use,
            "replaced": self.replaced,
            "before": {name: one.as_dict() for name, one in self.before.figures().items()},
            "after": {name: one.as_dict() for name, one in self.after.figures().items()},
            "gain": self.gain.as_dict(),
            "reading": [round(number, 4) for number in weights.reading],
            "slope": round(weights.slope, 4),
            "intercept": round(weights.intercept, 4),
            "levels": {level.name: level.as_dict() for level in self.levels},
        }


def levels_of(confidence: Floats, right: NDArray[np.bool_]) -> tuple[Level, ...]:
    """Return the levels, strictest first, from the outcomes of questions; both of shape (n,).

    None lies below the shipped number, which is taken as it is where no threshold reaches the
    precision: where nearly all questions asked are answered by the articles, any precision is
    reached by answering everything, and so would be what is asked beside the articles.
    """
    levels: list[Level] = []
    floor = 0.0
    for name in sorted(LEVELS, key=lambda name: PRECISION[name]):
        found = least_confidence(confidence, right, PRECISION[name])
        floor = max(floor, LEVELS[name], found or 0.0)
        above = confidence >= floor
        share = float(right[above].mean()) if above.any() else None
        levels.append(Level(name, floor, float(above.mean()), share, found is not None))
    return tuple(reversed(levels))


def least_confidence(
    confidence: Floats, right: NDArray[np.bool_], precision: float
) -> float | None:
    """Return the least confidence from which on the answers reach a precision, None without one.

    Both arrays have shape (n,).

    >>> sure = np.arange(20) / 20
    >>> least_confidence(sure, sure >= 0.6, 0.8)
    0.5
    """
    levels, place = np.unique(confidence, return_inverse=True)
    answers = np.cumsum(np.bincount(place, minlength=len(levels))[::-1])[::-1]
    hits = np.cumsum(np.bincount(place, right, minlength=len(levels))[::-1])[::-1]
    enough = (answers >= LEAST_ANSWERS) & (hits >= precision * answers - 1e-9)
    return float(levels[np.argmax(enough)]) if enough.any() else None
