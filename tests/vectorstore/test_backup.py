"""A backup is one state of a library, and a library anywhere again."""

from __future__ import annotations

import shutil
import sqlite3
import subprocess
import sys
import tarfile
import threading
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from tests.conftest import ROOT
from tests.vectorstore.conftest import FixedEmbedder, put, unit_vectors
from tests.vectorstore.test_library import in_step
from vectorstore import (
    Library,
    LibraryDamagedError,
    NewerLibraryError,
    Settings,
    UsageError,
    backup,
    examine,
    restore,
)
from vectorstore.schema import SCHEMA_VERSION

Opener = Callable[..., Library]


def opened(folder: Path) -> Library:
    return Library.open(folder, settings=Settings(data_dir=folder), embedder=FixedEmbedder())


def contents(library: Library) -> list[object]:
    return [
        library.catalogue.rows(f"SELECT * FROM {table} ORDER BY 1")
        for table in ("articles", "passages", "sentences", "sources", "origins", "ingests")
    ]


@pytest.fixture
def full(open_library: Opener) -> Library:
    """Return a library with three articles and a reader of its own."""
    library = open_library()
    for number in range(3):
        put(library, number, unit_vectors(4, seed=number))
    adapted = library.path / "adapted"
    adapted.mkdir()
    (adapted / "reader.json").write_text("{}")
    (adapted / "reader-0123.safetensors").write_bytes(b"weights")
    (adapted / "journal.jsonl").write_text("what a run has read so far")
    return library


@pytest.mark.parametrize("name", ["copy", "copy.tar", "copy.tar.gz", "copy.TGZ"])
def test_a_backup_becomes_the_same_library_somewhere_else(
    full: Library, tmp_path: Path, name: str
) -> None:
    made = backup(full, tmp_path / name)
    assert (made.articles, made.path) == (3, str(tmp_path / name))
    assert made.bytes > 1000
    assert (tmp_path / name).is_file() == (name != "copy")
    before, vector = contents(full), unit_vectors(4, seed=2)[1]
    nearest = full.nearest(vector, 5)
    full.close()
    shutil.rmtree(full.path)
    target = tmp_path / "other" / "place"
    assert restore(tmp_path / name, target, Settings(data_dir=target)).articles == 3
    with opened(target) as library:
        assert in_step(library) == 12
        assert all(one.sound for one in examine(library))
        assert contents(library) == before
        assert library.nearest(vector, 5) == nearest
        assert (target / "adapted" / "reader-0123.safetensors").read_bytes() == b"weights"
        assert not (target / "adapted" / "journal.jsonl").exists()
    assert {file.name for file in tmp_path.iterdir()} <= {name, "other", "home"}


def test_a_backup_made_while_another_thread_writes_holds_whole_articles_alone(
    full: Library, tmp_path: Path
) -> None:
    stop = threading.Event()

    def write() -> None:
        number = 100
        with opened(full.path) as writer:
            while not stop.is_set():
                put(writer, number, unit_vectors(5, seed=number))
                number += 1

    thread = threading.Thread(target=write)
    thread.start()
    try:
        found = [backup(full, tmp_path / f"copy-{i}").articles for i in range(4)]
    finally:
        stop.set()
        thread.join()
    assert found == sorted(found)
    for number, articles in enumerate(found):
        target = tmp_path / f"restored-{number}"
        restore(tmp_path / f"copy-{number}", target, Settings(data_dir=target))
        with opened(target) as library:
            assert len(library) == articles
            assert all(one.sound for one in examine(library))
            assert in_step(library) == 12 + 5 * (articles - 3)


def test_a_backup_holds_nothing_that_was_deleted(full: Library, tmp_path: Path) -> None:
    full.remove(["a1"])
    backup(full, tmp_path / "copy")
    assert b"Sentence 1-1 stands" not in (tmp_path / "copy" / "library.sqlite3").read_bytes()
    assert b"Sentence 2-1 stands" in (tmp_path / "copy" / "library.sqlite3").read_bytes()


def test_a_file_is_replaced_by_a_newer_backup_and_a_folder_is_not(
    full: Library, tmp_path: Path
) -> None:
    backup(full, tmp_path / "copy.tar")
    put(full, 9, unit_vectors(2, seed=9))
    assert backup(full, tmp_path / "copy.tar").articles == 4
    backup(full, tmp_path / "copy")
    with pytest.raises(UsageError, match=r"something at .*copy already.*not there yet"):
        backup(full, tmp_path / "copy")
    with pytest.raises(UsageError, match="in the library's own folder"):
        backup(full, full.path / "copy.tar")


def test_a_library_is_not_restored_over_another(full: Library, tmp_path: Path) -> None:
    backup(full, tmp_path / "copy")
    with pytest.raises(UsageError, match="something at"):
        restore(tmp_path / "copy", full.path, full.settings)
    assert in_step(full) == 12


def test_what_is_no_backup_is_refused(full: Library, tmp_path: Path) -> None:
    target = tmp_path / "target"
    text = tmp_path / "text.tar"
    text.write_text("Not an archive.")
    with tarfile.open(tmp_path / "evil.tar", "w") as tar:
        tar.add(text, "../escaped")
    for source in (text, tmp_path / "evil.tar", full.path):
        with pytest.raises(UsageError, match="is not a backup"):
            restore(source, target, Settings(data_dir=target))
    assert not target.exists()
    assert not (tmp_path / "escaped").exists()


def test_a_backup_that_is_not_as_it_was_written_is_refused(full: Library, tmp_path: Path) -> None:
    backup(full, tmp_path / "copy")
    file = tmp_path / "copy" / "library.sqlite3"
    data = bytearray(file.read_bytes())
    data[len(data) // 2] ^= 1
    file.write_bytes(data)
    target = tmp_path / "target"
    with pytest.raises(LibraryDamagedError, match="not as it was written"):
        restore(tmp_path / "copy", target, Settings(data_dir=target))
    assert [one.name for one in tmp_path.iterdir() if "target" in one.name] == []


def test_a_backup_of_a_newer_version_is_refused(full: Library, tmp_path: Path) -> None:
    with closing(sqlite3.connect(full.path / "library.sqlite3")) as db:
        db.execute(f"PRAGMA user_version = {SCHEMA_VERSION + 1}")
    backup(full, tmp_path / "copy")
    target = tmp_path / "target"
    with pytest.raises(NewerLibraryError, match="newer version"):
        restore(tmp_path / "copy", target, Settings(data_dir=target))
    assert not target.exists()


ASK = """
import sys
from vectorstore import Library, Settings, examine
from tests.vectorstore.conftest import FixedEmbedder, unit_vectors
folder = sys.argv[1]
with Library.open(folder, settings=Settings(data_dir=folder), embedder=FixedEmbedder()) as library:
    assert all(one.sound for one in examine(library))
    print(library.nearest(unit_vectors(4, seed=2)[1], 5))
"""


def test_a_folder_that_was_copied_by_hand_is_a_library_under_another_path(
    full: Library, tmp_path: Path
) -> None:
    nearest = full.nearest(unit_vectors(4, seed=2)[1], 5)
    full.close()
    copy = tmp_path / "elsewhere" / "a folder"
    shutil.copytree(full.path, copy)
    shutil.rmtree(full.path)
    done = subprocess.run(
        [sys.executable, "-c", ASK, copy], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip() == str(nearest)
