"""citewire adapt as its own process: killed, gone on with, asked beside, taken away."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from ingest import ingest
from qa import Adaptation, answer
from tests import notices, towns
from tests.conftest import ROOT
from ui.cli import main
from vectorstore import Library

MINUTES = "0.5"


def start(folder: Path, *more: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "citewire", "adapt", "--data-dir", str(folder), *more],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT), "OMP_NUM_THREADS": "1"},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def status(folder: Path) -> Any:  # noqa: ANN401 - any JSON
    shown = CliRunner().invoke(main, ["status", "--json", "--data-dir", str(folder)])
    assert shown.exit_code == 0, shown.output
    return json.loads(shown.stdout)["adaptation"]


def wait_for(process: subprocess.Popen[str], stage: str) -> None:
    assert process.stderr is not None
    for line in process.stderr:
        if line.startswith(stage):
            return
    raise AssertionError(f"it ended before {stage}")


@pytest.mark.long
@pytest.mark.timeout(1500)
def test_an_adaptation_that_is_killed_goes_on_and_is_used_only_if_it_is_better(
    tmp_path: Path,
) -> None:
    folder = tmp_path / "library"
    questions = notices.write(tmp_path / "questions.jsonl", notices.questions()[:8])
    more = ("--minutes", MINUTES, "--questions", str(questions), "--json")
    with Library.open(folder) as library:
        ingest(library, towns.articles())
        asked = f"Who cut the ribbon in {towns.TOWNS[3]}?"
        before = answer(asked, library=library, as_of="2024-06-01").confidence

        first = start(folder, *more)
        wait_for(first, "searching")
        assert os.getpriority(os.PRIO_PROCESS, first.pid) > os.getpriority(os.PRIO_PROCESS, 0)
        assert status(folder)["unfinished"] == "running"
        assert answer(asked, library=library, as_of="2024-06-01").confidence == before
        wait_for(first, "reading")
        first.send_signal(signal.SIGKILL)
        with first:  # closes its pipes
            pass
        assert status(folder)["unfinished"] == "stopped"

        second = start(folder, *more)
        out, said = second.communicate()
        assert second.returncode == 0, said
        assert "searching" not in said  # that was done before the kill
        found = json.loads(out)
        assert found["pairs"]["lists"] >= 20
        assert sum(found["trained"].values()) >= 100
        assert 0 < found["steps"] <= found["planned"]
        gain = found["pairs"]["mrr"]["gain"]
        worse = found["questions"] and found["questions"]["mrr"]["gain"]["value"] < 0
        assert found["in_use"] == (gain["low"] > 0 and not worse)

        state = status(folder)
        assert state["unfinished"] is None
        assert (state["record"] is not None) == state["used"] == found["in_use"]
        after = answer(asked, library=library, as_of="2024-06-01").confidence
        assert (after != before) == found["in_use"]

        removed = CliRunner().invoke(
            main, ["adapt", "--remove", "--data-dir", str(folder), "--json"]
        )
        assert json.loads(removed.stdout) == {"removed": found["in_use"]}
        assert answer(asked, library=library, as_of="2024-06-01").confidence == before


def test_too_few_articles_and_wrong_use_have_their_exit_status(tmp_path: Path) -> None:
    folder = tmp_path / "library"
    with Library.open(folder) as library:
        ingest(library, towns.articles(3))
    few = start(folder, "--minutes", "0.01")
    _, said = few.communicate()
    assert few.returncode == 2
    assert "pairs of a question and its answer" in said
    assert "200" in said
    both = CliRunner().invoke(
        main, ["adapt", "--remove", "--questions", str(ROOT / "tests" / "questions.jsonl")]
    )
    assert both.exit_code == 2
    none = CliRunner().invoke(main, ["adapt", "--minutes", "0"])
    assert none.exit_code == 2
    nothing = CliRunner().invoke(main, ["adapt", "--remove", "--data-dir", str(folder)])
    assert nothing.stdout == "The library has no reader of its own; nothing was changed.\n"


def test_what_is_said_of_an_adaptation_names_the_figures_and_what_became_of_it() -> None:
    import numpy as np

    from qa import Compared
    from ui.adaptation import adaptation_text

    good = Compared(np.float64([2] * 30 + [1] * 30), np.float64([1] * 60))
    found = Adaptation(False, {"cloze": 40, "headline": 1}, 7, 9, 12.0, good)
    text = adaptation_text(found)
    assert "40 gaps, 1 headline; 7 steps of 9: the time was up" in text
    assert "0.750" in text
    assert "1.000" in text
    assert "in use from now on" in text
    bad = Compared(np.float64([1, 1]), np.float64([1, 2]))
    assert "the shipped reader goes on" in adaptation_text(
        Adaptation(False, {"cloze": 9}, 9, 9, 1.0, bad)
    )
    assert "answered worse: the adapted reader goes on" in adaptation_text(
        Adaptation(True, {"cloze": 9}, 9, 9, 1.0, good, bad)
    )
