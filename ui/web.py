"""Starts the web chat, and stops it."""

from __future__ import annotations

import asyncio
import errno
import logging
import os
import secrets
import socket
import tempfile
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager, closing, nullcontext, suppress
from functools import partial

import uvicorn
from fastapi import FastAPI
from starlette.routing import Mount

from ui.security import Guard, Hosts, is_loopback
from ui.web_chat import ChatPage
from ui.web_gradio import asset, gr, theme, upload_folder
from vectorstore import CitewireError, Library, ServerError, Settings

#: A larger upload is refused; an archive of that size is better ingested on the command line.
MAX_UPLOAD = "256mb"

#: Seconds that pages get to let go of their connections when the server stops.
_GRACE = 2


def serve(
    settings: Settings,
    *,
    host: str,
    port: int,
    share: bool,
    auth: tuple[str, str] | None,
    announce: Callable[[str], None],
) -> None:
    """Serve the web chat until it is interrupted.

    ``announce`` is called with each address once the chat can be reached there. With port 0 the
    system chooses one. Raises ServerError when the port is taken, when there is no such address,
    when the chat would be open to others without ``auth``, and when ``share`` finds no tunnel.
    """
    refuse_open_door(host, share=share, auth=auth)
    with closing(listen(host, port)) as listener:
        port = int(listener.getsockname()[1])
        hosts = Hosts.serving(host, port)
        with (
            Library.open(settings.data_dir, settings=settings) as library,
            tempfile.TemporaryDirectory(prefix="citewire-") as folder,
        ):
            os.environ["GRADIO_TEMP_DIR"] = folder  # else Gradio's is one for all users
            app = build_app(library, hosts=hosts, auth=auth)
            addresses = reachable(host, port)
            if share:
                addresses.append(open_tunnel(port, hosts))
            server = Server(app, partial(_announce_all, announce, addresses))
            # Loading the model takes seconds; the first question should not be the one to wait.
            threading.Thread(target=warm, args=(library,), daemon=True).start()
            with suppress(KeyboardInterrupt), answering_commands(library):
                server.run(sockets=[listener])


def build_app(
    library: Library,
    *,
    hosts: Hosts | None = None,
    auth: tuple[str, str] | None = None,
) -> FastAPI:
    """Return the web chat of an open library as an ASGI application.

    ``hosts`` are those under which it may be asked for, this machine's loopback names when left
    out. Files that are uploaded lie in ``GRADIO_TEMP_DIR`` until they are ingested.
    """
    # Gradio makes event loops that it never closes, unless one is running in its thread.
    with ThreadPoolExecutor(1) as aside:
        return aside.submit(asyncio.run, _build(library, hosts or Hosts(), auth)).result()


async def _build(library: Library, hosts: Hosts, auth: tuple[str, str] | None) -> FastAPI:
    app = FastAPI(docs_url=None, redoc_url=None, openapi_url=None)
    app.add_middleware(Guard, hosts=hosts, uploads=upload_folder())
    page = ChatPage(library).build()
    mounted: FastAPI = gr.mount_gradio_app(
        app,
        page,
        path="/",
        auth=auth,
        auth_message="Citewire" if auth else None,
        allowed_paths=[],
        blocked_paths=[str(library.path.resolve())],
        footer_links=[],
        run_history=False,
        max_file_size=MAX_UPLOAD,
        show_error=False,
        ssr_mode=False,
        pwa=False,
        mcp_server=False,
        enable_monitoring=False,
        theme=theme(),
        head=f"<style>{asset('chat.css')}</style><script>{asset('page.js')}</script>",
    )
    page.has_launched = True  # Gradio checks the files that a request names for such apps alone
    return mounted


def refuse_open_door(host: str, *, share: bool, auth: tuple[str, str] | None) -> None:
    """Raise ServerError if others could reach the chat, and nobody asked them who they are."""
    if auth is not None or (is_loopback(host) and not share):
        return
    how = "share the web chat publicly" if share else f"let the web chat listen on {host}"
    raise ServerError(
        f"To {how} would open the library to whoever finds it.",
        "Nothing was started.",
        "Give a login with --auth USER:PASSWORD, or leave the address at 127.0.0.1.",
    )


def listen(host: str, port: int) -> socket.socket:
    """Return a socket that listens on an address; raises ServerError with the reason."""
    name = host.strip("[]")
    family = socket.AF_INET6 if ":" in name else socket.AF_INET
    listener = socket.socket(family, socket.SOCK_STREAM)
    try:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind((name, port))
        listener.listen(128)
    except OSError as error:
        listener.close()
        if error.errno == errno.EADDRINUSE:
            happened = f"Port {port} of {host} is taken by another program."
            to_do = f"Choose another one, such as --port {port + 1}, or stop that program."
        elif error.errno == errno.EACCES:
            happened = f"Port {port} of {host} is not for this user to listen on."
            to_do = "Choose one above 1023 with --port."
        else:
            happened = f"The web chat cannot listen on {host}: {error.strerror}."
            to_do = "Choose an address of this machine with --host, such as 127.0.0.1."
        raise ServerError(happened, "Nothing was started.", to_do) from error
    return listener


def answering_commands(library: Library) -> AbstractContextManager[object]:
    """Answer ``citewire ask`` and ``search`` meanwhile, where the system has Unix sockets."""
    if not hasattr(socket, "AF_UNIX"):
        return nullcontext()
    from ui.chat_socket import answering

    return answering(library)


def warm(library: Library) -> None:
    """Load the embedding model; what is wrong with it is for the first question to say."""
    with suppress(CitewireError):
        library.embedder.query_vector("warm")


def reachable(host: str, port: int) -> list[str]:
    """Return the addresses to type into a browser, one for this machine first.

    >>> reachable("127.0.0.1", 7860), reachable("::1", 80)
    (['http://127.0.0.1:7860'], ['http://[::1]:80'])
    """
    name = host.strip("[]")
    names = ["127.0.0.1", socket.gethostname()] if name in ("0.0.0.0", "::") else [name]
    return [f"http://[{one}]:{port}" if ":" in one else f"http://{one}:{port}" for one in names]


def open_tunnel(port: int, hosts: Hosts) -> str:
    """Open Gradio's public tunnel, allow its host, and return its address; raises ServerError."""
    # Gradio's tunnel fails in many ways that it does not name: no network, no binary for this
    # system, a folder that cannot be written to.
    try:
        public = str(
            gr.networking.setup_tunnel("127.0.0.1", port, secrets.token_urlsafe(32), None, None)
        )
    except Exception as error:
        raise ServerError(
            f"No public address could be opened: {error}",
            "Nothing was started.",
            "See whether this machine reaches the internet, or leave --share away.",
        ) from error
    hosts.public.add(public.partition("://")[2].strip("/").lower())
    return public


def _announce_all(announce: Callable[[str], None], addresses: list[str]) -> None:
    for one in addresses:
        announce(one)


class Server(uvicorn.Server):
    """An ASGI server that says when it can be reached."""

    def __init__(self, app: FastAPI, started: Callable[[], None]) -> None:
        super().__init__(
            uvicorn.Config(
                app, log_level="warning", access_log=False, timeout_graceful_shutdown=_GRACE
            )
        )
        self._announce = started
        self._page = app

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Start to answer, then say so."""
        await super().startup(sockets)
        if self.started:
            self._announce()

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Let go of the pages that are still open, then stop."""
        for route in self._page.routes:
            if isinstance(route, Mount):
                route.app.stop_event.set()  # type: ignore[attr-defined] # Gradio's own app
        # What does not let go in time is cut off, which is no news to someone who stops a server.
        logging.getLogger("uvicorn.error").setLevel(logging.CRITICAL)
        await super().shutdown(sockets)
