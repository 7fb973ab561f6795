"""How far a sentence is evidence for a question: features, a weighted sum, a probability.

Cheap features order all sentences of the passages found; the reader reads the first of them in
their context (``qa/reader.py``), and a second weighted sum of the same features and what the
reader says orders them anew.
"""

from __future__ import annotations

import re
from collections.abc import Sequence, Set
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from qa.appositions import RAISED, tells_who
from qa.closed import LOWERED, PROMISED_LESS, held_by
from qa.features import FEATURES, READ_FEATURES, Weights
from qa.kinds import Kind, holds, kind_of, names
from qa.mentions import names_in
from qa.platt import probabilities
from qa.retrieve import Candidate
from qa.types import Mention
from qa.when import Asked
from qa.windows import BUDGET, Reading, Run, Window, runs_of
from qa.words import content_words, rarity, stem, stem_set
from vectorstore import Library, Span

_SIMILARITY = FEATURES.index("sentence_similarity")

#: Which feature says whether a sentence holds a thing of the kind asked for.
_HELD_BY = {"name": 0, "time": 1, "duration": 1, "number": 2, "reason": 3, "manner": 3}

#: A sentence of a candidate with its features, float32, shape (13,).
Row = tuple[Candidate, Span, str, NDArray[np.float32]]

#: A word that is written small.
_SMALL = re.compile(r"(?<![\w’'-])[a-zà-öø-ÿ]+(?![\w’'-])")

_ASKS = re.compile(r"\?[\"'”’»)]*$")


class SentenceReader(Protocol):
    """Anything that reads a question beside windows, as ``qa.reader.Reader`` does."""

    def read(self, question: str, windows: Sequence[Window]) -> list[Reading]:
        """Return for each window what its sentences say to the question."""
        ...


@dataclass(frozen=True, slots=True)
class Read:
    """The sentences of one question when they have been read, and before they are weighed.

    ``features`` are the FEATURES, float32, shape (n_sentences, 13). ``said`` are the reader's
    numbers as it gives them, float32, shape (n_sentences,), NaN where it read nothing,
    ``answers`` the short answers that it marks, spans of the articles, and ``mentions`` what else
    each sentence names, with the log-odds that the answer begins there. ``agreement`` is what
    ``agreement_of`` returns.
    """

    rows: list[Row]
    features: NDArray[np.float32]
    said: NDArray[np.float32]
    agreement: NDArray[np.float32]
    answers: list[Span | None]
    mentions: list[tuple[Mention, ...]]


@dataclass(frozen=True, slots=True)
class Scored:
    """A sentence of a candidate with its features, score and probability.

    ``read`` is what the reader said of it, log-odds, None when it was not read, and ``agreement``
    how far other articles agree, 0 then. ``answer`` is the short answer in it, a span of the
    article, None when the reader marks none; ``mentions`` are what it names.
    """

    candidate: Candidate
    span: Span
    text: str
    features: NDArray[np.float32]
    read: float | None
    agreement: float
    score: float
    probability: float
    answer: Span | None = None
    mentions: tuple[Mention, ...] = ()


@dataclass(frozen=True, slots=True)
class QuestionTerms:
    """What a question is about: its kind, its stems, and how rare each is in the library."""

    kind: Kind
    rarity: dict[str, float]
    every: frozenset[str]

    @classmethod
    def of(cls, question: str, library: Library) -> QuestionTerms:
        """Read a question; stems that name only what is asked for count a quarter."""
        kind = kind_of(question)
        terms = list(dict.fromkeys(stem(word) for word in content_words(question)))
        counts = library.catalogue.passage_counts(terms)
        passages = library.catalogue.counts()[1]
        rare = rarity(counts, terms, passages)
        if len(rare) > 1:
            rare = {t: idf / 4 if t in kind.head else idf for t, idf in rare.items()}
        return cls(kind, rare, stem_set(question))

    def overlap(self, found: frozenset[str]) -> float:
        """Return the share of the question's rarity that ``found`` covers, 0 to 1."""
        total = sum(self.rarity.values())
        return sum(idf for term, idf in self.rarity.items() if term in found) / total


def features_of(
    terms: QuestionTerms,
    vector: NDArray[np.float32],
    candidates: Sequence[Candidate],
    asked: Asked,
) -> list[Row]:
    """Return every sentence of the candidates with its features, float32, shape (13,).

    The last two say whether the sentence asks itself, which is no evidence, and how far its
    article's day is from the time asked about (``Asked.distance``).
    """
    best_bm25 = max((c.bm25 for c in candidates), default=0.0) or 1.0
    rows = []
    for candidate in candidates:
        passage = candidate.passage
        texts = [passage.text[s - passage.start : e - passage.start] for s, e in passage.sentences]
        found = [stem_set(text) for text in texts]
        known = frozenset(name for t in (passage.title, *texts) for name in names(t, frozenset()))
        title = stem_set(passage.title)
        whole = terms.overlap(frozenset().union(title, *found))
        similar = passage.sentence_vectors @ vector
        days = asked.distance(passage.published)
        for i, text in enumerate(texts):
            near = found[i].union(*found[max(0, i - 1) : i + 2], title)
            own = terms.overlap(found[i])
            row = (
                float(similar[i]),
                candidate.similarity,
                own,
                terms.overlap(near) - own,
                whole,
                terms.overlap(title),
                *_held(text, terms, known),
                candidate.bm25 / best_bm25,
                _ASKS.search(text) is not None,
                days,
            )
            rows.append((candidate, passage.sentences[i], text, np.asarray(row, np.float32)))
    return rows


def _held(text: str, terms: QuestionTerms, known: frozenset[str]) -> list[float]:
    """Return for each of the four kinds whether the sentence holds it, 0 where none is asked."""
    row = [0.0] * 4
    for wanted in terms.kind.wanted:
        if wanted in _HELD_BY:
            row[_HELD_BY[wanted]] = holds(text, wanted, terms.every, known)
    return row


def score_sentences(found: Read, weights: Weights) -> list[Scored]:
    """Score the sentences of a question; best first, of equals the earliest ingested."""
    rows = found.rows
    odds = weights.log_odds(found.said)
    scores, absolute = mix(with_reading(found.features, odds, found.agreement), weights)
    sure = probabilities(absolute, (weights.slope, weights.intercept))
    order = sorted(
        range(len(rows)),
        key=lambda i: (-float(scores[i]), rows[i][0].passage.key, rows[i][1].start),
    )
    return [
        Scored(
            *rows[i],
            None if np.isnan(odds[i]) else float(odds[i]),
            float(np.nan_to_num(found.agreement[i])),
            float(scores[i]),
            float(sure[i]),
            found.answers[i],
            found.mentions[i],
        )
        for i in order
    ]


def read_sentences(
    question: str,
    vector: NDArray[np.float32],
    candidates: Sequence[Candidate],
    library: Library,
    weights: Weights,
    asked: Asked,
    reader: SentenceReader,
) -> Read | None:
    """Return the sentences of the candidates, the most promising of them read; None without any.

    ``vector`` is the question's unit vector, shape (dim,).
    """
    if not candidates:
        return None
    rows = features_of(QuestionTerms.of(question, library), vector, candidates, asked)
    if not rows:
        return None
    features = np.stack([row[3] for row in rows])
    promise = features @ np.asarray(weights.cheap, np.float32)
    said, answers, mentions = read_best(question, rows, promise, reader)
    return Read(rows, features, said, agreement_of(rows, promise, said), answers, mentions)


def most_promising(
    rows: Sequence[Row], promise: NDArray[np.float32], budget: int = BUDGET
) -> list[Run]:
    """Return what to read, ``budget`` characters; ``promise`` has shape (n_rows,)."""
    place = _places(rows)
    order = np.argsort(-promise, kind="stable")
    chosen = [(rows[i][0].passage, int(i) - place[rows[i][0].passage.key]) for i in order]
    return runs_of(chosen, budget)


def _places(rows: Sequence[Row]) -> dict[int, int]:
    """Return where the rows of each passage begin; they follow one another."""
    place: dict[int, int] = {}
    for i, row in enumerate(rows):
        place.setdefault(row[0].passage.key, i)
    return place


def read_best(
    question: str, rows: Sequence[Row], promise: NDArray[np.float32], reader: SentenceReader
) -> tuple[NDArray[np.float32], list[Span | None], list[tuple[Mention, ...]]]:
    """Return what the reader says of the most promising sentences, NaN for the others.

    Beside the numbers, shape (n_rows,), stand the short answers, spans of the articles, and what
    the sentences name.
    """
    held = held_by(question, [row[2] for row in rows])
    lacking = np.asarray([not one for one in held] if held else [0] * len(rows), np.float32)
    runs = most_promising(rows, promise - PROMISED_LESS * lacking)
    place = _places(rows)
    odds = np.full(len(rows), np.nan, np.float32)
    answers: list[Span | None] = [None] * len(rows)
    mentions: list[tuple[Mention, ...]] = [()] * len(rows)
    lower = frozenset(word for row in rows for word in _SMALL.findall(row[2]))
    said = reader.read(question, [run.window() for run in runs])
    for run, reading in zip(runs, said, strict=True):
        first = place[run.passage.key] + run.first
        odds[first : first + len(reading.odds)] = reading.odds
        begin = run.passage.sentences[run.first].start
        for number, span in enumerate(reading.answers):
            at = first + number
            odds[at] += RAISED * tells_who(question, rows[at][2]) - LOWERED * lacking[at]
            if held and held[at] and reading.tokens:
                offset = rows[at][1].start - begin
                span = max(
                    (Span(s + offset, e + offset) for s, e in held[at]),
                    key=lambda one: reading.odds_of(one.start, one.end),
                )
            answers[at] = span and Span(span.start + begin, span.end + begin)
            if reading.tokens:
                mentions[at] = tuple(
                    Mention(s, e, reading.odds_of(s - begin, e - begin))
                    for s, e in _named(rows[at], lower)
                )
    return odds, answers, mentions


def _named(row: Row, lower: Set[str]) -> list[Span]:
    """Return the names in a sentence, spans of its article."""
    start = row[1].start
    return [Span(s + start, e + start) for s, e in names_in(row[2], lower)]


def agreement_of(
    rows: Sequence[Row], promise: NDArray[np.float32], said: NDArray[np.float32]
) -> NDArray[np.float32]:
    """Return how far each sentence that was read says what other articles say, shape (n_rows,).

    It is the mean cosine with the sentences of other articles that were read, each counted by the
    exponential of its promise: relevance feedback with what the first search takes for relevant
    (Rocchio 1971). Without other articles only the question can be agreed with; NaN where nothing
    was read.
    """
    place = _places(rows)
    read = [int(i) for i in np.flatnonzero(~np.isnan(said))]
    found = np.full(len(rows), np.nan, np.float32)
    if not read:
        return found
    passages = [rows[i][0].passage for i in read]
    vectors = np.stack(
        [
            passage.sentence_vectors[i - place[passage.key]]
            for i, passage in zip(read, passages, strict=True)
        ]
    )
    _, ids = np.unique([passage.article_id for passage in passages], return_inverse=True)
    counted = np.exp(promise[read] - promise[read].max()) * (ids[:, None] != ids[None, :])
    total = counted.sum(axis=1)
    similar = ((vectors @ vectors.T) * counted).sum(axis=1)
    alone = [rows[i][3][_SIMILARITY] for i in read]
    found[read] = np.where(total > 0, similar / np.where(total > 0, total, 1), alone)
    return found


def with_reading(
    features: NDArray[np.float32], odds: NDArray[np.float32], agreement: NDArray[np.float32]
) -> NDArray[np.float32]:
    """Return the READ_FEATURES of the sentences, float32, shape (n_sentences, 15).

    ``features`` are the FEATURES, shape (n_sentences, 13), ``odds`` log-odds and ``agreement`` as
    ``agreement_of`` returns it, NaN where nothing was read: such a sentence counts as the least
    likely one that was, and the one that the fewest agree with.
    """
    columns = (np.where(np.isnan(one), np.nanmin(one), one) for one in (odds, agreement))
    return np.column_stack([features, *columns])


def mix(
    features: NDArray[np.float32], weights: Weights
) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Return scores and absolute scores, each of shape (n_sentences,).

    ``features`` are the READ_FEATURES, shape (n_sentences, 15).
    """
    full = np.asarray(weights.full, np.float32)
    scores = features @ full
    bm25 = READ_FEATURES.index("bm25")
    return scores, scores - features[:, bm25] * full[bm25]
