"""The same sources again: nothing is encoded, nothing is written, and nothing is forgotten."""

from __future__ import annotations

import hashlib
import json
import zipfile
from pathlib import Path

import pytest

from ingest import ingest
from tests.test_processes import in_another_process
from vectorstore import Embedder, Library, LibraryBusyError, Settings


def opened(folder: Path, embedder: Embedder | None = None) -> Library:
    return Library.open(folder, settings=Settings(data_dir=folder), embedder=embedder)


def files_of(folder: Path) -> dict[str, tuple[int, int, str]]:
    """Return the size, the time and the digest of every file below a folder."""
    return {
        str(file.relative_to(folder)): (
            file.stat().st_size,
            file.stat().st_mtime_ns,
            hashlib.sha256(file.read_bytes()).hexdigest(),
        )
        for file in folder.rglob("*")
        if file.is_file()
    }


@pytest.fixture
def news(tmp_path: Path) -> Path:
    """Return a folder with articles in files, lines, an archive, and with a broken file."""
    folder = tmp_path / "news"
    folder.mkdir()
    for name in ("mayor", "bridge", "ferry"):
        (folder / f"{name}.txt").write_text(f"The {name} of Oldtown was seen on Friday.")
    lines = [json.dumps({"id": f"port-{n}", "text": f"Port {n} shut on Monday."}) for n in range(3)]
    (folder / "ports.jsonl").write_text("\n".join(lines))
    with zipfile.ZipFile(folder / "old.zip", "w") as archive:
        archive.writestr("crane.txt", "A crane fell into the harbor of Oldtown.")
    (folder / "empty.txt").write_text("")
    return folder


def test_sources_without_a_change_leave_every_file_as_it_is_and_need_no_model(
    news: Path, tmp_path: Path, embedder: Embedder
) -> None:
    folder = tmp_path / "library"
    with opened(folder, embedder) as library:
        assert ingest(library, [news, news / "mayor.txt"]).added == 7
    with opened(folder, embedder) as library:  # a library that was opened once more is at rest
        assert ingest(library, news).unchanged == 7
    before, idle = files_of(folder), Embedder()
    assert len(before) > 3
    for _ in range(2):
        with opened(folder, idle) as library:
            logged = library.status().last_ingest
            report = ingest(library, news)
            assert (report.added, report.updated, report.unchanged) == (0, 0, 7)
            assert [one.source for one in report.failed] == [str(news / "empty.txt")]
            assert library.status().last_ingest == logged is not None
        assert files_of(folder) == before
    assert idle._model is None


def test_an_article_that_was_removed_comes_back_with_its_source_after_any_number_of_ingests(
    news: Path, library: Library
) -> None:
    for _ in range(3):
        ingest(library, news)
    [gone] = [one.id for one in library.articles() if one.source.endswith("ferry.txt")]
    library.remove([gone])
    assert ingest(library, news).added == 1
    library.remove(["port-1"])
    assert ingest(library, news).added == 1
    assert ingest(library, news).unchanged == 7


READ_AND_STAY = """
import sys, time
from ingest import ingest
from vectorstore import Library
def stay(done):
    print(done.source, flush=True)
    time.sleep(600 if done.source.endswith("mayor.txt") else 0.6)
with Library.open(sys.argv[1]) as library:
    ingest(library, sys.argv[2], on_source=stay)
"""


def test_a_run_without_a_change_says_who_it_is_when_others_may_wait_for_it(
    news: Path, library: Library
) -> None:
    ingest(library, news)
    reader = in_another_process(READ_AND_STAY, library.path, news)
    try:
        assert reader.stdout is not None
        said = [reader.stdout.readline().strip() for _ in range(4)]
        assert said[-1] == str(news / "mayor.txt")
        with (
            pytest.raises(LibraryBusyError, match=f"process {reader.pid} since"),
            library.writing(wait=1.0),
        ):
            pass
    finally:
        reader.kill()
        reader.communicate()
    assert library.status().writer is None
    assert library.status().unfinished_ingests == ()  # nothing was left undone


def test_a_run_without_a_change_ends_what_was_told_of_a_stopped_one(
    news: Path, library: Library
) -> None:
    ingest(library, news)
    library.catalogue.rows("INSERT INTO ingests (started_at) VALUES ('2024-03-05T09:30:00+00:00')")
    assert library.status().unfinished_ingests == ("2024-03-05T09:30:00+00:00",)
    assert ingest(library, news).unchanged == 7
    assert library.status().unfinished_ingests == ()
