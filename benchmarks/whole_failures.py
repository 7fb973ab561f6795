"""Writes what became of the questions that were not answered right, to be read by a person."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from benchmarks.expected import (
    ConflictExpected,
    DuplicateExpected,
    Expected,
    Fact,
    ListExpected,
    SingleExpected,
    TableExpected,
    TrapExpected,
    UnanswerableExpected,
    UpdateExpected,
)
from benchmarks.whole import Measured
from qa import Answer, Cell, Citation, Statement


def failures_text(measured: Mapping[str, Sequence[Measured]]) -> str:
    """Return each answer that is not right altogether: what was expected, what was said.

    Markdown, a heading a set and a question.
    """
    lines = []
    for name, some in measured.items():
        wrong = [one for one in some if not one.is_right]
        lines += [f"# {name}: {len(wrong)} of {len(some)} not right altogether", ""]
        for one in wrong:
            lines += [*_failure(one), ""]
    return "\n".join(lines)


def _failure(one: Measured) -> Iterator[str]:
    question = one.question
    yield f"## {question.id}, {question.kind}, {question.as_of}: {question.text}"
    yield ""
    shares = (f"{name} {share.right}/{share.of}" for name, share in one.shares.items())
    yield ", ".join(shares)
    yield ""
    yield "Expected:"
    yield from (f"- {line}" for line in expected_lines(question.expected))
    yield ""
    yield f"Got, form {one.answer.form or 'not told'}, confidence {one.answer.confidence:.2f}:"
    yield from (f"- {line}" for line in answer_lines(one.answer))


def expected_lines(expected: Expected) -> Iterator[str]:
    """Yield what was expected, a line a part."""
    match expected:
        case ListExpected():
            yield from map(_fact, expected.members)
            yield from (f"not {' / '.join(texts)}" for texts in expected.not_members)
        case TableExpected():
            yield " | ".join(expected.columns)
            yield from (" | ".join(map(_fact, row)) for row in expected.rows)
            yield from (f"not {' / '.join(texts)}" for texts in expected.not_rows)
        case ConflictExpected():
            for number, value in enumerate(expected.values):
                stands = " (it stands)" if number == expected.standing else ""
                yield f"{_fact(value)}{stands}"
        case UpdateExpected():
            yield _fact(expected.current)
            yield from (f"superseded: {_fact(one)}" for one in expected.superseded)
        case DuplicateExpected():
            yield f"{_fact(expected.fact)}, {len(expected.groups)} sources"
        case TrapExpected():
            yield _fact(expected.answer) if expected.answer else "no answer"
            yield from (f"wrong: {_fact(one)}" for one in expected.wrong)
        case UnanswerableExpected():
            yield "no answer"
        case SingleExpected():
            yield _fact(expected.answer)


def answer_lines(answer: Answer) -> Iterator[str]:
    """Yield what was said, a line a row and a statement with its quotations."""
    if answer.abstained:
        yield "abstained"
        yield from (f"nearest: {_citation(one)}" for one in answer.nearest)
    if answer.table:
        yield " | ".join(answer.table.columns)
        yield from (" | ".join(map(_cell, row)) for row in answer.table.rows)
    yield from map(_statement, answer.statements)


def _fact(fact: Fact) -> str:
    if not fact.texts:
        return "(empty)"
    said = "; ".join(f"“{one.text}” {one.article_id}" for one in fact.evidence)
    return f"{' / '.join(fact.texts)} [{said}]"


def _cell(cell: Cell) -> str:
    if not cell.text:
        return "(empty)"
    return f"{cell.text} [{', '.join(one.article_id for one in cell.citations)}]"


def _statement(one: Statement) -> str:
    short = one.answer.text if one.answer else "(nothing marked)"
    sources = "1 source" if one.sources == 1 else f"{one.sources} sources"
    quoted = "; ".join(map(_citation, one.citations))
    return f"{short}, {one.standing.value}, {sources}: {quoted}"


def _citation(one: Citation) -> str:
    return f"{'context ' if one.context else ''}“{one.quote}” {one.article_id}"
