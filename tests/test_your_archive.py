"""docs/your-archive.md leads to answers: its steps are run as they are written."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

from tests.conftest import ROOT

STEPS = re.findall(
    r"```console\n(.*?)```", (ROOT / "docs" / "your-archive.md").read_text("utf-8"), re.DOTALL
)
#: What each step answers, in words of the text that the step itself brings in.
ANSWERS = [
    "",
    "Ursula Quandt, who keeps the lock,",
    "because drivers were missing",
    "has hired three students",
    "the harbour master, Jan Stellick,",
]


def test_every_step_leads_to_its_answer(tmp_path: Path) -> None:
    assert len(STEPS) == len(ANSWERS)
    bin = tmp_path / "bin"
    bin.mkdir()
    command = bin / "citewire"
    command.write_text(f'#!/bin/sh\nexec {shlex.quote(sys.executable)} -m citewire "$@"\n')
    command.chmod(0o755)
    folder = tmp_path / "empty"
    folder.mkdir()
    # One shell for all, since the page's reader has one; a mark parts what its steps print.
    script = "\necho ----\n".join(STEPS)
    done = subprocess.run(
        ["sh", "-e", "-c", script],
        cwd=folder,
        env={
            **os.environ,
            "PATH": f"{bin}:{os.environ['PATH']}",
            "PYTHONPATH": str(ROOT),
            "PYTHONWARNINGS": "ignore",
            "COLUMNS": "200",
        },
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    printed = done.stdout.split("\n----\n")
    if not STEPS[0].strip().startswith("citewire"):
        printed = done.stdout.removeprefix("----\n").split("\n----\n")
        printed.insert(0, "")
    for step, said, answer in zip(STEPS, printed, ANSWERS, strict=True):
        assert answer in " ".join(said.split()), step
    assert "is a news item of the type picture" in printed[4] + done.stderr
    assert "skipped" not in printed[1] or "0 skipped" in printed[1]
