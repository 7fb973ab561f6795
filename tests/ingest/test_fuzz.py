"""No file, however spoiled, makes a parser crash, hang, or take more than a gigabyte."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import ROOT


def fuzz(folder: Path, seconds: int, start: int, *endings: str) -> None:
    """Spoil files of these endings, or of all, in a process of its own, which imports no model."""
    done = subprocess.run(
        [
            sys.executable,
            "-m",
            "tests.ingest.fuzz_child",
            folder,
            str(seconds),
            str(start),
            *endings,
        ],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
        timeout=seconds + 120,
    )
    left = [file.name for file in folder.glob("now-*")]
    assert done.returncode == 0, f"{left} in {folder}\n{done.stderr[-4000:]}"
    state = json.loads(done.stdout.splitlines()[-1])
    assert state["files"] > 5 * seconds
    assert state["peak_mb"] < 1024


def test_no_spoiled_file_is_too_much_for_a_parser(tmp_path: Path) -> None:
    fuzz(tmp_path, 20, 1)


@pytest.mark.long
@pytest.mark.timeout(900)
def test_no_spoiled_file_of_ten_minutes_is_too_much_for_a_parser(tmp_path: Path) -> None:
    fuzz(tmp_path, 600, 10_000)
