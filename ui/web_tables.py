"""Tables as HTML: every cell that holds words opens the sentence they stand in."""

from __future__ import annotations

from collections.abc import Sequence

from qa import Cell, Citation, Table
from ui.notes import Numbered, standing_words
from ui.pages import Place, esc
from ui.web_statements import number_html, tag
from ui.wording import capital, many

#: With more columns, a row is a block of lines where the page is narrow.
_SIDE_BY_SIDE = 2

_NOTHING = (
    '<span aria-hidden="true">—</span><span class="cw-unseen">not said in the articles</span>'
)


def table_html(table: Table, statements: Sequence[Numbered], question: str) -> str:
    """Return the table of an answer, whose rows go with ``statements``.

    The roles are named since a page that shows the rows as blocks takes the implied ones away.
    """
    every = [citation for one in statements for _, citation in one.cited]
    heads = "".join(
        f'<th scope="col" role="columnheader">{esc(capital(name))}</th>' for name in table.columns
    )
    body = "".join(
        _row(table.columns, row, statement, every)
        for row, statement in zip(table.rows, statements, strict=True)
    )
    caption = esc(f"{question} {many(len(table.rows), 'row')}, from the articles")
    kind = "cw-table" if len(table.columns) <= _SIDE_BY_SIDE else "cw-table cw-folding"
    return (
        f'<table role="table" class="{kind}"><caption class="cw-unseen">{caption}</caption>'
        f'<thead role="rowgroup"><tr role="row">{heads}</tr></thead>'
        f'<tbody role="rowgroup">{body}</tbody></table>'
    )


def _row(
    columns: Sequence[str], row: Sequence[Cell], statement: Numbered, every: Sequence[Citation]
) -> str:
    cells = []
    for place, (name, cell) in enumerate(zip(columns, row, strict=True)):
        shown = _cell(cell, statement.numbers(cell), every)
        if place == 0:
            words = standing_words(statement.statement)
            label = f"<div>{tag(words)}</div>" if words else ""
            cells.append(f'<th scope="row" role="rowheader">{shown}{label}</th>')
        else:
            # Read out with the column's head already: this is for the eye, where that is not shown.
            repeated = f'<span class="cw-column" aria-hidden="true">{esc(capital(name))}</span>'
            cells.append(f'<td role="cell">{repeated}{shown}</td>')
    return f'<tr role="row">{"".join(cells)}</tr>'


def _cell(cell: Cell, cited: Sequence[tuple[int, Citation]], every: Sequence[Citation]) -> str:
    if not cited:
        return f'<span class="cw-empty">{_NOTHING}</span>'
    number, first = cited[0]
    link = esc(Place.of(first, every).link())
    label = esc(f"{cell.text}: open citation {number}, {first.title or 'untitled'}")
    further = "".join(number_html(citation, every, other) for other, citation in cited[1:])
    return (
        f'<button type="button" class="cw-cell" data-open="{link}" aria-label="{label}">'
        f"<span>{esc(cell.text)}</span><sup>{number}</sup></button>{further}"
    )
