"""A calibration as text for a terminal."""

from __future__ import annotations

from collections.abc import Iterator

from qa import PRECISION, Calibration, CalibrationState, Estimate
from ui.evaluation import estimate_text
from ui.wording import many

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
        f"and {found.questions - found.right:,} do not. Evidence model: {found.evidence_model}."
    )
    before = "The map in use so far"
    if found.replaced:
        before += f" (of {many(found.replaced, 'question')}; shared ones flatter it)"
    return "\n\n".join(
        [
            head,
            _figures(before, found.before.figures()),
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
    by = f"by {abs(gain.value or 0):.4f} (95 % interval {gain.low:.4f} to {gain.high:.4f})"
    if found.in_use:
        return (
            f"The Brier score is better {by}: the calibration is in use from now on.\n"
            "citewire calibrate --remove takes it away."
        )
    return f"The Brier score is not better ({gain.value:.4f}): nothing was changed."


def _levels(found: Calibration) -> Iterator[str]:
    yield "level     wanted  least confidence  answered  right"
    for one in found.levels:
        right = "   -" if one.right is None else f"{one.right:4.2f}"
        note = "" if one.reached else "   no threshold reaches it: the shipped level's number"
        yield (
            f"{one.name:<9} {PRECISION[one.name]:>6.2f}  {one.least:>16.3f}  "
            f"{one.answered:>8.2f}   {right}{note}"
        )
