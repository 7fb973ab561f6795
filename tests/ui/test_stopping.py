"""Ctrl-C, as the real command meets it: in an encoding, a download, a large file, a long query."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from ingest import ingest
from tests.ingest.web.server import serving
from tests.test_processes import ENVIRONMENT, in_another_process
from tests.ui.test_progress import slowly
from vectorstore import Article, Library

Line = dict[str, Any]


def promised() -> float:
    """Return the two seconds that are promised, and more on a machine that is slow to do anything.

    That is told by how long an interpreter takes to start.
    """
    began = time.monotonic()
    subprocess.run([sys.executable, "-c", ""], check=True)
    return 2.0 + 40 * (time.monotonic() - began)


def citewire(*arguments: str | Path) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "citewire", *map(str, arguments)],
        env={**ENVIRONMENT, "CITEWIRE_ALLOW_PRIVATE_ADDRESSES": "true"},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def stopped(command: subprocess.Popen[str], when: Callable[[Line], bool]) -> tuple[Line, str]:
    """Stop a command that prints JSON as soon as a line says so; return its last line, its words.

    It must end in time, with the status of a command that was stopped.
    """
    try:
        assert command.stdout is not None
        for printed in command.stdout:
            if when(json.loads(printed)):
                break
        else:
            pytest.fail(f"it ended too early: {command.communicate()}")
        time.sleep(0.3)
        limit, began = promised(), time.monotonic()
        command.send_signal(signal.SIGINT)
        out, words = command.communicate(timeout=60)
        took = time.monotonic() - began
    finally:
        command.kill()
    assert command.returncode == 130, words
    assert took < limit
    last = json.loads(out.splitlines()[-1])
    assert last["event"] == "stopped"
    number = "1 article" if last["stored"] == 1 else f"{last['stored']} articles"
    assert words == (
        f"citewire: stopped. Stored by this run, and kept: {number}. The same command goes on from "
        "there.\n"
    )
    return last, words


@pytest.mark.timeout(600)
def test_an_encoding_stops_at_once_and_the_next_run_goes_on(
    library: Library, tmp_path: Path
) -> None:
    news = tmp_path / "news"
    news.mkdir()
    for number in range(30):
        sentences = (f"Ferry {number} took {n} people to Castrel on Monday." for n in range(300))
        (news / f"ferry-{number:02}.txt").write_text(" ".join(sentences))
    running = citewire("ingest", news, "--data-dir", library.path, "--json")
    last, _ = stopped(running, lambda line: line["event"] == "progress" and line["stored"] > 0)
    assert 0 < last["stored"] < 30
    assert len(library) == last["stored"]
    assert len(library.status().unfinished_ingests) == 1
    report = ingest(library, news)
    assert (report.added, report.unchanged) == (30 - last["stored"], last["stored"])
    assert library.status().unfinished_ingests == ()


@pytest.mark.timeout(300)
def test_a_download_stops_at_once(tmp_path: Path) -> None:
    with serving() as server:
        _, server.pages["/slow"] = slowly("<p>Never read to its end.")
        running = citewire("ingest", server.url("/slow"), "--data-dir", tmp_path / "it", "--json")
        last, _ = stopped(
            running, lambda line: until_asked(server.asked) and line["event"] == "progress"
        )
    assert last["stored"] == 0


def until_asked(asked: list[str]) -> bool:
    """Wait until the slow page is being sent."""
    deadline = time.monotonic() + 120
    while "/slow" not in asked:
        assert time.monotonic() < deadline
        time.sleep(0.05)
    return True


@pytest.mark.timeout(300)
def test_the_reading_of_a_large_file_stops_at_once(tmp_path: Path) -> None:
    large = tmp_path / "large.txt"
    large.write_text("The ferry to Castrel sails at nine, and it is never late. \n\n" * 600_000)
    running = citewire("ingest", large, "--data-dir", tmp_path / "it", "--json")
    last, _ = stopped(running, lambda line: line.get("source") == str(large))
    assert last["stored"] == 0


@pytest.mark.parametrize("as_json", [True, False])
@pytest.mark.timeout(300)
def test_a_dry_run_that_is_stopped_says_that_nothing_was_written(
    tmp_path: Path, *, as_json: bool
) -> None:
    large = tmp_path / "large.txt"
    large.write_text("The ferry to Castrel sails at nine, and it is never late. \n\n" * 600_000)
    where = ("--data-dir", tmp_path / "it", *(["--json"] if as_json else []))
    running = citewire("ingest", large, "--dry-run", *where)
    try:
        assert running.stdout is not None
        time.sleep(0.0 if as_json and running.stdout.readline() else 3.0)
        running.send_signal(signal.SIGINT)
        out, words = running.communicate(timeout=60)
    finally:
        running.kill()
    assert running.returncode == 130
    assert words == "citewire: stopped. Nothing was written: this was a dry run.\n"
    if as_json:
        assert json.loads(out.splitlines()[-1]) == {"event": "stopped", "stored": 0}
    assert not (tmp_path / "it").exists()


IN_ONE_LONG_STEP = """
import sqlite3, sys
from ui.stopping import ending_soon
with ending_soon(lambda: print("nothing is lost", flush=True)):
    print("begun", flush=True)
    sqlite3.connect(":memory:").execute(
        "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT max(i) FROM n"
    ).fetchall()
"""


def test_what_does_not_hear_of_a_ctrl_c_is_ended_all_the_same() -> None:
    running = in_another_process(IN_ONE_LONG_STEP)
    assert running.stdout is not None
    assert running.stdout.readline() == "begun\n"
    limit, began = promised(), time.monotonic()
    os.kill(running.pid, signal.SIGINT)
    out, _ = running.communicate(timeout=60)
    assert time.monotonic() - began < limit
    assert (out, running.returncode) == ("nothing is lost\n", 130)


@pytest.mark.parametrize("how", [["list"], ["list", "--json"], ["status"]])
def test_a_command_whose_reader_has_gone_ends_quietly_by_sigpipe(
    tmp_path: Path, how: list[str]
) -> None:
    with Library.open(tmp_path / "library") as library:
        ingest(library, [Article.of("The ferry sailed at noon.", title="The ferry")])
    reading, writing = os.pipe()
    os.close(reading)
    try:
        ended = subprocess.run(
            [sys.executable, "-m", "citewire", *how, "--data-dir", str(tmp_path / "library")],
            env=ENVIRONMENT,
            stdout=writing,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
        )
    finally:
        os.close(writing)
    assert (ended.returncode, ended.stderr) == (-signal.SIGPIPE, "")
