"""Text laid out for a terminal: wrapped, marked, and in tables."""

from __future__ import annotations

import shutil
import textwrap
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from qa import Citation, Evidence

#: A table whose columns would be narrower is printed a line a cell.
_NARROWEST = 12

_GAP = "  "

#: Blanks at which ``textwrap`` breaks lines, and which it may drop there.
BLANKS = frozenset("\t\n\x0b\x0c\r ")

#: Stands for a blank at which a line must not be broken.
_TIED = "\ue000"


#: The columns of a terminal that is another process's.
_elsewhere: ContextVar[int | None] = ContextVar("_elsewhere", default=None)


def width() -> int:
    """Return the columns to write in."""
    return max(40, min(100, _elsewhere.get() or shutil.get_terminal_size().columns))


@contextmanager
def columns(number: int) -> Iterator[None]:
    """Write for a terminal of so many columns while the block runs, in this thread."""
    before = _elsewhere.set(number)
    try:
        yield
    finally:
        _elsewhere.reset(before)


def wrapped(text: str, indent: int, *, dim: bool = False) -> str:
    """Return a text in lines that fit, each after ``indent`` blanks."""
    lines = _lines(text, indent)
    return "\n".join(click.style(line, dim=True) if dim else line for line in lines)


def command(span: Citation | Evidence, indent: int) -> str:
    """Return the command that shows a sentence where it stands."""
    return click.style(f"{' ' * indent}{shown_by(span)}", dim=True)


def shown_by(span: Citation | Evidence) -> str:
    """Return the words of the command, which leads there after the article has changed as well."""
    place = f"--version {span.version} --start {span.start} --end {span.end}"
    return f"citewire show {span.article_id} {place}"


def quoted(text: str, mark: tuple[int, int] | None, after: str, indent: int = 0) -> str:
    """Return a quotation in lines that fit, ``text[start:end]`` of ``mark`` bold, ``after`` behind.

    Nothing but blanks at the ends of lines differs from ``text``.
    """
    start, end = (_printed(text[:at]) for at in mark) if mark else (0, 0)
    at, lines = 0, []
    for line in _lines(f"{text}{_TIED}{after}" if after else text, indent):
        printed = [place for place, one in enumerate(line) if one not in BLANKS]
        inside = printed[max(start - at, 0) : max(end - at, 0)]
        if inside:
            first, last = inside[0], inside[-1] + 1
            line = f"{line[:first]}{click.style(line[first:last], bold=True)}{line[last:]}"
        lines.append(line.replace(f"{_TIED}{after}", f" {after}"))
        at += len(printed)
    return "\n".join(lines)


def table(columns: Sequence[str], rows: Sequence[Sequence[tuple[str, str]]]) -> str:
    """Return a table that fits the terminal; a cell is its words and what stands behind them.

    Where the columns would be too narrow to read, a row is a block of lines, one a cell.
    """
    cells = [[_TIED.join(part for part in cell if part) for cell in row] for row in rows]
    widths = _widths([columns, *cells])
    if widths is None:
        return "\n\n".join("\n".join(_block(columns, row)) for row in cells).replace(_TIED, " ")
    blocks = [_row(row, widths) for row in cells]
    head = [click.style(line, bold=True) for line in _row(columns, widths)]
    rule = _GAP.join("─" * one for one in widths)
    apart = "\n\n" if any(len(block) > 1 for block in blocks) else "\n"
    body = apart.join("\n".join(block) for block in blocks)
    return "\n".join([*head, rule, body]).replace(_TIED, " ")


def _widths(rows: Sequence[Sequence[str]]) -> list[int] | None:
    """Return how wide the columns are: the wide ones share what the narrow ones leave."""
    wanted = [max(map(len, column)) for column in zip(*rows, strict=True)]
    left = width() - len(_GAP) * (len(wanted) - 1)
    given = [0] * len(wanted)
    order = sorted(range(len(wanted)), key=wanted.__getitem__)
    for place, column in enumerate(order):
        share = left // (len(order) - place)
        if share < min(wanted[column], _NARROWEST):
            return None
        given[column] = min(wanted[column], share)
        left -= given[column]
    return given


def _row(cells: Sequence[str], widths: Sequence[int]) -> list[str]:
    columns = [_wrapped_cell(cell, size) for cell, size in zip(cells, widths, strict=True)]
    lines = []
    for number in range(max(map(len, columns))):
        parts = [
            (column[number] if number < len(column) else "").ljust(size)
            for column, size in zip(columns, widths, strict=True)
        ]
        lines.append(_GAP.join(parts).rstrip())
    return lines


def _wrapped_cell(cell: str, size: int) -> list[str]:
    if any(len(word) > size for word in cell.split()):  # what is tied together does not fit
        cell = cell.replace(_TIED, " ")
    return textwrap.wrap(cell, size, break_on_hyphens=False) or [""]


def _block(columns: Sequence[str], row: Sequence[str]) -> list[str]:
    return [
        textwrap.fill(f"{name}: {cell}", width(), subsequent_indent=_GAP, break_on_hyphens=False)
        for name, cell in zip(columns, row, strict=True)
    ]


def _lines(text: str, indent: int) -> list[str]:
    blank = " " * indent
    return textwrap.wrap(
        text, width(), initial_indent=blank, subsequent_indent=blank, break_on_hyphens=False
    )


def _printed(text: str) -> int:
    """Count the characters that are no blanks."""
    return sum(one not in BLANKS for one in text)
