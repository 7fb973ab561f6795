"""Saved questions, asked again: which of their quotations still stand, and what is new.

A quotation stands when the article, as it is now, has a sentence of the very same words, wherever
it stands in it. What was quoted is cut from the version that was quoted, which the library keeps.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from pathlib import Path
from typing import Any

from qa.answering import answer as ask
from qa.answering import day_of, opened
from qa.differences import nearest
from qa.types import Answer, Citation, Statement
from vectorstore import (
    Article,
    ArticleNotFoundError,
    Library,
    Quoted,
    SavedQuestion,
    digest_of,
    save_question,
    saved_questions,
    utc_now,
)


class Fate(StrEnum):
    """What has become of a quotation.

    ``STANDS``: the article says it still. ``ALTERED``: it has a sentence that is like it instead.
    ``GONE``: it has none. ``REMOVED``: the article is not in the library any more.
    """

    STANDS = "stands"
    ALTERED = "altered"
    GONE = "gone"
    REMOVED = "removed"


@dataclass(frozen=True, slots=True)
class Quotation:
    """A quotation of a saved answer, and what has become of it.

    ``was`` cites the version that was quoted, ``None`` when the library keeps that no more.
    ``now`` cites the article as it is: the same words, or the sentence that is most like them.
    """

    article_id: str
    version: int
    fate: Fate
    was: Citation | None
    now: Citation | None

    def as_dict(self) -> dict[str, Any]:
        """Return the quotation as JSON values."""
        return {
            "article_id": self.article_id,
            "version": self.version,
            "fate": self.fate.value,
            "was": self.was and self.was.as_dict(),
            "now": self.now and self.now.as_dict(),
        }


@dataclass(frozen=True, slots=True)
class Rechecked:
    """A saved question, what has become of its answer's quotations, and today's answer.

    ``new`` are the statements of that answer which the saved one did not have.
    """

    number: int
    question: str
    as_of: date | None
    answered_at: datetime
    quotations: tuple[Quotation, ...]
    answer: Answer
    new: tuple[Statement, ...]

    @property
    def fallen(self) -> tuple[Quotation, ...]:
        """The quotations that no longer stand."""
        return tuple(one for one in self.quotations if one.fate is not Fate.STANDS)

    @property
    def stands(self) -> bool:
        """Whether every quotation of the saved answer still stands."""
        return not self.fallen

    def as_dict(self) -> dict[str, Any]:
        """Return what was found as JSON values."""
        return {
            "number": self.number,
            "question": self.question,
            "as_of": self.as_of.isoformat() if self.as_of else None,
            "answered_at": self.answered_at.isoformat(),
            "stands": self.stands,
            "quotations": [one.as_dict() for one in self.quotations],
            "new": [one.as_dict() for one in self.new],
            "answer": self.answer.as_dict(),
        }


def save_answer(
    answer: Answer,
    *,
    library: Library | str | Path | None = None,
    as_of: date | str | None = None,
) -> int:
    """Save a question with what its answer quotes, for ``recheck``; returns its number.

    ``as_of`` is the day for which it is to be asked each time, the day on which it is when left
    out. An earlier answer to the same question is replaced. What is kept are places in articles,
    not their words. Raises UsageError for what is no day.
    """
    day = None if as_of is None else day_of(as_of)
    with opened(library) as one:
        return save_question(one.catalogue, answer.question, day, utc_now(), _quoted(answer))


def recheck(
    library: Library | str | Path | None = None,
    *,
    accept: bool = False,
    on_progress: Callable[[int, int], None] | None = None,
) -> list[Rechecked]:
    """Ask every saved question again, and say which quotations no longer stand and what is new.

    ``library`` is an open one or its folder; the default one when left out. With ``accept`` today's
    answers take the place of the saved ones. ``on_progress`` is told how many are done, and of how
    many. Raises StaleIndexError, IndexDamagedError.
    """
    with opened(library) as one:
        saved = saved_questions(one.catalogue)
        found = []
        for number, question in enumerate(saved):
            if on_progress:
                on_progress(number, len(saved))
            found.append(_rechecked(question, one))
            if accept:
                quoted = _quoted(found[-1].answer)
                save_question(one.catalogue, question.question, question.as_of, utc_now(), quoted)
        if on_progress:
            on_progress(len(saved), len(saved))
        return found


def _rechecked(saved: SavedQuestion, library: Library) -> Rechecked:
    answer = ask(saved.question, library=library, as_of=saved.as_of)
    known = {one.digest for one in saved.quoted}
    new = [
        statement
        for statement in answer.statements
        if not any(digest_of(c.quote) in known for c in statement.citations if not c.context)
    ]
    return Rechecked(
        saved.number,
        saved.question,
        saved.as_of,
        saved.answered_at,
        tuple(_quotation(one, library) for one in saved.quoted),
        answer,
        tuple(new),
    )


def _quotation(quoted: Quoted, library: Library) -> Quotation:
    def found(fate: Fate, was: Citation | None, now: Citation | None = None) -> Quotation:
        return Quotation(quoted.article_id, quoted.version, fate, was, now)

    article = _article(library, quoted.article_id)
    if article is None:
        return found(Fate.REMOVED, None)
    was = _as_quoted(quoted, library)
    if was and was.version == article.version:
        return found(Fate.STANDS, was, was)
    for start, end in article.sentences:
        if digest_of(article.text[start:end]) == quoted.digest:
            return found(Fate.STANDS, was, Citation(article, start, end))
    span = nearest(was.quote, article) if was else None
    if span is None:
        return found(Fate.GONE, was)
    return found(Fate.ALTERED, was, Citation(article, *span))


def _as_quoted(quoted: Quoted, library: Library) -> Citation | None:
    """Return the citation as it was made; None where the version kept says something else.

    An article that was removed and came back counts its versions anew.
    """
    article = _article(library, quoted.article_id, quoted.version)
    if article is None or not 0 <= quoted.start < quoted.end <= len(article.text):
        return None
    citation = Citation(article, quoted.start, quoted.end)
    return citation if digest_of(citation.quote) == quoted.digest else None


def _article(library: Library, id: str, version: int | None = None) -> Article | None:
    try:
        return library.article(id, version)
    except ArticleNotFoundError:
        return None


def _quoted(answer: Answer) -> list[Quoted]:
    """Return where an answer quotes from, each place once."""
    return list(
        dict.fromkeys(
            Quoted.of(one.article_id, one.version, one.start, one.end, one.quote)
            for one in answer.citations
        )
    )
