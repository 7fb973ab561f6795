"""Word documents, .docx; python-docx reads them. Needs the extra ``docx``."""

from __future__ import annotations

import io
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from ingest.extras import needed
from ingest.formats.archive import check_archive
from ingest.formats.markup import Part
from ingest.making import make_article
from ingest.reading import Reading
from ingest.report import Failure
from ingest.told import Marks, with_headings, words_of
from vectorstore import Article, BlockKind, SourceError

#: When the template was made that python-docx begins every document with.
_TEMPLATE_MADE = "2013-12-23T23:15"
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_AROUND = frozenset(f"{_W}{name}" for name in ("sdt", "sdtContent", "ins", "moveTo", "customXml"))
#: Fallbacks say again, for older programs, what stands beside them.
_LEFT_OUT = frozenset(
    [f"{_W}{name}" for name in ("del", "moveFrom", "pPr", "rPr", "instrText", "delText")]
    + [f"{_W}{name}" for name in ("drawing", "pict", "object", "ruby")]
    + ["{http://schemas.openxmlformats.org/markup-compatibility/2006}AlternateContent"]
)
_SIGNS = {f"{_W}tab": "\t", f"{_W}br": "\n", f"{_W}cr": "\n", f"{_W}noBreakHyphen": "-"}
#: What refers to the notes of a document's parts.
_NOTES = {"footnotes": f"{_W}footnoteReference", "endnotes": f"{_W}endnoteReference"}
#: What word processors write as a title or an author when nobody gave one.
_NO_ONE = frozenset(["python-docx", "word document", "untitled", "user", "unknown", "microsoft"])


def read_docx(data: bytes, source: str, reading: Reading) -> Iterator[Article | Failure]:
    """Read the headings, paragraphs, list items and rows of tables, as changes tracked in it leave
    them, and then the footnotes and endnotes, in the order in which they are referred to.
    """
    needed("docx", "docx")
    check_archive(data, source, "Word document (.docx)")
    import docx

    try:
        document = docx.Document(io.BytesIO(data))
        parts = _parts(document)
        notes = _notes(document)
        properties = _properties(document)
    except SourceError:
        raise
    except Exception as error:  # whatever a spoiled file makes it trip over
        raise SourceError(f"{source} cannot be read as a Word document ({error}).") from error
    title, where = properties.get("title", ""), "document properties"
    if parts and parts[0][0] == "heading" and (not title or title == parts[0][1]):
        title, where = parts[0][1], where if title else "first heading"
        parts = parts[1:] or parts
    if notes:
        many = f"{len(notes):,} notes stand" if len(notes) > 1 else "a note stands"
        reading.note(f"{many} behind its text")
    known = dict.fromkeys(
        ("byline", "modified_at", "language", "tags", "section"), "document properties"
    )
    if made := properties.get("created"):
        reading.note(f"created on {made:%Y-%m-%d}, which need not be its article's day")
    yield make_article(
        source,
        reading.notes,
        parts=parts + [part for note in notes for part in note],
        title=title,
        byline=properties.get("author"),
        modified=properties.get("modified"),
        language=properties.get("language"),
        section=properties.get("category"),
        tags=properties.get("keywords", ""),
        known_from={"title": where, **known},
    )


def _parts(document: Any) -> list[Part]:  # noqa: ANN401 - python-docx is untyped
    """Return the parts with words; a paragraph in bold letters that looks so is a heading."""
    from docx.table import Table
    from docx.text.paragraph import Paragraph

    parts: list[Part] = []
    marks = Marks()
    for element in _blocks(document.element.body):
        if element.tag == f"{_W}tbl":
            for row in Table(element, document).rows:
                # A cell that spans several columns is given once for each.
                cells = {id(cell._tc): _line(cell._tc) for cell in row.cells}
                parts.append(("paragraph", " | ".join(filter(None, cells.values()))))
            continue
        block, text = Paragraph(element, document), _text(element)
        parts.append((_kind(block), text))
        key = words_of(text)
        marks.paragraphs.add(key)
        if all(run.bold for run in block.runs if run.text.strip()):
            marks.headings.add(key)
    return with_headings([part for part in parts if part[1].strip()], marks)


def _blocks(above: Any) -> Iterator[Any]:  # noqa: ANN401
    """Yield paragraphs and tables, also in content controls, which python-docx passes over."""
    for element in above:
        if element.tag in {f"{_W}p", f"{_W}tbl"}:
            yield element
        elif element.tag in _AROUND:
            yield from _blocks(element)


def _line(cell: Any) -> str:  # noqa: ANN401
    return " ".join(" ".join(map(_text, cell.iter(f"{_W}p"))).split())


def _text(paragraph: Any) -> str:  # noqa: ANN401
    """Return a paragraph's words as they are once its tracked changes are taken.

    python-docx leaves out what was inserted. What was deleted or moved away, instructions for
    fields, and what stands in text boxes is no part of the sentence.
    """
    some = (one.text if one.tag == f"{_W}t" else _SIGNS.get(one.tag) for one in _kept(paragraph))
    return "".join(filter(None, some))


def _kept(above: Any) -> Iterator[Any]:  # noqa: ANN401
    """Yield what lies within an element, but for what is left out."""
    for one in above:
        if one.tag not in _LEFT_OUT:
            yield one
            if one.tag != f"{_W}t" and one.tag not in _SIGNS:
                yield from _kept(one)


def _notes(document: Any) -> list[list[Part]]:  # noqa: ANN401
    """Return the paragraphs of each note that the text refers to; Word keeps them apart."""
    from docx.oxml import parse_xml

    found: dict[tuple[str, str], Any] = {}
    for rel in document.part.rels.values():
        kind = rel.reltype.rsplit("/", 1)[-1]
        if kind in _NOTES and not rel.is_external:
            for note in parse_xml(rel.target_part.blob):
                found.setdefault((_NOTES[kind], note.get(f"{_W}id", "")), note)
    referred = (
        found.get((one.tag, one.get(f"{_W}id")))
        for block in _blocks(document.element.body)
        for one in _kept(block)
    )
    notes: list[list[Part]] = []
    for note in dict.fromkeys(one for one in referred if one is not None):
        lines = [_text(one) if one.tag == f"{_W}p" else _line(one) for one in _blocks(note)]
        some: list[Part] = [("paragraph", line) for line in lines if line.strip()]
        if some:
            notes.append(some)
    return notes


def _kind(paragraph: Any) -> BlockKind:  # noqa: ANN401
    style = (paragraph.style.name or "").lower() if paragraph.style is not None else ""
    if style.startswith("heading") or style == "title":
        return "heading"
    properties = paragraph._p.pPr
    if style.startswith("list") or (properties is not None and properties.numPr is not None):
        return "item"
    return "paragraph"


def _properties(document: Any) -> dict[str, Any]:  # noqa: ANN401
    core = document.core_properties
    found: dict[str, Any] = {}
    for name in ("title", "author", "created", "modified", "language", "category", "keywords"):
        try:
            value = getattr(core, name)
        except ValueError:  # a date that is none
            continue
        if isinstance(value, str) and value.strip().lower() in _NO_ONE:
            continue
        if value and not (name in {"created", "modified"} and _is_template(value)):
            found[name] = value
    return found


def _is_template(value: Any) -> bool:  # noqa: ANN401
    return isinstance(value, datetime) and value.isoformat().startswith(_TEMPLATE_MADE)
