"""The two questions that everything else asks: ``search`` for evidence, ``answer`` with it."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from qa.calibrated import confidence_of
from qa.extract import compose
from qa.readers import reader_of
from qa.retrieve import Candidate, retrieve
from qa.scoring import Scored, read_sentences, score_sentences
from qa.types import Answer, Evidence
from qa.when import Asked, read_time
from qa.words import words
from vectorstore import Library, UsageError, give_back, newest_until

#: A longer question is not one: it is a text that was pasted by mistake.
MAX_QUESTION = 2000

#: The years in which a question may be asked.
FIRST_YEAR, LAST_YEAR = 1500, 2200

#: Sentences from which an answer is composed: enough for the members of a long list.
ANSWER_EVIDENCE = 100


class Found(NamedTuple):
    """Passages for a question, its words, its unit vector, shape (dim,), and its time."""

    question: str
    vector: NDArray[np.float32]
    asked: Asked
    candidates: list[Candidate]


def search(
    question: str,
    *,
    library: Library | str | Path | None = None,
    k: int = 20,
    as_of: date | str | None = None,
) -> list[Evidence]:
    """Return the ``k`` sentences that are the best evidence for a question, best first.

    ``library`` is an open one or its folder; the default one when left out. ``as_of`` is the day of
    the question, a date or ``YYYY-MM-DD``, today when left out: articles dated later are not
    considered, and "this week" is that day's. Raises UsageError for an empty or far too long
    question, ``k < 1`` or what is no day, StaleIndexError, IndexDamagedError.
    """
    if k < 1:
        raise UsageError(f"k must be 1 or more, not {k}.")
    with opened(library) as one:
        return find_evidence(question, one, k, {}, as_of=day_of(as_of))


def answer(
    question: str,
    *,
    library: Library | str | Path | None = None,
    as_of: date | str | None = None,
) -> Answer:
    """Answer a question in sentences of the articles, or abstain.

    ``library`` is an open one or its folder; the default one when left out. ``as_of`` is the day of
    the question, as for ``search``. Raises UsageError for an empty or far too long question or what
    is no day, StaleIndexError, IndexDamagedError.
    """
    day = day_of(as_of)
    timings: dict[str, float] = {}
    with opened(library) as one, timed(timings, "total"):
        evidence = find_evidence(question, one, ANSWER_EVIDENCE, timings, as_of=day)
        return compose(question, evidence, one, timings, as_of=day)


def find_evidence(
    question: str, library: Library, k: int, timings: dict[str, float], *, as_of: date
) -> list[Evidence]:
    """Return the best ``k`` sentences, and note in ``timings`` what each step took, in ms."""
    scored = find_scored(question, library, timings, as_of=as_of)
    return [as_evidence(one) for one in scored[:k]]


def find_scored(
    question: str, library: Library, timings: dict[str, float], *, as_of: date
) -> list[Scored]:
    """Return every sentence of the passages found, scored, best first."""
    return library.model.unmixed(lambda: _scored(question, library, timings, as_of))


def _scored(
    question: str, library: Library, timings: dict[str, float], as_of: date
) -> list[Scored]:
    found = find_passages(question, library, timings, as_of=as_of)
    with timed(timings, "score"):
        weights = confidence_of(library).weights
        reader = reader_of(library)
        read = read_sentences(
            found.question, found.vector, found.candidates, library, weights, found.asked, reader
        )
        give_back()
        return [] if read is None else score_sentences(read, weights)


def find_passages(
    question: str, library: Library, timings: dict[str, float], *, as_of: date
) -> Found:
    """Return what the two searches find for a question, and what they searched for."""
    question = checked(question)
    return library.model.unmixed(lambda: _passages(question, library, timings, as_of))


def _passages(question: str, library: Library, timings: dict[str, float], as_of: date) -> Found:
    library.check_model()
    with timed(timings, "encode"):
        vector = library.embedder.query_vector(question)
    with timed(timings, "retrieve"):
        asked = read_time(question, as_of, newest_until(library.catalogue, as_of))
        candidates = retrieve(question, vector, library, k=library.settings.candidates, until=as_of)
    return Found(question, vector, asked, candidates)


def as_evidence(scored: Scored) -> Evidence:
    """Return what a user sees of a scored sentence."""
    passage = scored.candidate.passage
    return Evidence(
        text=scored.text,
        article_id=passage.article_id,
        start=scored.span.start,
        end=scored.span.end,
        score=scored.score,
        probability=scored.probability,
        title=passage.title,
        published=passage.published,
        answer=scored.answer,
        mentions=scored.mentions,
        version=passage.version,
    )


def day_of(as_of: date | str | None) -> date:
    """Return the day of a question; raises UsageError for what is no day, or no sensible one."""
    if as_of is None:
        return date.today()
    try:
        day = date.fromisoformat(as_of) if isinstance(as_of, str) else as_of
    except ValueError as error:
        raise UsageError(
            f"{as_of!r} is no day.", "", "Give the day of the question as YYYY-MM-DD."
        ) from error
    day = day.date() if isinstance(day, datetime) else day
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise UsageError(
            f"The day {day} is not between the years {FIRST_YEAR} and {LAST_YEAR}.",
            "",
            "Give the day of the question as YYYY-MM-DD.",
        )
    return day


def checked(question: str, what: str = "question") -> str:
    """Return a question, or a claim, with single blanks; raises UsageError if it is none."""
    # A lone surrogate stands for a byte of an argument that is no UTF-8.
    text = " ".join(question.encode("utf-8", "ignore").decode("utf-8").split())
    if not words(text):
        raise UsageError(
            f"The {what} is empty.",
            "",
            "Ask something in words." if what == "question" else "Say something in words.",
        )
    if len(text) > MAX_QUESTION:
        raise UsageError(
            f"The {what} has {len(text):,} characters; {MAX_QUESTION:,} are the most.",
            "",
            "Ask something shorter." if what == "question" else "Say it shorter.",
        )
    return text


@contextmanager
def opened(library: Library | str | Path | None) -> Iterator[Library]:
    """Yield the library itself, or open the one in a folder for as long as the block runs."""
    if isinstance(library, Library):
        yield library
        return
    with Library.open(library) as one:
        yield one


@contextmanager
def timed(timings: dict[str, float], name: str) -> Iterator[None]:
    """Note how many milliseconds the block took."""
    began = time.perf_counter()
    try:
        yield
    finally:
        timings[name] = 1000 * (time.perf_counter() - began)
