"""Which of the cited articles copy one another.

Five outlets that print the same agency report are one source, not five. What is copied is taken
over nearly word for word: under another headline, cut at the end, with a sentence changed. What is
written anew shares names and a statement or two. The share of common word sequences tells the two
apart (A. Z. Broder, "On the resemblance and containment of documents", 1997).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from qa.types import Citation
from vectorstore import Article

#: Words in a sequence: fewer are common phrases, more are broken too often by a changed word.
SHINGLE = 5

#: The share of the shorter article's sequences that must stand in the longer one. Of the sample
#: articles a copy has 0.93 and no two others on the same events have more than 0.03; what lies
#: between is left for long statements that two reporters quote alike, and for copies reworked.
COPIED = 0.4

_WORD = re.compile(r"\w+")


def source_groups(articles: Sequence[Article]) -> list[int]:
    """Return the number of each article's group; articles that copy one another share one.

    Groups are numbered from 0 in the order of their first article. A copy of a copy is in the same
    group. All pairs are compared: meant for the few dozen articles that an answer cites.

    >>> agency = Article.of("The bridge at Tarnholm reopened to traffic on Monday after repairs.")
    >>> outlet = Article.of("Bridge open. " + agency.text)
    >>> source_groups([agency, Article.of("A beetle was found in a ditch on Friday."), outlet])
    [0, 1, 0]
    """
    first = list(range(len(articles)))  # of each article's group, the earliest article
    for later, one in enumerate(articles):
        for earlier in range(later):
            if first[earlier] != first[later] and _copied(articles[earlier], one):
                kept, gone = sorted((first[earlier], first[later]))
                first = [kept if number == gone else number for number in first]
    numbers = {number: group for group, number in enumerate(dict.fromkeys(first))}
    return [numbers[number] for number in first]


def sources_of(citations: Sequence[Citation]) -> int:
    """Count the independent sources among the citations that are not marked as context."""
    articles = {one.article_id: one.article for one in citations if not one.context}
    return len(set(source_groups(list(articles.values()))))


def _copied(one: Article, other: Article) -> bool:
    if one.id == other.id or one.text == other.text:
        return True
    fewer, more = sorted((_shingles(one.text), _shingles(other.text)), key=len)
    return bool(fewer) and len(fewer & more) >= COPIED * len(fewer)


@lru_cache(maxsize=64)
def _shingles(text: str) -> frozenset[int]:
    """Return the hashes of the sequences of words; a text shorter than one is a sequence itself."""
    words = _WORD.findall(text.lower())
    if not words:
        return frozenset()
    last = max(1, len(words) - SHINGLE + 1)
    return frozenset(hash(tuple(words[at : at + SHINGLE])) for at in range(last))
