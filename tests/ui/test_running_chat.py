"""The command line through a web chat that has the library open, over a real socket."""

from __future__ import annotations

import json
import os
import re
import socket
import stat
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from tests.conftest import ROOT
from ui.chat_socket import answering
from ui.cli import main
from ui.running_chat import SOCKET, ask_running_chat, fingerprint, library_folder
from vectorstore import Library

LIST_QUESTION = "Which companies paused sales, and for how long?"
ASK: dict[str, object] = {"command": "ask", "question": LIST_QUESTION, "columns": 80}


@pytest.fixture
def library(sample_copy: Path) -> Iterator[Library]:
    """Return a library that a chat may have open."""
    with Library.open(sample_copy) as one:
        yield one


def run(library: Library, *arguments: str) -> Result:
    return CliRunner().invoke(main, [*arguments, "--data-dir", str(library.path)])


def untimed(output: str) -> str:
    return re.sub(r"in \d+\.\d s|\d+ ms", "in time", output)


@pytest.mark.parametrize(
    "arguments",
    [
        ["ask", LIST_QUESTION],
        ["ask", "Who won the World Cup?"],
        ["ask", LIST_QUESTION, "--as-of", "1990-01-01"],
        ["search", "Who paused sales?", "--top", "3"],
        ["search", "Who paused sales?", "--top", "3", "--json"],
        ["ask", "why " * 2000],
    ],
)
def test_the_chat_says_what_the_command_would(library: Library, arguments: list[str]) -> None:
    alone = run(library, *arguments)
    with answering(library) as chat:
        through = run(library, *arguments)
        assert chat
        assert chat.answered == 1
    assert untimed(through.output) == untimed(alone.output)
    assert through.exit_code == alone.exit_code


def test_a_command_that_the_chat_answers_loads_neither_library_nor_models(
    library: Library,
) -> None:
    code = (
        "import sys\nfrom ui.cli import main\n"
        "try:\n    main()\n"
        "finally:\n"
        "    print([m for m in ('vectorstore', 'qa', 'numpy') if m in sys.modules])"
    )
    command = [sys.executable, "-c", code, "ask", LIST_QUESTION, "--json"]
    with answering(library):
        done = subprocess.run(
            [*command, "--data-dir", str(library.path)],
            capture_output=True,
            text=True,
            cwd=ROOT,
            check=True,
        )
    printed, _, loaded = done.stdout.rstrip().rpartition("\n")
    assert json.loads(printed)["question"] == LIST_QUESTION
    assert loaded == "[]"


def test_a_question_is_saved_through_the_chat_too(library: Library) -> None:
    with answering(library) as chat:
        saved = run(library, "ask", LIST_QUESTION, "--save")
        assert chat
        assert chat.answered == 1
    assert "Saved as question 1" in saved.stderr
    assert run(library, "recheck").exit_code == 0


def test_other_settings_are_answered_by_the_command_itself(
    library: Library, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    with answering(library):
        assert ask_running_chat(ASK, library.path)
        monkeypatch.setenv("CITEWIRE_THRESHOLD", "0.99")
        assert ask_running_chat(ASK, library.path) is None
        monkeypatch.setenv("CITEWIRE_THRESHOLD", "")
        monkeypatch.setenv("CITEWIRE_PORT", "8000")
        assert ask_running_chat(ASK, library.path)
        monkeypatch.chdir(tmp_path)
        Path("citewire.toml").write_text("threshold = 0.99\n", "utf-8")
        assert ask_running_chat(ASK, library.path) is None


def test_the_socket_is_its_owners_alone_and_goes_with_the_chat(library: Library) -> None:
    path = library.path / SOCKET
    with answering(library):
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert not path.exists()
    assert ask_running_chat(ASK, library.path) is None


def test_the_chat_finishes_what_a_killed_ingest_left(library: Library) -> None:
    with library.catalogue.transaction():
        library.catalogue.rows("UPDATE passages SET indexed = 0 WHERE key = 1")
    assert library.catalogue.unindexed(1)
    with answering(library):
        assert ask_running_chat(ASK, library.path)
    assert not library.catalogue.unindexed(1)


def test_an_answer_that_was_begun_is_given_when_the_chat_ends(library: Library) -> None:
    with ThreadPoolExecutor(1) as aside:
        with answering(library) as chat:
            assert chat
            given = aside.submit(ask_running_chat, ASK, library.path)
            while not chat.answered:
                time.sleep(0.01)
        found = given.result()
    assert found
    assert found.status == 0


def test_a_socket_left_by_a_killed_chat_is_taken_over(library: Library) -> None:
    with socket.socket(socket.AF_UNIX) as left:
        left.bind(str(library.path / SOCKET))
    assert ask_running_chat(ASK, library.path) is None
    with answering(library):
        assert ask_running_chat(ASK, library.path)


def test_of_two_chats_the_first_goes_on_answering(library: Library) -> None:
    with answering(library):
        with answering(library):
            assert ask_running_chat(ASK, library.path)
        assert ask_running_chat(ASK, library.path)


def test_a_folder_with_a_long_path_has_a_socket_too(sample_copy: Path, tmp_path: Path) -> None:
    long = tmp_path / ("long" * 25) / ("folder" * 20)
    long.parent.mkdir()
    sample_copy.rename(long)
    with Library.open(long) as library, answering(library):
        assert ask_running_chat(ASK, long)


def test_what_is_no_question_gets_no_answer(library: Library) -> None:
    wrong = json.dumps({**ASK, "question": 1, "fingerprint": fingerprint()}).encode() + b"\n"
    with answering(library):
        for sent in (b"{}\n", b"[1]\n", b"\xff\n", b'{"fingerprint": 1}\n', wrong):
            with socket.socket(socket.AF_UNIX) as connection:
                connection.connect(str(library.path / SOCKET))
                connection.sendall(sent)
                assert connection.recv(100) == b"null\n"
        assert ask_running_chat(ASK, library.path)


def test_the_folder_is_the_one_that_the_settings_name(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    from vectorstore import Settings

    for name in [name for name in os.environ if name.startswith("CITEWIRE_")]:
        monkeypatch.delenv(name)
    monkeypatch.chdir(tmp_path)
    assert library_folder(None) == Settings.load().data_dir
    Path("citewire.toml").write_text('data_dir = "~/kept"\n', "utf-8")
    assert library_folder(None) == Settings.load().data_dir.expanduser()
    assert library_folder(tmp_path) == Settings.load(data_dir=tmp_path).data_dir


def test_the_web_chat_answers_the_command_line_as_long_as_it_runs(sample_copy: Path) -> None:
    started = [sys.executable, "-m", "citewire", "chat", "--port", "0"]
    with subprocess.Popen(
        [*started, "--data-dir", str(sample_copy)], stdout=subprocess.PIPE, text=True, cwd=ROOT
    ) as chat:
        try:
            assert chat.stdout
            assert "runs on" in chat.stdout.readline()
            found = ask_running_chat(ASK, sample_copy)
        finally:
            chat.terminate()
    assert found
    assert found.status == 0
    assert not (sample_copy / SOCKET).exists()
