"""What is kept beside the articles is on the disk when it is said to be kept.

Whether it then outlasts a power failure is seen in tests/faults, on disks that lose their power.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
import torch

from ingest import ingest
from qa import answer, remove_adaptation, remove_calibration, save_answer
from qa.adapted import keep_reader
from qa.calibrated import keep, key_of
from qa.calibration import SHIPPED
from qa.learning import _save, optimizer_of
from qa.reader import FOLDER, WEIGHTS_FILE, load_network
from tests.qa.test_adapted import FIGURES
from vectorstore import Article, Library, Settings, drop_question

LOG = "library.sqlite3-wal"


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    """Return a library that another program has open: closing it would bring all to the disk."""
    with Library.open(settings=Settings(data_dir=tmp_path / "library")) as library:
        ingest(library, Article.of("The harbor of Quillmouth opened on Monday.", id="harbor"))
        yield library


@pytest.fixture
def synced(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Return the names of the files and folders that are synced from now on, as they are."""
    if not os.path.exists("/proc/self/fd"):
        pytest.skip("this system does not say which file a number stands for")
    names: list[str] = []
    fsync = os.fsync

    def told(number: int) -> None:
        names.append(os.readlink(f"/proc/self/fd/{number}").rpartition("/")[2])
        fsync(number)

    monkeypatch.setattr(os, "fsync", told)
    return names


def test_a_question_that_was_saved_or_dropped_is_so_on_the_disk(
    library: Library, synced: list[str]
) -> None:
    found = answer("Which harbor opened on Monday?", library=library)
    synced.clear()
    number = save_answer(found, library=library)
    assert LOG in synced
    synced.clear()
    assert drop_question(library.catalogue, number)
    assert LOG in synced


def test_a_calibration_that_was_kept_or_taken_away_is_so_on_the_disk(
    library: Library, synced: list[str]
) -> None:
    keep(replace(SHIPPED, questions=60, day=date(2025, 1, 1)), library, key_of(library))
    assert LOG in synced
    synced.clear()
    assert remove_calibration(library)
    assert LOG in synced


def test_the_weights_of_a_reader_are_on_the_disk_before_its_record_is(
    library: Library, synced: list[str]
) -> None:
    keep_reader(FOLDER / WEIGHTS_FILE, library, FIGURES)
    assert synced == ["library", "reader.safetensors.new", "adapted", "reader.json.new", "adapted"]
    synced.clear()
    assert remove_adaptation(library)
    assert synced == ["adapted", LOG, "library"]


def test_a_checkpoint_takes_the_place_of_the_one_before_when_it_is_on_the_disk(
    tmp_path: Path, synced: list[str]
) -> None:
    network = load_network(FOLDER / WEIGHTS_FILE)
    optimizer = optimizer_of(network, 1e-5)
    _save(tmp_path / "checkpoint.pt", network, optimizer, 1, 0)
    assert synced == ["checkpoint.tmp", tmp_path.name]
    assert torch.load(tmp_path / "checkpoint.pt", weights_only=True)["begun"] == {
        "epoch": 1,
        "batch": 0,
    }
