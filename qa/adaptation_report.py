"""What an adaptation came to: the same held-out lists read by the reader in use and the new one."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import numpy as np

from qa.measures import Estimate, estimate, mean, resamples
from qa.platt import Floats


@dataclass(frozen=True, slots=True)
class Compared:
    """The rank of the first right sentence of each held-out list, from 1, before and after.

    Both of shape (n,). Where nothing answers, "answered nowhere" is the right choice. Raises
    ValueError for other shapes and ranks below 1.
    """

    before: Floats = field(repr=False)
    after: Floats = field(repr=False)

    def __post_init__(self) -> None:
        if self.before.ndim != 1 or self.before.shape != self.after.shape or not len(self.before):
            raise ValueError(f"ranks of shapes {self.before.shape} and {self.after.shape}")
        if min(self.before.min(), self.after.min()) < 1:
            raise ValueError("a rank below 1")

    @property
    def lists(self) -> int:
        """The number of lists."""
        return len(self.before)

    @property
    def gain(self) -> Estimate:
        """By how much the mean reciprocal rank is better, over the same resamples of the lists."""
        return _estimate(1 / self.after - 1 / self.before)

    @property
    def first_gain(self) -> Estimate:
        """By how much the share with the right sentence first is."""
        return _estimate((self.after == 1).astype(float) - (self.before == 1))

    def figures(self) -> dict[str, dict[str, Estimate]]:
        """Return the share with the right sentence first, and the mean reciprocal rank."""
        return {
            "first": {
                "before": _estimate(self.before == 1),
                "after": _estimate(self.after == 1),
                "gain": self.first_gain,
            },
            "mrr": {
                "before": _estimate(1 / self.before),
                "after": _estimate(1 / self.after),
                "gain": self.gain,
            },
        }

    def as_dict(self) -> dict[str, Any]:
        """Return the figures as JSON values."""
        return {
            "lists": self.lists,
            **{
                name: {which: one.as_dict() for which, one in estimates.items()}
                for name, estimates in self.figures().items()
            },
        }


@dataclass(frozen=True, slots=True)
class Adaptation:
    """A reader adapted to a library, and what it does to what was held out.

    ``replaced`` says whether the reader in use before was an adapted one. ``trained`` are the
    numbers of lists of each kind that were trained on, ``steps`` those that were taken, of
    ``planned``. ``pairs`` are the library's own, ``questions`` those of a questions file, None
    without any to measure. ``minutes`` is the time that it took, all runs together.
    """

    replaced: bool
    trained: dict[str, int]
    steps: int
    planned: int
    minutes: float
    pairs: Compared
    questions: Compared | None = None

    @property
    def in_use(self) -> bool:
        """Whether it took the place of the reader before.

        Only if the lower end of the 95 % interval of what the mean reciprocal rank gains is above
        0, and the questions of a file are not answered worse.
        """
        low = self.pairs.gain.low
        return low is not None and low > 0 and not self.questions_worse

    @property
    def questions_worse(self) -> bool:
        """Whether the mean reciprocal rank of the questions of a file has fallen."""
        value = self.questions.gain.value if self.questions else None
        return value is not None and value < 0

    def as_dict(self) -> dict[str, Any]:
        """Return the figures as JSON values."""
        return {
            "in_use": self.in_use,
            "replaced": self.replaced,
            "trained": self.trained,
            "steps": self.steps,
            "planned": self.planned,
            "minutes": round(self.minutes, 1),
            "pairs": self.pairs.as_dict(),
            "questions": self.questions.as_dict() if self.questions else None,
        }


def _estimate(values: Any) -> Estimate:  # noqa: ANN401 - any array of shape (n,)
    numbers = np.asarray(values, np.float64)
    return estimate(mean(numbers), resamples(len(numbers)), questions=len(numbers))
