"""Mail and saved pages, both MIME: .eml, .mhtml. The standard library parses."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from email import message_from_bytes
from email.header import decode_header, make_header
from email.message import Message
from email.policy import Compat32
from email.utils import parseaddr
from typing import cast

from ingest.canonical import canonical_line, has_words
from ingest.decode import decode
from ingest.formats.mail_files import Attached, attached, read_attached
from ingest.formats.mail_html import own_parts
from ingest.formats.mail_own import About, own_words
from ingest.formats.markup import Part, html_parts
from ingest.making import make_article, with_address
from ingest.reading import Reading
from ingest.report import Failure
from vectorstore import Article, SourceError

_HEADER = re.compile(rb"\s*(?:From |[!-9;-~]+[ \t]*:)")
#: A plain text of fewer words may only say where the mail is to be read.
_FEW_WORDS = 60
#: Characters of a header that are read.
_MOST_HEADER = 2000
_ANSWERS = re.compile(r"(?:re|aw|sv|antw|vá|odp|ynt|res)\s?(?:\[\d+\])?:", re.I)
_FORWARDS = re.compile(r"(?:fwd?|wg|tr|rv|enc|vb|doorst)\s?:", re.I)
_FLOWED = re.compile(r"(?<=[^\n-]) \n(?=[^\s>])")
#: What Exchange calls a part without a name.
_PIECE = re.compile(r"ATT\d{3,}\.(?:txt|html?)", re.IGNORECASE)


def read_eml(data: bytes, source: str, reading: Reading) -> Iterator[Article | Failure]:
    """Read a mail's own words, of its text, else of its HTML; then the files attached to it.

    The mails that it quotes, signatures, and files of other formats are left out, each with a note.
    """
    yield from _read_mail(_parsed(data, source), source, reading)


def _read_mail(message: Message, source: str, reading: Reading) -> Iterator[Article | Failure]:
    leaves = _leaves(message)
    text = _text_part(leaves, source)
    is_part = _is_file if text is None else _is_attached
    parts = [one for one in leaves if one is not text and is_part(one)]
    files = attached(parts, [_file_name(one) for one in parts])
    readable = [one for one in files if one.ending]
    reading.note(_counted(readable, "read by itself", "read by themselves"))
    reading.note(_counted([one for one in files if not one.ending], "left out", "left out"))
    if text is not None and (more := _further(text, leaves)):
        some = f"{more} further parts" if more > 1 else "1 further part"
        reading.note(f"{some} of its text left out")
    try:
        yield _own_article(message, text, source, reading)
    except _NoWords as error:
        if not readable:
            raise
        reading.note(str(error).rstrip("."))
    except SourceError as error:
        if not readable:
            raise
        yield Failure(source, str(error))
    yield from read_attached(readable, source, reading, _read_mail)


class _NoWords(SourceError):
    """A mail that says nothing itself."""


def _own_article(message: Message, part: Message | None, source: str, reading: Reading) -> Article:
    if part is None:
        raise _NoWords(f"{source} is a mail without a text.")
    kind = part.get_content_type()
    text = _content(part, source)
    known = {
        "title": "header Subject",
        "byline": "header From",
        "published": "header Date",
        "published_at": "header Date",
        "language": "header Content-Language",
    }
    flowed = "flowed" in str(part.get("content-type", "")).lower()
    about = _about(message)
    parts: list[Part] = []
    body = ""
    if kind == "text/html":
        parts, left_out = own_parts(text, source, about)
    else:
        lines = text.replace("\r\n", "\n")
        own = own_words(_FLOWED.sub(" ", lines) if flowed else lines, about)
        body, left_out = own.text, own.left_out
    if not any(map(has_words, (body, *(words for _, words in parts)))):
        raise _NoWords(f"{source} is a mail without a text.")
    for words in dict.fromkeys(left_out):
        reading.note(words)
    return make_article(
        source,
        reading.notes,
        text=body,
        parts=parts,
        title=_header(message, "subject"),
        byline=_sender(message),
        published=_header(message, "date"),
        language=_header(message, "content-language"),
        known_from=known,
    )


def read_mhtml(data: bytes, source: str, reading: Reading) -> Iterator[Article | Failure]:
    """Read a page that a browser saved in one file; its address is that of its HTML."""
    from ingest.pages import load_page

    message = _parsed(data, source)
    pages = [one for one in _leaves(message) if one.get_content_type() in _PAGES]
    if not pages:
        raise SourceError(f"{source} holds no page (none of its parts is HTML).")
    url = _header(pages[0], "content-location") or _header(message, "snapshot-content-location")
    if not url.lower().startswith(("http://", "https://")):
        url = ""
    reading.url = url or reading.url
    article = load_page(_content(pages[0], source), source, reading.notes, url=url or None)
    yield with_address(article, url, "Content-Location") if url and not article.url else article


_PAGES = ("text/html", "application/xhtml+xml")


class _ShortHeaders(Compat32):
    """Cuts headers off where they are longer than any true one.

    The time that the parsers of headers take grows with the square of their length or worse; those
    of the newer policies take minutes for some kilobytes.
    """

    def header_source_parse(self, sourcelines: list[str]) -> tuple[str, str]:
        name, value = super().header_source_parse(sourcelines)
        return name, value[:_MOST_HEADER]


def _parsed(data: bytes, source: str) -> Message:
    if not _HEADER.match(data):
        raise SourceError(f"{source} does not begin with the headers of a mail.")
    try:
        return message_from_bytes(data, policy=_ShortHeaders())
    except Exception as error:  # the parser of headers trips over some, in ways of its own
        raise SourceError(f"{source} cannot be read as a mail ({error}).") from error


def _leaves(message: Message) -> list[Message]:
    """Return the parts that hold something, those of attached mails left out."""
    leaves, waiting = [], [message]
    while waiting:
        one = waiting.pop()
        if one.get_content_type() != "message/rfc822" and one.is_multipart():
            waiting += reversed(cast("list[Message]", one.get_payload()))
        else:
            leaves.append(one)
    return leaves


def _text_part(leaves: Sequence[Message], source: str) -> Message | None:
    """Return the plain text, or the HTML where the plain one only says to read that."""
    texts = [one for one in leaves if not _is_file(one) and one.get_payload()]
    kinds: dict[str, Message] = {}
    for one in texts:
        kinds.setdefault(one.get_content_type(), one)
    plain, html = kinds.get("text/plain"), kinds.get("text/html")
    if html is not None and (plain is None or _says_more(html, plain, source)):
        return html
    return plain


def _further(text: Message, leaves: Sequence[Message]) -> int:
    """Return how many parts of the text's kind say more and are no files."""
    kind = text.get_content_type()
    return sum(
        one is not text and not _is_attached(one) and not _is_blank(one)
        for one in leaves
        if one.get_content_type() == kind
    )


def _counted(files: Sequence[Attached], one: str, many: str) -> str:
    if not files:
        return ""
    names = ", ".join(file.name for file in files[:3]) + (", …" if len(files) > 3 else "")
    if len(files) == 1:
        return f"1 attachment {one} ({names})"
    return f"{len(files):,} attachments {many} ({names})"


def _says_more(html: Message, plain: Message, source: str) -> bool:
    words = len(_content(plain, source).split())
    if words > _FEW_WORDS:
        return False
    parts = html_parts(_content(html, source), source)
    return sum(len(text.split()) for _, text in parts) > 3 * words


def _is_file(part: Message) -> bool:
    main = part.get_content_maintype()
    return str(part.get("content-disposition", "")).lower().startswith(
        "attachment"
    ) or main not in {
        "text",
        "multipart",
    }


def _is_attached(part: Message) -> bool:
    """Say whether a part is a file, by what is said of it or by its name.

    Exchange gives pieces of a mail's text, as the footer of a mailing list, the names of files.
    """
    piece = part.get_content_maintype() == "text" and _PIECE.fullmatch(_file_name(part))
    return not piece and (_is_file(part) or _has_file_name(part))


def _is_blank(part: Message) -> bool:
    try:
        raw = part.get_payload(decode=True)
    except Exception:  # a payload can be spoiled
        return False
    return isinstance(raw, bytes) and not raw.strip()


def _has_file_name(part: Message) -> bool:
    """Say whether a part that is to be seen in the mail is a file by its name."""
    try:
        return part.get_param("filename", header="content-disposition") is not None
    except Exception:  # a header can be spoiled
        return False


def _file_name(part: Message) -> str:
    try:
        return canonical_line(_spelled(part.get_filename() or ""))
    except Exception:  # as above: a name's encoding can be spoiled
        return ""


def _content(part: Message, source: str) -> str:
    """Return a part's text, in the encoding that it says, else in the one that it looks like."""
    try:
        raw = part.get_payload(decode=True)
        charset = part.get_content_charset() or ""
    except Exception as error:
        raise SourceError(f"{source}: its text cannot be decoded ({error}).") from error
    data = raw if isinstance(raw, bytes) else b""
    if charset and charset not in {"us-ascii", "ascii"}:
        try:
            return data.decode(charset)
        except (LookupError, ValueError):
            pass  # an unknown name, or not what the bytes are
    return decode(data, source)[0] if data.strip() else ""


def _about(message: Message) -> About:
    """Return what the headers say of a mail: newsletters have one that tells how to leave."""
    subject = _header(message, "subject")
    answer = bool(message.get("in-reply-to")) or _ANSWERS.match(subject) is not None
    bulk = bool(message.get("list-unsubscribe")) or _header(message, "precedence") == "bulk"
    return About(answer, _FORWARDS.match(subject) is not None, bulk)


def _header(message: Message, name: str) -> str:
    return canonical_line(_spelled(str(message.get(name) or "")))


def _spelled(words: str) -> str:
    """Return a header's words with those in other encodings decoded, where they can be."""
    try:
        return str(make_header(decode_header(words)))
    except Exception:  # an unknown charset, bytes that are not of it
        return words


def _sender(message: Message) -> str:
    """Return the name of who sent it; an address alone is not one."""
    name, _ = parseaddr(str(message.get("from") or ""))
    return canonical_line(_spelled(name))
