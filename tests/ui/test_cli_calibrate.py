"""citewire calibrate, from the file of questions to the answers and back."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from ingest import ingest
from tests import notices
from tests.conftest import ROOT
from tests.qa.test_cross_encoder import make
from ui.calibration import FIGURES
from ui.cli import main
from vectorstore import Embedder, Library

Run = Callable[..., Result]


@pytest.fixture
def run(tmp_path: Path) -> Run:
    """Run a command on a library of notices."""
    folder = tmp_path / "library"
    with Library.open(folder) as library:
        ingest(library, notices.articles())

    def run(*arguments: str) -> Result:
        return CliRunner().invoke(main, [*arguments, "--data-dir", str(folder)])

    return run


def read(result: Result) -> Any:  # noqa: ANN401 - any JSON
    assert result.exit_code in (0, 3), result.output
    return json.loads(result.stdout)


def test_a_calibration_is_made_used_shown_and_taken_away(
    run: Run, tmp_path: Path, embedder: Embedder, monkeypatch: pytest.MonkeyPatch
) -> None:
    model = str(make(tmp_path / "model", embedder, 1))
    monkeypatch.setenv("CITEWIRE_EVIDENCE_MODEL", model)
    questions = notices.questions()
    file = notices.write(tmp_path / "questions.jsonl", questions)
    asked = ("ask", questions[0].text, "--as-of", notices.DAY.isoformat(), "--json")
    before = read(run(*asked))
    assert "none for" in run("status").stdout

    found = read(run("calibrate", str(file), "--json"))
    assert set(found) == set(
        "evidence_model questions right day in_use replaced before after gain reading slope "
        "intercept levels".split()
    )
    assert (found["evidence_model"], found["questions"], found["in_use"]) == (model, 60, True)
    assert (found["replaced"], found["day"]) == (0, date.today().isoformat())
    assert set(found["before"]) == set(found["after"]) == set(FIGURES)
    assert found["after"]["brier"]["value"] < found["before"]["brier"]["value"]
    assert set(found["levels"]) == {"strict", "balanced", "eager"}

    after = read(run(*asked))
    assert after["confidence"] != before["confidence"]
    state = read(run("status", "--json"))["calibration"]
    assert state == {
        "evidence_model": model,
        "questions": 60,
        "day": date.today().isoformat(),
        "problem": None,
        "others": [],
    }
    line = rf"^calibration +60 questions, {date.today()}, for {re.escape(model)}$"
    assert re.search(line, run("status").stdout, re.MULTILINE)

    again = run("calibrate", str(file))
    assert again.exit_code == 0
    assert "The Brier score is not better" in again.stdout
    assert "nothing was changed" in again.stdout
    assert "The map in use is a calibration of 60 questions: " in again.stdout
    assert max(map(len, again.stdout.replace(model, "").splitlines())) <= 100
    assert read(run("status", "--json"))["calibration"] == state

    assert run("calibrate", "--remove").stdout == f"Removed the calibration for {model}.\n"
    assert read(run(*asked))["confidence"] == before["confidence"]
    assert "There is no calibration" in run("calibrate", "--remove").stdout
    assert read(run("calibrate", "--remove", "--json")) == {
        "evidence_model": model,
        "removed": False,
    }


def test_too_few_questions_are_wrong_use_and_a_broken_file_fails(run: Run, tmp_path: Path) -> None:
    few = run("calibrate", str(ROOT / "tests" / "questions.jsonl"))
    assert few.exit_code == 2
    assert few.stderr.startswith("citewire: There are 16 questions; a calibration needs ")
    broken = tmp_path / "questions.jsonl"
    broken.write_text("?\n")
    found = run("calibrate", str(broken))
    assert found.exit_code == 1
    assert found.stderr.startswith(f"citewire: {broken}, line 1: ")


def test_a_broken_calibration_stops_answers_and_status_says_how_to_mend_it(
    run: Run, tmp_path: Path
) -> None:
    with Library.open(tmp_path / "library") as library:
        library.catalogue.set_fact("calibration:citewire-reader-5", "{}")
    asked = run("ask", notices.questions()[0].text)
    assert asked.exit_code == 1
    assert "Run: citewire calibrate --remove" in asked.stderr
    status = run("status")
    assert status.exit_code == 0
    assert re.search(r"^calibration +not used: .* is not as it was", status.stdout, re.MULTILINE)
    assert run("calibrate", "--remove").exit_code == 0
    assert run("ask", notices.questions()[0].text).exit_code in (0, 3)
