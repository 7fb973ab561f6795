"""What an answer holds: its format, and its text in an encoding that is certain."""

from __future__ import annotations

import codecs
import re
import zlib
from pathlib import PurePosixPath

from ingest.found import PACKED
from ingest.loaders import LOADERS, ending_of
from ingest.web.answers import Fetched
from vectorstore import SourceError

#: Formats that lead to pages and are none: not among ``LOADERS``' endings.
FEED, SITEMAP = "feed", "sitemap"

_ENDINGS = {
    "text/html": ".html",
    "application/xhtml+xml": ".html",
    "text/plain": ".txt",
    "text/markdown": ".md",
    "text/csv": ".csv",
    "text/tab-separated-values": ".tsv",
    "application/json": ".json",
    "application/ld+json": ".json",
    "application/x-ndjson": ".jsonl",
    "application/jsonl": ".jsonl",
    "application/xml": ".xml",
    "text/xml": ".xml",
    "application/pdf": ".pdf",
    "application/epub+zip": ".epub",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": ".docx",
    "application/vnd.apache.parquet": ".parquet",
    "application/warc": ".warc",
    "application/zip": ".zip",
    "application/x-zip-compressed": ".zip",
    "application/x-tar": ".tar",
    "message/rfc822": ".eml",
    "multipart/related": ".mhtml",
    "application/x-mimearchive": ".mhtml",
}
# Types that say nothing of the format: the address's ending or the bytes tell it.
_VAGUE = {"", "application/octet-stream", "binary/octet-stream", "application/x-download"}
_PACKED = {"application/gzip", "application/x-gzip"}
_ROOTS = {
    "rss": FEED,
    "rdf": FEED,
    "feed": FEED,
    "urlset": SITEMAP,
    "sitemapindex": SITEMAP,
    "html": ".html",
}
_ROOT = re.compile(r"<(?:[A-Za-z_][\w.-]*:)?([A-Za-z_][\w.-]*)")
_BEFORE_ROOT = re.compile(r"<\?.*?\?>|<!--.*?-->|<!doctype\s[^>\[]*(?:\[.*?\]\s*)?>", re.S | re.I)
_HTML = re.compile(r"\s*<(?:!doctype\s+html|html)\b", re.IGNORECASE)
_SAMPLE = 20_000


def content_of(answer: Fetched, name: str, size: int) -> tuple[str, bytes]:
    """Return the format of an answer, and its bytes as a loader wants them.

    The format is ``FEED``, ``SITEMAP`` or an ending of ``LOADERS`` or ``PACKED``: by what the
    server says, unless the bytes say otherwise for certain. Raises SourceError for other formats
    and empty pages.
    """
    data = answer.body
    path = PurePosixPath(answer.url.path).name.lower()
    if path.endswith(".xml.gz") and data.startswith(b"\x1f\x8b"):
        data = _unpacked(data, name, size)
        path = path.removesuffix(".gz")
    if not data.strip(b" \t\r\n\0\xef\xbb\xbf"):
        raise SourceError(f"{name} is empty.")
    ending = _format(answer.content_type, path, data)
    if ending in {FEED, SITEMAP, *PACKED}:
        return ending, data
    if ending not in LOADERS:
        kind = answer.content_type or "an unknown type"
        raise SourceError(
            f"{name} is not read: it is {kind}, a format that Citewire does not read as a page.",
            to_do=f"It reads {', '.join(LOADERS)}.",
        )
    if ending in {".html", ".htm", ".txt", ".md", ".csv", ".tsv"}:
        data = in_utf8(data, answer.charset)
    return ending, data


def _format(kind: str, path: str, data: bytes) -> str:
    if data.startswith(b"%PDF-"):
        return ".pdf"
    start = _start(data)
    if kind in _VAGUE | _PACKED:
        ending = ending_of(path) or _sniffed(start)
    elif kind.endswith(("+xml", "+json")) and kind not in _ENDINGS:
        ending = ".xml" if kind.endswith("+xml") else ".json"
    else:
        ending = _ENDINGS.get(kind, "")
    if ending in {".xml", ".rss", ".atom", ".html", ".txt"}:
        root = _root(start)
        if _ROOTS.get(root) in {FEED, SITEMAP}:
            return _ROOTS[root]
        if ending == ".txt" and _HTML.match(start):
            return ".html"
        if ending == ".xml" and root == "html":
            return ".html"
        if ending == ".txt":
            return ending_of(path) if ending_of(path) not in {"", ".html", ".htm"} else ending
    return ending


def _sniffed(start: str) -> str:
    if _HTML.match(start):
        return ".html"
    return _ROOTS.get(_root(start), ".xml") if start.lstrip().startswith("<?xml") else ""


def _start(data: bytes) -> str:
    """Return the beginning of a text, as far as it is ASCII, whatever its encoding."""
    return data[:_SAMPLE].replace(b"\0", b"").decode("latin-1").removeprefix("ï»¿").lstrip("ÿþ")


def _root(start: str) -> str:
    found = _ROOT.search(_BEFORE_ROOT.sub("", start))
    return found[1].lower() if found else ""


def in_utf8(data: bytes, charset: str) -> bytes:
    """Return a text in UTF-8 where the charset that the server names is plainly right.

    Many servers name one charset for all pages, so what is UTF-8 for certain stays, and what does
    not fit the charset is left to the decoder. A mark at the front makes the result certain.

    >>> in_utf8("Äpfel".encode("cp1252"), "iso-8859-1").decode("utf-8-sig")
    'Äpfel'
    """
    try:
        codec = codecs.lookup("cp1252" if charset in {"iso-8859-1", "ascii"} else charset).name
    except (LookupError, ValueError):
        return data
    if data.startswith((b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")) or codec == "utf-8":
        return data
    if not codec.startswith(("utf-16", "utf-32", "iso2022", "hz")):
        try:
            data.decode("utf-8")
            return data
        except UnicodeDecodeError:
            pass
    try:
        text = data.decode(codec)
    except (UnicodeError, LookupError):  # a codec of bytes, such as "hex", is none of text
        return data
    return codecs.BOM_UTF8 + text.encode("utf-8", "replace")


def _unpacked(data: bytes, name: str, size: int) -> bytes:
    try:
        plain = zlib.decompressobj(31).decompress(data, size + 1)
    except zlib.error as error:
        raise SourceError(f"{name} cannot be decompressed ({error}).") from error
    if len(plain) > size:
        raise SourceError(f"{name} is larger than {size:,} bytes when it is unpacked.")
    return plain
