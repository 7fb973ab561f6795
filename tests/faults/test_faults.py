"""Kills, lost power and full disks, some in every run of the tests, all in the long ones."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import ROOT
from tests.faults.disks import can_mount
from tests.faults.work import OPERATIONS

SEED = 7


def disturb(folder: Path, operations: int, *kinds: str, seed: int = SEED) -> list[dict[str, Any]]:
    """Run rounds in a process of their own, and say of each that it left nothing wrong."""
    environment = {
        **os.environ,
        "PYTHONPATH": str(ROOT),
        "OMP_NUM_THREADS": "1",
        "TOKENIZERS_PARALLELISM": "false",
    }
    done = subprocess.run(
        [sys.executable, "-m", "tests.faults", folder, str(seed), str(operations), *kinds],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    rounds = [json.loads(line) for line in done.stdout.splitlines()]
    wrong = [json.dumps(one) for one in rounds if one["wrong"]]
    where = f"with seed {seed}, {operations} operations and {' '.join(kinds)}"
    assert not wrong, f"{len(wrong)} of {len(rounds)} rounds {where}:\n" + "\n".join(wrong)
    assert done.returncode == 0, f"rounds {where}: {done.stderr}"
    return rounds


@pytest.fixture(scope="module")
def may_mount(tmp_path_factory: pytest.TempPathFactory) -> None:
    """Skip where no disks can be mounted: as another user than root, and in most containers."""
    if not can_mount(tmp_path_factory.mktemp("mount")):
        pytest.skip("disks that can be full or lose their power cannot be mounted here")


@pytest.mark.timeout(600)
def test_a_library_survives_some_kills_and_files_that_may_not_grow(tmp_path: Path) -> None:
    power = ["power=2"] if can_mount(tmp_path) else []
    rounds = disturb(tmp_path, 3, "boundaries=5", "moments=3", "limited=2", *power)
    assert [one["killed"] for one in rounds if one["kind"] == "boundaries"] == [True] * 5
    assert len(rounds) == 10 + 2 * len(power)


@pytest.mark.long
@pytest.mark.timeout(7200)
def test_a_library_survives_a_kill_before_and_after_every_step(tmp_path: Path) -> None:
    rounds = disturb(tmp_path, 0, "boundaries=0")
    assert len(rounds) == rounds[0]["of"] > 300
    assert {one["operation"] for one in rounds} == {*OPERATIONS}
    assert all(one["killed"] for one in rounds)


@pytest.mark.long
@pytest.mark.timeout(3600)
def test_a_library_survives_kills_at_sixty_random_moments(tmp_path: Path) -> None:
    rounds = disturb(tmp_path, 0, "moments=60")
    assert len(rounds) == 60
    assert sum(bool(one["killed"]) for one in rounds) >= 30


@pytest.mark.long
@pytest.mark.timeout(7200)
def test_a_library_survives_power_cuts_at_two_hundred_steps(
    tmp_path: Path, may_mount: None
) -> None:
    rounds = disturb(tmp_path, 0, "power=200")
    assert len(rounds) == 200
    assert {one["operation"] for one in rounds} == {*OPERATIONS}


@pytest.mark.long
@pytest.mark.timeout(3600)
def test_a_library_survives_a_full_disk(tmp_path: Path, may_mount: None) -> None:
    rounds = disturb(tmp_path, 0, "full=44")
    assert sum(bool(one["full"]) for one in rounds) >= 10


@pytest.mark.long
@pytest.mark.timeout(3600)
def test_a_library_survives_files_that_may_not_grow(tmp_path: Path) -> None:
    rounds = disturb(tmp_path, 0, "limited=44")
    assert sum(bool(one["full"]) for one in rounds) >= 10
