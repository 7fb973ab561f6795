"""What a server answered, read to its end within bounds."""

from __future__ import annotations

import zlib
from dataclasses import dataclass
from email.message import Message

import httpx

from vectorstore import SourceError

_GZIP = 31  # zlib's word for "with the header of gzip"


class NotThereError(SourceError):
    """The server says that there is no such page, or none any more."""


@dataclass(frozen=True, slots=True)
class Fetched:
    """One answer: its address after redirects, and what it says of itself.

    ``body`` is decompressed. ``content_type`` is in lower case and without parameters, ``charset``
    as the server names it; all that is not said is empty. ``ended`` says that the body came to an
    end that the server told of: without it, a body that was cut off looks like a whole one.
    """

    url: httpx.URL
    status: int
    body: bytes
    content_type: str = ""
    charset: str = ""
    etag: str = ""
    last_modified: str = ""
    ended: bool = True

    @classmethod
    def of(cls, response: httpx.Response, url: httpx.URL, body: bytes) -> Fetched:
        """Put together what a response says."""
        content_type, charset = told_type(response.headers.get("content-type", ""))
        return cls(
            url=url,
            status=response.status_code,
            body=body,
            content_type=content_type,
            charset=charset,
            etag=response.headers.get("etag", "").strip(),
            last_modified=response.headers.get("last-modified", "").strip(),
            ended=bool(
                response.headers.keys() & {"content-length", "transfer-encoding"}
                or "gzip" in response.headers.get("content-encoding", "").lower()
            ),
        )


def told_type(header: str) -> tuple[str, str]:
    """Return the type and the charset of a Content-Type header.

    >>> told_type('Text/HTML; Charset="UTF-8"'), told_type("nonsense")
    (('text/html', 'utf-8'), ('', ''))
    """
    kind = header.split(";")[0].strip().lower()
    if kind.count("/") != 1:
        return "", ""
    message = Message()
    message["Content-Type"] = header.replace("\n", " ").replace("\r", " ")
    charset = message.get_param("charset")
    return kind, charset.strip().lower() if isinstance(charset, str) else ""


def read_body(response: httpx.Response, name: str, size: int, *, cut: bool = False) -> bytes:
    """Return the body of a response, decompressed, of at most ``size`` bytes.

    A longer one is cut there if ``cut``, else raises SourceError, as does a broken compression or
    one that was not asked for. A small answer cannot unpack to more: it is unpacked in steps.
    """
    coding = response.headers.get("content-encoding", "").strip().lower()
    if coding not in {"", "identity", "gzip", "x-gzip"}:
        raise SourceError(f"{name} came in a compression that was not asked for ({coding!r}).")
    told = response.headers.get("content-length", "")
    if not cut and told.isdecimal() and len(told) < 20 and int(told) > size:
        raise _too_large(name, size)
    gunzip = _Gunzip(name) if "gzip" in coding else None
    body = bytearray()
    received = 0
    for chunk in response.iter_raw():
        received += len(chunk)
        body += gunzip.feed(chunk, size + 1 - len(body)) if gunzip else chunk
        if max(len(body), received) > size:
            if cut:
                return bytes(body[:size])
            raise _too_large(name, size)
    if gunzip:
        gunzip.close()
    return bytes(body)


class _Gunzip:
    """Gzip in steps: each gives no more than there is room for."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._stream = zlib.decompressobj(_GZIP)
        self._begun = False

    def feed(self, data: bytes, room: int) -> bytes:
        self._begun = True
        out = bytearray()
        while data and len(out) < room:
            if self._stream.eof:  # a further member, or what pads the end
                if not data.startswith(b"\x1f"):
                    break
                self._stream = zlib.decompressobj(_GZIP)
            try:
                out += self._stream.decompress(data, room - len(out))
            except zlib.error as error:
                raise SourceError(f"{self._name} cannot be decompressed ({error}).") from error
            data = self._stream.unused_data if self._stream.eof else self._stream.unconsumed_tail
        return bytes(out)

    def close(self) -> None:
        if self._begun and not self._stream.eof:
            raise SourceError(f"{self._name} cannot be decompressed (it ends too early).")


def _too_large(name: str, size: int) -> SourceError:
    return SourceError(
        f"{name} is larger than {size:,} bytes.",
        to_do="Set web_megabytes higher to read it.",
    )
