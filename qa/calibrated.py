"""The calibration that a library holds: how it is kept, found, and taken away.

It stands in the library database, which is the truth about a library, one for each evidence model.
So it is written whole or not at all, it needs no place in the queue of writers, it survives a
rebuild, and a program that has the library open finds the new one at its next question.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from qa.adapted import ADAPTED, model_name
from qa.calibration import SHIPPED, SHIPPED_READER, WEIGHTS, Confidence
from qa.platt import Line
from vectorstore import AdaptationError, CalibrationError, Library, Settings

#: The keys are this, and the evidence model.
_KEY = "calibration:"

#: Scores of other weights mean something else: a calibration belongs to those it was made with.
_OF_WEIGHTS = hashlib.sha256(repr((WEIGHTS.cheap, WEIGHTS.full)).encode()).hexdigest()[:16]

_Finite = Annotated[float, Field(allow_inf_nan=False)]


class _Stored(BaseModel):
    """A calibration as it stands in the library database, in JSON."""

    model_config = ConfigDict(extra="forbid", strict=True)

    format: Literal[1] = 1
    of_weights: str
    reading: tuple[_Finite, _Finite]
    slope: _Finite
    intercept: _Finite
    levels: dict[str, _Finite]
    questions: Annotated[int, Field(ge=1)]
    day: date


@dataclass(frozen=True, slots=True)
class CalibrationState:
    """Which calibration a library uses with the evidence model that is set.

    ``questions`` and ``day`` are None when it has none: then the shipped map is in use, which was
    made for the shipped reader. ``problem`` says why one that is there is not used. ``others`` are
    the evidence models of calibrations that are kept for them.
    """

    evidence_model: str
    questions: int | None = None
    day: date | None = None
    problem: str | None = None
    others: tuple[str, ...] = ()

    @property
    def is_shipped_reader(self) -> bool:
        """Whether the shipped map was made for this evidence model."""
        return self.evidence_model == SHIPPED_READER

    def as_dict(self) -> dict[str, Any]:
        """Return the state as JSON values."""
        return {
            "evidence_model": self.evidence_model,
            "questions": self.questions,
            "day": self.day.isoformat() if self.day else None,
            "problem": self.problem,
            "others": list(self.others),
        }


def confidence_of(library: Library) -> Confidence:
    """Return how scores become probabilities in a library, as it stands there now.

    The shipped map where there is no calibration for the evidence model, or one that was made with
    other weights. Raises CalibrationError for one that cannot be read.
    """
    kept = library.catalogue.fact(key_of(library))
    stored = None if kept is None else _read(kept, library)
    return SHIPPED if stored is None or stored.of_weights != _OF_WEIGHTS else _confidence(stored)


def threshold_of(library: Library) -> float:
    """Return the least confidence of an answer: the one set, else that of the level."""
    settings = library.settings
    if settings.threshold is not None:
        return settings.threshold
    return confidence_of(library).levels[settings.abstention]


def keep(confidence: Confidence, library: Library, key: str) -> None:
    """Store a calibration in place of the one before; ``key`` is that of its evidence model."""
    weights, day = confidence.weights, confidence.day
    if day is None:
        raise ValueError("a calibration without its day")
    stored = _Stored(
        of_weights=_OF_WEIGHTS,
        reading=weights.reading,
        slope=weights.slope,
        intercept=weights.intercept,
        levels=dict(confidence.levels),
        questions=confidence.questions,
        day=day,
    )
    library.catalogue.set_fact(key, stored.model_dump_json())
    library.catalogue.lasting()


def remove_calibration(library: Library) -> bool:
    """Take away the calibration for the evidence model that is set; returns whether there was one.

    One that cannot be read is taken away too.
    """
    there = library.catalogue.drop_fact(key_of(library))
    library.catalogue.lasting()
    return there


def forget_calibrations(library: Library) -> None:
    """Take away the calibrations for adapted readers that are no longer in use."""
    for key in library.catalogue.facts(_KEY + ADAPTED):
        if key != key_of(library):
            library.catalogue.drop_fact(key)
    library.catalogue.lasting()


def calibration_state(library: Library) -> CalibrationState:
    """Return which calibration is in use; one that cannot be read is told of, not raised."""
    kept = library.catalogue.facts(_KEY)
    try:
        model = model_name(library)
        here = kept.pop(key_of(library), None)
    except AdaptationError as error:
        return CalibrationState(library.settings.evidence_model, problem=str(error))
    state = CalibrationState(model, others=tuple(key.removeprefix(_KEY) for key in kept))
    if here is None:
        return state
    try:
        stored = _read(here, library)
    except CalibrationError as error:
        return replace(state, problem=str(error))
    if stored.of_weights != _OF_WEIGHTS:
        problem = "It was made with other weights of the score. Calibrate again."
        return replace(state, problem=problem)
    return replace(state, questions=stored.questions, day=stored.day)


def is_shipped(settings: Settings) -> bool:
    """Say whether the shipped reader is the evidence model."""
    return settings.evidence_model == SHIPPED_READER


def key_of(library: Library) -> str:
    """Return under which name the calibration for the evidence model in use is kept.

    Raises AdaptationError.
    """
    if is_shipped(library.settings):
        return _KEY + model_name(library)
    model = library.settings.evidence_model
    folder = Path(model)
    # One model, from whichever folder the command is run.
    return _KEY + (str(folder.resolve()) if folder.is_dir() else model)


def _read(kept: str, library: Library) -> _Stored:
    try:
        stored = _Stored.model_validate_json(kept)
        _confidence(stored)
    except ValidationError as error:
        wrong = error.errors()[0]
        said = ": ".join(filter(None, (".".join(map(str, wrong["loc"])), wrong["msg"])))
        raise _broken(library, said) from error
    except ValueError as error:
        raise _broken(library, str(error)) from error
    return stored


def _broken(library: Library, said: str) -> CalibrationError:
    return CalibrationError(
        f"The calibration of {library.path} is not as it was written ({said}).",
        "The articles are not touched by that.",
        "Run: citewire calibrate --remove, then calibrate again.",
    )


def _confidence(stored: _Stored) -> Confidence:
    line: Line = stored.reading
    weights = replace(WEIGHTS, reading=line, slope=stored.slope, intercept=stored.intercept)
    return Confidence(weights, stored.levels, stored.questions, stored.day)
