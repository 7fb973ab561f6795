"""The encoder fails, or Chroma does: what was stored stays whole, and the next run ends as ever."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from ingest import Progress, ingest, rebuild_with
from qa import answer
from tests.faults.disks import can_mount
from tests.faults.look import contents, described
from tests.tiny import tiny_model
from tests.vectorstore.conftest import spoil
from vectorstore import (
    Article,
    CitewireError,
    Embedder,
    EmbeddingError,
    Library,
    ReadOnlyLibraryError,
    Settings,
    Span,
    examine,
)

Vectors = list[tuple[NDArray[np.float32], NDArray[np.float32]]]


class Failing(Embedder):
    """A real model that fails from the second time on that passages are encoded."""

    def __init__(self, model: str, how: str) -> None:
        super().__init__(model)
        self.how, self.calls = how, 0

    def encode_passages(self, texts: Sequence[str], spans: Sequence[Sequence[Span]]) -> Vectors:
        found = super().encode_passages(texts, spans)
        self.calls += 1
        if self.calls < 2:
            return found
        return [(_failed(one, self.how), _failed(other, self.how)) for one, other in found]

    def query_vector(self, question: str) -> NDArray[np.float32]:
        return _failed(super().query_vector(question), self.how)


def _failed(vectors: NDArray[np.float32], how: str) -> NDArray[np.float32]:
    match how:
        case "raises":
            raise MemoryError("no memory for the model")
        case "no numbers":
            return np.full_like(vectors, np.nan)
        case "zeros":
            return np.zeros_like(vectors)
        case "another dimension":
            return np.asarray(vectors[..., :-1])
    raise ValueError(how)


HOW = ["raises", "no numbers", "zeros", "another dimension"]

#: In every run of the tests one of them is tried, in the long ones all.
SOME = [how if how == "no numbers" else pytest.param(how, marks=pytest.mark.long) for how in HOW]


def articles(*, corrected: bool) -> list[Article]:
    weeks = "three" if corrected else "two"
    return [
        Article.of(
            f"Ferry {n} was paused for {weeks} weeks. Bo Lind said so on Monday.",
            id=f"ferry-{n}",
            title=f"Ferry {n} paused",
        )
        for n in range(6 if corrected else 4)
    ]


def opened(folder: Path, embedder: Embedder | None = None) -> Library:
    return Library.open(folder, settings=Settings(data_dir=folder), embedder=embedder)


def correct(library: Library, tell: Callable[[Progress], None] | None = None) -> None:
    ingest(library, articles(corrected=True), batch_passages=2, on_progress=tell)


@pytest.fixture(scope="module")
def ends(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, Any]]:
    """Return a library, and how it is described when its articles have been corrected."""
    folder = tmp_path_factory.mktemp("parts")
    with opened(folder / "before") as library:
        ingest(library, articles(corrected=False))
    shutil.copytree(folder / "before", folder / "after")
    with opened(folder / "after") as library:
        correct(library)
        return folder / "before", described(library)


@pytest.fixture
def before(ends: tuple[Path, dict[str, Any]], tmp_path: Path) -> Path:
    """Return a copy of the library whose articles are to be corrected."""
    return Path(shutil.copytree(ends[0], tmp_path / "library"))


def check_left(folder: Path, ends: tuple[Path, dict[str, Any]], *, repair: bool = False) -> None:
    """Hold what a failure has left against what was there and what is to be there; then finish."""
    with opened(ends[0]) as library:
        known = [*contents(library), *ends[1]["articles"]]
    with opened(folder) as library:
        assert [one for one in contents(library) if one not in known] == []
        if repair:
            examine(library, repair=True)
        assert [one for one in examine(library) if one.faults] == []
        assert answer("Which ferries were paused?", library=library).statements
        correct(library)
        assert described(library) == ends[1]
        assert [one for one in examine(library) if one.faults] == []


@pytest.mark.parametrize("how", SOME)
def test_an_encoder_that_fails_midway_leaves_whole_articles_and_the_next_run_finishes(
    before: Path, ends: tuple[Path, dict[str, Any]], how: str
) -> None:
    wanted = MemoryError if how == "raises" else EmbeddingError
    with opened(before, Failing("all-MiniLM-L6-v2", how)) as library:
        with pytest.raises(wanted):
            correct(library)
        assert [one.version for one in library.history("ferry-0")] == [1, 2]
        assert [one.version for one in library.history("ferry-2")] == [1]
    check_left(before, ends)


@pytest.mark.parametrize("how", SOME)
def test_a_rebuild_whose_encoder_fails_leaves_the_old_vectors(
    before: Path, tmp_path: Path, how: str
) -> None:
    model = str(tiny_model(tmp_path))
    with opened(before) as library:
        was = described(library)
        with pytest.raises(MemoryError if how == "raises" else EmbeddingError):
            rebuild_with(library, Failing(model, how), batch_passages=2)
        left = described(library)
        assert "2 of 4 articles" in left.pop("rebuilding")
        assert left == {name: value for name, value in was.items() if name != "rebuilding"}
        done = rebuild_with(library, model)
        assert (done.encoded, library.status().embedding_model) == (2, model)
        assert [one for one in examine(library) if one.faults] == []


@pytest.mark.parametrize("how", HOW[1:])
def test_a_question_whose_vector_is_none_is_an_error_and_not_an_abstention(
    before: Path, how: str
) -> None:
    with (
        opened(before, Failing("all-MiniLM-L6-v2", how)) as library,
        pytest.raises(EmbeddingError, match="gave a question no unit vector"),
    ):
        answer("Which ferries were paused?", library=library)


Failure = Callable[[Path, ExitStack], object]


def _garbage(folder: Path, until: ExitStack) -> None:
    spoil(folder / "chroma.sqlite3", "garbage")


def _cut(folder: Path, until: ExitStack) -> None:
    spoil(folder / "chroma.sqlite3", "truncate")


def _broken_graph(folder: Path, until: ExitStack) -> None:
    [file] = folder.rglob("data_level0.bin")
    spoil(file, "garbage")


def _gone(folder: Path, until: ExitStack) -> None:
    shutil.rmtree(folder)


def _read_only(folder: Path, until: ExitStack) -> None:
    if os.geteuid():
        folder.chmod(0o500)
        until.callback(folder.chmod, 0o700)
        return
    if not can_mount(folder.parent.parent):
        pytest.skip("root may write anywhere, and may not mount here")
    for options in ("bind", "remount,bind,ro"):
        subprocess.run(["mount", "-o", options, str(folder), str(folder)], check=True)
    until.callback(subprocess.run, ["umount", str(folder)], check=True)


#: What befalls Chroma midway, and the error that tells of it.
CHROMA: dict[str, tuple[Failure, type[CitewireError]]] = {
    "its database is garbage": (_garbage, CitewireError),
    "its database is cut": (_cut, CitewireError),
    "its graph is garbage": (_broken_graph, CitewireError),
    "its folder is gone": (_gone, CitewireError),
    "its folder is read-only": (_read_only, ReadOnlyLibraryError),
}


_SOME_FAILURES = [
    name if name == "its database is garbage" else pytest.param(name, marks=pytest.mark.long)
    for name in CHROMA
]


@pytest.fixture
def until() -> Iterator[ExitStack]:
    with ExitStack() as stack:
        yield stack


@pytest.mark.parametrize("name", _SOME_FAILURES)
def test_when_chroma_fails_midway_what_was_stored_is_whole_and_the_next_run_finishes(
    before: Path, ends: tuple[Path, dict[str, Any]], until: ExitStack, name: str
) -> None:
    fail, error = CHROMA[name]
    failed: list[bool] = []

    def midway(progress: Progress) -> None:
        if progress.passages and not failed:
            failed.append(True)
            fail(before / "chroma", until)

    with opened(before) as library, pytest.raises(error):
        correct(library, midway)
    assert failed
    until.close()
    check_left(before, ends, repair=True)
