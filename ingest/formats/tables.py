"""Articles as the rows of a table: CSV, TSV and Parquet."""

from __future__ import annotations

import csv
import io
import sys
from collections.abc import Iterator, Mapping
from typing import Any

from ingest.canonical import canonical_line
from ingest.extras import needed
from ingest.formats.fields import ColumnMap, Columns, missing, no_text, parse_map, row_article
from ingest.reading import Reading
from ingest.report import Failure
from vectorstore import Article, SourceError

_DELIMITERS = ",;\t|"
#: How much of a file the delimiter is told from.
_SAMPLE_LINES = 30
_SAMPLE = 64 * 1024
_BATCH_ROWS = 256


def read_csv(data: bytes, source: str, reading: Reading) -> Iterator[Article | Failure]:
    """Read an article a row; ``source#1`` is the first row below the line of names.

    The delimiter (comma, semicolon, tab or bar) and the encoding are told from the bytes. A row of
    another number of fields than the names', or with a quotation mark that does not end, fails.
    """
    told = parse_map(reading.mapping)
    zeros = data.count(0)
    if zeros and zeros * 1000 < len(data) and not data.startswith((b"\xff\xfe", b"\xfe\xff")):
        data = data.replace(b"\x00", b"")
        reading.note(f"{zeros} zero byte{'' if zeros == 1 else 's'} in it left out")
    text = reading.text(data, source).removeprefix("\ufeff")
    rows = _Rows(text, _delimiter(text))
    names = rows.names(source)
    columns = _chosen(names, told, source)
    reading.note(columns.note)
    number = 0
    for row in rows:
        if isinstance(row, list) and not any(map(str.strip, row)):
            continue
        number += 1
        reading.share = min(rows.read / len(text), 1.0)
        place = f"{source}#{number}"
        if isinstance(row, str):
            yield Failure(place, f"{place} {row}")
        elif len(row) != len(names):
            yield Failure(
                place, f"{place} has {len(row)} fields, and there are {len(names)} names."
            )
        else:
            # Of two columns of one name, the first counts.
            yield _made(
                dict(zip(reversed(names), reversed(row), strict=True)), columns, place, reading
            )
    if not number:
        raise SourceError(f"{source} holds a line of names and no rows.")


def read_parquet(data: bytes, source: str, reading: Reading) -> Iterator[Article | Failure]:
    """Read an article a row, ``source#1`` and so on, a batch at a time; needs an extra."""
    needed("pyarrow", "parquet")
    import pyarrow
    from pyarrow import parquet

    told = parse_map(reading.mapping)
    try:
        file = parquet.ParquetFile(pyarrow.BufferReader(data))
        names = list(file.schema_arrow.names)
        total = file.metadata.num_rows
    except (pyarrow.ArrowException, OSError, ValueError) as error:
        raise SourceError(f"{source} cannot be read as Parquet ({_first_line(error)}).") from error
    columns = _chosen(names, told, source)
    reading.note(columns.note)
    wanted = sorted({column for some in columns.of.values() for column in some})
    number = 0
    batches = file.iter_batches(_BATCH_ROWS, columns=wanted, use_threads=False)
    while True:
        try:
            batch = next(batches, None)
            rows = batch.to_pylist() if batch is not None else None
        except (pyarrow.ArrowException, OSError, ValueError, OverflowError) as error:
            place = f"{source}#{number + 1}"
            yield Failure(place, f"{place} and all after it cannot be read ({_first_line(error)}).")
            break
        if rows is None:
            break
        for row in rows:
            number += 1
            reading.share = min(number / max(total, 1), 1.0)
            yield _made(row, columns, f"{source}#{number}", reading)
    if not number:
        raise SourceError(f"{source} holds no rows.")


def _made(
    row: Mapping[str, Any], columns: Columns, place: str, reading: Reading
) -> Article | Failure:
    try:
        return row_article(row, columns, place, reading.notes)
    except SourceError as error:
        return Failure(place, str(error))


def _chosen(names: list[str], told: ColumnMap, source: str) -> Columns:
    if error := missing(told, names, source, "column"):
        raise error
    columns = Columns.choose(names, told)
    if "text" not in columns.of:
        raise no_text(source, names, "column")
    return columns


def _first_line(error: Exception) -> str:
    return canonical_line(str(error).split("\n")[0])[:200]


class _Rows:
    """The rows of a CSV text; in the place of one that cannot be read stands why, in words."""

    def __init__(self, text: str, delimiter: str) -> None:
        csv.field_size_limit(sys.maxsize)  # a whole article, whatever its length, is one field
        self.read = 0
        self._rows = csv.reader(self._lines(text), delimiter=delimiter, strict=True)

    def _lines(self, text: str) -> Iterator[str]:
        for line in io.StringIO(text, newline=""):
            self.read += len(line)
            yield line

    def names(self, source: str) -> list[str]:
        for row in self:
            if isinstance(row, str):
                raise SourceError(f"{source}: its line of names {row}")
            if any(map(str.strip, row)):
                return [name.strip() for name in row]
        raise SourceError(f"{source} is empty.")

    def __iter__(self) -> Iterator[list[str] | str]:
        while True:
            before = self._rows.line_num
            try:
                row = next(self._rows, None)
            except csv.Error as error:
                if "end of data" in str(error):
                    yield (
                        f"begins in line {before + 1} with a quotation mark that is not closed: it "
                        "and all after it cannot be read."
                    )
                    return
                yield f"cannot be read: {error} (line {self._rows.line_num})."
                continue
            if row is None:
                return
            yield row


def _delimiter(text: str) -> str:
    """Return the delimiter with which the first lines have the most fields of one number.

    >>> _delimiter('a;b\\n"1,5;2";3\\n4;5\\n')
    ';'
    """
    lines = text[:_SAMPLE].splitlines(keepends=True)
    if len(text) > _SAMPLE and len(lines) > 1:
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
