"""Which of the cited articles copy one another.

Five outlets that print the same agency report are one source, not five. The library notes what
copies what when an article comes in; articles that it does not know, or does not know yet, are
compared by their texts, in the same way.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from qa.types import Citation
from vectorstore import Article, copied_share, wording_of


def source_groups(articles: Sequence[Article], known: Mapping[str, int] | None = None) -> list[int]:
    """Return the number of each article's group; articles that copy one another share one.

    Groups are numbered from 0 in the order of their first article. A copy of a copy is in the same
    group. ``known`` are the library's groups, by the articles' ids. Only the other articles are
    compared, pair by pair: meant for the few dozen that an answer cites.

    >>> agency = Article.of("The bridge at Tarnholm reopened to traffic on Monday after repairs.")
    >>> outlet = Article.of("Bridge open. " + agency.text)
    >>> source_groups([agency, Article.of("A beetle was found in a ditch on Friday."), outlet])
    [0, 1, 0]
    """
    known = known or {}
    first = list(range(len(articles)))  # of each article's group, the earliest article
    for later, one in enumerate(articles):
        for earlier in range(later):
            if first[earlier] != first[later] and _copied(articles[earlier], one, known):
                kept, gone = sorted((first[earlier], first[later]))
                first = [kept if number == gone else number for number in first]
    numbers = {number: group for group, number in enumerate(dict.fromkeys(first))}
    return [numbers[number] for number in first]


def sources_of(citations: Sequence[Citation], known: Mapping[str, int] | None = None) -> int:
    """Count the independent sources among the citations that are not marked as context.

    ``known`` are the library's groups of copies, by the articles' ids.
    """
    articles = {one.article_id: one.article for one in citations if not one.context}
    return len(set(source_groups(list(articles.values()), known)))


def _copied(one: Article, other: Article, known: Mapping[str, int]) -> bool:
    if one.id == other.id or one.text == other.text:
        return True
    if one.id in known and other.id in known:
        return known[one.id] == known[other.id]
    return copied_share(wording_of(one.text), wording_of(other.text)) is not None
