"""Every test has a home of its own, and the real model is loaded once."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from ingest import ingest
from vectorstore import Embedder, Library, Settings
from vectorstore.embedder import shared_embedder

ROOT = Path(__file__).resolve().parent.parent
SAMPLES = ROOT / "samples" / "articles"


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Keep a test away from the developer's library, settings and environment."""
    folder = tmp_path / "home"
    folder.mkdir()
    for name in [name for name in os.environ if name.startswith("CITEWIRE_")]:
        if name != "CITEWIRE_CHROMIUM":
            monkeypatch.delenv(name)
    monkeypatch.setenv("HOME", str(folder))
    monkeypatch.setenv("XDG_DATA_HOME", str(folder / "data"))
    monkeypatch.chdir(folder)
    return folder


@pytest.fixture(scope="session")
def embedder() -> Embedder:
    """Return the real model."""
    return shared_embedder("all-MiniLM-L6-v2")


@pytest.fixture(scope="session")
def _sample_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("samples") / "library"
    with Library.open(folder, settings=Settings(data_dir=folder)) as library:
        report = ingest(library, SAMPLES)
        assert not report.failed, report.failed
    return folder


@pytest.fixture(scope="session")
def samples(_sample_folder: Path) -> Iterator[Library]:
    """Return a library with the sample articles, to be read only."""
    with Library.open(_sample_folder, settings=Settings(data_dir=_sample_folder)) as library:
        yield library


@pytest.fixture
def sample_copy(_sample_folder: Path, tmp_path: Path) -> Path:
    """Return the folder of a library with the sample articles that the test may change."""
    return Path(shutil.copytree(_sample_folder, tmp_path / "copy"))


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    """Return an empty library."""
    folder = tmp_path / "library"
    with Library.open(folder, settings=Settings(data_dir=folder)) as one:
        yield one
