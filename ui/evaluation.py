"""An evaluation as text for a terminal: figures, reliability, failures to read."""

from __future__ import annotations

import shutil
import textwrap
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from ui.terminal import shown_by
from ui.wording import many, quotation_marks

if TYPE_CHECKING:
    from qa import Bin, Estimate, Evaluation, Outcome

#: What each figure is called on a terminal, under the heading that it stands under.
HEADINGS: dict[str, dict[str, str]] = {
    "Search: right sentence in a gold article": {
        "hit_strict_at_1": "first",
        "hit_strict_at_5": "within the first 5",
        "hit_strict_at_10": "within the first 10",
        "hit_strict_at_20": "within the first 20",
    },
    "Search: right sentence in any article": {
        "hit_lenient_at_1": "first",
        "hit_lenient_at_5": "within the first 5",
        "hit_lenient_at_10": "within the first 10",
        "hit_lenient_at_20": "within the first 20",
    },
    "Answering and abstaining": {
        "auroc": "AUROC of answering against abstaining",
        "answered_of_answerable": "answered, of the answerable",
        "answered_of_unanswerable": "answered, of the unanswerable",
        "first_statement_right": "first statement right, of the answers",
        "any_statement_right": "any statement right, of the answers",
    },
    "Confidence": {
        "precision_at_10_percent": "right among the most confident 10 %",
        "precision_at_20_percent": "right among the most confident 20 %",
        "precision_at_40_percent": "right among the most confident 40 %",
        "calibration_error": "calibration error (ECE, debiased)",
        "calibration_error_rms": "calibration error (RMS, debiased)",
        "brier": "Brier score",
    },
    "Milliseconds an answer": {"ms_median": "median", "ms_95_percent": "95 %"},
}

#: Columns of the plot of a terminal, one for each 40th of the way from 0 to 1.
_COLUMNS = 41


def evaluation_text(evaluation: Evaluation, *, failures: int) -> str:
    """Return figures, a plot, and up to ``failures`` failures of each kind."""
    parts = [_head(evaluation), *_figures(evaluation.figures), reliability_text(evaluation)]
    if failures:
        wrong, missed = evaluation.wrong, evaluation.missed
        parts += _failures("Wrong first statements, most confident first", wrong, failures)
        parts += _failures("Abstentions on answerable questions", missed, failures)
    return "\n\n".join(parts)


def reliability_text(evaluation: Evaluation) -> str:
    """Return a line a bin: the share right with its interval, and the confidence."""
    scale = f"{'0':<{_COLUMNS // 2}}½{'1':>{_COLUMNS // 2}}"
    lines = [
        "Reliability: ● share right, ├─┤ its 95 % interval, ┊ confidence",
        f"  confidence  right  questions  {scale}",
    ]
    lines += [
        f"  {one.confidence:>10.2f}  {one.right:>5.2f}  {one.questions:>9,}  {_bar(one)}"
        for one in evaluation.reliability
    ]
    return "\n".join(lines)


def estimate_text(words: str, one: Estimate, *, digits: int = 3) -> str:
    """Return a line with a figure, its interval and the number of questions behind it."""
    if one.value is None or one.low is None or one.high is None:
        return f"  {words:<40}not defined"
    interval = f"{one.low:,.{digits}f} to {one.high:,.{digits}f}"
    return f"  {words:<40}{one.value:>7,.{digits}f}  {interval:<16}  {one.questions:>9,}"


def _head(evaluation: Evaluation) -> str:
    answerable = sum(one.question.answerable for one in evaluation.outcomes)
    head = f"{many(len(evaluation.outcomes), 'question')}, {answerable:,} of them answerable."
    unknown = evaluation.unknown_articles
    if unknown:
        head += (
            f"\nThe library does not hold {many(len(unknown), 'article')} that the questions name, "
            f"for example {unknown[0]}."
        )
    return head


def _figures(figures: dict[str, Estimate]) -> Iterator[str]:
    for heading, names in HEADINGS.items():
        known = [(words, figures[name]) for name, words in names.items()]
        if all(one.value is None for _, one in known):
            continue
        digits = 0 if heading.startswith("Milliseconds") else 3
        rows = [estimate_text(words, one, digits=digits) for words, one in known]
        yield "\n".join([f"{heading:<51}{'95 % interval':<16}  questions", *rows])


def _bar(one: Bin) -> str:
    cells = [" "] * _COLUMNS
    low, high, confidence, right = (
        round(number * (_COLUMNS - 1)) for number in (one.low, one.high, one.confidence, one.right)
    )
    cells[low : high + 1] = "─" * (high + 1 - low)
    cells[low], cells[high] = "├", "┤"
    cells[confidence] = "┊"
    cells[right] = "●"
    return "".join(cells).rstrip()


def _failures(heading: str, failures: Sequence[Outcome], most: int) -> Iterator[str]:
    if not failures:
        return
    shown = f"{min(most, len(failures))} of {len(failures)}"
    yield "\n\n".join([f"{heading} ({shown})", *map(_failure, failures[:most])])


def _failure(one: Outcome) -> str:
    question = one.question
    day = f" ({question.asked_on})" if question.asked_on else ""
    wanted = " / ".join(question.answers) if question.answerable else "no answer"
    lines = [
        _wrapped(f"{one.answer.confidence:.2f}  {question.text}{day}", "  ", "        "),
        _wrapped(f"wanted: {wanted}", "        "),
    ]
    if one.sentence:
        before, after = quotation_marks(one.sentence.quote)
        said = "nearest" if one.answer.abstained else "said"
        lines.append(_wrapped(f"{said}: {before}{one.sentence.quote}{after}", "        "))
        lines.append(f"        {shown_by(one.sentence)}")
    if one.right_statement:
        lines.append(f"        statement {one.right_statement} is right")
    return "\n".join(lines)


def _wrapped(text: str, first: str, rest: str | None = None) -> str:
    width = max(60, min(100, shutil.get_terminal_size().columns))
    return textwrap.fill(
        text,
        width,
        initial_indent=first,
        subsequent_indent=first if rest is None else rest,
        break_on_hyphens=False,
    )
