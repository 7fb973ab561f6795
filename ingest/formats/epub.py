"""Books and issues as EPUB: zip, an OPF that lists the chapters, XHTML."""

from __future__ import annotations

import posixpath
import zipfile
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

from ingest.canonical import canonical_line, has_words
from ingest.formats.archive import check_archive, member
from ingest.formats.markup import Part, html_parts, line_text, local_name, tree_parts
from ingest.formats.xml import parse_xml
from ingest.making import make_article
from ingest.reading import Reading
from ingest.report import Failure
from vectorstore import Article, SourceError

if TYPE_CHECKING:
    from lxml.etree import _Element


def read_epub(data: bytes, source: str, reading: Reading) -> Iterator[Article | Failure]:
    """Read an article a chapter, in the order of reading: ``book.epub!OEBPS/chapter.xhtml``.

    A chapter's outlet is the book's title. Raises SourceError for a protected book (DRM).
    """
    archive = check_archive(data, source, "book (.epub)")
    package, folder = _package(archive, source)
    chapters = _chapters(package, folder)
    if not chapters:
        raise SourceError(f"{source} lists no chapters.")
    _refuse_protected(archive, {name for name, _ in chapters}, source)
    book = _Book(package)
    read = 0
    for number, (name, navigation) in enumerate(chapters, start=1):
        reading.share = number / len(chapters)
        place = f"{source}!{canonical_line(name)}"
        try:
            parts = _chapter(member(archive, name, source), place)
            if navigation or not any(has_words(text) for _, text in parts):
                continue  # a cover, a table of contents
            read += 1
            yield book.article(parts, place, reading)
        except SourceError as error:
            read += 1
            yield Failure(place, str(error))
    if not read:
        raise SourceError(f"{source} has no chapter with text.")


class _Book:
    """What a package says of the whole book, which each chapter shares."""

    def __init__(self, package: _Element) -> None:
        self.said: dict[str, list[str]] = {}
        for one in package.iter():
            dublin_core = isinstance(one.tag, str) and one.tag.startswith("{http://purl.org/dc/")
            if dublin_core and (text := line_text(one)):
                self.said.setdefault(local_name(one), []).append(text)

    def article(self, parts: list[Part], place: str, reading: Reading) -> Article:
        said = self.said
        title = ""
        if parts[0][0] == "heading" and len(parts) > 1:
            title, parts = parts[0][1], parts[1:]
        fields: dict[str, Any] = {
            "outlet": next(iter(said.get("title", [])), ""),
            "byline": ", ".join(said.get("creator", [])),
            "published": next(iter(said.get("date", [])), ""),
            "language": next(iter(said.get("language", [])), ""),
            "tags": said.get("subject", []),
        }
        names = {"outlet": "title", "byline": "creator", "published": "date", "tags": "subject"}
        known = {field: f"OPF dc:{names.get(field, field)}" for field in fields}
        known |= {"published_at": "OPF dc:date", "title": "chapter's heading"}
        return make_article(
            place, reading.notes, parts=parts, title=title, known_from=known, **fields
        )


def _package(archive: zipfile.ZipFile, source: str) -> tuple[_Element, str]:
    """Return the root of the book's package document, and the folder it is in."""
    container = parse_xml(member(archive, "META-INF/container.xml", source), source)
    for one in container.iter():
        if local_name(one) == "rootfile" and (path := one.get("full-path")):
            return parse_xml(member(archive, path, source), source), posixpath.dirname(path)
    raise SourceError(f"{source} names no package document.")


def _chapters(package: _Element, folder: str) -> list[tuple[str, bool]]:
    """Return the members that are read in turn, and whether each is a table of contents."""
    manifest = {}
    for one in package.iter():
        if local_name(one) == "item" and one.get("href"):
            name = posixpath.normpath(posixpath.join(folder, unquote(one.get("href", ""))))
            kind, properties = one.get("media-type", ""), one.get("properties", "")
            if "html" in kind or not kind:
                manifest[one.get("id")] = (name, "nav" in properties.split())
    spine = [one.get("idref") for one in package.iter() if local_name(one) == "itemref"]
    return list(dict.fromkeys(manifest[one] for one in spine if one in manifest))


def _chapter(data: bytes, place: str) -> list[Part]:
    try:
        return tree_parts(parse_xml(data, place))
    except SourceError as error:
        if "declares entities" in str(error):
            raise
        return html_parts(data.decode("utf-8", "replace"), place)


def _refuse_protected(archive: zipfile.ZipFile, chapters: set[str], source: str) -> None:
    """Refuse a book whose chapters are encrypted; fonts may be, since that is no protection."""
    if "META-INF/encryption.xml" not in archive.namelist():
        return
    root = parse_xml(member(archive, "META-INF/encryption.xml", source), source)
    locked = {
        unquote(one.get("URI", "")) for one in root.iter() if local_name(one) == "cipherreference"
    }
    if locked & chapters:
        raise SourceError(
            f"{source} is protected (DRM): its chapters are encrypted.",
            to_do="Only a copy without protection can be read.",
        )
