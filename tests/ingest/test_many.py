"""An iterator of any number of articles is taken in within the memory of a few of them."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import ROOT

pytestmark = pytest.mark.long


def many(folder: Path, number: int, *more: str) -> dict[str, Any]:
    """Ingest so many articles in a process of its own; return its counts and its peak of memory."""
    folder.mkdir()
    command = [sys.executable, "-W", "ignore", "-m", "tests.ingest.many_child"]
    done = subprocess.run(
        [*command, folder, str(number), *more],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    state: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    assert state["added"] == state["articles"] == number
    print(state)  # noqa: T201 - the figures are what somebody runs this for
    return state


@pytest.mark.timeout(3600)
def test_four_times_as_many_articles_take_no_more_memory(tmp_path: Path) -> None:
    few, more = many(tmp_path / "few", 1_000), many(tmp_path / "more", 4_000)
    # The vector index, which is held in memory, takes 1.2 KB of these for each passage.
    assert more["peak_mb"] < few["peak_mb"] + 12


@pytest.mark.timeout(7200)
def test_a_dry_run_of_a_million_articles_takes_the_memory_of_20_000(tmp_path: Path) -> None:
    few, more = many(tmp_path / "few", 20_000, "dry"), many(tmp_path / "more", 1_000_000, "dry")
    assert more["peak_mb"] < few["peak_mb"] + 8
