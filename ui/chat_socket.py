"""The web chat's side of ``ui.running_chat``: answers the command line from the open library."""

from __future__ import annotations

import json
import logging
import os
import socket
import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter

from ui.asking import Wanted, output
from ui.running_chat import SOCKET, address_of, fingerprint, ours
from ui.terminal import columns
from vectorstore import CitewireError, Library

log = logging.getLogger(__name__)

#: The longest request: many times the longest question.
_MOST = 64 * 1024

#: Seconds that a client may take to say what it wants.
_PATIENCE = 10.0

_WANTED = TypeAdapter(Wanted)


@contextmanager
def answering(library: Library) -> Iterator[CommandServer | None]:
    """Answer at the library's socket while the block runs, and to the end what was asked by then.

    Another chat that answers there already is left to do so; a folder in which no socket can be
    made has none: then ``None`` is yielded. The system must have Unix sockets.
    """
    path = library.path / SOCKET
    server = _serve(path, library)
    if server is None:
        yield None
        return
    made = path.stat().st_ino
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield server
    finally:
        with suppress(OSError):
            if path.stat().st_ino == made:  # not one that another chat has put in its place
                path.unlink()
        server.shutdown()
        server.server_close()


def _serve(path: Path, library: Library) -> CommandServer | None:
    if _answers(path):
        return None
    try:
        if ours(path):  # of a chat that was killed
            path.unlink()
        with address_of(path) as address:
            return CommandServer(address, library)
    except OSError as error:
        log.info("no socket for the command line at %s: %s", path, error)
        return None


def _answers(path: Path) -> bool:
    try:
        with address_of(path) as address, socket.socket(socket.AF_UNIX) as connection:
            connection.settimeout(1)
            connection.connect(address)
    except OSError:
        return False
    return True


class _Handler(socketserver.StreamRequestHandler):
    server: CommandServer
    timeout = _PATIENCE

    def handle(self) -> None:
        with suppress(OSError):  # a client that has gone needs no answer
            line = self.rfile.readline(_MOST)
            if line.endswith(b"\n"):
                self.wfile.write(json.dumps(self.server.answer(line)).encode() + b"\n")


class CommandServer(socketserver.ThreadingMixIn, socketserver.UnixStreamServer):
    """Answers questions of the command line; ``answered`` counts them."""

    def __init__(self, address: str, library: Library) -> None:
        self._library, self._path = library, address
        self._fingerprint = fingerprint()
        self.answered = 0
        super().__init__(address, _Handler)

    def server_activate(self) -> None:
        """Begin to listen."""
        # Before it listens nobody can connect: there is no moment at which others may.
        os.chmod(self._path, 0o600)
        super().server_activate()

    def answer(self, line: bytes) -> dict[str, Any] | None:
        """Return an ``Output``'s fields; ``None`` where the client must answer for itself."""
        try:
            asked = json.loads(line)
            if asked.pop("fingerprint") != self._fingerprint:
                return None
            width = int(asked.pop("columns"))
            wanted = _WANTED.validate_json(json.dumps(asked), strict=True)
        except (ValueError, TypeError, KeyError, AttributeError):  # not a client of ours
            return None
        self.answered += 1
        try:
            self._library.finish()  # what opening it would have finished
            with columns(width):
                return output(wanted, self._library)._asdict()
        except CitewireError as error:
            return {"text": "", "aside": f"citewire: {error}", "status": error.exit_code}
