"""Makes a library as large as wanted of a small one, without encoding anything.

The articles are taken again and again. In each round one word in eight of the vocabulary gets other
last letters, the same ones wherever it stands, and of names and other words with a capital two in
three, so that the vocabulary grows, the spans hold, and none counts as another's copy; the
vectors get noise that leaves a cosine of about 0.9 with what they were, as two reports of one story
have. What is written goes through ``Library.put``, as what an ingest has encoded does.
"""

from __future__ import annotations

import hashlib
import re
import shutil
import time
from dataclasses import replace
from pathlib import Path
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from vectorstore import Article, Library, UsageError
from vectorstore.records import EncodedPassage

#: Articles written at once: about as many passages as the vector index takes at once.
TOGETHER = 40

#: Of so many words of the vocabulary one is another word in a round.
ONE_IN = 8

#: So many of three words with a capital are other words in a round: reports on other matters.
NAMES_IN_THREE = 2

#: Length of the noise beside a unit vector: the cosine is then 1 / sqrt(1 + 0.25), 0.89.
NOISE = 0.5

_WORD = re.compile(r"[A-Za-z]{5,}")
_LETTERS = "abcdefghijklmnopqrstuvwxyz"

Copied = tuple[Article, list[EncodedPassage]]


def grow(base: Path, folder: Path, articles: int) -> None:
    """Bring the library in ``folder`` to a number of articles, copies of those in ``base``.

    What is there already stays, so that a run that was stopped goes on where it was. Raises
    UsageError for a library that has more.
    """
    if not folder.exists():
        copied = folder.with_name(f"{folder.name}.new")  # a copy that was stopped is made anew
        shutil.rmtree(copied, ignore_errors=True)
        shutil.copytree(base, copied)
        copied.rename(folder)
    with Library.open(base) as source, Library.open(folder) as library:
        began, at_first = time.perf_counter(), len(library)
        if at_first > articles:
            raise UsageError(
                f"{folder} holds {at_first:,} articles, more than {articles:,}.",
                "",
                "Remove it, or ask for larger sizes.",
            )
        keys = [key for (key,) in source.catalogue.rows("SELECT key FROM articles ORDER BY key")]
        with library.writing():
            for first in range(at_first, articles, TOGETHER):
                numbers = range(first, min(first + TOGETHER, articles))
                _put(
                    library, [copy_of(source, keys[n % len(keys)], n // len(keys)) for n in numbers]
                )
                if first // 1000 != numbers.stop // 1000:
                    rate = (numbers.stop - at_first) / (time.perf_counter() - began)
                    print(f"{numbers.stop:,} articles, {rate:.1f} a second", flush=True)


def _put(library: Library, copies: list[Copied]) -> None:
    dimension = len(copies[0][1][0].vector)
    library.put(copies, dimension=dimension)
    first = copies[0][0]
    digest = hashlib.sha256(first.source.encode()).hexdigest()
    ids = [article.id for article, _ in copies]
    library.catalogue.note_source(first.source, digest, len(ids), ids)


def copy_of(source: Library, key: int, number: int) -> Copied:
    """Return an article of a library with its passages, as it is in one round."""
    rng = np.random.default_rng((number, key))
    id = source.catalogue.value("SELECT id FROM articles WHERE key = ?", (key,))
    article = source.article(id)
    altered = replace(
        article,
        id=f"{article.id}-{number}",
        url=f"{article.url}?{number}" if article.url else None,
        source=f"{article.source}-{number}",
        title=other_words(article.title, number),
        text=other_words(article.text, number),
    )
    rows = source.catalogue.rows("SELECT key FROM passages WHERE article_key = ?", (key,))
    stored = source.catalogue.passages([int(row[0]) for row in rows])
    return altered, [
        EncodedPassage(
            passage.start,
            passage.end,
            passage.sentences,
            noisy(passage.vector[None], rng)[0],
            noisy(passage.sentence_vectors, rng),
        )
        for _, passage in sorted(stored.items())
    ]


def other_words(text: str, number: int) -> str:
    """Return a text of the same length in which some words end otherwise.

    >>> other_words("Ministers resigned on Friday over the budget", 3)
    'Ministeiq resigned on Fridvf over the budget'
    """
    return _WORD.sub(lambda word: _other(word[0], number), text)


def _other(word: str, number: int) -> str:
    drawn = crc32(f"{number} {word.lower()}".encode())
    if drawn % ONE_IN and not (word[0].isupper() and drawn % 3 < NAMES_IN_THREE):
        return word
    return word[:-2] + _LETTERS[drawn // 8 % 26] + _LETTERS[drawn // 256 % 26]


def noisy(vectors: NDArray[np.float32], rng: np.random.Generator) -> NDArray[np.float32]:
    """Return unit vectors beside those given, shape (n, dim)."""
    noise = rng.standard_normal(vectors.shape, np.float32) * (NOISE / np.sqrt(vectors.shape[1]))
    moved = vectors + noise
    unit: NDArray[np.float32] = moved / np.linalg.norm(moved, axis=1, keepdims=True)
    return unit
