"""Questions that were saved, each with where its answer was quoted from.

The words quoted are not among what is kept: they are cut from the article's version when they are
wanted. So an article that is taken out for good leaves nothing of its text behind in a question.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from vectorstore.database import Database


@dataclass(frozen=True, slots=True)
class Quoted:
    """A span of one version of an article, half-open, that an answer quoted.

    ``digest`` tells whether other words are these. ``article_id`` and ``digest`` are empty when all
    trace of the article was wanted gone.
    """

    article_id: str
    version: int
    start: int
    end: int
    digest: str

    @classmethod
    def of(cls, article_id: str, version: int, start: int, end: int, words: str) -> Quoted:
        """Return where words were quoted from."""
        return cls(article_id, version, start, end, digest_of(words))


@dataclass(frozen=True, slots=True)
class SavedQuestion:
    """A question that was saved, when it was answered last, and what the answer quoted.

    ``as_of`` is the day for which it is asked each time, ``None`` for the day on which it is.
    """

    number: int
    question: str
    as_of: date | None
    answered_at: datetime
    quoted: tuple[Quoted, ...]


def digest_of(words: str) -> str:
    """Return what tells some words from others: 16 hexadecimal digits."""
    return hashlib.sha256(words.encode("utf-8", "surrogatepass")).hexdigest()[:16]


def save_question(
    catalogue: Database, question: str, as_of: date | None, moment: str, quoted: Sequence[Quoted]
) -> int:
    """Save a question and what its answer quotes, in place of the same one; returns its number.

    It is on the disk then, whoever else has the library open.
    """
    day = as_of.isoformat() if as_of else None
    with catalogue.transaction():
        number = catalogue.value(
            "SELECT key FROM questions WHERE question = ? AND as_of IS ?", (question, day)
        )
        number = catalogue.value(
            "INSERT INTO questions (key, question, as_of, answered_at, quoted) "
            "VALUES (?, ?, ?, ?, ?) ON CONFLICT (key) DO UPDATE SET "
            "answered_at = excluded.answered_at, quoted = excluded.quoted RETURNING key",
            (number, question, day, moment, _written(quoted)),
        )
    catalogue.lasting()
    return int(number)


def saved_questions(catalogue: Database) -> tuple[SavedQuestion, ...]:
    """Return the questions that were saved, in the order of their numbers."""
    return tuple(
        question_of(*row)
        for row in catalogue.rows(
            "SELECT key, question, as_of, answered_at, quoted FROM questions ORDER BY key"
        )
    )


def question_of(
    number: int, question: str, as_of: str | None, answered_at: str, quoted: str
) -> SavedQuestion:
    """Return a question of what is stored of it; raises ValueError or TypeError if it is broken."""
    return SavedQuestion(
        number,
        question,
        date.fromisoformat(as_of) if as_of else None,
        datetime.fromisoformat(answered_at),
        tuple(Quoted(*one) for one in json.loads(quoted)),
    )


def drop_question(catalogue: Database, number: int) -> bool:
    """Take a question out of those that were saved; returns whether it was there."""
    there = bool(catalogue.rows("DELETE FROM questions WHERE key = ? RETURNING key", (number,)))
    catalogue.lasting()
    return there


def unname_quoted(catalogue: Database, article_ids: Collection[str]) -> None:
    """Take articles' ids, which hold words of their titles, out of saved questions.

    Inside a transaction. What was quoted of them is then known only not to stand any more.
    """
    for one in saved_questions(catalogue):
        if any(quoted.article_id in article_ids for quoted in one.quoted):
            left = [
                Quoted("", quoted.version, quoted.start, quoted.end, "")
                if quoted.article_id in article_ids
                else quoted
                for quoted in one.quoted
            ]
            catalogue.rows(
                "UPDATE questions SET quoted = ? WHERE key = ?", (_written(left), one.number)
            )


def _written(quoted: Sequence[Quoted]) -> str:
    rows = [[one.article_id, one.version, one.start, one.end, one.digest] for one in quoted]
    return json.dumps(rows, ensure_ascii=False, separators=(",", ":"))
