"""A real server on loopback whose pages behave as a test tells them to."""

from __future__ import annotations

import contextlib
import socket
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Any, Self

#: Answers a request on its own, by writing to the handler's ``wfile``.
Behavior = Callable[["Handler"], None]


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: Server

    def do_GET(self) -> None:
        path = self.path
        self.server.asked.append(path)
        self.server.headers_of[path] = dict(self.headers.items())
        self.server.counts[path] += 1
        behavior = self.server.pages.get(path)
        if behavior is None:
            self.answer(404, b"Nothing here.", {"Content-Type": "text/plain"})
            return
        # The visitor hangs up on much of what is tested here.
        with contextlib.suppress(OSError):
            behavior(self)

    def answer(self, status: int, body: bytes = b"", headers: dict[str, str] | None = None) -> None:
        """Send a well-formed answer."""
        told = {"Content-Length": str(len(body)), **(headers or {})}
        self.send_response(status)
        for name, value in told.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def raw(self, data: bytes) -> None:
        """Send bytes as they are, and close the connection behind them."""
        self.wfile.write(data)
        self.wfile.flush()
        self.close_connection = True

    def reset(self) -> None:
        """Break the connection off."""
        self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\x01\0\0\0\0\0\0\0")
        self.connection.close()
        self.close_connection = True

    def drip(self, head: bytes, each: bytes, seconds: float) -> None:
        """Send a head, then a few bytes at a time until the visitor hangs up."""
        self.close_connection = True
        self.wfile.write(head)
        while not self.server.over.wait(seconds):
            self.wfile.write(each)
            self.wfile.flush()

    def log_message(self, format: str, *args: Any) -> None:  # noqa: ANN401 - its signature
        """Say nothing."""


class Server(ThreadingHTTPServer):
    """``pages`` tells what each path does; ``asked`` are the paths in the order they came."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.pages: dict[str, Behavior] = {}
        self.asked: list[str] = []
        self.counts: Counter[str] = Counter()
        self.headers_of: dict[str, dict[str, str]] = {}
        self.over = threading.Event()
        self._thread = threading.Thread(target=self.serve_forever, args=(0.02,), daemon=True)

    def handle_error(self, request: Any, client_address: Any) -> None:  # noqa: ANN401 - its signature
        """Say nothing of visitors who hang up."""

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None = None,
        error: BaseException | None = None,
        trace: TracebackType | None = None,
    ) -> None:
        self.over.set()
        self.shutdown()
        self.server_close()
        self._thread.join()

    @property
    def port(self) -> int:
        return int(self.server_address[1])

    def url(self, path: str) -> str:
        return f"http://127.0.0.1:{self.port}{path}"

    def page(self, path: str, body: bytes | str, kind: str = "text/html", **headers: str) -> None:
        """Serve a page; a header's name has ``_`` for ``-``."""
        data = body.encode() if isinstance(body, str) else body
        told = {"Content-Type": kind, **{k.replace("_", "-"): v for k, v in headers.items()}}
        self.pages[path] = lambda handler: handler.answer(200, data, told)

    def redirect(self, path: str, to: str, status: int = 302, **headers: str) -> None:
        told = {"Location": to, **{k.replace("_", "-"): v for k, v in headers.items()}}
        self.pages[path] = lambda handler: handler.answer(status, b"", told)


@contextlib.contextmanager
def serving() -> Iterator[Server]:
    with Server() as server:
        yield server
