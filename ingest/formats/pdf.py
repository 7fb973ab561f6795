"""PDF; pypdf finds the lines of text on a page. Needs the extra ``pdf``."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from typing import Any

from ingest.canonical import canonical_line, has_words
from ingest.dates import parse_date
from ingest.extras import needed
from ingest.formats.pdf_lines import paragraphs
from ingest.making import make_article
from ingest.reading import Reading
from ingest.report import Failure
from vectorstore import Article, SourceError

#: What programs write as a title or an author when nobody gave one.
_NO_TITLE = ("untitled", "microsoft word - ", "microsoft powerpoint - ", "(anonymous)", "anonymous")
_DATE = re.compile(
    r"(?:D:)?(\d{4})(\d\d)(\d\d)(?:(\d\d)(\d\d)(\d\d)?(Z|[+-]\d\d(?:'?\d\d)?'?)?(?:00'00'?)?)?"
)
#: Fewer letters a page than this, and pictures, are a scan with a stamp on it.
_SCAN = 20


def read_pdf(data: bytes, source: str, reading: Reading) -> Iterator[Article | Failure]:
    """Read the text of all pages as one article.

    Running heads, feet and page numbers are left out. Raises SourceError for an encrypted one, and
    for a scan, whose pages are pictures.
    """
    needed("pypdf", "pdf")
    if b"%PDF-" not in data[:1024]:
        raise SourceError(f"{source} is not a PDF.")
    pages, info, pictures = _pages(data, source, reading)
    parts = paragraphs(pages)
    letters = sum(len(text) for _, text in parts)
    if not any(has_words(text) for _, text in parts) or (pictures and letters < _SCAN * len(pages)):
        if not pictures:
            raise SourceError(f"{source} is a PDF without text.")
        raise SourceError(
            f"{source} is a scanned PDF: its pages are pictures without text.",
            to_do="It needs character recognition (OCR) first, with ocrmypdf say.",
        )
    title, where = _useful(info.get("title")), "PDF info Title"
    first = canonical_line(parts[0][1])
    if len(parts) > 1 and (first == title or (not title and parts[0][0] == "heading")):
        title, where = first, where if title else "first line"
        parts = parts[1:]
    if made := parse_date(info.get("created")):
        reading.note(f"the PDF was made on {made}, which need not be its article's day")
    yield make_article(
        source,
        reading.notes,
        parts=parts,
        title=title,
        byline=_useful(info.get("author")),
        modified=info.get("modified"),
        tags=_useful(info.get("keywords")),
        known_from={
            "title": where,
            "byline": "PDF info Author",
            "modified_at": "PDF info ModDate",
            "tags": "PDF info Keywords",
        },
    )


def _pages(
    data: bytes, source: str, reading: Reading
) -> tuple[list[list[str]], dict[str, Any], bool]:
    """Return the lines of each page, what the PDF says of itself, and if a page holds a picture."""
    import pypdf

    pages: list[list[str]] = []
    pictures = False
    try:
        reader = pypdf.PdfReader(io.BytesIO(data))
        if reader.is_encrypted and not reader.decrypt(""):
            raise SourceError(
                f"{source} is encrypted: it opens with a password only.",
                to_do="Save a copy without one, with qpdf --decrypt say.",
            )
        count = len(reader.pages)
        for number in range(count):
            try:
                page = reader.pages[number]
                pages.append(page.extract_text().split("\n"))
                pictures = pictures or _has_picture(page)
            except Exception as error:
                pages.append([])
                reading.note(
                    f"page {number + 1} cannot be read ({canonical_line(str(error))[:80]})"
                )
        info = _info(reader.metadata)
    except SourceError:
        raise
    except Exception as error:  # whatever a spoiled file makes it trip over
        words = canonical_line(str(error))[:200] or type(error).__name__
        raise SourceError(f"{source} cannot be read as a PDF ({words}).") from error
    if not any(any(lines) for lines in pages) and len(reading.notes) >= count > 0 and not pictures:
        raise SourceError(f"{source}: no page of this PDF can be read; {reading.notes[-1]}.")
    return pages, info, pictures


def _info(said: Any) -> dict[str, Any]:  # noqa: ANN401
    if said is None:
        return {}
    return {
        "title": said.title,
        "author": said.author,
        "keywords": said.get("/Keywords"),
        "created": _moment(said.get("/CreationDate")),
        "modified": _moment(said.get("/ModDate")),
    }


def _has_picture(page: Any) -> bool:  # noqa: ANN401 - a page's resources are any objects
    objects = page.get("/Resources", {}).get("/XObject", {})
    return any(one.get_object().get("/Subtype") == "/Image" for one in objects.values())


def _useful(value: object) -> str:
    text = canonical_line(str(value)) if value else ""
    lower = text.lower()
    return "" if lower.startswith(_NO_TITLE) or not has_words(text) else text


def _moment(value: object) -> str | None:
    """Return a date as PDF writes it, ``D:20240305101500+01'00'``, as others do.

    pypdf takes the 30th of February for the 3rd, so it is not asked.

    >>> _moment("D:20240305101500+01'00'"), _moment("D:20240305"), _moment("D:2024")
    ('2024-03-05T10:15:00+01:00', '2024-03-05', None)
    """
    found = _DATE.fullmatch(value.strip()) if isinstance(value, str) else None
    if found is None:
        return None
    year, month, day, hour, minute, second, zone = found.groups()
    if hour is None:
        return f"{year}-{month}-{day}"
    offset = (zone or "").replace("'", "")
    offset = f"{offset[:3]}:{offset[3:] or '00'}" if offset[:1] in {"+", "-"} else offset
    return f"{year}-{month}-{day}T{hour}:{minute}:{second or '00'}{offset}"
