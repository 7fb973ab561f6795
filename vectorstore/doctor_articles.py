"""Whether articles, the places of their sentences, and the vectors are what they must be."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import numpy as np

from vectorstore.errors import CitewireError

if TYPE_CHECKING:
    from vectorstore.library import Library

_ROWS = 1000

#: A unit vector in float32 differs from length 1 by less.
_LENGTH = 1e-3


def article_faults(library: Library) -> Iterator[str]:
    """Yield what is wrong with texts, with what is known of them, and with spans."""
    last = 0
    while True:
        found = library.catalogue.rows(
            "SELECT key, id, text, sha256, characters FROM articles WHERE key > ? ORDER BY key "
            "LIMIT 100",
            (last,),
        )
        if not found:
            return
        last = int(found[-1][0])
        for key, id, text, sha256, characters in found:
            if characters != len(text):
                yield f"{id} has {len(text):,} characters and should have {characters:,}"
            yield from _span_faults(library, key, id, text)
            yield from _identity_faults(library, id, sha256)


def version_faults(library: Library) -> Iterator[str]:
    """Yield older versions that belong to no article or are not what was stored."""
    for article_id, version, sha256, known in library.catalogue.rows(
        "SELECT v.article_id, v.version, v.sha256, a.key FROM versions v "
        "LEFT JOIN articles a ON a.id = v.article_id ORDER BY v.key"
    ):
        what = f"version {version} of {article_id}"
        if known is None:
            yield f"{what} belongs to no article"
            continue
        try:
            article = library.article(article_id, version)
        except CitewireError as error:
            yield f"{what} cannot be read: {error.__cause__ or error.happened}"
            continue
        if article.sha256 != sha256:
            yield f"{what} is not what was stored: its checksum differs"


def _identity_faults(library: Library, id: str, sha256: str) -> Iterator[str]:
    try:
        article = library.article(id)  # refuses spans that overlap or are not in the text
    except (ValueError, TypeError, LookupError) as error:
        yield f"{id} cannot be read: {error}"
        return
    except CitewireError as error:
        yield f"{id} cannot be read: {error.happened}"
        return
    if article.sha256 != sha256:
        yield f"{id} is not what was stored: its checksum differs"


def _span_faults(library: Library, key: int, id: str, text: str) -> Iterator[str]:
    """Yield passages that are not in the text, and sentences that are not in their passage."""
    last = 0
    for passage, start, end in library.catalogue.rows(
        'SELECT key, start, "end" FROM passages WHERE article_key = ? ORDER BY start', (key,)
    ):
        if not 0 <= start < end <= len(text):
            yield f"passage {passage} [{start}, {end}) is not in the text of {id}"
        if start < last:
            yield f"passage {passage} [{start}, {end}) of {id} overlaps the one before it"
        last = end
        sentences = library.catalogue.rows(
            'SELECT start, "end" FROM sentences WHERE passage_key = ? ORDER BY start', (passage,)
        )
        if not sentences:
            yield f"passage {passage} of {id} has no sentence"
        for first, after in sentences:
            if not start <= first < after <= end:
                yield f"a sentence [{first}, {after}) of {id} is not in its passage {passage}"


def vector_faults(library: Library) -> Iterator[str]:
    """Yield vectors of another length than the model's, or that are no unit vectors."""
    fact = library.catalogue.fact("dimension")
    dimension = int(fact) if fact else None
    yield from _in_batches(library, "SELECT key, vector FROM passages", 4, dimension)
    yield from _in_batches(library, "SELECT key, vector, scale FROM sentences", 1, dimension)


def _in_batches(library: Library, sql: str, width: int, dimension: int | None) -> Iterator[str]:
    """Look at vectors, some thousand at a time; ``width`` is in bytes a number."""
    what = sql.rpartition(" ")[2].removesuffix("s")
    last = 0
    while found := library.catalogue.rows(
        f"{sql} WHERE key > ? ORDER BY key LIMIT {_ROWS}", (last,)
    ):
        last = int(found[-1][0])
        right = []
        for row in found:
            numbers = len(row[1]) / width
            if dimension is None or numbers != dimension:
                yield f"the vector of {what} {row[0]} has {numbers:g} numbers, not {dimension}"
            else:
                right.append(row)
        for key in _not_unit(right, width):
            yield f"the vector of {what} {key} is not of length 1"


def _not_unit(rows: list[tuple[Any, ...]], width: int) -> list[int]:
    if not rows:
        return []
    data = b"".join(row[1] for row in rows)
    if width == 4:
        vectors = np.frombuffer(data, dtype="<f4").reshape(len(rows), -1)
        slack = _LENGTH
    else:
        scales = np.asarray([row[2] for row in rows], dtype=np.float32)
        small = np.frombuffer(data, dtype=np.int8).reshape(len(rows), -1)
        vectors = small.astype(np.float32) * scales[:, None]
        slack = 0.1  # shortened to 127 steps a number
    lengths = np.linalg.norm(vectors.astype(np.float64), axis=1)
    wrong = ~(np.abs(lengths - 1) < slack)  # so that what is no number is wrong too
    return [int(rows[i][0]) for i in np.flatnonzero(wrong)]
