"""docs/your-archive.md leads to answers: a shell runs its steps as they are written."""

from __future__ import annotations

import contextlib
import json
import os
import re
import shlex
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from tests.conftest import ROOT
from ui.cli import main

STEPS = re.findall(
    r"```console\n(.*?)```", (ROOT / "docs" / "your-archive.md").read_text("utf-8"), re.DOTALL
)
#: What each step answers, in words of the text that the step itself brings in.
ANSWERS = [
    "",
    "Ursula Quandt, who keeps the lock,",
    "because drivers were missing",
    "The painter, Hedda Mauk,",
    "A pipe burst under its basin",
    "has hired three students",
    "the harbour master, Jan Stellick,",
]

#: The command `citewire` of that shell: the test's own process runs it, which has the model.
COMMAND = """
import json, os, socket, sys
with socket.socket(socket.AF_UNIX) as line:
    line.connect({address!r})
    line.sendall(json.dumps([sys.argv[1:], os.getcwd(), dict(os.environ)]).encode())
    line.shutdown(socket.SHUT_WR)
    output, status = json.loads(b"".join(iter(lambda: line.recv(65536), b"")))
print(output, end="", flush=True)
sys.exit(status)
"""


def run(request: list[Any], monkeypatch: pytest.MonkeyPatch) -> tuple[str, int]:
    """Run what the shell asks for, in its folder and with its library."""
    arguments, folder, environment = request
    monkeypatch.chdir(folder)
    for name in [name for name in environment if name.startswith("CITEWIRE_")]:
        monkeypatch.setenv(name, environment[name])
    result = CliRunner().invoke(main, arguments)
    assert result.exception is None or isinstance(result.exception, SystemExit)
    return result.output, result.exit_code


@contextlib.contextmanager
def ended(group: int) -> Iterator[None]:
    """End a group of processes behind the block: what a step started and a failure left."""
    try:
        yield
    finally:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(group, signal.SIGTERM)


def free_port() -> int:
    """Return a port that nobody listens on: the one that the page names may be taken."""
    with socket.create_server(("127.0.0.1", 0)) as one:
        return int(one.getsockname()[1])


def test_every_step_leads_to_its_answer(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert len(STEPS) == len(ANSWERS)
    (tmp_path / "bin").mkdir()
    (tmp_path / "empty").mkdir()
    code, command = tmp_path / "command.py", tmp_path / "bin" / "citewire"
    command.write_text(f'#!/bin/sh\nexec {shlex.quote(sys.executable)} -S -I {code} "$@"\n')
    command.chmod(0o755)
    (tmp_path / "bin" / "python3").symlink_to(sys.executable)
    # Short, since the address of such a socket may have about a hundred characters.
    monkeypatch.chdir(tmp_path)
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind("line")
        listener.listen()
        listener.settimeout(0.2)
        code.write_text(COMMAND.format(address=os.path.relpath("line", "empty")))
        # One shell for all, as the page's reader has one; a mark parts what its steps print.
        shell = subprocess.Popen(
            ["sh", "-e", "-c", "\necho ----\n".join(STEPS)],
            cwd="empty",
            env={
                **os.environ,
                "PATH": f"{tmp_path / 'bin'}:{os.environ['PATH']}",
                "PORT": str(free_port()),
            },
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
        )
        with shell, ended(shell.pid):
            while shell.poll() is None:
                try:
                    line, _ = listener.accept()
                except TimeoutError:
                    continue
                with line:
                    line.settimeout(10)
                    asked = b"".join(iter(lambda line=line: line.recv(65536), b""))
                    line.sendall(json.dumps(run(json.loads(asked), monkeypatch)).encode())
            assert shell.stdout is not None
            output = shell.stdout.read()
    assert shell.returncode == 0, output
    printed = output.split("----\n")
    for step, said, answer in zip(STEPS, printed, ANSWERS, strict=True):
        assert answer in " ".join(said.split()), step
    assert "published 2024-03-08 (feed)" in " ".join(printed[2].split())
    assert re.search(r"new +http://127.0.0.1:\d+/bridge.html\n", printed[3])
    assert "night-bus" not in printed[3]
    assert "is a news item of the type picture" in printed[-1]
