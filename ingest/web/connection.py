"""Connections to addresses that were looked at first, with an end in time.

httpx resolves a name where it connects, so a name that was checked beforehand could lead elsewhere
by then. Here the one look-up gives the address that is checked and the address that is connected
to. What is checked is each connection, so a redirect is no way around it.
"""

from __future__ import annotations

import ssl
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import httpcore
import httpx

from ingest.web.addresses import Resolver, is_public, resolve
from ingest.web.lookups import LookUps, LookUpTimeoutError

_OURS: tuple[tuple[type[Exception], type[httpx.TransportError]], ...] = (
    (httpcore.ConnectTimeout, httpx.ConnectTimeout),
    (httpcore.TimeoutException, httpx.ReadTimeout),
    (httpcore.ConnectError, httpx.ConnectError),
    (httpcore.NetworkError, httpx.ReadError),
    (httpcore.ProtocolError, httpx.RemoteProtocolError),
    (httpcore.UnsupportedProtocol, httpx.UnsupportedProtocol),
)


class RefusedAddressError(Exception):
    """A host leads to an address that may not be connected to."""


class OutOfTimeError(httpx.TimeoutException):
    """An answer as a whole took longer than it may; the words say what it was waiting for."""


class Deadline:
    """When the answer that is being waited for must be there, by the clock given."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._end: float | None = None

    def begin(self, seconds: float) -> None:
        """Let the time run from now."""
        self._end = self._clock() + seconds

    def left(self, timeout: float | None) -> float | None:
        """Return the shorter of a time and of what is left; raises OutOfTimeError."""
        if self._end is None:
            return timeout
        left = self._end - self._clock()
        if left <= 0:
            raise OutOfTimeError("")
        return left if timeout is None else min(left, timeout)

    @contextmanager
    def told(self) -> Iterator[None]:
        """Raise OutOfTimeError in the place of a shorter silence that the end in time made."""
        try:
            yield
        except httpcore.TimeoutException as error:
            try:
                self.left(None)
            except OutOfTimeError:
                # The words of the others are those of the system: "timed out".
                words = str(error) if isinstance(error, httpcore.ConnectTimeout) else ""
                raise OutOfTimeError(words) from error
            raise


class _Stream(httpcore.NetworkStream):
    """A stream whose every step ends by the deadline, so that dripping bytes do not help."""

    def __init__(self, stream: httpcore.NetworkStream, deadline: Deadline) -> None:
        self._stream = stream
        self._deadline = deadline

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        with self._deadline.told():
            return self._stream.read(max_bytes, self._deadline.left(timeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        with self._deadline.told():
            self._stream.write(buffer, self._deadline.left(timeout))

    def close(self) -> None:
        self._stream.close()

    def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,
    ) -> httpcore.NetworkStream:
        with self._deadline.told():
            try:
                left = self._deadline.left(timeout)
                secret = self._stream.start_tls(ssl_context, server_hostname, left)
            except httpcore.ConnectTimeout as error:
                raise httpcore.ConnectTimeout("the TLS handshake did not end") from error
        return _Stream(secret, self._deadline)

    def get_extra_info(self, info: str) -> Any:  # noqa: ANN401 - httpcore's own signature
        return self._stream.get_extra_info(info)


class CheckedBackend(httpcore.NetworkBackend):
    """Resolves a host once, checks what it found, and connects to just that.

    One address that is not ``allowed`` refuses the host: a name of both kinds is no honest name.
    """

    def __init__(
        self,
        deadline: Deadline,
        *,
        allowed: Callable[[str], bool] = is_public,
        resolver: Resolver = resolve,
    ) -> None:
        self._deadline = deadline
        self._allowed = allowed
        self._lookups = LookUps(resolver)
        self._plain = httpcore.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.NetworkStream:
        """Connect to the first address of a host that answers; raises RefusedAddressError."""
        addresses = self._addresses(host, port, timeout)
        for address in addresses:
            if not self._allowed(address):
                raise RefusedAddressError(f"{address}, where {host} leads,")
        failure: Exception = httpcore.ConnectError("its name leads nowhere")
        for address in addresses:
            try:
                with self._deadline.told():
                    stream = self._connect(address, port, timeout, local_address, socket_options)
                return _Stream(stream, self._deadline)
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                failure = error
        raise failure

    def _addresses(self, host: str, port: int, timeout: float | None) -> Sequence[str]:
        with self._deadline.told():
            try:
                left = self._deadline.left(timeout)
                return self._lookups.addresses(host.strip("[]"), port, left)
            except LookUpTimeoutError as error:
                raise httpcore.ConnectTimeout("its name is still being looked up") from error
            except OSError as error:
                words = f"its name leads nowhere: {error.strerror or error}"
                raise httpcore.ConnectError(words) from error

    def _connect(
        self,
        address: str,
        port: int,
        timeout: float | None,
        local_address: str | None,
        socket_options: Iterable[Any] | None,
    ) -> httpcore.NetworkStream:
        left = self._deadline.left(timeout)
        try:
            return self._plain.connect_tcp(address, port, left, local_address, socket_options)
        except httpcore.ConnectTimeout as error:
            raise httpcore.ConnectTimeout("no connection came about") from error

    def connect_unix_socket(
        self, path: str, timeout: float | None = None, socket_options: Iterable[Any] | None = None
    ) -> httpcore.NetworkStream:
        """Refuse: nothing on the web is a file of this machine."""
        raise RefusedAddressError(path)


class CheckedTransport(httpx.BaseTransport):
    """httpx's transport with a backend of one's own, which ``httpx.HTTPTransport`` cannot take."""

    def __init__(
        self, backend: httpcore.NetworkBackend, ssl_context: ssl.SSLContext | None = None
    ) -> None:
        self._pool = httpcore.ConnectionPool(
            ssl_context=ssl_context or httpx.create_ssl_context(),
            max_connections=10,
            keepalive_expiry=5.0,
            network_backend=backend,
        )

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """Send a request; raises httpx's errors, RefusedAddressError and OutOfTimeError."""
        sent = httpcore.Request(
            request.method,
            httpcore.URL(
                scheme=request.url.raw_scheme,
                host=request.url.raw_host,
                port=request.url.port,
                target=request.url.raw_path,
            ),
            headers=request.headers.raw,
            content=request.read(),
            extensions=request.extensions,
        )
        with _as_httpx():
            answer = self._pool.handle_request(sent)
        return httpx.Response(
            answer.status,
            headers=answer.headers,
            stream=_Body(answer),
            extensions=answer.extensions,
        )

    def close(self) -> None:
        """Close all connections."""
        self._pool.close()


class _Body(httpx.SyncByteStream):
    def __init__(self, answer: httpcore.Response) -> None:
        self._answer = answer

    def __iter__(self) -> Iterator[bytes]:
        with _as_httpx():
            yield from self._answer.iter_stream()

    def close(self) -> None:
        self._answer.close()


@contextmanager
def _as_httpx() -> Iterator[None]:
    try:
        yield
    except Exception as error:
        for theirs, ours in _OURS:
            if isinstance(error, theirs):
                raise ours(str(error)) from error
        raise
