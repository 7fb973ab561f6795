"""The library as it was on a day: what was published later is left out.

Articles without a date are never left out. Days are compared as ISO 8601 text, in which the order
of the letters is the order of the days.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from vectorstore.catalogue import Catalogue
    from vectorstore.index import VectorIndex

#: Below this share of passages that may be found, their vectors are compared one by one: the index
#: would have to be asked for far more than it is wanted for.
FEW = 1 / 20

#: Rows that are asked for or compared at once.
_ROWS = 5000

_UNTIL = "(a.published IS NULL OR a.published <= ?)"


def newest_until(catalogue: Catalogue, day: date) -> date | None:
    """Return the day of the newest article that is not later than ``day``; None without any."""
    found = catalogue.value(
        "SELECT max(published) FROM articles WHERE published <= ?", (day.isoformat(),)
    )
    return date.fromisoformat(found) if found else None


def passages_after(catalogue: Catalogue, day: date) -> int:
    """Return how many passages belong to articles published after ``day``."""
    found = catalogue.value(
        "SELECT ifnull(sum(passages), 0) FROM articles WHERE published > ?",
        (day.isoformat(),),
    )
    return int(found)


def keys_until(catalogue: Catalogue, keys: Sequence[int], day: date) -> list[int]:
    """Return those of the passages whose articles are not later than ``day``, in their order."""
    kept: set[int] = set()
    for at in range(0, len(keys), _ROWS):
        some = list(keys[at : at + _ROWS])
        found = catalogue.rows(
            "SELECT p.key FROM passages p JOIN articles a ON a.key = p.article_key "
            f"WHERE p.key IN ({','.join('?' * len(some))}) AND {_UNTIL}",
            (*some, day.isoformat()),
        )
        kept |= {int(key) for (key,) in found}
    return [key for key in keys if key in kept]


def nearest_until(
    catalogue: Catalogue, index: VectorIndex, vector: NDArray[np.float32], k: int, day: date
) -> list[int]:
    """Return the keys of the ``k`` nearest passages of articles that are not later than ``day``.

    ``vector`` is a unit vector of shape (dim,). The index is asked for more until enough remain;
    when few of the library's passages can remain, their stored vectors are compared instead.
    Raises IndexDamagedError.
    """
    later = passages_after(catalogue, day)
    if not later:
        return index.search(vector, k)
    total = catalogue.counts()[1]
    if total - later < total * FEW:
        return _exact(catalogue, vector, k, day)
    wanted = k
    while True:
        wanted = min(2 * wanted, total)
        kept = keys_until(catalogue, index.search(vector, wanted), day)
        if len(kept) >= k or wanted == total:
            return kept[:k]


def _exact(catalogue: Catalogue, vector: NDArray[np.float32], k: int, day: date) -> list[int]:
    best: list[tuple[float, int]] = []
    after = -1
    while True:
        rows = catalogue.rows(
            "SELECT p.key, p.vector FROM passages p JOIN articles a ON a.key = p.article_key "
            f"WHERE p.indexed = 1 AND p.key > ? AND {_UNTIL} ORDER BY p.key LIMIT ?",
            (after, day.isoformat(), _ROWS),
        )
        if not rows:
            return [key for _, key in best]
        after = rows[-1][0]
        vectors = np.frombuffer(b"".join(row[1] for row in rows), np.float32)
        similar = vectors.reshape(len(rows), -1) @ vector
        found = ((-float(s), int(row[0])) for s, row in zip(similar, rows, strict=True))
        best = sorted([*best, *found])[:k]
