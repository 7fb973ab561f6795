"""WARC files, in which crawlers and web archives keep the pages that they fetched."""

from __future__ import annotations

import codecs
import io
from collections.abc import Iterator
from email.message import Message
from typing import IO, Any
from urllib.parse import urlsplit

from ingest.containers.encodings import decoded
from ingest.containers.gz import BROKEN, Gunzip
from ingest.containers.limits import Budget, TooMuch
from ingest.containers.members import Member, format_of, plain
from ingest.extras import needed
from ingest.report import Failure
from ingest.seen import Seen
from ingest.streams import Readable
from vectorstore import SourceError

#: Types of pages and documents. What else a crawl fetched is not an article.
_TYPES = {
    "text/html": ".html",
    "application/xhtml+xml": ".html",
    "application/pdf": ".pdf",
    "application/epub+zip": ".epub",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": ".docx",
}


def warc_members(
    packed: IO[bytes], name: str, budget: Budget, *, gzipped: bool
) -> Iterator[Member | Failure | None]:
    """Yield the pages that were fetched well, ``None`` for any other answer of a server.

    A page is named ``file.warc.gz!URL``, a later fetch of the same address with its moment behind
    it. Raises SourceError when it is no WARC file or breaks off, or warcio is missing.
    """
    needed("warcio", "warc")
    from warcio.archiveiterator import ArchiveIterator
    from warcio.exceptions import ArchiveLoadFailed

    stream = _Unpacked(packed, name, budget) if gzipped else packed
    seen, done, any_record = Seen(), 0, False
    try:
        records = ArchiveIterator(stream)
        records.INC_RECORD = ""  # it would print a part of the page
        for record in records:
            any_record = any_record or record.format == "warc"
            budget.count()
            if record.rec_type == "response":
                yield _member(record, name, budget, packed, seen)
                done += 1
        if not any_record:
            raise ValueError("it holds no records of that kind")
    except (TooMuch, GeneratorExit):
        raise
    except SourceError as error:
        raise SourceError(error.happened, _kept(done), error.to_do) from error
    except (*BROKEN, ArchiveLoadFailed, AttributeError, TypeError) as error:
        raise SourceError(f"{name} cannot be read as WARC ({error}).", _kept(done)) from error


class _Unpacked(io.RawIOBase):
    """What a packed WARC file holds; warcio would want each record packed by itself."""

    def __init__(self, packed: IO[bytes], name: str, budget: Budget) -> None:
        self._stream = Gunzip(packed, name, budget.limits)

    def readable(self) -> bool:
        return True

    def read(self, size: int = -1) -> bytes:
        return self._stream.read(size if size >= 0 else 64 * 1024)


def _kept(done: int) -> str:
    return f"The pages among its first {done:,} answers are in." if done else ""


def _member(
    record: Any,  # noqa: ANN401 - warcio has no types
    archive: str,
    budget: Budget,
    packed: IO[bytes],
    seen: Seen,
) -> Member | None:
    url = record.rec_headers.get_header("WARC-Target-URI") or ""
    url = plain(url.strip().strip("<>"))
    answer = record.http_headers
    if answer is None or answer.get_statuscode() != "200" or not urlsplit_safe(url):
        return None
    told = Message()
    told["Content-Type"] = plain(answer.get_header("Content-Type") or "")
    ending = format_of(_TYPES.get(told.get_content_type(), ""))
    if not ending:
        return None
    name = f"{archive}!{url}"
    if seen.count(url) > 1:
        name += f" ({record.rec_headers.get_header('WARC-Date')})"
    before = packed.tell()

    def read() -> bytes:
        try:
            data = budget.read(_content(record, name), name)
            budget.read(record.raw_stream, name)
            if record.raw_stream.limit > 0:
                raise EOFError("it breaks off")
        except (*BROKEN, AttributeError, TypeError) as error:
            raise SourceError(f"{name} cannot be read ({error}).") from error
        member.size = packed.tell() - before
        return _in_utf_8(data, told.get_content_charset()) if ending == ".html" else data

    member = Member(name, url, ending, read, url=url)
    return member


def _content(record: Any, name: str) -> Readable:  # noqa: ANN401
    """Return the bytes of the page that a server sent, whole and unpacked."""
    from warcio.bufferedreaders import ChunkedDataReader

    answer = record.http_headers
    stream = record.raw_stream
    if (answer.get_header("Transfer-Encoding") or "").strip().lower() == "chunked":
        stream = ChunkedDataReader(stream)
    return decoded(stream, answer.get_header("Content-Encoding") or "", name)


def urlsplit_safe(url: str) -> bool:
    """Say whether an address is one of the web."""
    try:
        return urlsplit(url).scheme in ("http", "https")
    except ValueError:
        return False


def _in_utf_8(data: bytes, charset: str | None) -> bytes:
    """Return a page in UTF-8, with its mark, where the server said what else it is in.

    What a server says counts for more than what the page says, as in browsers.
    """
    if not charset or data.startswith((codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return data
    try:
        name = codecs.lookup(charset).name
        text = data.decode({"iso8859-1": "cp1252", "ascii": "cp1252"}.get(name, name))
    except (LookupError, ValueError, TypeError):
        return data
    return data if name == "utf-8" else codecs.BOM_UTF8 + text.encode("utf-8", "replace")
