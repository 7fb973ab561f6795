"""A library gets vectors of another model, while it is asked and written to, and is killed."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from filelock import FileLock

from ingest import ingest, rebuild_with
from qa import search
from qa.answering import find_passages
from tests.conftest import ROOT
from tests.tiny import tiny_model
from tests.vectorstore.test_library import in_step
from ui.cli import main
from vectorstore import Article, Library, LibraryBusyError, Settings, StaleIndexError, examine
from vectorstore.progress import SWAPPED

QUESTIONS = ["Who opened the harbor on Monday?", "Which ferry was paused?", "What was said?"]


@pytest.fixture(scope="module")
def models(tmp_path_factory: pytest.TempPathFactory) -> tuple[str, str]:
    """Return two models whose vectors have the same length, and nothing else in common."""
    folder = tmp_path_factory.mktemp("models")
    made = []
    for seed in (1, 2):
        place = folder / str(seed)
        place.mkdir()
        made.append(str(tiny_model(place, seed=seed)))
    return made[0], made[1]


def articles(numbers: range, *, said: str = "paused") -> list[Article]:
    return [
        Article.of(
            f"Harbor {n} opened on Monday. Ferry {n} was {said} there, said the mayor. "
            f"Nobody knew for how long the {n} passengers would wait.",
            id=f"harbor-{n}",
            title=f"Harbor {n} opens",
        )
        for n in numbers
    ]


def opened(folder: Path, **settings: str) -> Library:
    return Library.open(folder, settings=Settings(data_dir=folder, **settings))  # type: ignore[arg-type]


@pytest.fixture
def old(tmp_path: Path, models: tuple[str, str]) -> Iterator[Library]:
    """Return a library of twelve articles, encoded by the first model."""
    folder = tmp_path / "library"
    with opened(folder, embedding_model=models[0]) as library:
        ingest(library, articles(range(12)))
        yield library


def found(library: Library) -> list[list[tuple[Any, ...]]]:
    """Return what both searches find for each question: all that vectors have a say in."""
    return [
        [
            (one.passage.article_id, one.passage.start, one.passage.end, round(one.similarity, 4))
            for one in find_passages(question, library, {}, as_of=date.today()).candidates
        ]
        for question in QUESTIONS
    ]


def made_with(model: str, folder: Path, source: Library) -> list[list[tuple[Any, ...]]]:
    """Return what a new library of the same articles finds, which knows no other model."""
    with opened(folder, embedding_model=model) as fresh:
        ingest(fresh, list(source.articles()))
        return found(fresh)


def test_a_rebuilt_library_finds_what_one_made_with_that_model_finds(
    old: Library, models: tuple[str, str], tmp_path: Path
) -> None:
    before = found(old)
    highest = old.catalogue.value("SELECT max(key) FROM passages")
    done = rebuild_with(old, models[1], batch_passages=4)
    assert (done.articles, done.encoded, done.model) == (12, 12, models[1])
    assert done.passages == in_step(old)
    assert old.status().embedding_model == models[1]
    assert old.status().rebuilding is None
    assert [one for one in examine(old) if one.faults] == []
    assert found(old) == made_with(models[1], tmp_path / "fresh", old) != before
    assert search(QUESTIONS[0], library=old)
    # No passage has the number of one before: what was found is gone, not something else.
    assert old.catalogue.value("SELECT min(key) FROM passages") > highest
    assert list(old.path.glob("remodel.sqlite3*")) == []


def test_answers_are_the_old_ones_until_a_running_program_takes_the_new_model_up(
    old: Library, models: tuple[str, str]
) -> None:
    # The program was started with a setting that the rebuild makes outdated.
    with opened(old.path, embedding_model=models[0]) as chat:
        before, seen = found(chat), []

        def asked(done: int, total: int) -> None:
            seen.append((done, found(chat), found(old), str(chat.status().rebuilding)))

        rebuild_with(old, models[1], on_progress=asked, batch_passages=4)
        assert len({done for done, *_ in seen}) > 2
        assert all(theirs == ours == before for _, theirs, ours, _ in seen)
        assert any("of 12 articles encoded" in said for *_, said in seen)
        assert chat.embedder.model_name == models[1]
        assert found(chat) == found(old) != before
    for settings in ({}, {"embedding_model": models[0]}, {"embedding_model": models[1]}):
        with opened(old.path, **settings) as again:
            assert found(again) == found(old)
    with opened(old.path, embedding_model="all-MiniLM-L6-v2") as another:
        with pytest.raises(StaleIndexError, match="citewire rebuild --model all-MiniLM-L6-v2"):
            search(QUESTIONS[0], library=another)
        with pytest.raises(StaleIndexError):
            ingest(another, articles(range(50, 51)))


def test_a_question_whose_vector_is_of_the_old_model_is_asked_again(
    old: Library, models: tuple[str, str]
) -> None:
    with opened(old.path) as chat:
        used = []

        def work() -> list[int]:
            vector = chat.embedder.query_vector(QUESTIONS[0])
            used.append(chat.embedder.model_name)
            if len(used) == 1:
                rebuild_with(old, models[1])
            return chat.nearest(vector, 5)

        assert chat.model.unmixed(work) == old.nearest(old.embedder.query_vector(QUESTIONS[0]), 5)
        assert used == list(models)


KILLED = """
import os, sys
from ingest import rebuild_with
from vectorstore import Library
def stop(done, total):
    if done >= 5:
        os._exit(9)
with Library.open(sys.argv[1]) as library:
    rebuild_with(library, sys.argv[2], on_progress=stop, batch_passages=2)
"""


def killed(folder: Path, model: str) -> None:
    done = subprocess.run(
        [sys.executable, "-c", KILLED, folder, model],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 9, done.stderr


def test_a_killed_rebuild_goes_on_with_what_came_changed_and_went_meanwhile(
    old: Library, models: tuple[str, str], tmp_path: Path
) -> None:
    before = found(old)
    killed(old.path, models[1])
    assert found(old) == before
    assert "5 of 12" in str(old.status().rebuilding) or "6 of 12" in str(old.status().rebuilding)
    for file in old.path.glob("remodel.sqlite3*"):
        assert b"Harbor" not in file.read_bytes()
    old.forget(["harbor-2"])
    assert "4 of 11" in str(old.status().rebuilding) or "5 of 11" in str(old.status().rebuilding)
    ingest(old, [*articles(range(20, 22)), *articles(range(1), said="delayed")])
    old.remove(["harbor-1", "harbor-11"])
    done = rebuild_with(old, models[1])
    assert done.articles == 11
    assert 6 <= done.encoded <= 9, "what was encoded before the kill is not encoded again"
    assert in_step(old) == done.passages
    assert [one for one in examine(old) if one.faults] == []
    assert found(old) == made_with(models[1], tmp_path / "fresh", old)


def test_what_was_encoded_for_another_model_is_thrown_away(
    old: Library, models: tuple[str, str]
) -> None:
    killed(old.path, models[1])
    done = rebuild_with(old, models[0])
    assert done.encoded == 12
    assert old.status().embedding_model == models[0]


def test_a_kill_between_the_two_halves_of_the_swap_is_mended_when_the_library_opens(
    old: Library, models: tuple[str, str], tmp_path: Path
) -> None:
    shutil.copytree(old.path / "chroma", tmp_path / "chroma")
    rebuild_with(old, models[1])
    after = found(old)
    old.catalogue.set_fact("index_writing", "1")
    old.close()
    shutil.rmtree(old.path / "chroma")
    shutil.copytree(tmp_path / "chroma", old.path / "chroma")
    with opened(old.path) as again:
        assert found(again) == after
        assert again.catalogue.fact("index_writing") == "0"
        in_step(again)


def test_what_was_encoded_is_thrown_away_by_whoever_opens_a_library_after_a_kill_behind_the_swap(
    old: Library, models: tuple[str, str], tmp_path: Path
) -> None:
    killed(old.path, models[1])
    for file in old.path.glob("remodel.sqlite3*"):
        shutil.copy(file, tmp_path)
    rebuild_with(old, models[1])
    for file in tmp_path.glob("remodel.sqlite3*"):
        shutil.copy(file, old.path)
    old.catalogue.set_fact(SWAPPED, "1")
    with opened(old.path) as again:
        assert again.status().rebuilding is None
        assert list(old.path.glob("remodel.sqlite3*")) == []
        assert again.catalogue.fact(SWAPPED) is None


def test_two_rebuilds_at_once_are_refused(old: Library, models: tuple[str, str]) -> None:
    with (
        FileLock(old.path / "remodel.lock"),
        pytest.raises(LibraryBusyError, match="Another process is rebuilding"),
    ):
        rebuild_with(old, models[1])
    assert found(old)


def test_a_writer_that_does_not_end_leaves_what_was_encoded_for_the_next_call(
    old: Library, models: tuple[str, str]
) -> None:
    with opened(old.path) as other:
        with other.writing(), pytest.raises(LibraryBusyError, match="is writing to"):
            rebuild_with(old, models[1], wait=0.1)
        assert "12 of 12" in str(old.status().rebuilding)
    assert rebuild_with(old, models[1]).encoded == 0
    assert old.status().embedding_model == models[1]


def test_the_command_line_rebuilds_with_another_model(
    old: Library, models: tuple[str, str]
) -> None:
    def run(*arguments: str) -> str:
        done = CliRunner().invoke(main, [*arguments, "--data-dir", str(old.path)])
        assert done.exit_code == 0, done.output
        return done.stdout

    said = run("rebuild", "--model", models[1])
    assert said.startswith("Encoded 12 articles, ")
    assert json.loads(run("status", "--json"))["embedding_model"] == models[1]
    done = json.loads(run("rebuild", "--model", models[0], "--json"))
    assert (done["encoded"], done["model"]) == (12, models[0])
    assert json.loads(run("doctor", "--json"))["sound"]
