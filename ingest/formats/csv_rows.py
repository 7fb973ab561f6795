"""The rows of a CSV text, one after the other, however long it is and however it is spoiled."""

from __future__ import annotations

import csv
import re
import sys
from collections.abc import Iterator
from typing import TextIO

from ingest.streams import MAX_LINE
from vectorstore import SourceError

_DELIMITERS = ",;\t|"
#: How much of a file the delimiter is told from, in lines and characters.
_SAMPLE_LINES = 30
SAMPLE = 64 * 1024
#: A first line that names the delimiter, for Excel.
_SEP = re.compile(r'\ufeff?"?sep=(\\t|[^\w\s"]|\t)"?[^\S\n\r]*(?:\r\n|\r|\n|\Z)', re.I)


class Rows:
    """The rows of a CSV text; in the place of one that cannot be read stands why, in words.

    ``line`` is the number of the line that was read last.
    """

    def __init__(self, text: TextIO, delimiter: str) -> None:
        csv.field_size_limit(sys.maxsize)  # a whole article, whatever its length, is one field
        self._lines = _Lines(text)
        self._rows = csv.reader(self._lines, delimiter=delimiter, strict=True)

    @property
    def line(self) -> int:
        """The number of the line that was read last."""
        return self._lines.number

    def names(self, source: str) -> list[str]:
        """Return the first row that is not empty. Raises SourceError."""
        for row in self:
            if isinstance(row, str):
                raise SourceError(f"{source}: its line of names {row}")
            if any(map(str.strip, row)):
                return [name.strip() for name in row]
        raise SourceError(f"{source} is empty.")

    def __iter__(self) -> Iterator[list[str] | str]:
        while True:
            before = self._lines.begin_row()
            try:
                row = next(self._rows, None)
            except csv.Error as error:
                if "end of data" in str(error):
                    yield _unclosed(before + 1)
                    return
                yield f"cannot be read: {error} (line {self.line})."
                continue
            except _TooLong:
                if self.line > before + 1:
                    yield _unclosed(before + 1)
                    return
                yield f"is a line of more than {MAX_LINE:,} characters (line {self.line})."
                continue
            if row is None:
                return
            yield row


def _unclosed(line: int) -> str:
    return (
        f"begins in line {line} with a quotation mark that is not closed: it and all after it "
        "cannot be read."
    )


class _TooLong(Exception):
    """A row has more characters than are kept."""


class _Lines:
    """The lines of a text for the reader of rows, which keeps a row of any length."""

    def __init__(self, text: TextIO) -> None:
        self.number = 0
        self._text = text
        self._length = 0

    def begin_row(self) -> int:
        """Begin a row, and return how many lines were read before."""
        self._length = 0
        return self.number

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        line = self._text.readline(MAX_LINE + 1)
        if not line:
            raise StopIteration
        self.number += 1
        self._length += len(line)
        if self._length > MAX_LINE:
            while line and not line.endswith(("\n", "\r")):
                line = self._text.readline(SAMPLE)
            raise _TooLong
        if self.number == 1:
            line = "\n" if _SEP.fullmatch(line) else line.removeprefix("\ufeff")
        return line.replace("\x00", "")


def delimiter_of(text: str) -> str:
    """Return what a text says in a first line ``sep=;``, as Excel writes it, or looks like.

    That is the delimiter with which the first lines have the most fields of one number.

    >>> delimiter_of("sep=|\\na|b,c")
    '|'
    >>> delimiter_of('a;b\\n"1,5;2";3\\n4;5\\n')
    ';'
    """
    if told := _SEP.match(text):
        return told[1].replace("\\t", "\t")
    lines = text[:SAMPLE].splitlines(keepends=True)
    if len(text) > SAMPLE and len(lines) > 1:
        lines = lines[:-1]
    best, most = ",", (0, 0)
    for delimiter in _DELIMITERS:
        rows: list[list[str]] = []
        try:
            for row in csv.reader(lines, delimiter=delimiter):
                rows.append(row)
                if len(rows) == _SAMPLE_LINES:
                    break
        except csv.Error:
            pass
        if not rows or len(rows[0]) < 2:
            continue
        alike = sum(len(row) == len(rows[0]) for row in rows)
        if (score := (alike * 100 // len(rows), len(rows[0]))) > most:
            best, most = delimiter, score
    return best
