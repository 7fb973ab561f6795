"""What a server packed before it sent it, unpacked as it is read, never more than is asked for.

warcio unpacks too, but a whole piece at once: some bytes of brotli may become gigabytes. And where
a page breaks off, it gives what came before as if it were all.
"""

from __future__ import annotations

import zlib
from collections.abc import Callable
from typing import Any, Protocol

from ingest.extras import needed
from ingest.streams import Readable
from vectorstore import SourceError

_PIECE = 16 * 1024
_LEFT = frozenset(["", "identity", "none"])
#: How long the memory of a zstd stream may be: RFC 9659 lets servers ask for this much.
_ZSTD_WINDOW = 8 * 1024 * 1024
#: Bytes of zstd that are unpacked at once: each four of them may become 128 KB.
_ZSTD_PIECE = 128
_ZSTD = b"\x28\xb5\x2f\xfd"


class Decoder(Protocol):
    """Unpacks what it is fed."""

    def feed(self, data: bytes) -> None:
        """Take packed bytes; only when ``take`` has given nothing."""

    def take(self, size: int) -> bytes:
        """Return some unpacked bytes, about ``size`` at most; none when it must be fed."""

    @property
    def ended(self) -> bool:
        """Whether nothing can follow."""


def decoded(stream: Readable, encodings: str, name: str) -> Readable:
    """Return what an answer holds whose header Content-Encoding is ``encodings``.

    Raises SourceError for an encoding that is not known, or that needs a package that is missing;
    and so does reading where the bytes are not of it. Archives have been seen that keep a header
    of what they unpacked themselves: what does not begin as it says is taken as it is.
    """
    for encoding in reversed([one.strip().lower() for one in encodings.split(",")]):
        if encoding in _LEFT:
            continue
        make = _DECODERS.get(encoding)
        if make is None:
            raise SourceError(f"{name} is packed in a way that Citewire does not read: {encoding}.")
        whole = _Whole(stream)
        try:
            stream = make(whole, f"{name} cannot be unpacked as {encoding}") or whole
        except SourceError as error:
            happened = f"{name} is packed as {encoding}. {error.happened}"
            raise SourceError(happened, error.kept, error.to_do) from error
    return stream


class _Whole:
    """A stream of which ``begin``, some bytes, is known before it is read."""

    def __init__(self, stream: Readable) -> None:
        self._stream = stream
        self.begin = stream.read(_PIECE)
        while 0 < len(self.begin) < 4 and (more := stream.read(_PIECE)):
            self.begin += more
        self._left = self.begin

    def read(self, size: int = -1) -> bytes:
        found, self._left = self._left[:size], self._left[size:]
        return found or self._stream.read(size)


class _Decoded:
    def __init__(self, packed: _Whole, decoder: Decoder, what: str) -> None:
        self._packed = packed
        self._decoder = decoder
        self._what = what

    def read(self, size: int = -1) -> bytes:
        try:
            while True:
                if (found := self._decoder.take(size)) or self._decoder.ended:
                    return found
                packed = self._packed.read(_PIECE)
                if not packed:
                    raise SourceError(f"{self._what} (it breaks off).")
                self._decoder.feed(packed)
        except (zlib.error, ValueError, _Spoiled) as error:
            raise SourceError(f"{self._what} ({error}).") from error


class _Spoiled(Exception):
    """The bytes are not of the encoding that they should be of."""


class _Zlib:
    def __init__(self, bits: int) -> None:
        self._bits = bits
        self._zlib = zlib.decompressobj(bits)
        self._left = b""
        self.ended = False

    def feed(self, data: bytes) -> None:
        self._left += data

    def take(self, size: int) -> bytes:
        while not self.ended:  # also without more to unpack, it may have more to give
            found = self._zlib.decompress(self._left, max(size, 1))
            self._left = self._zlib.unconsumed_tail
            if self._zlib.eof:  # another stream may follow, of gzip; what else does is left out
                self._left = self._zlib.unused_data
                self.ended = not self._left.startswith(b"\x1f\x8b")
                self._zlib = zlib.decompressobj(self._bits)
            if found or not self._left:
                return found
        return b""


class _Brotli:
    def __init__(self) -> None:
        self._module: Any = needed("brotli", "warc")
        self._brotli = self._module.Decompressor()
        self._left = b""

    @property
    def ended(self) -> bool:
        return bool(self._brotli.is_finished())

    def feed(self, data: bytes) -> None:
        self._left = data

    def take(self, size: int) -> bytes:
        if self.ended:
            return b""
        data, self._left = (self._left, b"") if self._brotli.can_accept_more_data() else (b"", b"")
        try:
            return bytes(self._brotli.process(data, output_buffer_limit=size))
        except self._module.error as error:
            raise _Spoiled(str(error)) from error


class _Zstd:
    def __init__(self) -> None:
        self._module: Any = needed("zstandard", "warc")
        self._left = b""
        self._begin()

    def _begin(self) -> None:
        unpacker = self._module.ZstdDecompressor(max_window_size=_ZSTD_WINDOW)
        self._zstd = unpacker.decompressobj()

    @property
    def ended(self) -> bool:
        return bool(self._zstd.eof)

    def feed(self, data: bytes) -> None:
        self._left += data

    def take(self, size: int) -> bytes:
        while self._left and not self.ended:
            some, self._left = self._left[:_ZSTD_PIECE], self._left[_ZSTD_PIECE:]
            try:
                found = bytes(self._zstd.decompress(some))
            except self._module.ZstdError as error:
                raise _Spoiled(str(error)) from error
            if self._zstd.eof and (rest := self._zstd.unused_data + self._left).startswith(_ZSTD):
                self._left = rest
                self._begin()
            if found:
                return found
        return b""


def _gzip(packed: _Whole, what: str) -> Readable | None:
    return _Decoded(packed, _Zlib(31), what) if packed.begin.startswith(b"\x1f\x8b") else None


def _deflate(packed: _Whole, what: str) -> Readable | None:
    """Read zlib's format, as the standard says, or the bare one, as some servers have it."""
    for bits in (zlib.MAX_WBITS, -zlib.MAX_WBITS):
        try:
            zlib.decompressobj(bits).decompress(packed.begin, 1)
        except zlib.error:
            continue
        return _Decoded(packed, _Zlib(bits), what) if packed.begin else None
    return None


def _brotli(packed: _Whole, what: str) -> Readable | None:
    # Brotli has no mark at its begin; a page that is not packed begins with a tag.
    begin = packed.begin.lstrip(b"\xef\xbb\xbf \t\r\n")
    return _Decoded(packed, _Brotli(), what) if begin and not begin.startswith(b"<") else None


def _zstd(packed: _Whole, what: str) -> Readable | None:
    return _Decoded(packed, _Zstd(), what) if packed.begin.startswith(_ZSTD) else None


_DECODERS: dict[str, Callable[[_Whole, str], Readable | None]] = {
    "gzip": _gzip,
    "x-gzip": _gzip,
    "deflate": _deflate,
    "br": _brotli,
    "zstd": _zstd,
}
