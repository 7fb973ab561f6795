"""Which column of a table, or field of a record, holds what of an article: as told or guessed."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from ingest.canonical import canonical_line
from ingest.formats.markup import Part, html_parts, looks_marked_up
from ingest.making import make_article
from vectorstore import Article, SourceError, UsageError

#: The columns that hold a field, by the field's name; the text may be made of several.
ColumnMap = Mapping[str, tuple[str, ...]]

#: An article's fields, and the names that columns with them usually bear, the likeliest first. They
#: are compared without case, blanks and signs. An id is never guessed: the rows of two tables are
#: often numbered alike.
USUAL: dict[str, tuple[str, ...]] = {
    "id": (),
    "text": tuple(
        "text body content articletext articlebody bodytext fulltext maintext articlecontent "
        "contenttext contenthtml storytext article story "
        "artikeltext artikel inhalt texte contenu texto contenido testo tekst".split()
    ),
    "title": tuple(
        "title headline headlinemain articletitle maintitle heading "
        "titel überschrift schlagzeile titre titulo título titular titolo tytuł".split()
    ),
    "published": tuple(
        "published date publishedat pubdate publishdate publisheddate datepublished datepublish "
        "publicationdate publicationday datetime publishedon articledate "
        "datum veröffentlicht fecha publicado".split()
    ),
    "modified": tuple(
        "modified updated modifiedat updatedat datemodified modifieddate lastmodified "
        "datemodify updateddate".split()
    ),
    "byline": tuple(
        "byline author authors by writer reporter authorname autor autorin auteur autore".split()
    ),
    "outlet": tuple(
        "outlet publication source publisher newspaper newssource sourcename sitename "
        "newsoutlet site".split()
    ),
    "url": tuple("url link articleurl canonicalurl weburl articlelink permalink uri".split()),
    "language": ("language", "lang", "languagecode"),
    "section": tuple("section category sectionname desk rubric topic".split()),
    "tags": tuple("tags keywords tag subjects topics".split()),
}
_SIGNS = re.compile(r"[\W_]+")


def parse_map(
    given: str | Mapping[str, str | Iterable[str]] | Mapping[str, str | tuple[str, ...]] | None,
) -> dict[str, tuple[str, ...]]:
    """Return a map of columns as it is used from how a person gives it.

    Raises UsageError for a field that articles do not have, or words that are no map.

    >>> parse_map("title=headline, text=lead+body")
    {'title': ('headline',), 'text': ('lead', 'body')}
    """
    if given is None:
        return {}
    if isinstance(given, str):
        pairs: list[tuple[str, str | Iterable[str]]] = []
        for one in filter(str.strip, given.split(",")):
            field, equals, column = one.partition("=")
            if not equals or not column.strip():
                raise UsageError(
                    f"{one.strip()!r} in the map names no column.",
                    to_do="A map is FIELD=COLUMN,FIELD=COLUMN, title=headline,text=body say.",
                )
            pairs.append((field, column))
    else:
        pairs = list(given.items())
    result: dict[str, tuple[str, ...]] = {}
    for field, columns in pairs:
        name = field.strip()
        if name not in USUAL:
            raise UsageError(
                f"An article has no field {name!r}.", to_do=f"The fields are {', '.join(USUAL)}."
            )
        if name in result:
            raise UsageError(f"The map names the field {name!r} twice.")
        some = columns.split("+") if isinstance(columns, str) else columns
        result[name] = tuple(column.strip() for column in some)
        if len(result[name]) != 1 and name != "text":
            raise UsageError(f"Only the text is made of several columns, not the field {name!r}.")
    return result


@dataclass(frozen=True, slots=True)
class Columns:
    """Where a row's fields are: the columns of each, and a word on those that were guessed."""

    of: ColumnMap
    note: str = ""

    @classmethod
    def choose(cls, names: Iterable[str], told: ColumnMap, *, own_id: bool = False) -> Columns:
        """Choose a column for every field: what is told, else the likeliest name that is there.

        ``own_id`` takes a column named ``id`` as the article's. The note names what was taken by a
        name that is not the field's own.
        """
        there = list(dict.fromkeys(names))
        plain: dict[str, str] = {}
        for name in there:
            plain.setdefault(_SIGNS.sub("", name).lower(), name)
        taken = {column for columns in told.values() for column in columns}
        found: dict[str, tuple[str, ...]] = dict(told)
        if own_id and "id" in there:
            found.setdefault("id", ("id",))
        guessed = []
        for field, usual in USUAL.items():
            if field in told:
                continue
            some = [plain[one] for one in usual if one in plain and plain[one] not in taken]
            if not some:
                continue
            found[field] = (some[0],)
            if some[0] != field or len(some) > 1:
                also = f" ({', '.join(map(canonical_line, some[1:]))} too)" if some[1:] else ""
                guessed.append(f"{field}={canonical_line(some[0])}{also}")
        note = f"guessed {', '.join(guessed)}; --map says otherwise" if guessed else ""
        return cls(found, note)


def row_article(
    row: Mapping[str, Any], columns: Columns, place: str, notes: list[str], *, what: str = "column"
) -> Article:
    """Make the article of a row; ``what`` is the word for where its values stand.

    Raises SourceError where there is no text.
    """
    texts = [row.get(column) for column in columns.of.get("text", ())]
    parts: list[Part] = []
    body = ""
    if len(texts) == 1 and isinstance(texts[0], str) and not looks_marked_up(texts[0]):
        body = texts[0]
    else:
        for text in texts:
            parts += _parts(text, place)
    fields = {
        field: _value(row.get(names[0]), field)
        for field, names in columns.of.items()
        if field != "text"
    }
    fields = {field: value for field, value in fields.items() if value is not None}
    known = {
        _stored(field): f"{what} {canonical_line(columns.of[field][0])}"
        for field in fields
        if field != "id"
    }
    if "published" in known:
        known["published_at"] = known["published"]
    return make_article(place, notes, text=body, parts=parts, known_from=known, **fields)


def _stored(field: str) -> str:
    return "modified_at" if field == "modified" else field


def _parts(value: Any, place: str) -> list[Part]:  # noqa: ANN401 - what JSON holds
    """Return the parts of a text given as one string, marked up or not, or as a list of strings."""
    if isinstance(value, str):
        if looks_marked_up(value):
            return html_parts(value, place)
        return [("text", value)]
    if isinstance(value, list | tuple):
        return [part for one in value if isinstance(one, str) for part in _parts(one, place)]
    return []


def _value(value: Any, field: str) -> Any:  # noqa: ANN401 - what JSON holds
    """Return a field's value as ``make_article`` takes it: names out of records and lists."""
    if isinstance(value, Mapping):
        value = next((value[key] for key in ("name", "title", "value") if value.get(key)), None)
    if isinstance(value, list | tuple):
        some = [one for one in (_value(one, "") for one in value) if isinstance(one, str | int)]
        return some if field == "tags" else ", ".join(map(str, some)) or None
    return value


def no_text(place: str, names: Iterable[str], what: str) -> SourceError:
    """Return the error for a table without a column that looks like a text."""
    there = ", ".join(map(canonical_line, map(str, names)))
    return SourceError(
        f"{place} has no {what} that looks like an article's text. It has {there or 'none'}.",
        to_do="Say which it is: --map text=NAME.",
    )


def missing(told: ColumnMap, names: Iterable[str], place: str, what: str) -> SourceError | None:
    """Return the error for a map that names what is not there, or ``None``."""
    there = list(dict.fromkeys(names))
    for columns in told.values():
        for column in columns:
            if column not in there:
                some = ", ".join(map(canonical_line, there))
                return SourceError(f"{place} has no {what} {column!r}. It has {some or 'none'}.")
    return None
