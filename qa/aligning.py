"""Which word of a sentence says what a word of a claim says, and how surely.

Words are compared by their bases, by what dictionaries say of them (``qa.synonyms``) and by their
vectors in context, which the embedding model gives for both texts in one pass (the greedy matching
of BERTScore, Zhang et al. 2020, arXiv:1904.09675).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from qa.clause_words import Word, Words
from qa.lexicon import base_set, broader
from qa.sources import Source
from qa.synonyms import mean_the_opposite, mean_the_same
from qa.words import stem
from vectorstore import SHIPPED_MODEL, Span, shared_embedder

#: How surely a word says what another one does, by what shows it.
EQUAL, SYNONYM, BROADER = 1.0, 0.9, 0.75

#: Similarities of two words in their contexts that say nothing, and that say all they can.
_NOTHING, _ALL = 0.3, 0.62
#: What vectors alone may show at most.
_BY_VECTOR = 0.8


@dataclass(slots=True)
class Pair:
    """A word of the claim and the word of a sentence that says it best; ``sure`` is 0 to 1."""

    word: Word
    other: Word | None
    sure: float
    is_opposite: bool = False


@dataclass(slots=True)
class Alignment:
    """A claim's content words beside one sentence's: a pair for each of them.

    ``similarity`` is that of the two texts as wholes, -1 to 1. ``against`` are pairs of words that
    mean the opposite of each other, where nothing in the sentence means the same.
    """

    text: str
    source: Source
    pairs: dict[int, Pair]
    similarity: float
    against: list[Pair] = field(default_factory=list)


def align(claim: Words, sources: Sequence[Source]) -> list[Alignment]:
    """Put a claim's words beside those of each sentence."""
    texts = [claim.text, *(one.text for one in sources)]
    words = [_compared(claim), *(_compared(one.words) for one in sources)]
    spans = [[Span(one.start, one.end) for one in some] for some in words]
    encoded = shared_embedder(SHIPPED_MODEL).encode_passages(texts, spans)
    whole, vectors = encoded[0]
    found = []
    for source, others, (their_whole, theirs) in zip(sources, words[1:], encoded[1:], strict=True):
        nearness = vectors @ theirs.T if len(others) and len(words[0]) else None
        found.append(
            _aligned(claim.text, words[0], source, others, nearness, float(whole @ their_whole))
        )
    return found


def _compared(some: Words) -> list[Word]:
    return [one for one in some.words if one.content or one.verb]


def _aligned(
    text: str,
    mine: list[Word],
    source: Source,
    theirs: list[Word],
    nearness: NDArray[np.float32] | None,
    similarity: float,
) -> Alignment:
    pairs: dict[int, Pair] = {}
    against = []
    for row, word in enumerate(mine):
        best, sure = None, 0.0
        for column, other in enumerate(theirs):
            near = float(nearness[row, column]) if nearness is not None else 0.0
            value = _sure(word, other, near)
            if value > sure + _TIE:
                best, sure = other, value
            elif best is not None and value > sure - _TIE and _is_liker(word, other, best):
                best = other
        pairs[word.start] = Pair(word, best, sure)
        if sure >= BROADER or not word.content:
            continue
        for other in theirs:
            if other.content and mean_the_opposite(said(word), said(other)):
                against.append(Pair(word, other, 1.0, is_opposite=True))
                break
    return Alignment(text, source, pairs, similarity, against)


#: Words so nearly as sure are alike; of several, the one that stands as the claim's does.
_TIE = 1e-3


def _is_liker(word: Word, other: Word, than: Word) -> bool:
    """Say whether a word stands more like the claim's than another one: as denied, as sure."""

    def unlike(one: Word) -> int:
        return (
            2 * (word.negations % 2 != one.negations % 2)
            + abs(word.sure - one.sure)
            + (word.alleged != one.alleged)
            + (word.condition != one.condition)
        )

    return unlike(other) < unlike(than)


def _sure(word: Word, other: Word, near: float) -> float:
    """Return how surely one word says what another does, 0 to 1."""
    if word.lower == other.lower or base_set(word.lower) & base_set(other.lower):
        return EQUAL
    if not (word.content and other.content):
        return 0.0
    if stem(word.lower) == stem(other.lower):
        return EQUAL
    if word.lower.isdigit() or other.lower.isdigit():
        return 0.0
    slope = (near - _NOTHING) / (_ALL - _NOTHING)
    by_vector = max(0.0, min(1.0, slope)) * _BY_VECTOR
    if mean_the_opposite(said(word), said(other)):
        return 0.0
    if mean_the_same(said(word), said(other)) or mean_the_same(word.lower, other.lower):
        return max(SYNONYM, by_vector)
    if broader(word.lower, other.lower) and near > _NOTHING:
        return max(BROADER, by_vector)
    return by_vector


def said(word: Word) -> str:
    """Return what a word says: with its particle where it is a verb that has one."""
    return word.phrase or word.lower
