"""What there is to say about the statements of an answer: the same words on every face."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from qa import Answer, Cell, Citation, Standing, Statement
from ui.wording import day, days

DISAGREE = "The articles disagree"
CONTEXT = "context"
BEFORE = "The sentence before"

_STANDINGS = {
    Standing.HOLDS: "",
    Standing.DISPUTED: "disputed",
    Standing.CURRENT: "latest",
    Standing.SUPERSEDED: "superseded by a later article",
    Standing.CORRECTION: "correction",
    Standing.CORRECTED: "corrected by another article",
}

#: Words at the begin of a quotation that can stand for something named before it.
_NOUNS = (
    "agency bank board boy brewery bridge building case chain city club committee company council "
    "country court department director firm girl government group house inquiry law maker man "
    "manufacturer mayor minister ministry museum newspaper organisation organization paper party "
    "police president retailer school ship shop store team town union village woman"
)
_STAND_IN = re.compile(
    rf"\W*((?:the|this|that)\s+(?:{'|'.join(_NOUNS.split())})|it|its|he|his|she|her|they|their)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Numbered:
    """A statement and the number of its first citation, counted over the whole answer from 1."""

    statement: Statement
    first: int

    @property
    def cited(self) -> list[tuple[int, Citation]]:
        """All its citations with their numbers."""
        return list(enumerate(self.statement.citations, self.first))

    @property
    def evidence(self) -> list[tuple[int, Citation]]:
        """The citations that answer."""
        return [(number, one) for number, one in self.cited if not one.context]

    @property
    def naming(self) -> tuple[int, Citation] | None:
        """The context that names what the begin of the quotation stands for, None without one."""
        words = self.statement.antecedent
        context = [(number, one) for number, one in self.cited if one.context]
        if words is None or not context:
            return None
        return next((found for found in context if words in found[1].quote), context[0])

    @property
    def before(self) -> list[tuple[int, Citation]]:
        """The context that is shown in full, since nothing in it is known to be what is meant."""
        naming = self.naming
        return [found for found in self.cited if found[1].context and found != naming]

    def numbers(self, cell: Cell) -> list[tuple[int, Citation]]:
        """Return what a cell of this statement's row cites, with the statement's numbers."""
        wanted = [_span(one) for one in cell.citations]
        found = {_span(one): (number, one) for number, one in reversed(self.cited)}
        return [found[one] for one in wanted]


def numbered(answer: Answer) -> list[Numbered]:
    """Return the statements of an answer with the numbers of their citations."""
    found, number = [], 1
    for statement in answer.statements:
        found.append(Numbered(statement, number))
        number += len(statement.citations)
    return found


def sides(statements: Sequence[Numbered]) -> list[list[Numbered]]:
    """Part statements into groups: those that disagree together, every other one alone."""
    groups: list[list[Numbered]] = []
    for disputed, run in groupby(statements, _disputed):
        together = list(run)
        if disputed and len(together) > 1:
            groups.append(together)
        else:
            groups += [[one] for one in together]
    return groups


def standing_words(statement: Statement) -> str:
    """Return how a statement stands among the others, in words; nothing when nothing is wrong."""
    return _STANDINGS[statement.standing]


def origin(citation: Citation) -> tuple[str, str]:
    """Return who published what is cited, and when, in words."""
    published = citation.published
    return citation.outlet or citation.title or "Untitled", day(
        published
    ) if published else "no date"


def stand_in(quotation: str) -> str:
    """Return the words at the begin of a quotation that stand for something named before it.

    >>> stand_in("The company paused sales."), stand_in("“It rained,” she said.")
    ('the company', 'it')
    >>> stand_in("On Monday it rained.")
    ''
    """
    found = _STAND_IN.match(quotation)
    return " ".join(found[1].lower().split()) if found else ""


def antecedent_words(statement: Statement) -> str:
    """Return what the begin of the quotation means: ``the company: Amazon``."""
    if statement.antecedent is None:
        return ""
    meant = stand_in(statement.text)
    return f"{meant}: {statement.antecedent}" if meant else statement.antecedent


def speaker_words(statement: Statement) -> str:
    """Return who says what is quoted, where the article reports it as said by somebody."""
    return f"said by {statement.speaker}" if statement.speaker else ""


def dates_words(citation: Citation) -> list[str]:
    """Return what the relative dates of a quotation mean: ``Wednesday: 6 March 2024``."""
    return [f"{' '.join(one.text.split())}: {days(one.first, one.last)}" for one in citation.dates]


def sources_words(statement: Statement) -> str:
    """Return how many independent sources say it, and in which outlets; nothing of one article."""
    articles = len({one.article_id for one in statement.citations if not one.context})
    count = statement.sources
    if articles == 1 and count == 1:
        return ""
    said = "1 source" if count == 1 else f"{count} independent sources"
    if count < articles:
        said += f" in {articles} articles"
    return f"{said}: {', '.join(statement.outlets)}" if statement.outlets else said


def as_of_words(answer: Answer) -> str:
    """Return the day of the question, where it is not today."""
    asked = answer.as_of
    return f"As of {day(asked)}" if asked and asked != date.today() else ""


def _disputed(one: Numbered) -> bool:
    return one.statement.standing is Standing.DISPUTED


def _span(citation: Citation) -> tuple[str, int, int]:
    return citation.article_id, citation.start, citation.end
