"""The two questions that everything else asks: ``search`` for evidence, ``answer`` with it."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from qa.calibration import WEIGHTS
from qa.extract import compose
from qa.retrieve import retrieve
from qa.score import Scored, score_sentences
from qa.types import Answer, Evidence
from qa.words import words
from vectorstore import Library, UsageError

#: A longer question is not one: it is a text that was pasted by mistake.
MAX_QUESTION = 2000

#: Sentences from which an answer is composed: enough for the members of a long list.
ANSWER_EVIDENCE = 100


def search(
    question: str, *, library: Library | str | Path | None = None, k: int = 20
) -> list[Evidence]:
    """Return the ``k`` sentences that are the best evidence for a question, best first.

    ``library`` is an open one or its folder; the default one when left out. Raises UsageError for
    an empty or far too long question or ``k < 1``, StaleIndexError, IndexDamagedError.
    """
    if k < 1:
        raise UsageError(f"k must be 1 or more, not {k}.")
    with opened(library) as one:
        return find_evidence(question, one, k, {})


def answer(question: str, *, library: Library | str | Path | None = None) -> Answer:
    """Answer a question in sentences of the articles, or abstain.

    ``library`` is an open one or its folder; the default one when left out. Raises UsageError for
    an empty or far too long question, StaleIndexError, IndexDamagedError.
    """
    timings: dict[str, float] = {}
    with opened(library) as one, timed(timings, "total"):
        evidence = find_evidence(question, one, ANSWER_EVIDENCE, timings)
        return compose(question, evidence, one, timings)


def find_evidence(
    question: str, library: Library, k: int, timings: dict[str, float]
) -> list[Evidence]:
    """Return the best ``k`` sentences, and note in ``timings`` what each step took, in ms."""
    return [as_evidence(scored) for scored in find_scored(question, library, timings)[:k]]


def find_scored(question: str, library: Library, timings: dict[str, float]) -> list[Scored]:
    """Return every sentence of the passages found, scored, best first."""
    question = checked(question)
    library.check_model()
    with timed(timings, "encode"):
        vector = library.embedder.query_vector(question)
    with timed(timings, "retrieve"):
        candidates = retrieve(question, vector, library, k=library.settings.candidates)
    with timed(timings, "score"):
        return score_sentences(question, vector, candidates, library, WEIGHTS)


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
    )


def checked(question: str) -> str:
    """Return the question with single blanks; raises UsageError if it is not one."""
    # A lone surrogate stands for a byte of an argument that is no UTF-8.
    text = " ".join(question.encode("utf-8", "ignore").decode("utf-8").split())
    if not words(text):
        raise UsageError("The question is empty.", "", "Ask something in words.")
    if len(text) > MAX_QUESTION:
        raise UsageError(
            f"The question has {len(text):,} characters; {MAX_QUESTION:,} are the most.",
            "",
            "Ask something shorter.",
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
