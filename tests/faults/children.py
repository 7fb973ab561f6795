"""Forked children: what imports take is paid once, by their parent."""

from __future__ import annotations

import json
import os
import signal
import time
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

#: A child that takes longer than this, in seconds, hangs.
PATIENCE = 120.0


@dataclass(frozen=True, slots=True)
class Ended:
    """How a child ended: what it returned or raised, whether it was killed, and its seconds."""

    value: Any
    error: str
    killed: bool
    seconds: float


def child(work: Callable[[], object], note: Path, *, kill_after: float | None = None) -> Ended:
    """Run ``work`` in a forked child, which is killed after some seconds if asked.

    What it returns must be JSON; ``note`` is a file for it.
    """
    note.unlink(missing_ok=True)
    began = time.monotonic()
    pid = os.fork()
    if pid == 0:
        _run(work, note)
    while True:
        ended, status = os.waitpid(pid, os.WNOHANG)
        passed = time.monotonic() - began
        if ended:
            break
        if passed > (PATIENCE if kill_after is None else kill_after):
            os.kill(pid, signal.SIGKILL)
            _, status = os.waitpid(pid, 0)
            break
        time.sleep(0.002)
    said = json.loads(note.read_text()) if note.exists() else {}
    killed = os.WIFSIGNALED(status)
    error = said.get("error", "")
    if killed and kill_after is None and os.WTERMSIG(status) != signal.SIGKILL:
        error = f"ended by signal {os.WTERMSIG(status)}"
    if killed and kill_after is None and passed > PATIENCE:
        error = f"hung for {PATIENCE} seconds"
    return Ended(said.get("value"), error, killed, passed)


def _run(work: Callable[[], object], note: Path) -> None:
    said: dict[str, object] = {}
    code = 0
    try:
        said["value"] = work()
    except BaseException as error:
        said["error"] = f"{type(error).__name__}: {error}\n{traceback.format_exc()}"
        code = 1
    note.write_text(json.dumps(said))
    os._exit(code)
