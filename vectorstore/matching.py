"""The best passages for the words of a question, in a time that common words do not set.

SQLite's full-text search scores every passage that holds one word of many, and in a large archive
nearly every passage holds "year" or "president". So common words decide the order of the passages
that hold a rarer one, and find none by themselves.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from vectorstore.days import keys_until

if TYPE_CHECKING:
    from vectorstore.catalogue import Catalogue

#: So many times the passages wanted are looked up before the later ones are left out. To look up
#: the day of each passage that matches takes twice as long as to score it.
_MORE = 4

Match = tuple[int, float]


def best_matches(
    catalogue: Catalogue, query: str, limit: int, *, common: str = "", until: date | None = None
) -> list[Match]:
    """Return the keys of the ``limit`` best passages that satisfy ``query``, with BM25 scores.

    Both are FTS5 queries; what satisfies ``common`` raises the score of a passage and is not
    required. Best (highest) first, of equal scores the passage that came first. Passages of
    articles published after ``until`` are left out.
    """
    if until is None:
        return _scored(catalogue, query, common, limit)
    wanted = _MORE * limit
    found = _scored(catalogue, query, common, wanted)
    kept = set(keys_until(catalogue, [key for key, _ in found], until))
    if len(kept) < limit and len(found) == wanted:
        return _scored(catalogue, query, common, limit, until)
    return [match for match in found if match[0] in kept][:limit]


def _scored(
    catalogue: Catalogue, query: str, common: str, limit: int, until: date | None = None
) -> list[Match]:
    """Score with both queries: a passage that satisfies both has its whole score from the second.

    One that is not among the best of the second is not among the best of all either, whatever the
    first says of it.
    """
    scores = dict(catalogue.match(query, limit, until=until))
    if common:
        scores |= catalogue.match(f"({query}) AND ({common})", limit, until=until)
    return sorted(scores.items(), key=lambda match: (-match[1], match[0]))[:limit]
