"""Articles as JSON: a line each, an array, one object, or a list within an object; ninjs too."""

from __future__ import annotations

import codecs
import io
import json
from collections.abc import Iterator, Mapping
from typing import Any

from ingest.decode import refuse_binary, utf_16_without_mark
from ingest.formats.fields import ColumnMap, Columns, missing, no_text, parse_map, row_article
from ingest.formats.ninjs import is_ninjs, ninjs_article
from ingest.reading import Reading
from ingest.report import Failure
from ingest.streams import MAX_LINE, Stream, bounded_lines
from vectorstore import Article, SourceError

#: Where an object holds its articles, if it is not one itself.
_LISTS = ("articles", "items", "docs", "results", "entries", "news", "data")

#: Characters in which the first two lines of a file are looked for.
_HEAD = 1024 * 1024


def read_jsonl(stream: Stream, source: str, reading: Reading) -> Iterator[Article | Failure]:
    """Read an article a line, ``source#line``; a line of more than ``MAX_LINE`` bytes fails."""
    records = _Records(reading)
    with stream.open() as opened:
        for number, line in enumerate(_lines(opened, source, reading), start=1):
            if line is not None and not line.strip():
                continue
            reading.share = stream.share(opened)
            place = f"{source}#{number}"
            if line is None:
                records.any = True
                yield Failure(place, f"{place} is a line of more than {MAX_LINE:,} bytes.")
            else:
                try:
                    yield records.article(_parsed(reading.text(line, place), place), place)
                except SourceError as error:
                    yield Failure(place, str(error))
    yield from records.end(source)


def _lines(opened: io.BufferedReader, source: str, reading: Reading) -> Iterator[bytes | None]:
    """Yield the lines of a file; UTF-16's in UTF-8, since its bytes cannot be cut into lines."""
    head = opened.peek(_HEAD)
    refuse_binary(head, source)
    marked = head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    encoding = "utf-16" if marked else utf_16_without_mark(head)
    if encoding is None:
        yield from bounded_lines(opened, MAX_LINE)
        return
    reading.note(f"read as {encoding}")
    with io.TextIOWrapper(opened, encoding, newline="\n") as text:
        try:
            for line in bounded_lines(text, MAX_LINE):
                yield None if line is None else line.encode("utf-8", "surrogatepass")
        except UnicodeDecodeError as error:
            raise SourceError(
                f"{source} is not text, as UTF-16 that it seems ({error})."
            ) from error


def read_json(data: bytes, source: str, reading: Reading) -> Iterator[Article | Failure]:
    """Read one article, or an array of them, ``source#1`` and so on, also within an object."""
    text = reading.text(data, source)
    if _is_lines(text):
        reading.note("it holds a record a line, as .jsonl")
        yield from read_jsonl(Stream.of(data), source, reading)
        return
    parsed = _parsed(text, source)
    records = _Records(reading)
    if isinstance(parsed, Mapping):
        within = None if is_ninjs(parsed) else _list_in(parsed, records.told)
        if within is None:
            yield records.article(parsed, source)
            yield from records.end(source)
            return
        parsed = within
    if not isinstance(parsed, list):
        raise SourceError(f"{source} is neither a JSON object nor an array.")
    for number, record in enumerate(parsed, start=1):
        reading.share = number / len(parsed)
        place = f"{source}#{number}"
        try:
            yield records.article(record, place)
        except SourceError as error:
            yield Failure(place, str(error))
    yield from records.end(source)


def _is_lines(text: str) -> bool:
    """Say whether a text is JSON in lines: its first two lines are objects, each in itself."""
    lines = [line.strip() for line in text[:_HEAD].split("\n", 2)[:2]]
    if len(lines) < 2 or not all(line.startswith("{") and line.endswith("}") for line in lines):
        return False
    try:
        return all(isinstance(json.loads(line), dict) for line in lines)
    except (ValueError, RecursionError):
        return False


def _parsed(text: str, place: str) -> Any:  # noqa: ANN401 - what JSON holds
    try:
        return json.loads(text)
    except (ValueError, RecursionError) as error:
        raise SourceError(f"{place} is not JSON ({error}).") from error


def _list_in(record: Mapping[str, Any], told: ColumnMap) -> list[Any] | None:
    """Return the list of records in an object that is no article itself."""
    if isinstance(record.get("text"), str) or any(one in record for one in told.get("text", ())):
        return None
    for name in _LISTS:
        some = record.get(name)
        if isinstance(some, list) and some and all(isinstance(one, Mapping) for one in some):
            return some
    return None


class _Records:
    """Makes articles of records, and knows which names the records have had."""

    def __init__(self, reading: Reading) -> None:
        self.reading = reading
        self.told = parse_map(reading.mapping)
        self.any = False
        self.names: dict[str, None] = {}

    def article(self, record: Any, place: str) -> Article:  # noqa: ANN401 - what JSON holds
        self.any = True
        if not isinstance(record, Mapping):
            whole = isinstance(record, list) and any(isinstance(one, Mapping) for one in record)
            to_do = "Name it .json." if whole else ""
            raise SourceError(f"{place} is not a JSON object.", to_do=to_do)
        if self.told and len(self.names) < 10_000:
            self.names.update(dict.fromkeys(record))
        elif not self.told and is_ninjs(record):
            return ninjs_article(record, place, self.reading)
        columns = Columns.choose(record, self.told, own_id=True)
        texts = columns.of.get("text", ("text",))
        if not any(isinstance(record.get(name), str | list) for name in texts):
            if texts == ("text",):
                raise SourceError(f'{place} has no field "text".')
            raise no_text(place, record, "field")
        article = row_article(record, columns, place, self.reading.notes, what="field")
        self.reading.note(columns.note)
        return article

    def end(self, source: str) -> Iterator[Failure]:
        """Say what the map names that no record has; raises SourceError where there are none."""
        if not self.any:
            raise SourceError(f"{source} is empty.")
        if self.told and (error := missing(self.told, self.names, source, "field")):
            yield Failure(source, str(error))
