"""From a question to the passages worth reading: BM25 and dense search, fused, rescored."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from qa.words import content_words, rare_and_common, stem
from vectorstore import Library, StoredPassage, best_matches

#: The constant of reciprocal rank fusion (Cormack, Clarke and Büttcher, SIGIR 2009).
RRF_K = 60


@dataclass(frozen=True, slots=True)
class Candidate:
    """A passage found for a question.

    ``similarity`` is the exact cosine of its vector and the question's, -1 to 1; ``bm25`` is its
    BM25 score, 0 when the full-text search did not find it; ``fused`` is its reciprocal rank
    fusion score.
    """

    passage: StoredPassage
    similarity: float
    bm25: float
    fused: float


def retrieve(
    question: str,
    vector: NDArray[np.float32],
    library: Library,
    *,
    k: int,
    until: date | None = None,
) -> list[Candidate]:
    """Return the passages that either search finds among its first ``k``, best first.

    ``vector`` is the question's unit vector, shape (dim,). Passages of articles published after
    ``until`` are left out. Chroma's candidates are rescored with the exact vectors before they are
    ranked. Raises IndexDamagedError.
    """
    matched = _match(question, library, k, until)
    nearest = library.nearest(vector, k, until=until)
    stored = library.catalogue.passages(sorted({key for key, _ in matched} | set(nearest)))
    exact = {key: float(vector @ passage.vector) for key, passage in stored.items()}
    dense = sorted((key for key in nearest if key in stored), key=lambda key: (-exact[key], key))
    lexical = [key for key, _ in matched if key in stored]
    bm25 = dict(matched)
    fused = fuse([lexical, dense])
    return [
        Candidate(stored[key], exact[key], bm25.get(key, 0.0), score)
        for key, score in sorted(fused.items(), key=lambda item: (-item[1], item[0]))
    ]


def _match(question: str, library: Library, k: int, until: date | None) -> list[tuple[int, float]]:
    """Return the passages that the full-text search finds, best first."""
    catalogue = library.catalogue
    with catalogue.snapshot():
        counts = catalogue.passage_counts([stem(word) for word in content_words(question)])
        rare, common = rare_and_common(question, counts)
        return best_matches(catalogue, rare, k, common=common, until=until) if rare else []


def fuse(rankings: Sequence[Sequence[int]]) -> dict[int, float]:
    """Fuse rankings by reciprocal rank: the sum of ``1 / (60 + rank)``, ranks from 1.

    >>> fused = fuse([[7, 8], [8]])
    >>> fused[8] > fused[7]
    True
    """
    scores: dict[int, float] = {}
    for ranking in rankings:
        for rank, key in enumerate(ranking, start=1):
            scores[key] = scores.get(key, 0.0) + 1 / (RRF_K + rank)
    return scores
