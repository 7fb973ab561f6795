"""Whether vectors are such as an embedding model gives: another's mistake must not be stored."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

from vectorstore.errors import EmbeddingError
from vectorstore.records import Article, EncodedPassage, KeptPassage

#: How far from 1 the length of a vector in float32 may be.
_LENGTH = 1e-3


def check_vectors(
    article: Article, passages: Iterable[EncodedPassage | KeptPassage], dimension: int
) -> None:
    """Raise EmbeddingError unless an article's vectors are unit vectors of ``dimension`` numbers.

    There must be one for each passage and one for each of its sentences.
    """
    for passage in passages:
        if isinstance(passage, KeptPassage):
            continue
        wanted = (len(passage.sentences), dimension)
        for vectors, shape in ((passage.vector, (dimension,)), (passage.sentence_vectors, wanted)):
            if vectors.shape != shape:
                raise _unusable(article, f"of shape {vectors.shape}, not {shape}")
            if not _are_units(vectors):
                raise _unusable(article, "that are not of length 1")


def check_question(vector: NDArray[np.float32], dimension: int) -> None:
    """Raise EmbeddingError unless a question's vector has ``dimension`` numbers and length 1."""
    if vector.shape == (dimension,) and _are_units(vector):
        return
    raise EmbeddingError(
        f"The embedding model gave a question no unit vector of {dimension} numbers.",
        "Nothing was changed.",
        "Look at the model that embedding_model names.",
    )


def _are_units(vectors: NDArray[np.float32]) -> bool:
    lengths = np.linalg.norm(vectors.astype(np.float64), axis=-1)
    return bool(np.all(np.abs(lengths - 1) < _LENGTH))  # what is no number is not less


def _unusable(article: Article, what: str) -> EmbeddingError:
    return EmbeddingError(
        f"The embedding model gave vectors for {article.id} {what}.",
        "They were not stored; what was stored before is kept.",
        "Look at the model that embedding_model names, then run the same command again.",
    )
