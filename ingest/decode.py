"""Bytes become text: UTF-8 first, then what the bytes look like; binary files are refused."""

from __future__ import annotations

import codecs
import re
from contextlib import suppress
from dataclasses import dataclass
from unicodedata import category

from charset_normalizer import from_bytes

from ingest.streams import Stream
from vectorstore import SourceError

#: What the guess is made on: more bytes cost time and change nothing.
_SAMPLE = 256 * 1024

# What stands for a letter of another alphabet when its bytes are read as Windows-1252.
_SIGN_IN_WORD = re.compile(r"[^\W\d_][¡-©«-´¶¸¹»-¿×÷†‡ˆ‰‹›•ƒ][^\W\d_]")
_NOT_A_LETTER = re.compile(r"[\W\d_]+")

#: What no text holds: control characters, halves of characters, and what is not assigned.
_NO_TEXT = frozenset(["Cc", "Cs", "Co", "Cn"])

#: How binary files begin that come with the endings of texts.
_SIGNATURES = {
    b"%PDF-": "a PDF",
    b"PK\x03\x04": "a zip archive, a Word document or a book",
    b"\x89PNG": "a picture",
    b"\xff\xd8\xff": "a picture",
    b"GIF8": "a picture",
    b"\x1f\x8b": "a gzip archive",
    b"\x7fELF": "a program",
    b"BZh": "a bzip2 archive",
    b"\xd0\xcf\x11\xe0": "an old Office document",
    b"PAR1": "a Parquet file",
    b"{\\rtf": "a document in Rich Text (RTF)",
}


def decode(data: bytes, source: str) -> tuple[str, str]:
    """Return the text of ``data`` and the name of the encoding it was read in.

    A byte-order mark decides, then whether the bytes look like UTF-16 without one, then UTF-8, then
    the most likely encoding of the bytes. Raises SourceError for bytes that are not text.
    """
    for mark, encoding in (
        (b"\xef\xbb\xbf", "utf-8-sig"),
        (b"\xff\xfe", "utf-16"),
        (b"\xfe\xff", "utf-16"),
    ):
        if data.startswith(mark):
            try:
                return data.decode(encoding), encoding
            except UnicodeDecodeError:
                break
    refuse_binary(data, source)
    if wide := utf_16_without_mark(data):
        with suppress(UnicodeDecodeError):
            return data.decode(wide), wide
    if _has_zero_bytes(data):
        raise SourceError(f"{source} is not text (its bytes are those of a binary file).")
    try:
        return data.decode("utf-8"), "utf-8"
    except UnicodeDecodeError as error:
        return _guess(data, source, error)


@dataclass(frozen=True, slots=True)
class Told:
    """What was told from all bytes of a stream: their encoding, and how many are zero."""

    encoding: str
    zeros: int


def told_encoding(stream: Stream, source: str) -> Told:
    """Tell the encoding of a stream's text as ``decode`` does, but for the guess, made on a part.

    Some zero bytes among many others are no sign of a binary file. Raises SourceError for bytes
    that are not text.
    """
    head, around, zeros, length = b"", b"", 0, 0
    wrong: UnicodeDecodeError | None = None
    utf_8 = codecs.getincrementaldecoder("utf-8")()
    before = b""
    for chunk in stream.chunks():
        head = head or chunk[:16]
        if head.startswith((b"\xff\xfe", b"\xfe\xff")):
            return Told("utf-16", 0)
        if not length and (unmarked := utf_16_without_mark(chunk)):
            return Told(unmarked, 0)
        zeros += chunk.count(0)
        length += len(chunk)
        if wrong is None:
            try:
                utf_8.decode(chunk)
            except UnicodeDecodeError as error:
                wrong, around = error, before + chunk
        before = chunk
    if wrong is None:
        try:
            utf_8.decode(b"", final=True)
        except UnicodeDecodeError as error:
            wrong, around = error, before
    refuse_binary(head, source)
    if zeros * 1000 >= max(length, 1):
        raise SourceError(f"{source} is not text (its bytes are those of a binary file).")
    if wrong is None:
        return Told("utf-8-sig" if head.startswith(codecs.BOM_UTF8) else "utf-8", zeros)
    return Told(_guess(around, source, wrong)[1], zeros)


def utf_16_without_mark(data: bytes) -> str | None:
    """Return ``utf-16-le`` or ``utf-16-be`` where bytes, from their begin, look like that.

    Blanks, digits, delimiters and the ends of lines have a zero byte in each pair there, always on
    the same side, in whatever language; and nothing that is read so is no character.

    >>> utf_16_without_mark("title,text\\n東京,雨。".encode("utf-16-be"))
    'utf-16-be'
    """
    data = data[: _SAMPLE - _SAMPLE % 2]
    first, second = data[::2].count(0), data[1::2].count(0)
    most = max(first, second)
    if most * 1000 < len(data) or min(first, second) * 50 > most or not most:
        return None
    encoding = "utf-16-le" if second > first else "utf-16-be"
    try:
        text = codecs.getincrementaldecoder(encoding)().decode(data)
    except UnicodeDecodeError:
        return None
    odd = sum(1 for c in text if c not in "\t\n\r\f\v" and category(c) in _NO_TEXT)
    return encoding if odd * 1000 <= len(text) else None


def refuse_binary(data: bytes, source: str) -> None:
    """Raise SourceError for a file that begins as binary ones do, and say what it is."""
    for begin, what in _SIGNATURES.items():
        if data.startswith(begin):
            raise SourceError(
                f"{source} is not text: its bytes are those of {what}.",
                to_do="Give it the ending that says so.",
            )


def _guess(data: bytes, source: str, error: UnicodeDecodeError) -> tuple[str, str]:
    try:
        text = data.decode("cp1252")
    except UnicodeDecodeError:
        text = ""
    if text and _is_western(text):
        return text, "cp1252"
    # Around the first byte that is not UTF-8: a large file may start with pages of plain ASCII.
    at = max(0, error.start - _SAMPLE // 2)
    best = from_bytes(data[at : at + _SAMPLE]).best()
    encoding = best.encoding if best else "cp1252"
    if encoding in {"ascii", "utf_8"}:
        encoding = "cp1252"
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError:
        encoding = "cp1252"
        text = data.decode(encoding, errors="replace")
    if not text or _share_of_control_characters(text[:_SAMPLE]) > 0.02:
        raise SourceError(
            f"{source} is not text (neither UTF-8 nor another encoding fits its bytes)."
        ) from error
    return text, encoding


def _is_western(text: str) -> bool:
    """Say whether a text read as Windows-1252 looks like one.

    Guesses from statistics need more text than a news article has letters beyond ASCII: of short
    texts in cp1252, charset-normalizer took all for cp1250 or cp852. In the language of another
    encoding, most letters are beyond ASCII, or signs such as ³ and ¹ stand within words.
    """
    if _share_of_control_characters(text[:_SAMPLE]) or _SIGN_IN_WORD.search(text):
        return False
    letters = _NOT_A_LETTER.sub("", text)
    beyond = sum(1 for c in letters if c > "\x7f")
    return beyond * 4 < len(letters)


def _has_zero_bytes(data: bytes) -> bool:
    """Say whether so many bytes are zero that it is no text; a few strays are left out."""
    sample = data[:_SAMPLE]
    return (zeros := sample.count(0)) > 0 and zeros * 1000 >= len(sample)


def _share_of_control_characters(text: str) -> float:
    odd = sum(1 for c in text if (c < " " and c not in "\t\n\r\f\v") or "\x7f" <= c < "\xa0")
    return odd / len(text)
