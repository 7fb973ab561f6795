"""Calibrates a library on questions whose answers are known.

Asked once, every question leaves the features of its sentences, what the evidence model said of
them, and which of them answer. From these the maps are fitted and measured, without asking again:
for a cross-encoder of the user's own, first the map from its numbers to log-odds, which the
weights of the score expect; then, for any, the map from the score of a question's best sentence to
the probability that it answers.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from qa.adapted import model_name
from qa.answering import day_of, find_passages, opened
from qa.calibrated import confidence_of, is_shipped, keep, key_of
from qa.calibration import WEIGHTS, Confidence
from qa.calibration_report import Calibration, Measured, levels_of
from qa.features import Weights
from qa.platt import Floats, Line, fit_platt, probabilities
from qa.questions import Question, holds_answer, read_questions
from qa.readers import reader_of
from qa.scoring import Read, SentenceReader, mix, read_sentences, with_reading
from vectorstore import CalibrationError, Library, UsageError

#: A calibration on fewer questions, or with fewer right or wrong best sentences, would follow
#: chance: Platt's map has two parameters, and a level's threshold is a third.
LEAST_QUESTIONS = 50
LEAST_OF_EACH = 10

#: Parts of the questions; each is measured with what was fitted on the others.
FOLDS = 10
SEED = 20190923

Flags = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Sentences:
    """What is kept of one question: arrays of its sentences, of equals the earliest ingested first.

    ``features``, ``said`` and ``agreement`` are those of ``Read``; ``right`` says which sentences
    answer, shape (n_sentences,).
    """

    features: NDArray[np.float32]
    said: NDArray[np.float32]
    agreement: NDArray[np.float32]
    right: Flags

    @classmethod
    def of(cls, read: Read, question: Question) -> Sentences:
        """Keep of a question what a calibration needs; the passages are let go."""
        rows = read.rows
        order = sorted(range(len(rows)), key=lambda i: (rows[i][0].passage.key, rows[i][1].start))
        right = [question.answerable and holds_answer(row[2], question.answers) for row in rows]
        return cls(
            read.features[order],
            read.said[order],
            read.agreement[order],
            np.asarray(right, np.bool_)[order],
        )

    def first(self, weights: Weights) -> tuple[float, bool]:
        """Return the absolute score of the best sentence, and whether it answers."""
        odds = weights.log_odds(self.said)
        features = with_reading(self.features, odds, self.agreement)
        scores, absolute = mix(features, weights)
        best = int(np.argmax(scores))
        return float(absolute[best]), bool(self.right[best])


def calibrate(
    questions: Sequence[Question] | str | Path,
    *,
    library: Library | str | Path | None = None,
    on_progress: Callable[[int, int], None] | None = None,
) -> Calibration:
    """Fit a library's confidence to questions whose answers are known, and use it if it is better.

    ``questions`` may be a questions file, for which see ``read_questions``. Each is asked on its
    day. The figures are of questions that the maps were not fitted on. Only if their Brier score is
    better than that of the map in use, the new one takes its place in the library, for the evidence
    model that is set. ``on_progress`` is called with the number asked, from 0, and that of all.
    Raises UsageError for too few questions, SourceError for a broken file, CalibrationError where
    higher scores are not more often right, or the calibration in use cannot be read;
    StaleIndexError, IndexDamagedError, WeightsError.
    """
    if isinstance(questions, str | Path):
        questions = read_questions(questions)
    if len(questions) < LEAST_QUESTIONS:
        raise _too_few(f"There are {len(questions)} questions")
    with opened(library) as one:
        now = confidence_of(one)
        model, key = model_name(one), key_of(one)  # the reader may change while questions are asked
        asked = _ask(questions, one, on_progress)
        found = calibrated(asked, now, model, own=not is_shipped(one.settings))
        if found.in_use:
            keep(found.confidence, one, key)
    return found


def _ask(
    questions: Sequence[Question], library: Library, on_progress: Callable[[int, int], None] | None
) -> list[Sentences]:
    """Return what each question leaves; those for which no sentence is found leave nothing."""
    reader = reader_of(library)
    found = []
    for number, question in enumerate(questions):
        if on_progress:
            on_progress(number, len(questions))
        read = _read(question, library, reader)
        if read is not None:
            found.append(Sentences.of(read, question))
    if on_progress:
        on_progress(len(questions), len(questions))
    if len(found) < LEAST_QUESTIONS:
        raise _too_few(
            f"Of {len(questions)} questions, {len(found)} have a sentence to be judged by"
        )
    return found


def _read(question: Question, library: Library, reader: SentenceReader) -> Read | None:
    found = find_passages(question.text, library, {}, as_of=day_of(question.asked_on))
    return read_sentences(
        found.question, found.vector, found.candidates, library, WEIGHTS, found.asked, reader
    )


def calibrated(
    asked: Sequence[Sentences], now: Confidence, model: str, *, own: bool
) -> Calibration:
    """Return what is fitted on all questions, and how it does on those left out of a fit."""
    if own:
        read = [one.right[~np.isnan(one.said)] for one in asked]
        _need_of_each(np.concatenate(read), "sentences that were read", "answer", "do not")
    _, right = _firsts(asked, _in_log_odds(asked, model, own=own))
    _need_of_each(right, "best sentences", "are right", "are wrong")
    weights = _fitted(asked, model, own=own)
    sure, right = _judged(asked, weights)
    levels = levels_of(sure, right)
    least = {level.name: level.least for level in levels}
    before = Measured(*_judged(asked, now.weights))
    return Calibration(
        evidence_model=model,
        confidence=Confidence(weights, least, len(asked), date.today()),
        replaced=now.questions,
        right=int(right.sum()),
        levels=levels,
        before=before,
        after=Measured(*_held_out(asked, right, model, own=own)),
    )


def _fitted(asked: Sequence[Sentences], model: str, *, own: bool) -> Weights:
    """Return the weights with both maps fitted."""
    weights = _in_log_odds(asked, model, own=own)
    line = _rising(fit_platt(*_firsts(asked, weights)), "score of the best sentence")
    return replace(weights, slope=line[0], intercept=line[1])


def _in_log_odds(asked: Sequence[Sentences], model: str, *, own: bool) -> Weights:
    """Return the weights with the first map; what the shipped reader says is log-odds as it is."""
    if not own:
        return WEIGHTS
    said = np.concatenate([one.said for one in asked])
    answers = np.concatenate([one.right for one in asked])
    read = ~np.isnan(said)
    line = fit_platt(said[read], answers[read])
    return replace(WEIGHTS, reading=_rising(line, f"number that {model} gives a sentence"))


def _held_out(
    asked: Sequence[Sentences], right: Flags, model: str, *, own: bool
) -> tuple[Floats, Flags]:
    """Return confidences and what is right, each question's with maps fitted on other questions."""
    fold = folds(right)
    sure, hits = np.zeros(len(asked)), np.zeros(len(asked), np.bool_)
    for number in range(FOLDS):
        inside = fold == number
        others = [one for one, left_out in zip(asked, inside, strict=True) if not left_out]
        mine = [one for one, left_out in zip(asked, inside, strict=True) if left_out]
        sure[inside], hits[inside] = _judged(mine, _fitted(others, model, own=own))
    return sure, hits


def folds(right: Flags) -> NDArray[np.int64]:
    """Deal questions out to FOLDS parts by chance, always the same; returns each one's part.

    Each part gets its share of those that are ``right``, shape (n,), and of those that are not.
    """
    generator = np.random.default_rng(SEED)
    fold = np.zeros(len(right), np.int64)
    dealt = 0
    for kind in (True, False):
        places = generator.permutation(np.flatnonzero(right == kind))
        fold[places] = np.arange(dealt, dealt + len(places)) % FOLDS
        dealt += len(places)
    return fold


def _firsts(asked: Sequence[Sentences], weights: Weights) -> tuple[Floats, Flags]:
    """Return the absolute scores of the best sentences, and which of them answer."""
    found = [one.first(weights) for one in asked]
    return np.asarray([one[0] for one in found], np.float64), np.asarray([one[1] for one in found])


def _judged(asked: Sequence[Sentences], weights: Weights) -> tuple[Floats, Flags]:
    """Return the confidences of the best sentences, and which of them answer."""
    scores, right = _firsts(asked, weights)
    return probabilities(scores, (weights.slope, weights.intercept)), right


def _rising(line: Line, what: str) -> Line:
    if line[0] > 0:
        return line
    raise CalibrationError(
        f"On these questions, a higher {what} is not more often right (slope {line[0]:.3g}).",
        "Nothing was changed.",
        "Look at the answers in the file, at the library and at evidence_model: "
        "citewire evaluate shows what goes wrong.",
    )


def _need_of_each(labels: Flags, what: str, yes: str, no: str) -> None:
    positive = int(labels.sum())
    negative = len(labels) - positive
    if min(positive, negative) < LEAST_OF_EACH:
        raise _too_few(f"Of {len(labels):,} {what}, {positive:,} {yes} and {negative:,} {no}")


def _too_few(counted: str) -> UsageError:
    return UsageError(
        f"{counted}; a calibration needs at least {LEAST_QUESTIONS} questions, and of their best "
        f"sentences {LEAST_OF_EACH} that are right and {LEAST_OF_EACH} that are wrong.",
        "Nothing was changed.",
        "Add questions to the file.",
    )
