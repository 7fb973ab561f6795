"""The text of a page's bytes: pages say in which encoding they are written, and are often wrong."""

from __future__ import annotations

import codecs
import re

from ingest.decode import decode

_DECLARED = re.compile(rb"<meta[^<>]{0,200}?charset\s*=\s*[\"']?\s*([A-Za-z0-9_.:-]{2,40})", re.I)
_DECLARED_XML = re.compile(rb"\A\s*<\?xml[^<>]{0,100}?encoding\s*=\s*[\"']([A-Za-z0-9_.:-]{2,40})")
_HEAD = 4096
#: Of a page in UTF-8, so many of a thousand characters may be broken.
_BROKEN = 2


def page_text(data: bytes, source: str, notes: list[str]) -> str:
    """Return the text of a page's bytes, and note an encoding that is not UTF-8.

    UTF-8 where the bytes are that, then the encoding that the page declares if all of its bytes
    are of that, then the likeliest. Raises SourceError for bytes that are not text.
    """
    if b"\x00" in data:  # UTF-16, or no text at all
        return _any(data, source, notes)
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        pass
    if found := _declared(data):
        text, name = found
        notes.append(f"read as {name}")
        return text
    return _any(data, source, notes)


def _any(data: bytes, source: str, notes: list[str]) -> str:
    text, encoding = decode(data, source)
    if encoding != "utf-8":
        notes.append(f"read as {encoding}")
    return text


def _declared(data: bytes) -> tuple[str, str] | None:
    """Return the text in the encoding that the page declares, and its name, where that fits."""
    declared = _DECLARED.search(data[:_HEAD]) or _DECLARED_XML.match(data[:_HEAD])
    if not declared:
        return None
    name = declared[1].decode("ascii")
    try:
        codec = codecs.lookup(name).name
        # Browsers read these two as Windows-1252, and so they are meant.
        codec = "cp1252" if codec in ("iso8859-1", "ascii") else codec
        if codec == "utf-8":
            text = data.decode("utf-8", errors="replace")
            return _mended(text)
        return data.decode(codec), codec
    except (LookupError, UnicodeError, ValueError):
        return None


def _mended(text: str) -> tuple[str, str] | None:
    broken = text.count("\ufffd")
    if broken * 1000 > _BROKEN * len(text):
        return None
    return text, f"utf-8, of which {broken} character{'s' if broken > 1 else ''} cannot be read"
