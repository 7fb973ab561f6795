"""Who may talk to the web chat: which hosts, which origins, which paths.

A page of another site can make a browser send requests to a server on the reader's own machine,
and by DNS rebinding even read the replies. Both show in the headers: the rebinding in ``Host``,
which then names the attacker's domain, the cross-site request in ``Origin``. Gradio checks neither
for every route, and has many routes that the chat does not need; those do not exist here.
"""

from __future__ import annotations

import ipaddress
import json
import os
import socket
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

LOOPBACK = ("localhost", "127.0.0.1", "::1")

#: All that Gradio's page asks for; a path that ends in "/" stands for all below it.
PATHS = frozenset(
    (
        "/",
        "/assets/",
        "/config",
        "/favicon.ico",
        "/login",
        "/login/",
        "/logout",
        "/manifest.json",
        "/robots.txt",
        "/static/",
        "/svelte/",
        "/theme.css",
        "/gradio_api/cancel",
        "/gradio_api/heartbeat/",
        "/gradio_api/login_check",
        "/gradio_api/queue/data",
        "/gradio_api/queue/join",
        "/gradio_api/reset",
        "/gradio_api/startup-events",
        "/gradio_api/theme.css",
        "/gradio_api/upload",
        "/gradio_api/upload_progress",
    )
)

# Gradio's page has inline scripts and makes functions of strings, so both must be allowed. Event
# handlers in attributes, which it does not use, are what injected markup would need.
HEADERS = {
    "Content-Security-Policy": "; ".join(
        (
            "default-src 'self'",
            "script-src 'self' 'unsafe-inline' 'unsafe-eval'",
            "script-src-attr 'none'",
            "style-src 'self' 'unsafe-inline'",
            "img-src 'self' data:",
            "font-src 'self'",
            "connect-src 'self'",
            "object-src 'none'",
            "base-uri 'self'",
            "form-action 'self'",
            "frame-ancestors 'none'",
        )
    ),
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}

#: Where Gradio's page sends the values of its components, and how many bytes of them at most.
_EVENTS = "/gradio_api/queue/join"
_MOST_BYTES = 1_000_000

_CORS = "access-control-"
_FOREIGN = "Refused: this request comes from the page of another site."


def is_loopback(host: str) -> bool:
    """Say whether an address can be reached from this machine alone.

    >>> is_loopback("127.0.0.1"), is_loopback("localhost"), is_loopback("0.0.0.0")
    (True, True, False)
    """
    if host.lower() == "localhost":
        return True
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False


@dataclass(slots=True)
class Hosts:
    """The hosts under which the chat may be asked for.

    ``names`` are accepted with ``port`` only, unless it is ``None``. ``addresses`` accepts every
    literal IP address: rebinding needs a name. ``public`` holds hosts of a tunnel, without a port.
    """

    names: frozenset[str] = frozenset(LOOPBACK)
    port: int | None = None
    addresses: bool = False
    public: set[str] = field(default_factory=set)

    @classmethod
    def serving(cls, host: str, port: int) -> Hosts:
        """Return the hosts of a server that listens on an address.

        What listens beyond loopback may stand behind a mapped port, so there any port is right.
        """
        if is_loopback(host):
            return cls(frozenset((*LOOPBACK, host.strip("[]").lower())), port)
        here = socket.gethostname().lower()
        names = (*LOOPBACK, host.strip("[]").lower(), here, f"{here}.local")
        return cls(frozenset(names), None, addresses=True)

    def allow(self, authority: str) -> bool:
        """Say whether a ``Host`` header is one of ours."""
        split = _split(authority)
        if split is None:
            return False
        name, port = split
        if name in self.public:
            return port in (None, 80, 443)
        if self.port is not None and (port or 80) != self.port:
            return False
        return name in self.names or (self.addresses and _is_address(name))


def _split(authority: str) -> tuple[str, int | None] | None:
    """Return name and port of ``name:port``, or ``None`` if it is not that."""
    try:
        parts = urlsplit(f"//{authority}")
        name, port = parts.hostname, parts.port
    except ValueError:
        return None
    if not name or parts.netloc != authority or "@" in authority or authority != authority.strip():
        return None
    return name, port


def _is_address(name: str) -> bool:
    try:
        ipaddress.ip_address(name)
    except ValueError:
        return False
    return True


class Guard:
    """Refuses what does not come from the chat's own page, and sets headers on what goes out.

    ``uploads`` is the only folder from which a request may name a file.
    """

    def __init__(self, app: ASGIApp, hosts: Hosts, uploads: Path) -> None:
        self.app = app
        self.hosts = hosts
        self.uploads = uploads
        self.below = tuple(path for path in PATHS if path.endswith("/") and path != "/")

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, or refuse it in words."""
        if scope["type"] == "lifespan":
            await self.app(scope, receive, send)
            return

        async def send_guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name in [name for name in headers if name.startswith(_CORS)]:
                    del headers[name]
                headers.update(HEADERS)
            await send(message)

        refused = self._refusal(scope)
        if refused is None and scope["path"] == _EVENTS and scope["method"] == "POST":
            refused, receive = await self._read(receive)
        if refused is None:
            await self.app(scope, receive, send_guarded)
        elif scope["type"] == "http":
            status, reason = refused
            await PlainTextResponse(f"{reason}\n", status)(scope, receive, send_guarded)
        else:
            await send({"type": "websocket.close", "code": 1008, "reason": refused[1]})

    def _refusal(self, scope: Scope) -> tuple[int, str] | None:
        """Return status and reason if the request is not to be answered."""
        if scope["type"] != "http":
            return 403, "Refused: the web chat has no use for websockets."
        headers = Headers(scope=scope)
        hosts = headers.getlist("host")
        if len(hosts) != 1 or not self.hosts.allow(hosts[0]):
            return 403, "Refused: this server is not known by that host name."
        if not self._same_origin(headers, hosts[0]):
            return 403, _FOREIGN
        unsafe = scope["method"] not in ("GET", "HEAD", "OPTIONS")
        if unsafe and headers.get("sec-fetch-site", "none") not in ("same-origin", "none"):
            return 403, _FOREIGN
        path = scope["path"]
        if path not in PATHS and not path.startswith(self.below):
            return 404, "There is nothing at this address."
        return None

    def _same_origin(self, headers: Headers, host: str) -> bool:
        """Say whether every ``Origin``, if there is one, is the host that was asked for."""
        for origin in headers.getlist("origin"):
            scheme, _, authority = origin.partition("://")
            if scheme not in ("http", "https"):
                return False
            # A tunnel may pass its own name on as the host, or that of the local server.
            if authority != host and authority not in self.hosts.public:
                return False
        return True

    async def _read(self, receive: Receive) -> tuple[tuple[int, str] | None, Receive]:
        """Read an event, see that it names no file but uploaded ones, and put it back.

        Gradio looks at that only in apps started by its own ``launch``; in others it would copy
        any file of this machine, or fetch any address, that a request names.
        """
        body = b""
        more = True
        while more:
            message = await receive()
            body += message.get("body", b"")
            more = message.get("more_body", False)
            if len(body) > _MOST_BYTES:
                return (413, "Refused: this is too long for a question."), receive
        try:
            names = list(file_names(json.loads(body)))
        except (ValueError, RecursionError):
            return (400, "Refused: this cannot be read."), receive
        if not all(self._uploaded(name) for name in names):
            return (403, "Refused: this names a file that was not uploaded."), receive
        again: list[Message] = [{"type": "http.request", "body": body, "more_body": False}]

        async def receive_again() -> Message:
            return again.pop() if again else await receive()

        return None, receive_again

    def _uploaded(self, name: Any) -> bool:  # noqa: ANN401 - whatever a request holds
        if not isinstance(name, str) or "\0" in name or not os.path.isabs(name):
            return False
        return Path(os.path.realpath(name)).is_relative_to(os.path.realpath(self.uploads))


def file_names(data: Any) -> Iterator[Any]:  # noqa: ANN401 - any JSON
    """Yield what Gradio would take for the name of a file, anywhere in JSON values.

    >>> list(file_names({"data": [[{"path": "/a", "url": None}], "b"]}))
    ['/a']
    """
    if isinstance(data, dict):
        if "path" in data:
            yield data["path"]
        data = list(data.values())
    if isinstance(data, list):
        for one in data:
            yield from file_names(one)
