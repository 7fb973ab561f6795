"""What a whole answer must hold: a list's members, a table's cells, the value that stands.

A class for each kind of question. ``benchmarks.whole_set`` reads them from a file.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar


@dataclass(frozen=True, slots=True)
class Quoted:
    """A sentence of an article, copied character by character."""

    article_id: str
    text: str


@dataclass(frozen=True, slots=True)
class Fact:
    """Accepted forms of a short answer, best first, and all sentences that give it.

    Both are empty for a cell that the articles leave empty.
    """

    texts: tuple[str, ...] = ()
    evidence: tuple[Quoted, ...] = ()

    @property
    def article_ids(self) -> frozenset[str]:
        """The articles that give the fact."""
        return frozenset(one.article_id for one in self.evidence)


@dataclass(frozen=True, slots=True)
class ListExpected:
    """All members, and what stands near and is none."""

    kind: ClassVar[str] = "list"
    members: tuple[Fact, ...]
    not_members: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class TableExpected:
    """All rows, the entity first, and the entities that get none."""

    kind: ClassVar[str] = "table"
    columns: tuple[str, ...]
    rows: tuple[tuple[Fact, ...], ...]
    not_rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class ConflictExpected:
    """The values that sources give, and the number of the one that a correction makes right."""

    kind: ClassVar[str] = "conflict"
    values: tuple[Fact, ...]
    standing: int | None


@dataclass(frozen=True, slots=True)
class UpdateExpected:
    """What holds on the day of the question, and what held before."""

    kind: ClassVar[str] = "update"
    current: Fact
    superseded: tuple[Fact, ...]


@dataclass(frozen=True, slots=True)
class DuplicateExpected:
    """A fact, and the ids of the articles that give it, those that copy one another together."""

    kind: ClassVar[str] = "duplicate"
    fact: Fact
    groups: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class TrapExpected:
    """The answer, None where no article gives one, and what looks like it and is wrong."""

    kind: ClassVar[str] = "trap"
    answer: Fact | None
    wrong: tuple[Fact, ...]


@dataclass(frozen=True, slots=True)
class UnanswerableExpected:
    """The articles that treat the subject and do not say what is asked."""

    kind: ClassVar[str] = "unanswerable"
    near: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SingleExpected:
    """One fact; ``form`` is the kind of question that asks for it."""

    kind: ClassVar[str] = "single"
    form: str
    answer: Fact


Expected = (
    ListExpected
    | TableExpected
    | ConflictExpected
    | UpdateExpected
    | DuplicateExpected
    | TrapExpected
    | UnanswerableExpected
    | SingleExpected
)


@dataclass(frozen=True, slots=True)
class WholeQuestion:
    """A question, the day on which it is asked, and its whole answer."""

    id: str
    text: str
    as_of: date
    expected: Expected

    @property
    def kind(self) -> str:
        """The kind of the expected answer."""
        return self.expected.kind


def facts(expected: Expected) -> tuple[Fact, ...]:
    """Return all facts of an expected answer, wrong and superseded ones too."""
    match expected:
        case ListExpected():
            return expected.members
        case TableExpected():
            return tuple(cell for row in expected.rows for cell in row)
        case ConflictExpected():
            return expected.values
        case UpdateExpected():
            return (expected.current, *expected.superseded)
        case DuplicateExpected():
            return (expected.fact,)
        case TrapExpected():
            return (*([expected.answer] if expected.answer else []), *expected.wrong)
        case SingleExpected():
            return (expected.answer,)
        case UnanswerableExpected():
            return ()
