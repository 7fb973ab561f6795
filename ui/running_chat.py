"""Lets ``ask`` and ``search`` go through a web chat that has the library open already.

Loading the models takes seconds, and the chat has done it. It listens at a Unix socket in the
library's folder that its owner alone may use; this side needs no import that takes time. Where
there is no such chat, where it runs with other settings or as another version, or on a system
without Unix sockets, the command opens the library itself.
"""

from __future__ import annotations

import hashlib
import json
import os
import socket
import tempfile
import tomllib
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import NamedTuple

import platformdirs

#: The socket's file in the library's folder.
SOCKET = "chat.sock"

#: Settings that do not change an answer.
_ELSEWHERE = ("data_dir", "host", "port", "auth")

#: The longest path that every system takes as a socket's address, in bytes.
_LONGEST = 100

#: Seconds that an answer may take before the command gives it itself.
_PATIENCE = 120.0


class Answered(NamedTuple):
    """Text for standard output, text for standard error, and the exit status."""

    text: str
    aside: str
    status: int


def ask_running_chat(wanted: dict[str, object], data_dir: Path | None) -> Answered | None:
    """Return a running chat's answer, ``None`` where there is none that answers as we would.

    ``wanted`` has the fields of ``ui.asking.Wanted`` and ``columns``, the width to write for.
    """
    folder = library_folder(data_dir)
    path = folder / SOCKET
    if not hasattr(socket, "AF_UNIX") or not ours(path):
        return None
    question = json.dumps({**wanted, "fingerprint": fingerprint()})
    try:
        with address_of(path) as address, socket.socket(socket.AF_UNIX) as connection:
            connection.settimeout(_PATIENCE)
            connection.connect(address)
            connection.sendall(question.encode() + b"\n")
            with connection.makefile("rb") as stream:
                line = stream.readline()
        said = json.loads(line) if line else None
    except (OSError, ValueError):  # the chat has gone, or goes in this moment
        return None
    return Answered(said["text"], said["aside"], said["status"]) if said else None


def library_folder(data_dir: Path | None) -> Path:
    """Return the library's folder as ``vectorstore.Settings`` would, without its imports."""
    named = data_dir or _configured().get("data_dir")
    # As there: the platform's folder for a user's data, with our name.
    folder = named or platformdirs.user_data_dir("citewire", appauthor=False)
    return Path(str(folder)).expanduser()


def fingerprint() -> str:
    """Return a digest of the version and of all settings that change an answer.

    Of what was written, not of what it means: different words for the same setting count as
    different, which costs time and never a wrong answer.
    """
    written = {key: repr(one) for key, one in _configured().items() if key not in _ELSEWHERE}
    for key, one in os.environ.items():
        name = key.lower().removeprefix("citewire_")
        if key.upper().startswith("CITEWIRE_") and one and name not in _ELSEWHERE:
            written[f"${name}"] = one
    try:
        written["version"] = version("citewire")
    except PackageNotFoundError:
        written["version"] = ""
    # The code that runs, where several stand beside each other.
    written["code"] = str(Path(__file__).resolve())
    written["models"] = str(Path.cwd()) if _relative_models(written) else ""
    return hashlib.sha256(json.dumps(written, sort_keys=True).encode()).hexdigest()


def _relative_models(written: dict[str, str]) -> bool:
    return any(key.endswith(("embedding_model", "evidence_model")) for key in written)


def _configured() -> dict[str, object]:
    try:
        return tomllib.loads(Path("citewire.toml").read_text("utf-8"))
    except (OSError, ValueError):  # what is wrong with it is for the settings to say
        return {}


def ours(path: Path) -> bool:
    """Return whether a socket is there that belongs to this user."""
    try:
        found = path.lstat()
    except OSError:
        return False
    return found.st_uid == os.getuid() and path.is_socket()


@contextmanager
def address_of(path: Path) -> Iterator[str]:
    """Yield a path of a socket that is short enough to be its address."""
    if len(os.fsencode(path.absolute())) <= _LONGEST:
        yield str(path.absolute())
        return
    with tempfile.TemporaryDirectory(prefix="citewire-") as short:
        link = Path(short) / "library"
        link.symlink_to(path.absolute().parent, target_is_directory=True)
        yield str(link / path.name)
