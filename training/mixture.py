"""Fits the weights with which ``qa/scoring.py`` mixes its features and the reader, and calibrates.

    python -m training.mixture DATA WORK [READER]

``DATA`` holds the public data sets, ``WORK`` the libraries made of them (kept, so that a second
run is fast), ``READER`` is the reader's weights file, the shipped one when left out. The weights
are fitted on questions over Wikipedia and over invented news that the reader was not trained on,
searched for among all the passages of the training data, listwise: the loss is the negative
logarithm of the softmax's share on sentences that answer. The map to a probability (Platt 1999)
comes from news of 2022 and 2024, on which no weight is fitted: a monotone map of one score.
"""

from __future__ import annotations

import argparse
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray

from benchmarks import data
from qa.calibration import PRECISION, WEIGHTS
from qa.calibration_report import least_confidence
from qa.features import FEATURES, READ_FEATURES, Weights
from qa.lists import rows_for
from qa.platt import fit_platt, probabilities
from qa.reader import FOLDER, WEIGHTS_FILE, load_reader
from qa.scoring import (
    Row,
    SentenceReader,
    agreement_of,
    mix,
    read_best,
    with_reading,
)
from qa.windows import Window
from training.examples import MIX, Example, read_examples
from training.lists import ANY_DAY, asked_together, library_of, wikipedia_library
from training.news import ARCHIVES, news_articles, news_examples
from vectorstore import Library

SEED = 7

#: Questions that the mixture is fitted on, over Wikipedia and over invented news each.
EACH = 450

#: The years of real news that the map to a probability comes from; of each, a library of so many
#: articles, among them those of so many questions: what is asked of a larger archive is answered
#: wrongly more often.
NEWS_YEARS = (2022, 2024)
NEWS_ARTICLES = 1500
NEWS_QUESTIONS = 250

Floats = NDArray[np.float32]

#: How many features need no reading, and the places of two.
CHEAP = len(FEATURES)
SIMILARITY, AGREEMENT = (READ_FEATURES.index(n) for n in ("sentence_similarity", "agreement"))

#: Weights that are set: Wikipedia has no days, the invented archives were asked nearly always
#: within days of an article, and too few sentences in either are questions. A question is about as
#: much more likely put about this week than about a week of last year as a third power of time
#: says.
#: Agreement is given the weight of the similarity to the question afterwards, as Rocchio 1971 gives
#: what is relevant that of the question: no two articles of the invented archives report the same.
SET = {"asks": -2.0, "days": -0.3, "agreement": 0.0}


@dataclass(frozen=True, slots=True)
class List:
    """One question's sentences: READ_FEATURES, and which are right."""

    features: Floats
    right: NDArray[np.bool_]


def main() -> None:
    """Fit with the shipped reader or the one named."""
    parser = argparse.ArgumentParser(description="Fit and calibrate the evidence score.")
    parser.add_argument("data", type=Path)
    parser.add_argument("work", type=Path)
    parser.add_argument("reader", type=Path, nargs="?", default=FOLDER / WEIGHTS_FILE)
    given = parser.parse_args()
    fit(given.data, given.work, load_reader(given.reader))


def fit(folder: Path, work: Path, reader: SentenceReader) -> None:
    """Fit, and print what goes into ``qa/calibration.py``."""
    cheap, _ = fitted(folder, work, None, reader)
    full, lists = fitted(folder, work, cheap, reader)
    full[AGREEMENT] = full[SIMILARITY]
    print("cheap =", dict(zip(FEATURES, rounded(cheap), strict=True)))
    print("full =", dict(zip(READ_FEATURES, rounded(full), strict=True)))
    for source, some in lists.items():
        for name, weights in (("cheap", cheap), ("full", full)):
            first = [
                one.right[np.argmax(one.features[:, : len(weights)] @ weights)] for one in some
            ]
            print(f"first on what it was fitted on, {source}, {name}: {np.mean(first):.3f}")
    weight = dict(zip(READ_FEATURES, full, strict=True))
    anywhere(folder, reader, days=-float(weight["days"] / weight["reader"]))
    calibrate(folder, work, Weights(rounded(cheap), rounded(full), 1, 0), reader)


def fitted(
    folder: Path, work: Path, cheap: Floats | None, reader: SentenceReader
) -> tuple[Floats, dict[str, list[List]]]:
    """Return weights of the cheap features, or of all when there are cheap ones to read by.

    Both sources count the same, however many questions they have.
    """
    lists = {
        "wikipedia": wikipedia(folder, work, cheap, reader),
        "news": invented(work, cheap, reader),
    }
    width = CHEAP if cheap is None else len(READ_FEATURES)
    groups = [
        (one.features[:, :width], one.right, 1 / len(some))
        for some in lists.values()
        for one in some
    ]
    print({source: len(some) for source, some in lists.items()}, "questions to fit on")
    return fit_listwise(groups), lists


def rounded(weights: Floats) -> tuple[float, ...]:
    """Return the weights with the digits that are written down."""
    return tuple(round(float(w), 3) for w in weights)


def wikipedia(folder: Path, work: Path, cheap: Floats | None, reader: SentenceReader) -> list[List]:
    """Return the lists of some of the questions over Wikipedia that are kept for the mixture."""
    examples = read_examples(folder)
    library, ids = wikipedia_library(examples, work / "wikipedia")
    with library:
        return lists_of(kept_of(examples), ids, library, cheap, reader)


def kept_of(examples: Sequence[Example]) -> list[list[Example]]:
    """Draw from the answered questions kept for the mixture, each with all its articles."""
    kept = asked_together([one for one in examples if one.part == MIX and one.right])
    return [kept[i] for i in np.random.default_rng(SEED).permutation(len(kept))[:EACH]]


def invented(work: Path, cheap: Floats | None, reader: SentenceReader) -> list[List]:
    """Return the lists of some of the invented archives' questions that are kept for the mixture.

    All archives are searched at once: the more there is that does not answer, the more it is like
    an archive of news.
    """
    examples = [one for archive in ARCHIVES for one in news_examples(archive)]
    ids = {one.text: one.article_id for one in examples}
    articles = [one for archive in ARCHIVES for one in news_articles(archive)]
    with library_of(work / "news", articles) as library:
        return lists_of(kept_of(examples), ids, library, cheap, reader)


def lists_of(
    questions: Sequence[Sequence[Example]],
    ids: Mapping[str, str],
    library: Library,
    cheap: Floats | None,
    reader: SentenceReader,
) -> list[List]:
    """Return the list of each question of which an answering sentence is found.

    Without weights to choose by, nothing is read.
    """
    lists = []
    for examples in questions:
        first = examples[0]
        rows = rows_for(first.question, library, first.asked_on or ANY_DAY)
        right = np.asarray(
            [any(answers(row, one, ids[one.text]) for one in examples) for row in rows]
        )
        if right.any():
            lists.append(List(read(first.question, rows, cheap, reader), right))
    return lists


def anywhere(folder: Path, reader: SentenceReader, days: float) -> None:
    """Print the map from the reader's log-odds alone, on sentences read in their passage.

    ``days`` is what the mixture takes off the log-odds for each unit of distance in time.
    """
    odds: list[float] = []
    right: list[bool] = []
    for one in read_examples(folder):
        if one.part == MIX and one.right:
            reading = reader.read(one.question, [Window(one.title, one.text, one.sentences)])[0]
            odds += [float(x) for x in reading.odds]
            right += [number in one.right for number in range(len(one.sentences))]
    slope, intercept = fit_platt(np.asarray(odds, np.float64), np.asarray(right))
    print(f"ANYWHERE = ({slope:.4f}, {intercept:.4f}, {days:.3f}), from {len(odds)} sentences")


def answers(row: Row, example: Example, id: str) -> bool:
    """Say whether a sentence overlaps one that is marked as answering."""
    span = row[1]
    return row[0].passage.article_id == id and any(
        span.start < example.sentences[n].end and example.sentences[n].start < span.end
        for n in example.right
    )


def read(
    question: str, rows: Sequence[Row], cheap: Floats | None, reader: SentenceReader
) -> Floats:
    """Return the READ_FEATURES of the rows, which the reader reads if there are weights for it."""
    features = np.stack([row[3] for row in rows])
    odds = agreement = np.zeros(len(rows), np.float32)
    if cheap is not None:
        promise = features @ cheap
        odds, _, _ = read_best(question, rows, promise, reader)
        agreement = agreement_of(rows, promise, odds)
    return with_reading(features, odds, agreement)


def fit_listwise(
    groups: Sequence[tuple[Floats, NDArray[np.bool_], float]], ridge: float = 1e-3
) -> Floats:
    """Return weights, shape (n_features,), that give answering sentences the softmax's share.

    A group has features, which are right, and how much the group counts. Those in SET stay.
    """
    names = READ_FEATURES[: groups[0][0].shape[1]]
    held = np.asarray([SET.get(name, 0.0) for name in names])
    free = torch.tensor([float(name not in SET) for name in names], dtype=torch.float64)
    weights = torch.zeros(len(names), dtype=torch.float64, requires_grad=True)
    lists = [
        (torch.tensor(x, dtype=torch.float64), torch.tensor(x @ held), torch.tensor(y), n)
        for x, y, n in groups
    ]
    every = sum(group[2] for group in groups)
    optimizer = torch.optim.LBFGS([weights], max_iter=200, line_search_fn="strong_wolfe")

    def loss() -> torch.Tensor:
        optimizer.zero_grad()
        total = ridge * (weights**2).sum() * every
        for x, offset, y, n in lists:
            scores = x @ (weights * free) + offset
            total = total + n * (torch.logsumexp(scores, 0) - torch.logsumexp(scores[y], 0))
        total.backward()  # type: ignore[no-untyped-call]
        return total

    optimizer.step(loss)  # type: ignore[no-untyped-call]
    fitted: Floats = ((weights * free).detach().numpy() + held).astype(np.float32)
    return fitted


def calibrate(folder: Path, work: Path, weights: Weights, reader: SentenceReader) -> None:
    """Print the map to a probability and each level's threshold, from news of other years."""
    firsts = [
        one
        for year in NEWS_YEARS
        for one in news_firsts(folder / f"news-{year}", work / f"news-{year}", weights, reader)
    ]
    known = np.asarray([score for score, _ in firsts], np.float64)
    right = np.asarray([is_right for _, is_right in firsts])
    slope, intercept = fit_platt(known, right)
    print(f"slope = {slope:.4f}, intercept = {intercept:.4f}, before: {WEIGHTS}")
    sure = probabilities(known, (slope, intercept))
    for name, precision in PRECISION.items():
        threshold = least_confidence(sure, right, precision)
        if threshold is None:
            print(f"level {name}: no threshold reaches {precision}")
        else:
            above = sure >= threshold
            print(
                f"level {name}: {threshold:.3f}, answers {above.mean():.2f} of {len(sure)}, "
                f"first right {right[above].mean():.2f}"
            )


def news_firsts(
    folder: Path, work: Path, weights: Weights, reader: SentenceReader
) -> list[tuple[float, bool]]:
    """Return ``first_of`` for the questions of a part of a year of news."""
    articles, asked = data.news_part(folder, NEWS_ARTICLES, NEWS_QUESTIONS, SEED)
    with library_of(work, articles) as library:
        firsts = [first_of(question, library, weights, reader) for question in asked]
    return [one for one in firsts if one]


def first_of(
    question: data.Question, library: Library, weights: Weights, reader: SentenceReader
) -> tuple[float, bool] | None:
    """Return a question's best absolute score, and whether that sentence holds the answer."""
    day = question.asked_on or ANY_DAY
    rows = rows_for(question.text, library, day)
    if not rows:
        return None
    holds = np.asarray([data.holds_answer(row[2], question.answers) for row in rows])
    features = read(question.text, rows, np.asarray(weights.cheap, np.float32), reader)
    scores, absolute = mix(features, weights)
    first = int(np.argmax(scores))
    return float(absolute[first]), question.answerable and bool(holds[first])


if __name__ == "__main__":
    main()
