"""What simpler ways of choosing the sentence would have come to, and what each part brings.

Every row of the table answers the same questions, each on its day, and is measured alike. The
sentences of our candidates are found, described and read once, as ``qa.search`` does it; a row is
then another weighing of what is known of them. Which of them are read is always chosen by the cheap
features, all of them. Only the chain of the tutorials looks for itself.

Confidence is a row's own score of its first sentence, not a probability: the figures depend on the
order of the questions alone. The shipped weights are taken as they are: a part is left out by
putting 0 in place of its weight, and nothing is fitted anew.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from benchmarks.tutorial import Tutorial
from qa import Question
from qa.answering import day_of, find_scored
from qa.calibration import WEIGHTS
from qa.evaluation import MOST_CONFIDENT
from qa.features import READ_FEATURES
from qa.measures import auroc, mean, precision_of_most_confident
from qa.questions import holds_answer
from qa.scoring import QuestionTerms, mix, with_reading
from qa.words import stems
from ui.progress import counting
from vectorstore import Library

Floats = NDArray[np.float32]

#: A right sentence is looked for among the first so many.
DEPTHS = (1, 5, 10)

#: The parts of the score, each with its features; every feature belongs to one of them.
PARTS = {
    "similarities": ("sentence_similarity", "passage_similarity"),
    "word overlaps": ("sentence_overlap", "near_overlap", "passage_overlap"),
    "title": ("title_overlap",),
    "kinds of answer": ("holds_name", "holds_time", "holds_number", "holds_reason"),
    "BM25": ("bm25",),
    "asking sentences": ("asks",),
    "days": ("days",),
    "reader": ("reader",),
    "agreement": ("agreement",),
}

#: BM25's constants, those of SQLite's FTS5.
_K1, _B = 1.2, 0.75


@dataclass(frozen=True, slots=True)
class Seen:
    """The sentences of a question's candidates, in the order of their ingest.

    ``features`` are the READ_FEATURES, shape (n_sentences, n_features); ``bm25`` is each sentence's
    own BM25, shape (n_sentences,). ``places`` are the sentences' texts and their articles' ids.
    """

    places: tuple[tuple[str, str], ...]
    features: Floats
    bm25: Floats


@dataclass(frozen=True, slots=True)
class Ranked:
    """The first sentences found for a question, best first, and how sure the first one is.

    ``found`` are texts with the ids of their articles.
    """

    found: tuple[tuple[str, str], ...]
    confidence: float

    def rank(self, question: Question, *, strict: bool) -> float:
        """Return the rank, from 1, of the first right sentence; infinite without one.

        It holds an accepted answer, and if ``strict`` it stands in a gold article. Nothing is
        right for an unanswerable question.
        """
        for rank, (text, article) in enumerate(self.found, start=1):
            gold = not strict or article in question.article_ids
            if question.answerable and gold and holds_answer(text, question.answers):
                return rank
        return math.inf


#: Returns the sentences' scores and what is known of them apart from one another, the confidence.
Way = Callable[[Seen], tuple[Floats, Floats]]

NOTHING = Ranked((), -math.inf)


def table(questions: Sequence[Question], library: Library, folder: Path | None) -> str:
    """Return the table of all rows, in Markdown.

    The tutorial's chunks are kept in ``folder``; without one its row is left out.
    """
    tutorial = Tutorial(folder, library) if folder else None
    rows: dict[str, list[Ranked]] = {"the tutorial chain": []} if tutorial else {}
    with counting("question") as on_progress:
        for number, question in enumerate(questions):
            on_progress(number, len(questions))
            if tutorial:
                rows["the tutorial chain"].append(by_tutorial(question, tutorial))
            seen = look(question, library)
            for name, way in ways().items():
                rows.setdefault(name, []).append(ranked(seen, way))
    return "\n".join([*_head(), *(_line(name, questions, row) for name, row in rows.items())])


def ways() -> dict[str, Way]:
    """Return the ways to weigh, by the names of their rows."""
    cheap = (*WEIGHTS.cheap, 0.0, 0.0)
    every = set(READ_FEATURES)
    return {
        "most similar sentence": column("sentence_similarity"),
        "BM25 of the sentence": lambda seen: (seen.bm25, seen.bm25),
        "overlap of words, by rarity": column("sentence_overlap"),
        "cheap features, without the day": weighed(cheap, every - {"days"}),
        "cheap features": weighed(cheap, every),
        "the reader alone, and the day": weighed(WEIGHTS.full, {"reader", "days"}),
        "the whole": weighed(WEIGHTS.full, every),
        **{
            f"the whole without {part}": weighed(WEIGHTS.full, every - set(names))
            for part, names in PARTS.items()
        },
    }


def weighed(full: Sequence[float], kept: Collection[str]) -> Way:
    """Return the weighted sum of the features in ``kept``, the others' weights being 0."""
    left = zip(READ_FEATURES, full, strict=True)
    weights = replace(WEIGHTS, full=tuple(w if name in kept else 0.0 for name, w in left))
    return lambda seen: mix(seen.features, weights)


def column(name: str) -> Way:
    """Return one feature as score and confidence."""
    at = READ_FEATURES.index(name)
    return lambda seen: (seen.features[:, at], seen.features[:, at])


def look(question: Question, library: Library) -> Seen | None:
    """Find and describe the sentences of a question's candidates; None if there are none."""
    scored = find_scored(question.text, library, {}, as_of=day_of(question.asked_on))
    if not scored:
        return None
    scored.sort(key=lambda one: (one.candidate.passage.key, one.span.start))
    read = np.asarray([math.nan if one.read is None else one.read for one in scored], np.float32)
    agreed = [math.nan if one.read is None else one.agreement for one in scored]
    features = np.stack([one.features for one in scored])
    rarity = QuestionTerms.of(question.text, library).rarity
    return Seen(
        tuple((one.text, one.candidate.passage.article_id) for one in scored),
        with_reading(features, read, np.asarray(agreed, np.float32)),
        sentence_bm25(rarity, [one.text for one in scored]),
    )


def sentence_bm25(rarity: dict[str, float], texts: Sequence[str]) -> Floats:
    """Return the BM25 of each text among ``texts``, shape (len(texts),).

    ``rarity`` holds the question's stems with their inverse document frequencies.
    """
    found = [stems(text) for text in texts]
    length = np.asarray([len(some) for some in found], np.float32)
    norm = _K1 * (1 - _B + _B * length / max(float(length.mean()), 1.0))
    total = np.zeros(len(texts), np.float32)
    for term, idf in rarity.items():
        times = np.asarray([some.count(term) for some in found], np.float32)
        total += idf * times * (_K1 + 1) / (times + norm)
    return total


def ranked(seen: Seen | None, way: Way) -> Ranked:
    """Order a question's sentences; of equal scores the earliest ingested comes first."""
    if seen is None:
        return NOTHING
    scores, sure = way(seen)
    order = np.argsort(-scores, kind="stable")[: max(DEPTHS)]
    return Ranked(tuple(seen.places[i] for i in order), float(sure[order[0]]))


def by_tutorial(question: Question, tutorial: Tutorial) -> Ranked:
    """Return what the chain of the tutorials finds."""
    found = tutorial.find(question.text, day_of(question.asked_on))[: max(DEPTHS)]
    if not found:
        return NOTHING
    return Ranked(tuple((text, article) for text, article, _ in found), found[0][2])


def figures(questions: Sequence[Question], row: Sequence[Ranked]) -> dict[str, float]:
    """Return the figures of a row, named as ``qa.evaluate`` names them; NaN where not defined."""
    answerable = np.asarray([q.answerable for q in questions])
    with_gold = answerable & np.asarray([bool(q.article_ids) for q in questions])
    confidence = [one.confidence for one in row]
    measures = {}
    for kind, among in (("strict", with_gold), ("lenient", answerable)):
        ranks = np.asarray(
            [one.rank(q, strict=kind == "strict") for q, one in zip(questions, row, strict=True)]
        )
        for depth in DEPTHS:
            measures[f"hit_{kind}_at_{depth}"] = mean(ranks <= depth, among)
    measures["auroc"] = auroc(confidence, answerable)
    for percent in MOST_CONFIDENT:  # the ranks are now those in any article
        measures[f"precision_at_{percent}_percent"] = precision_of_most_confident(
            confidence, ranks == 1, percent / 100
        )
    each_once = np.ones((1, len(questions)))
    return {name: float(measure(each_once)[0]) for name, measure in measures.items()}


def _head() -> Iterator[str]:
    hits = [f"{kind} @{depth}" for kind in ("gold", "any") for depth in DEPTHS]
    names = ["", *hits, "AUROC", *(f"{percent} %" for percent in MOST_CONFIDENT)]
    yield f"| {' | '.join(names)} |"
    yield "|---" * len(names) + "|"


def _line(name: str, questions: Sequence[Question], row: Sequence[Ranked]) -> str:
    values = figures(questions, row).values()
    return f"| {' | '.join([name, *('–' if math.isnan(v) else f'{v:.3f}' for v in values)])} |"
