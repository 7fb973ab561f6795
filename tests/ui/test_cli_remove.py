"""Taking articles out, and looking after a library, on the command line."""

from __future__ import annotations

import json
import os
import pty
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from tests.conftest import ROOT
from ui.cli import main


def run(folder: Path, *arguments: str) -> Result:
    return CliRunner().invoke(main, [*arguments, "--data-dir", str(folder)])


def ids(folder: Path) -> list[str]:
    return [one["id"] for one in json.loads(run(folder, "list", "--json").stdout)]


def test_a_removal_asks_for_a_compaction_which_clears_the_disk(sample_copy: Path) -> None:
    first, *others = ids(sample_copy)
    assert "compaction    not due" in run(sample_copy, "status").stdout
    removed = run(sample_copy, "remove", first)
    assert removed.stdout.startswith("Removed 1 article. citewire compact")
    assert ids(sample_copy) == others
    state = json.loads(run(sample_copy, "status", "--json").stdout)
    assert state["removed"] == 1
    assert state["waste_bytes"] > 0
    assert state["secure_delete"] is (sqlite3.sqlite_version_info >= (3, 42))
    when = "their article" if state["secure_delete"] else "a compaction (SQLite "
    words = f"removed words leave the full-text index with {when}"
    assert words in run(sample_copy, "status").stdout
    assert "due: words of 1 removed article" in run(sample_copy, "status").stdout
    done = json.loads(run(sample_copy, "compact", "--json").stdout)
    assert set(done) == {"before", "after", "removed"}
    assert done["removed"] == 1
    assert done["after"] < done["before"]
    assert "compaction    not due" in run(sample_copy, "status").stdout
    assert run(sample_copy, "doctor").exit_code == 0


def test_forgetting_without_a_terminal_needs_a_yes(sample_copy: Path) -> None:
    first, *others = ids(sample_copy)
    refused = run(sample_copy, "forget", first)
    assert refused.exit_code == 2
    assert "no terminal to ask on. Nothing was changed. Give --yes" in refused.stderr
    assert ids(sample_copy) == [first, *others]
    done = run(sample_copy, "forget", first, "--yes")
    assert done.exit_code == 0, done.stderr
    assert done.stdout.startswith("Forgot 1 article")
    assert "again would bring it back" in done.stdout
    assert ids(sample_copy) == others
    assert run(sample_copy, "forget", first, "--yes").exit_code == 1


def test_an_article_that_was_removed_can_be_forgotten_still(sample_copy: Path) -> None:
    first, *others = ids(sample_copy)
    run(sample_copy, "remove", first)
    done = run(sample_copy, "forget", first, "--yes")
    assert done.exit_code == 0, done.stderr
    assert f"{first}  (removed before)" in done.stderr
    assert done.stdout.startswith("Forgot 1 article")
    assert "again would bring it back" in done.stdout
    assert ids(sample_copy) == others
    again = run(sample_copy, "forget", first, "--yes")
    assert again.exit_code == 1
    assert f"Nothing in the library has the id '{first}'" in again.stderr


@pytest.mark.parametrize(("said", "status"), [("n", 1), ("y", 0)])
def test_forgetting_asks_on_a_terminal(sample_copy: Path, said: str, status: int) -> None:
    first, *others = ids(sample_copy)
    ours, theirs = pty.openpty()
    try:
        os.write(ours, f"{said}\n".encode())
        done = subprocess.run(
            [sys.executable, "-m", "citewire", "forget", first, "--data-dir", sample_copy],
            cwd=ROOT,
            stdin=theirs,
            capture_output=True,
            text=True,
            check=False,
        )
    finally:
        os.close(ours)
        os.close(theirs)
    assert done.returncode == status, done.stderr
    assert "Forget 1 article for good?" in done.stderr
    assert first in done.stderr
    assert (first in ids(sample_copy)) == (said == "n")
    assert set(others) <= set(ids(sample_copy))


def test_the_doctor_exits_with_1_until_what_is_wrong_is_repaired(sample_copy: Path) -> None:
    sound = json.loads(run(sample_copy, "doctor", "--json").stdout)
    assert sound["sound"]
    names = [one["check"] for one in sound["checks"]]
    assert names[:4] == ["database", "references", "articles", "versions"]
    assert names[-2:] == ["own reader", "calibration"]
    (sample_copy / "chroma.new").mkdir()
    adapted = sample_copy / "adapted"
    adapted.mkdir()
    (adapted / "reader.json").write_text("{}")
    ill = run(sample_copy, "doctor")
    assert ill.exit_code == 1
    assert "leftovers    wrong" in ill.stdout
    assert "own reader   wrong" in ill.stdout
    assert "The library is not sound." in ill.stdout
    run(sample_copy, "adapt", "--remove")
    repaired = run(sample_copy, "doctor", "--repair")
    assert repaired.exit_code == 0, repaired.stdout
    assert "leftovers    repaired" in repaired.stdout
    assert run(sample_copy, "doctor").exit_code == 0


def test_a_backup_is_restored_by_the_command_line(sample_copy: Path, tmp_path: Path) -> None:
    kept = ids(sample_copy)
    made = run(sample_copy, "backup", str(tmp_path / "copy.tar.gz"))
    assert made.stdout.startswith(f"Copied {len(kept)} articles to ")
    place = tmp_path / "again"
    done = json.loads(run(place, "restore", str(tmp_path / "copy.tar.gz"), "--json").stdout)
    assert done["articles"] == len(kept)
    assert ids(place) == kept
    assert run(place, "doctor").exit_code == 0
    again = run(place, "restore", str(tmp_path / "copy.tar.gz"))
    assert again.exit_code == 2
    assert "something at" in again.stderr
