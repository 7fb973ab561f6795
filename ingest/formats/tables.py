"""Articles as the rows of a table: CSV, TSV and Parquet."""

from __future__ import annotations

import io
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import ExitStack
from typing import IO, Any

from ingest.canonical import canonical_line
from ingest.decode import told_encoding
from ingest.extras import needed
from ingest.formats.csv_rows import SAMPLE, Rows, delimiter_of
from ingest.formats.fields import ColumnMap, Columns, missing, no_text, parse_map, row_article
from ingest.reading import Reading
from ingest.report import Failure
from ingest.streams import Stream, seekable
from vectorstore import Article, SourceError

_BATCH_ROWS = 256
#: Bytes of a column that are read at once.
_BUFFER = 1024 * 1024


def read_csv(stream: Stream, source: str, reading: Reading) -> Iterator[Article | Failure]:
    """Read an article a row; ``source#1`` is the first row below the line of names.

    The delimiter (comma, semicolon, tab or bar, or what a first line ``sep=;`` says) and the
    encoding are told from the bytes. A row of another number of fields than the names', or with a
    quotation mark that does not end, fails.
    """
    told = parse_map(reading.mapping)
    encoding = told_encoding(stream, source)
    if encoding.encoding != "utf-8":
        reading.notes.append(f"read as {encoding.encoding}")
    if encoding.zeros:
        zeros = encoding.zeros
        reading.note(f"{zeros} zero byte{'' if zeros == 1 else 's'} in it left out")
    with stream.open() as opened:
        delimiter = delimiter_of(_text(opened, encoding.encoding).read(SAMPLE + 1))
    with stream.open() as opened:
        rows = Rows(_text(opened, encoding.encoding), delimiter)
        names = rows.names(source)
        columns = _chosen(list(dict.fromkeys(names)), told, source)
        reading.note(columns.note)
        reading.note(_twice(names, columns))
        number = 0
        for row in rows:
            if isinstance(row, list) and not any(map(str.strip, row)):
                continue
            number += 1
            reading.share = stream.share(opened)
            yield _of_row(row, names, columns, f"{source}#{number}", rows.line, reading)
    if not number:
        raise SourceError(f"{source} holds a line of names and no rows.")


def _of_row(
    row: list[str] | str,
    names: list[str],
    columns: Columns,
    place: str,
    line: int,
    reading: Reading,
) -> Article | Failure:
    if isinstance(row, str):
        return Failure(place, f"{place} {row}")
    while len(row) > len(names) and not row[-1].strip():  # commas at the end, as Excel leaves them
        row = row[:-1]
    if len(row) != len(names):
        fields = f"{len(row)} field{'' if len(row) == 1 else 's'}"
        return Failure(
            place, f"{place} has {fields}, and there are {len(names)} names (line {line})."
        )
    values: dict[str, str] = {}
    for name, value in zip(names, row, strict=True):
        if not values.get(name, "").strip():
            values[name] = value
    return _made(values, columns, place, reading)


def _twice(names: list[str], columns: Columns) -> str:
    """Return what is to be said of columns that are read and have one name."""
    wanted = {column for some in columns.of.values() for column in some}
    twice = [name for name, count in Counter(names).items() if count > 1 and name in wanted]
    if not twice:
        return ""
    some = ", ".join(map(canonical_line, twice))
    return f"more than one column is named {some}: the first that is not empty is taken"


def _text(opened: io.BufferedReader, encoding: str) -> io.TextIOWrapper:
    return io.TextIOWrapper(opened, encoding, errors="replace", newline="")


def read_parquet(stream: Stream, source: str, reading: Reading) -> Iterator[Article | Failure]:
    """Read an article a row, ``source#1`` and so on, a batch at a time; needs an extra."""
    needed("pyarrow", "parquet")
    with ExitStack() as stack:
        try:
            opened = stack.enter_context(seekable(stream))
        except OSError as error:
            raise SourceError(f"{source} cannot be kept for the moment ({error}).") from error
        yield from _parquet_rows(opened, source, reading)


def _parquet_rows(opened: IO[bytes], source: str, reading: Reading) -> Iterator[Article | Failure]:
    import pyarrow
    from pyarrow import parquet

    told = parse_map(reading.mapping)
    try:
        # Else it would read each group of rows whole, and many files are one group.
        file = parquet.ParquetFile(opened, pre_buffer=False, buffer_size=_BUFFER)
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
