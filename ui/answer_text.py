"""Answers as text for a terminal."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence

from qa import Answer, Citation, Table
from ui.notes import (
    BEFORE,
    CONTEXT,
    DISAGREE,
    Numbered,
    antecedent_words,
    as_of_words,
    dates_words,
    numbered,
    origin,
    sides,
    sources_words,
    speaker_words,
    standing_words,
)
from ui.terminal import command, quoted, table, width, wrapped
from ui.wording import capital, many, quotation_marks

#: Shown in a cell about which the articles say nothing.
_NOTHING = "—"


def answer_text(answer: Answer) -> str:
    """Return an answer with its sources, or an abstention with the nearest sentences."""
    parts = [f"{as_of_words(answer)}:"] if as_of_words(answer) else []
    statements = numbered(answer)
    if answer.abstained:
        parts.append(_filled(answer.text))
    elif answer.table:
        parts += [_table(answer.table, statements), _remarks(statements)]
    else:
        parts += [_group(one) for one in sides(statements)]
    parts += [_filled(answer.coverage), *_sources(answer), _searched(answer)]
    return "\n\n".join(filter(None, parts))


def _table(found: Table, statements: Sequence[Numbered]) -> str:
    rows = [
        [(cell.text or _NOTHING, _marks(statement.numbers(cell))) for cell in row]
        for row, statement in zip(found.rows, statements, strict=True)
    ]
    return table([capital(name) for name in found.columns], rows)


def _remarks(statements: Sequence[Numbered]) -> str:
    """Return what there is to say about the rows of a table; dates stand with their sources."""
    lines = []
    for one in statements:
        said = [*_standing(one), *_notes(one, dated=False)]
        if said:
            lines.append(wrapped(f"{_marks(one.evidence)} {' · '.join(said)}", 0, dim=True))
    return "\n".join(lines)


def _group(group: Sequence[Numbered]) -> str:
    """Return a statement, or one under the other those that disagree."""
    if len(group) == 1:
        return _statement(group[0], [*_standing(group[0]), *_notes(group[0])], 0)
    blocks = [f"{DISAGREE}:"]
    for one in group:
        head = ", ".join(origin(one.statement.citations[0]))
        blocks.append(f"{wrapped(head, 2)}\n{_statement(one, _notes(one), 2)}")
    return "\n\n".join(blocks)


def _statement(one: Numbered, notes: Sequence[str], indent: int) -> str:
    statement, short = one.statement, one.statement.answer
    begin = statement.citations[0].start
    mark = (short.start - begin, short.end - begin) if short else None
    lines = [quoted(statement.text, mark, _marks(one.evidence), indent)]
    if notes:
        lines.append(wrapped(" · ".join(notes), indent + 4, dim=True))
    for number, context in one.before:
        lines.append(
            wrapped(f"{BEFORE}: {_in_marks(context.quote)} [{number}]", indent + 4, dim=True)
        )
    return "\n".join(lines)


def _standing(one: Numbered) -> list[str]:
    """Return how a statement stands among the others, with its outlet and day: they decide."""
    words = standing_words(one.statement)
    return [words, ", ".join(origin(one.statement.citations[0]))] if words else []


def _notes(one: Numbered, *, dated: bool = True) -> list[str]:
    statement = one.statement
    meant = antecedent_words(statement)
    if meant and one.naming:
        meant = f"{meant} [{one.naming[0]}]"
    dates = dates_words(statement.citations[0]) if dated else []
    said = [speaker_words(statement), meant, *dates, sources_words(statement)]
    return [part for part in said if part]


def _sources(answer: Answer) -> list[str]:
    if answer.abstained and answer.nearest:
        near = "\n".join(_source("·", one) for one in answer.nearest)
        return [f"Nearest sentences, which are not an answer:\n{near}"]
    lines = []
    for statement in numbered(answer):
        for number, citation in statement.cited:
            mark = f"[{number}] ({CONTEXT})" if citation.context else f"[{number}]"
            # Of a statement in full its own notes say what the dates in it mean.
            dated = answer.table is not None or number != statement.first
            lines.append(_source(mark, citation, dated=dated))
    return ["\n".join(lines)] if lines else []


def _source(mark: str, citation: Citation, *, dated: bool = True) -> str:
    known = [citation.outlet, citation.published and citation.published.isoformat(), citation.url]
    line = ", ".join([citation.title or "Untitled", *(str(one) for one in known if one)])
    lines = [f"{mark} {line}", wrapped(_in_marks(citation.quote), 4)]
    if dated and citation.dates:
        lines.append(wrapped(" · ".join(dates_words(citation)), 4, dim=True))
    return "\n".join([*lines, command(citation, 4)])


def _searched(answer: Answer) -> str:
    searched = answer.searched
    numbers = (
        many(searched.articles, "article"),
        many(searched.passages, "passage"),
        many(searched.sentences, "sentence"),
    )
    seconds = answer.timings_ms.get("total", 0) / 1000
    return _filled(f"Searched {', '.join(numbers)} in {seconds:.1f} s.")


def _marks(cited: Sequence[tuple[int, Citation]]) -> str:
    return "".join(f"[{number}]" for number, _ in cited)


def _in_marks(quotation: str) -> str:
    before, after = quotation_marks(quotation)
    return f"{before}{quotation}{after}"


def _filled(text: str) -> str:
    lines = text.split("\n")
    return "\n".join(textwrap.fill(one, width()) if len(one) > width() else one for one in lines)
