"""A real server of the web chat in a thread, for tests that ask it over the network."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from ui.security import Hosts
from ui.web import Server, build_app, listen
from vectorstore import Library, Settings

#: Seconds that anything may take on a machine that is busy.
PATIENCE = 120


@dataclass(frozen=True)
class Chat:
    """A running web chat."""

    url: str
    host: str
    library: Library


@contextmanager
def running_chat(folder: Path, *, auth: tuple[str, str] | None = None) -> Iterator[Chat]:
    """Serve the library in a folder on a port of its own, for as long as the block runs."""
    ready = threading.Event()
    with (
        Library.open(folder, settings=Settings(data_dir=folder)) as library,
        closing(listen("127.0.0.1", 0)) as listener,
    ):
        port = int(listener.getsockname()[1])
        hosts = Hosts.serving("127.0.0.1", port)
        server = Server(build_app(library, hosts=hosts, auth=auth), ready.set)
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]})
        thread.start()
        try:
            assert ready.wait(PATIENCE)
            yield Chat(f"http://127.0.0.1:{port}", f"127.0.0.1:{port}", library)
        finally:
            server.should_exit = True
            thread.join(PATIENCE)
