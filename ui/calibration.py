"""A calibration as text for a terminal."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from qa import PRECISION
from ui.evaluation import estimate_text
from ui.wording import many

if TYPE_CHECKING:
    from qa import Calibration, CalibrationState, Estimate

#: What each figure is called on a terminal.
FIGURES = {
    "brier": "Brier score",
    "calibration_error": "calibration error (ECE, debiased)",
    "first_right": "best sentence right",
}


def calibration_text(found: Calibration) -> str:
    """Return what was fitted, how it does, and whether it is in use."""
    head = (
        f"{many(found.questions, 'question')}; of their best sentences {found.right:,} answer, "
        f"and {found.questions - found.right:,} do not.\nEvidence model: {found.evidence_model}."
    )
    if found.replaced:
        head += (
            f"\nThe map in use is a calibration of {many(found.replaced, 'question')}: "
            "those that are asked here again flatter it."
        )
    return "\n\n".join(
        [
            head,
            _figures("The map in use so far", found.before.figures()),
            _figures("Calibrated, each question by the others", found.after.figures()),
            _verdict(found),
            "\n".join(_levels(found)),
        ]
    )


def state_text(state: CalibrationState) -> str:
    """Return which calibration a library uses, in a line."""
    if state.problem:
        said = f"not used: {state.problem}"
    elif state.questions:
        said = f"{many(state.questions, 'question')}, {state.day}, for {state.evidence_model}"
    elif state.is_shipped_reader:
        said = "the shipped one"
    else:
        said = f"none for {state.evidence_model}; run: citewire calibrate"
    if state.others:
        said += f" (kept for other evidence models: {', '.join(state.others)})"
    return said


def _figures(heading: str, figures: dict[str, Estimate]) -> str:
    rows = [estimate_text(words, figures[name]) for name, words in FIGURES.items()]
    return "\n".join([f"{heading:<51}{'95 % interval':<16}  questions", *rows])


def _verdict(found: Calibration) -> str:
    gain = found.gain
    if not found.in_use:
        return f"The Brier score is not better ({gain.value:+.4f}): nothing was changed."
    chance = ", which may be chance" if gain.low is not None and gain.low <= 0 else ""
    return (
        f"The Brier score is better by {gain.value:.4f} "
        f"(95 % interval {gain.low:.4f} to {gain.high:.4f}{chance}).\n"
        "The calibration is in use from now on; citewire calibrate --remove takes it away."
    )


def _levels(found: Calibration) -> Iterator[str]:
    yield "level     wanted  least confidence  answered  right"
    for one in found.levels:
        right = "   -" if one.right is None else f"{one.right:4.2f}"
        note = "" if one.reached else "   no threshold reaches it: the shipped number"
        yield (
            f"{one.name:<9} {PRECISION[one.name]:>6.2f}  {one.least:>16.3f}  "
            f"{one.answered:>8.2f}   {right}{note}"
        )
