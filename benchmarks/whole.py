"""Measures a whole answer against the one expected: every member, every cell, the right verdict.

What a question comes to are shares, so many right of so many: of members, of cells, of one verdict.
Shares of the same name are summed over the questions, so a long list counts for more than a short
one. Names that end in "loosely" and the parts of a verdict stand beside what decides.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from benchmarks.expected import (
    ConflictExpected,
    DuplicateExpected,
    Fact,
    ListExpected,
    SingleExpected,
    TableExpected,
    TrapExpected,
    UnanswerableExpected,
    UpdateExpected,
    WholeQuestion,
)
from benchmarks.matching import (
    cites,
    closeness,
    holds,
    in_article,
    placed,
    same_words,
    short_of,
    states,
)
from benchmarks.whole_set import located as located
from benchmarks.whole_set import read_set as read_set
from qa import Answer, Cell, Standing, Statement
from qa.questions import holds_answer

#: The standings of a statement that says what it quotes, not that it was so or was wrong.
SAID = (Standing.HOLDS, Standing.CURRENT, Standing.DISPUTED, Standing.CORRECTION)

#: What makes an answer right altogether, by kind.
DECIDING = {
    "list": ("member precision", "member recall", "cited member recall"),
    "table": ("cell precision", "cell recall", "empty cells left empty"),
    "conflict": ("verdict",),
    "update": ("verdict",),
    "duplicate": ("fact and sources",),
    "trap": ("verdict",),
    "unanswerable": ("abstained",),
    "single": ("right sentence", "short answer marked"),
}


@dataclass(frozen=True, slots=True)
class Share:
    """So many right of so many; of none where there is nothing to be right."""

    right: int
    of: int

    def __post_init__(self) -> None:
        if not 0 <= self.right <= self.of:
            raise ValueError(f"{self.right} right of {self.of}")

    @property
    def is_full(self) -> bool:
        """Whether nothing is wrong or missing."""
        return self.right == self.of


Shares = dict[str, Share]


@dataclass(frozen=True, slots=True)
class Measured:
    """A question, its answer, and its shares by name."""

    question: WholeQuestion
    answer: Answer = field(repr=False)
    shares: Shares

    @property
    def is_right(self) -> bool:
        """Whether the answer is right altogether."""
        return all(
            self.shares[name].is_full
            for name in DECIDING[self.question.kind]
            if name in self.shares
        )


def measure(question: WholeQuestion, answer: Answer) -> Measured:
    """Measure an answer to the question."""
    return Measured(question, answer, _shares(question, answer))


def _shares(question: WholeQuestion, answer: Answer) -> Shares:
    match question.expected:
        case ListExpected() as expected:
            return of_list(expected, answer)
        case TableExpected() as expected:
            return of_table(expected, answer)
        case ConflictExpected() as expected:
            return of_conflict(expected, answer)
        case UpdateExpected() as expected:
            late = any(c.published and c.published > question.as_of for c in answer.citations)
            return of_update(expected, answer, from_later_days=late)
        case DuplicateExpected() as expected:
            return of_duplicate(expected, answer)
        case TrapExpected() as expected:
            verdict = {"verdict": _one(is_avoided(expected, answer))}
            beside = {"abstained, where no article says it": _one(answer.abstained)}
            return verdict if expected.answer else {**verdict, **beside}
        case UnanswerableExpected():
            return {"abstained": _one(answer.abstained)}
        case SingleExpected() as expected:
            return of_single(expected, answer)


def of_list(expected: ListExpected, answer: Answer) -> Shares:
    """Return member precision and recall; "cited" ones are cited by a sentence that says so.

    The members given are the first cells of the table, or the statements' short answers; a
    statement that marks none gives a wrong one, as does a member that stands twice.
    """
    given = [row[0].text for row in answer.table.rows] if answer.table else None
    texts = given if given is not None else [short_of(one) for one in answer.statements]
    found = placed(texts, [one.texts for one in expected.members], expected.not_members)
    right = [
        (expected.members[number], statement)
        for number, statement in zip(found, answer.statements, strict=True)
        if number is not None
    ]
    cited = [any(cites(c, fact.evidence) for c in statement.citations) for fact, statement in right]
    return {
        "member precision": Share(len(right), len(texts)),
        "member recall": Share(len(right), len(expected.members)),
        "cited member recall": Share(sum(cited), len(expected.members)),
    }


def of_table(expected: TableExpected, answer: Answer) -> Shares:
    """Return cell precision and recall over the cells with words, and the share of empty ones.

    A cell is right when its words are and it cites one of the sentences expected; "loosely", when
    it cites one of their articles. All cells of a row that is none, or that stands twice, are
    wrong. Empty cells count in the rows that were found: an abstention leaves nothing empty.
    Without a table nothing is given.
    """
    given = answer.table.rows if answer.table else ()
    found = placed(
        [row[0].text for row in given], [row[0].texts for row in expected.rows], expected.not_rows
    )
    strict = loose = left_empty = empty = 0
    for row, number in zip(given, found, strict=True):
        if number is None:
            continue
        wanted = expected.rows[number]
        empty += sum(not fact.texts for fact in wanted)
        for place, (cell, fact) in enumerate(zip(row, wanted, strict=False)):
            right = place == 0 or same_words(cell.text, fact.texts)
            strict += right and _cites_sentence(cell, fact)
            loose += right and any(in_article(one, fact) for one in cell.citations)
            left_empty += not fact.texts and not cell.text
    cells = _with_words(cell.text for row in given for cell in row)
    wanted_cells = _with_words("".join(fact.texts) for row in expected.rows for fact in row)
    return {
        "cell precision": Share(strict, cells),
        "cell recall": Share(strict, wanted_cells),
        "cell precision, loosely": Share(loose, cells),
        "cell recall, loosely": Share(loose, wanted_cells),
        "empty cells left empty": Share(left_empty, empty),
    }


def of_conflict(expected: ConflictExpected, answer: Answer) -> Shares:
    """Return whether each value is shown with its standing, and whether all are shown at all.

    Without a correction every statement of a value must be disputed. With one, the right value
    must stand in a correction, and each statement of another value must be corrected.
    """
    shown = verdict = True
    for number, value in enumerate(expected.values):
        others = [one for one in expected.values if one is not value]
        standings = {one.standing for one in answer.statements if states(one, value, others)}
        shown = shown and bool(standings)
        if expected.standing is None:
            right = standings == {Standing.DISPUTED}
        elif number == expected.standing:
            right = Standing.CORRECTION in standings and standings <= set(SAID)
        else:
            right = standings == {Standing.CORRECTED}
        verdict = verdict and right
    return {"verdict": _one(verdict), "all values shown": _one(shown)}


def of_update(expected: UpdateExpected, answer: Answer, *, from_later_days: bool = False) -> Shares:
    """Return whether the current value leads, and whether what it superseded is shown as such.

    The first statement must give the current value and none that it superseded; every statement
    of one of these must be marked as superseded. ``from_later_days``: an article was cited that
    had not yet appeared, so the verdict is wrong.
    """
    current, before = expected.current, expected.superseded
    first, rest = answer.statements[:1], answer.statements[1:]
    leads = any(states(one, current, before) and one.standing in SAID for one in first)
    old = [(one, fact) for one in rest for fact in before if states(one, fact, [current])]
    marked = [fact for one, fact in old if one.standing == Standing.SUPERSEDED]
    verdict = leads and len(marked) == len(old) and not from_later_days
    return {
        "verdict": _one(verdict),
        "superseded shown": Share(sum(fact in marked for fact in before), len(before)),
    }


def of_duplicate(expected: DuplicateExpected, answer: Answer) -> Shares:
    """Return whether the first statement gives the fact and counts the independent sources."""
    first = answer.statements[0] if answer.statements else None
    fact = first is not None and states(first, expected.fact)
    counted = first is not None and first.sources == len(expected.groups)
    return {
        "fact and sources": _one(fact and counted),
        "fact first": _one(fact),
        "sources counted, where the fact is first": Share(int(fact and counted), int(fact)),
    }


def is_avoided(expected: TrapExpected, answer: Answer) -> bool:
    """Say whether no statement gives what is wrong, and the first one the answer if there is one.

    What is wrong is given by its words in a short answer, and by quoting its sentence, unless the
    short answer is the right one or the sentence gives that too.
    """
    right = expected.answer
    said = [one for one in answer.statements if one.standing in SAID]
    if any(_is_caught(one, wrong, right) for one in said for wrong in expected.wrong):
        return False
    if right is None:
        return True
    first = answer.statements[0] if answer.statements else None
    return first is not None and first.standing in SAID and _gives(first, right)


def of_single(expected: SingleExpected, answer: Answer) -> Shares:
    """Return whether the right sentence is first, and whether the short answer is marked.

    "Loosely" a sentence of the same article that holds an accepted text is right too; it is not
    for yes or no and for comparisons, whose words stand everywhere. Yes and no are not marked.
    """
    fact, first = expected.answer, answer.statements[0] if answer.statements else None
    right = first is not None and cites(first.citations[0], fact.evidence)
    held = (
        first is not None
        and expected.form not in ("yes_no", "comparison")
        and in_article(first.citations[0], fact)
        and holds_answer(first.text, fact.texts)
    )
    marked = first is not None and (right or held) and same_words(short_of(first), fact.texts)
    shares = {"right sentence": _one(right), "right sentence, loosely": _one(right or held)}
    return shares if expected.form == "yes_no" else {**shares, "short answer marked": _one(marked)}


def _gives(statement: Statement, fact: Fact) -> bool:
    cited = any(cites(one, fact.evidence) for one in statement.citations)
    near = any(in_article(one, fact) for one in statement.citations)
    return cited or (near and same_words(short_of(statement), fact.texts))


def _is_caught(statement: Statement, wrong: Fact, right: Fact | None) -> bool:
    short, accepted = short_of(statement), right.texts if right else ()
    near, rival = closeness(short, accepted), closeness(short, wrong.texts)
    if near != rival:
        return rival > near or holds(short, wrong.texts, besides=accepted)
    cited = [one for one in statement.citations if cites(one, wrong.evidence)]
    return any(not (right and cites(one, right.evidence)) for one in cited)


def _cites_sentence(cell: Cell, fact: Fact) -> bool:
    return any(cites(one, fact.evidence) for one in cell.citations)


def _with_words(texts: Iterable[str]) -> int:
    return sum(bool(text) for text in texts)


def _one(right: bool) -> Share:
    return Share(int(right), 1)
