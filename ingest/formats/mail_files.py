"""What is attached to a mail: files of formats that are read are articles of their own."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from email.message import Message

from ingest.names import printable
from ingest.reading import Reading
from ingest.report import Failure
from vectorstore import Article, SourceError

#: Files of one mail that are read, and how many mails may lie in each other.
MOST, DEPTH = 1_000, 3
_MAIL = "message/rfc822"
#: Formats by their type, where a file's name does not tell.
_TYPES = {
    _MAIL: ".eml",
    "text/plain": ".txt",
    "text/markdown": ".md",
    "text/html": ".html",
    "application/xhtml+xml": ".html",
    "application/pdf": ".pdf",
    "application/epub+zip": ".epub",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": ".docx",
}

#: Reads a mail that is parsed already.
ReadMail = Callable[[Message, str, Reading], Iterator[Article | Failure]]


@dataclass(frozen=True, slots=True)
class Attached:
    """A file of a mail: its name, which no other file of the mail has, and its format, or none."""

    name: str
    ending: str
    part: Message


def attached(parts: Sequence[Message], names: Sequence[str]) -> list[Attached]:
    """Return the files of a mail, given its parts that are files and what they are called there.

    A file has no folder, whatever its name says. One without a name is called after its place.
    """
    from ingest.loaders import LOADERS, ending_of

    found: dict[str, Attached] = {}
    for number, (part, said) in enumerate(zip(parts, names, strict=True), start=1):
        name = printable(re.split(r"[/\\]", said)[-1].strip())
        ending = ending_of(name)
        if not ending:
            ending = _TYPES.get(part.get_content_type(), "")
        name = first = name or f"attachment {number}{ending}"
        count = 1
        while name in found:
            count += 1
            name = f"{first} ({count})"
        found[name] = Attached(name, ending if ending in LOADERS else "", part)
    return list(found.values())


def read_attached(
    files: Sequence[Attached], source: str, reading: Reading, read_mail: ReadMail
) -> Iterator[Article | Failure]:
    """Yield the articles of files that are attached, ``mail.eml!name``, or why they are not read.

    What is to be said of one is noted with its name.
    """
    for number, one in enumerate(files):
        place = f"{source}!{one.name}"
        inner = Reading(mapping=reading.mapping, depth=reading.depth + 1)
        try:
            if number >= MOST:
                raise SourceError(f"{place} is one of more than {MOST:,} files of a mail.")
            if inner.depth >= DEPTH and one.ending == ".eml":
                raise SourceError(
                    f"{place} lies in {DEPTH} mails, one in the other.", to_do="Save it by itself."
                )
            yield from _items(one, place, inner, read_mail)
        except SourceError as error:
            yield Failure(place, str(error))
        for words in dict.fromkeys(inner.notes):
            reading.note(f"{one.name}: {words}")


def _items(
    one: Attached, place: str, reading: Reading, read_mail: ReadMail
) -> Iterator[Article | Failure]:
    from ingest.loaders import load

    payload = one.part.get_payload()
    if one.part.get_content_type() == _MAIL and isinstance(payload, list):
        for mail in payload:  # there is one
            if isinstance(mail, Message):
                yield from read_mail(mail, place, reading)
        return
    try:
        data = one.part.get_payload(decode=True)
    except Exception as error:  # what is spoiled can make it trip in many ways
        raise SourceError(f"{place} cannot be decoded ({error}).") from error
    if not isinstance(data, bytes) or not data.strip():
        raise SourceError(f"{place} is empty.")
    yield from load(data, place, reading, one.ending)
