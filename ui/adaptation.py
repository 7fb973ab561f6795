"""An adaptation as text for a terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ui.wording import many

if TYPE_CHECKING:
    from qa import Adaptation, AdaptationState, Compared, Estimate

#: What each figure is called on a terminal.
FIGURES = {"first": "right sentence first", "mrr": "mean reciprocal rank"}

_ROWS = {"before": "the reader in use so far", "after": "the adapted one", "gain": "difference"}
_KINDS = {"headline": "headline", "cloze": "gap", "question": "question"}


def adaptation_text(found: Adaptation) -> str:
    """Return what was trained on, how it does on what was held out, and whether it is in use."""
    kinds = ", ".join(many(number, _KINDS[kind]) for kind, number in found.trained.items())
    short = "" if found.steps >= found.planned else f" of {found.planned:,}: the time was up"
    parts = [
        f"Trained on {kinds}; {many(found.steps, 'step')}{short}. {found.minutes:.1f} minutes.",
        _figures("pairs of the library, held out", found.pairs),
    ]
    if found.questions:
        parts.append(_figures("questions of the file, held out", found.questions))
    return "\n\n".join([*parts, _verdict(found)])


def adapted_text(state: AdaptationState) -> str:
    """Return which reader a library has, in a line."""
    if state.problem:
        said = f"not usable: {state.problem}"
    elif state.record:
        mrr = state.record.mrr
        said = (
            f"adapted on {state.record.day}, mean reciprocal rank {mrr.before:.3f} to "
            f"{mrr.after:.3f} on {many(state.record.measured, 'pair')} held out"
        )
        said += "" if state.used else " (not used: evidence_model names another model)"
    else:
        said = "none"
    if state.unfinished == "running":
        said += "; an adaptation is going on"
    elif state.unfinished:
        said += "; an adaptation was stopped, and citewire adapt goes on with it"
    return said


def _figures(heading: str, compared: Compared) -> str:
    lines = [f"{many(compared.lists, 'list')}: {heading}"]
    for name, estimates in compared.figures().items():
        lines.append(f"  {FIGURES[name]:<42}95 % interval")
        lines += [_row(_ROWS[which], one) for which, one in estimates.items()]
    return "\n".join(lines)


def _row(words: str, one: Estimate) -> str:
    if one.value is None or one.low is None or one.high is None:
        return f"    {words:<31}    -"
    return f"    {words:<31}{one.value:>7.3f}  {one.low:.3f} to {one.high:.3f}"


def _verdict(found: Adaptation) -> str:
    if found.in_use:
        return (
            "It is better, and in use from now on; citewire adapt --remove takes it away. "
            "Confidence was\ncalibrated for the reader before: citewire calibrate fits it anew."
        )
    reader = "adapted reader" if found.replaced else "shipped reader"
    if found.questions_worse:
        return f"The questions of the file are answered worse: the {reader} goes on."
    return f"It is not certainly better on what was held out: the {reader} goes on."
