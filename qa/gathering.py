"""Gathers what a reader is adapted on: pairs of a library, each with what a search brings up."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import islice

from qa.answering import day_of
from qa.journal import Journal
from qa.labels import Labeled, is_held_out, labeled
from qa.pairs import Pair, clozes_of, headline_of, sha
from qa.questions import Question
from vectorstore import ArticleNotFoundError, Library

#: More are not measured, since reading them takes time from the training.
MOST_MEASURED = 160
MOST_TRAINED = 4000

#: Gaps of one article that are kept, and searched for at most.
CLOZES = 2
TRIED = 4

#: Articles that are searched for after one that is held out.
BESIDE = 4


def gather(
    library: Library,
    asked: Sequence[Question],
    journal: Journal,
    tell: Callable[[str, int, int], None],
    is_enough: Callable[[], bool],
) -> None:
    """Search for pairs that the journal does not hold, until all are or there are enough.

    ``asked`` are the questions of a file, which come first, all of them. ``tell`` hears of each
    question and article.
    """
    for number, question in enumerate(asked):
        tell("searching", number, len(asked))
        _add(
            Pair("question", question.text, day_of(question.asked_on), asked=question),
            library,
            journal,
        )
    ids = _articles(library)
    for number, id in enumerate(ids):
        tell("searching", number, len(ids))
        if is_enough():
            break
        _search_article(id, library, journal)


def parts(lists: Sequence[Labeled]) -> tuple[list[Labeled], list[Labeled], list[Labeled]]:
    """Return the lists to train on, the pairs to measure, and the questions to measure."""
    pairs = [one for one in lists if one.held_out and one.kind != "question"]
    asked = [one for one in lists if one.held_out and one.kind == "question"]
    return [one for one in lists if not one.held_out], pairs[:MOST_MEASURED], asked


def _search_article(id: str, library: Library, journal: Journal) -> None:
    train, pairs, _ = parts(journal.lists)
    if len(pairs) >= MOST_MEASURED if is_held_out(id) else len(train) >= MOST_TRAINED:
        return
    try:
        article = library.article(id)
    except ArticleNotFoundError:  # taken out meanwhile
        return
    headline = headline_of(article)
    if headline:
        _add(headline, library, journal)
    kept = 0
    for pair in islice(clozes_of(article, library), TRIED):
        kept += _add(pair, library, journal)
        if kept == CLOZES:
            break


def _add(pair: Pair, library: Library, journal: Journal) -> bool:
    """Search for a pair unless that was done; returns whether it has a list."""
    if pair.key not in journal.tried:
        journal.add_pair(pair.key, labeled(pair, library))
    return journal.tried[pair.key]


def _articles(library: Library) -> list[str]:
    """Return the ids of the articles in an order like chance, many held-out ones early."""
    ids = sorted((str(one["id"]) for one in library.catalogue.listing("id")), key=sha)
    held_out = [id for id in ids if is_held_out(id)]
    others = [id for id in ids if not is_held_out(id)]
    early = [
        one
        for number, id in enumerate(held_out)
        for one in (id, *others[number * BESIDE : (number + 1) * BESIDE])
    ]
    return [*early, *others[len(held_out) * BESIDE :]]
