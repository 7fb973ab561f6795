"""A backup is one state of a library, and a library anywhere again."""

from __future__ import annotations

import shutil
import socket
import sqlite3
import subprocess
import sys
import tarfile
import threading
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from filelock import FileLock

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
from vectorstore.backup import ALWAYS_UNPACKED
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


@pytest.mark.parametrize("name", ["copy", "copy.tar"])
def test_what_lies_beside_the_place_of_a_backup_or_a_library_is_not_touched(
    full: Library, tmp_path: Path, name: str
) -> None:
    beside = [f"{name}.new", f"{name}.part", "again.restoring", "again.new"]
    for one in beside:
        (tmp_path / one).mkdir()
        (tmp_path / one / "precious.txt").write_text("precious")
    backup(full, tmp_path / name)
    restore(tmp_path / name, tmp_path / "again", full.settings)
    assert [(tmp_path / one / "precious.txt").read_text() for one in beside] == ["precious"] * 4
    assert not [one for one in tmp_path.iterdir() if one.name.startswith("citewire-")]
    (tmp_path / "usual").mkdir()
    assert (tmp_path / "again").stat().st_mode == (tmp_path / "usual").stat().st_mode


def test_what_a_killed_backup_left_is_taken_away_by_the_next_one(
    full: Library, tmp_path: Path
) -> None:
    for name in ("citewire-dead", "citewire-alive", "citewire-another"):
        (tmp_path / name / "library").mkdir(parents=True)
        (tmp_path / name / "library" / "library.sqlite3").touch()
    (tmp_path / "citewire-dead" / "making.lock").touch()
    with FileLock(tmp_path / "citewire-alive" / "making.lock"):
        backup(full, tmp_path / "copy")
        assert {one.name for one in tmp_path.glob("citewire-*")} == {
            "citewire-alive",
            "citewire-another",
        }
    restore(tmp_path / "copy", tmp_path / "again", full.settings)
    assert [one.name for one in tmp_path.glob("citewire-*")] == ["citewire-another"]


def test_what_was_left_by_one_that_was_killed_at_its_end_is_taken_away_by_the_same_again(
    full: Library, tmp_path: Path
) -> None:
    backup(full, tmp_path / "copy")
    restore(tmp_path / "copy", tmp_path / "again", full.settings)
    left = tmp_path / "citewire-dead"  # all was done but to take this away
    for work in (
        lambda: backup(full, tmp_path / "copy"),
        lambda: restore(tmp_path / "copy", tmp_path / "again", full.settings),
    ):
        left.mkdir()
        (left / "making.lock").touch()
        with pytest.raises(UsageError, match="There is something at"):
            work()
        assert not left.exists()


@pytest.mark.parametrize("name", ["copy.tar", "copy.tar.gz"])
@pytest.mark.parametrize("part", [0.02, 0.5, 0.9])
def test_a_packed_backup_that_was_cut_off_is_refused(
    full: Library, tmp_path: Path, name: str, part: float
) -> None:
    backup(full, tmp_path / name)
    data = (tmp_path / name).read_bytes()
    (tmp_path / name).write_bytes(data[: int(part * len(data))])
    target = tmp_path / "target"
    with pytest.raises(LibraryDamagedError, match="not as it was written"):
        restore(tmp_path / name, target, Settings(data_dir=target))
    assert not target.exists()


def test_a_packed_backup_with_other_bytes_in_it_is_refused(full: Library, tmp_path: Path) -> None:
    backup(full, tmp_path / "copy.tgz")
    data = bytearray((tmp_path / "copy.tgz").read_bytes())
    data[len(data) // 2 : len(data) // 2 + 20] = bytes(20)
    (tmp_path / "copy.tgz").write_bytes(data)
    target = tmp_path / "target"
    with pytest.raises(LibraryDamagedError, match="not as it was written"):
        restore(tmp_path / "copy.tgz", target, Settings(data_dir=target))


@pytest.mark.parametrize("name", ["library.sqlite3", "more.txt", "adapted/reader-9.safetensors"])
def test_a_backup_with_a_link_in_it_is_refused(full: Library, tmp_path: Path, name: str) -> None:
    backup(full, tmp_path / "copy")
    place, secret = tmp_path / "copy" / name, tmp_path / "secret"
    if place.exists():
        shutil.copyfile(place, secret)  # what the link leads to is as it was written
        place.unlink()
    else:
        secret.write_text("secret")
    place.symlink_to(secret)
    with tarfile.open(tmp_path / "copy.tar", "w") as tar:
        for file in ("backup.json", name):
            tar.add(tmp_path / "copy" / file, file)
    target = tmp_path / "target"
    for source in (tmp_path / "copy", tmp_path / "copy.tar"):
        with pytest.raises(UsageError, match="is not a backup"):
            restore(source, target, Settings(data_dir=target))
    assert not target.exists()


def test_a_packed_backup_made_to_fill_the_disk_is_refused(full: Library, tmp_path: Path) -> None:
    backup(full, tmp_path / "copy")
    large = tmp_path / "large"
    with large.open("wb") as file:
        file.truncate(ALWAYS_UNPACKED + 1)
    with tarfile.open(tmp_path / "copy.tgz", "w:gz") as tar:
        tar.add(tmp_path / "copy" / "backup.json", "backup.json")
        tar.add(large, "library.sqlite3")
    assert (tmp_path / "copy.tgz").stat().st_size < ALWAYS_UNPACKED / 100
    target = tmp_path / "target"
    with pytest.raises(UsageError, match="is not a backup"):
        restore(tmp_path / "copy.tgz", target, Settings(data_dir=target))


#: What a running chat and running writers have in a library's folder.
RUNNING = ("writer.lock", "writer.json", "remodel.lock", "adapted/adapting.lock")


def test_a_library_with_a_running_chat_is_sound_and_its_files_are_cared_for(
    full: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(full.path)  # a socket's address must be short
    with closing(socket.socket(socket.AF_UNIX)) as chat:
        chat.bind("chat.sock")
        assert all(one.sound for one in examine(full))
        assert full.forget(["a1"]) == 1
        full.compact()
        for name in RUNNING[1:]:
            (full.path / name).write_text("a note")
        backup(full, tmp_path / "copy")
        backup(full, tmp_path / "copy.tar")
    for name in RUNNING[:3]:
        shutil.copyfile(full.path / "writer.json", tmp_path / "copy" / name)
    with closing(socket.socket(socket.AF_UNIX)) as chat:
        monkeypatch.chdir(tmp_path / "copy")  # as in a folder that somebody made of a backup
        chat.bind("chat.sock")
        for name in ("copy", "copy.tar"):
            target = tmp_path / f"from-{name}"
            restore(tmp_path / name, target, Settings(data_dir=target))
            there = {one.relative_to(target).as_posix() for one in target.rglob("*")}
            assert not there & {"chat.sock", *RUNNING[1:]}
            with opened(target) as library:
                assert all(one.sound for one in examine(library))
                assert in_step(library) == 8


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
