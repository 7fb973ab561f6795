"""A watch takes in what is new or has changed, and says so, and nothing else."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from ingest import Watch, Watched, ingest
from ingest.web import Web
from tests.conftest import ROOT
from tests.ingest.web.conftest import QUICK
from tests.ingest.web.server import Server, serving
from vectorstore import Library, Settings, UsageError

Make = Callable[..., Watch]


@pytest.fixture
def local(tmp_path: Path) -> Iterator[Library]:
    """Return an empty library that may read from this machine."""
    folder = tmp_path / "library"
    settings = Settings(data_dir=folder, allow_private_addresses=True)
    with Library.open(folder, settings=settings) as one:
        yield one


@pytest.fixture
def seen() -> list[Watched]:
    """Return what was told."""
    return []


@pytest.fixture
def make(local: Library, seen: list[Watched]) -> Make:
    def make(
        *sources: str | Path,
        library: Library = local,
        now: Callable[[], float] = time.time,
        **selection: Any,  # noqa: ANN401 - of several kinds
    ) -> Watch:
        return Watch(
            library,
            map(str, sources),
            seen.append,
            open_web=lambda library: Web(library, QUICK, sleep=lambda _: None, now=now),
            sleep=lambda _: None,
            **selection,
        )

    return make


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    one = tmp_path / "archive"
    one.mkdir()
    return one


@pytest.fixture
def server() -> Iterator[Server]:
    with serving() as one:
        yield one


def told(seen: list[Watched]) -> list[tuple[str, str]]:
    found = [(one.what, one.source.rsplit("/", 1)[-1]) for one in seen]
    seen.clear()
    return found


def runs(library: Library) -> int:
    return int(library.catalogue.value("SELECT count(*) FROM ingests"))


def test_a_file_is_taken_when_it_has_stood_still_for_one_look(
    folder: Path, make: Make, seen: list[Watched]
) -> None:
    watch = make(folder)
    file = folder / "a.txt"
    file.write_text("The crane fell")
    assert watch.round()
    file.write_text("The crane fell into the harbor.")
    assert watch.round()
    assert told(seen) == []
    assert not watch.round()
    assert told(seen) == [("new", "a.txt")]
    file.write_text("The crane was raised from the harbor.")
    watch.round()
    watch.round()
    assert told(seen) == [("changed", "a.txt")]


def test_rounds_without_change_say_nothing_and_leave_no_trace(
    folder: Path, make: Make, seen: list[Watched], local: Library, server: Server
) -> None:
    (folder / "a.txt").write_text("The crane fell into the harbor.")
    server.page("/a", "The ferry sails at noon.", "text/plain")
    watch = make(folder, server.url("/a"))
    watch.once()
    assert told(seen) == [("new", "a.txt"), ("new", "a")]
    assert runs(local) == 1
    for _ in range(3):
        watch.round()
    assert (told(seen), runs(local)) == ([], 1)
    # Another watch, as after a restart.
    make(folder, server.url("/a")).once()
    assert (told(seen), runs(local)) == ([], 1)


def test_a_file_that_was_deleted_is_told_of_once_and_its_article_kept(
    folder: Path, make: Make, seen: list[Watched], local: Library
) -> None:
    file = folder / "a.txt"
    file.write_text("The crane fell into the harbor.")
    watch = make(folder)
    watch.once()
    file.unlink()
    told(seen)
    watch.round()
    watch.round()
    assert told(seen) == [("gone", "a.txt")]
    assert len(local) == 1


def test_a_failure_is_told_of_once_until_it_changes(
    folder: Path, make: Make, seen: list[Watched], server: Server
) -> None:
    (folder / "a.txt").write_bytes(b"\x00\x01")
    watch = make(folder, server.url("/feed"), folder / "missing.txt")
    watch.once()
    assert sorted(told(seen)) == [
        ("failed", "a.txt"),
        ("failed", "feed"),
        ("failed", "missing.txt"),
    ]
    watch.round()
    watch.round()
    assert told(seen) == []
    server.page("/feed", "The ferry sails at noon.", "text/plain")
    (folder / "a.txt").write_text("The crane fell into the harbor.")
    watch.round()
    watch.round()
    assert sorted(told(seen)) == [("new", "a.txt"), ("new", "feed")]


def test_a_busy_library_is_waited_for(folder: Path, local: Library, seen: list[Watched]) -> None:
    (folder / "a.txt").write_text("The crane fell into the harbor.")
    other = Library.open(local.path, settings=local.settings)
    writing = other.writing()
    writing.__enter__()
    naps: list[float] = []

    def sleep(seconds: float) -> None:
        naps.append(seconds)
        if seconds > 1:
            writing.__exit__(None, None, None)

    with other:
        Watch(local, [str(folder)], seen.append, sleep=sleep).once()
    assert [one.what for one in seen] == ["waiting", "new"]
    assert naps == [1.0, 5.0]


def test_a_pattern_is_refused_with_what_to_name_instead(make: Make) -> None:
    with pytest.raises(UsageError, match=r"is a pattern.*Name the folder"):
        make("news/**/*.txt")


def test_files_below_a_linked_folder_are_taken(
    make: Make, folder: Path, tmp_path: Path, seen: list[Watched]
) -> None:
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "elsewhere" / "a.txt").write_text("The lock was mended on Friday.")
    (folder / "linked").symlink_to(tmp_path / "elsewhere")
    make(folder).once()
    assert [(one.what, one.source) for one in seen] == [("new", f"{folder}/linked/a.txt")]


def test_a_member_that_breaks_again_is_told_again(
    make: Make, folder: Path, seen: list[Watched]
) -> None:
    watch = make(folder)
    for text in ("", "The lock was mended on Friday, at last.", ""):
        with zipfile.ZipFile(folder / "a.zip", "w") as archive:
            archive.writestr("m.txt", text)
            archive.writestr("n.txt", "The bridge is open." + text)
        watch.once()
    failed = [one.source for one in seen if one.what == "failed"]
    assert failed == [f"{folder}/a.zip!m.txt"] * 2


def test_a_selection_means_to_a_watch_what_it_means_to_ingest(
    make: Make, folder: Path, seen: list[Watched], tmp_path: Path
) -> None:
    texts = {
        "2024/june/crane.txt": "The crane fell into the harbor.",
        "2024/june/crane.draft.txt": "The crane may have fallen, they say.",
        "2024/ferry.md": "The ferry sails at noon.",
        "2023/june/lock.txt": "The lock was mended on Friday.",
    }
    for name, text in texts.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text)
    with zipfile.ZipFile(folder / "2024" / "june" / "more.zip", "w") as archive:
        archive.writestr("pier.txt", "The pier is closed for the winter.")
        archive.writestr("pier.draft.txt", "The pier may be closed.")
    selection = {"include": ["2024/june/*.txt", "*/*/more.zip/*.txt"], "exclude": "*.draft.txt"}
    make(folder, **selection).once()
    watched = sorted(source for _, source in told(seen))
    with Library.open(tmp_path / "other", settings=Settings(data_dir=tmp_path / "other")) as other:
        ingest(other, str(folder), **selection)  # type: ignore[arg-type]
        read = sorted(one.source.removeprefix(f"{folder}/2024/june/") for one in other.articles())
    assert watched == read == ["crane.txt", "more.zip!pier.txt"]


def test_a_watch_takes_columns_as_they_are_mapped(
    make: Make, folder: Path, local: Library, seen: list[Watched]
) -> None:
    (folder / "papers.csv").write_text("hed,copy\nCrane falls,The crane fell into the harbor.\n")
    mapping = "title=hed,text=copy"
    make(folder, mapping=mapping).once()
    assert [(one.title, one.text) for one in local.articles()] == [
        ("Crane falls", "The crane fell into the harbor.")
    ]
    assert told(seen) == [("new", "papers.csv")]
    make(folder, mapping=mapping).once()
    assert told(seen) == []
    with pytest.raises(UsageError, match="no field 'headline'"):
        make(folder, mapping="headline=hed")


def test_robots_txt_is_not_asked_for_each_round_nor_after_a_restart(
    make: Make, local: Library, server: Server, seen: list[Watched]
) -> None:
    now = [1_700_000_000.0]
    server.page("/a", "The ferry sails at noon.", "text/plain")
    watch = make(server.url("/a"), now=lambda: now[0])
    for _ in range(3):
        watch.round()
    local.close()
    with Library.open(local.path, settings=local.settings) as again:
        watch = make(server.url("/a"), library=again, now=lambda: now[0])
        watch.round()
        assert (server.counts["/robots.txt"], server.counts["/a"]) == (1, 4)
        told(seen)
        server.page("/robots.txt", "User-agent: *\nDisallow: /\n", "text/plain")
        now[0] += 3601
        watch.round()
        watch.round()
    assert (server.counts["/robots.txt"], server.counts["/a"]) == (2, 4)
    assert ["forbids it" in one.detail for one in seen] == [True]


def test_a_server_that_asks_to_wait_is_not_asked_by_the_rounds_until_then(
    make: Make, server: Server, seen: list[Watched]
) -> None:
    now = [1_700_000_000.0]
    server.pages["/feed"] = lambda h: h.answer(503, b"", {"Retry-After": "7200"})
    watch = make(server.url("/feed"), now=lambda: now[0])
    for _ in range(3):
        watch.round()
    assert server.counts["/feed"] == 1
    assert all("wait" in one.detail for one in seen)
    server.page("/feed", "The ferry sails at noon.", "text/plain")
    now[0] += 7200
    watch.round()
    assert seen[-1].what == "new"


def test_there_must_be_something_to_watch(make: Make) -> None:
    with pytest.raises(UsageError, match="nothing to watch"):
        make()


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_ends_a_watch_cleanly(folder: Path, tmp_path: Path, number: int) -> None:
    (folder / "broken.txt").write_bytes(b"\x00\x01")
    command = [sys.executable, "-m", "citewire", "watch", str(folder), "--every", "0.2"]
    with subprocess.Popen(
        [*command, "--data-dir", str(tmp_path / "library")],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(ROOT), "PYTHONUNBUFFERED": "1"},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        # A shell's background jobs, tests started from one say, ignore it, and so would the child.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
    ) as process:
        try:
            assert process.stdout is not None
            lines = [process.stdout.readline(), process.stdout.readline()]
            process.send_signal(number)
            rest, _ = process.communicate(timeout=60)
        finally:
            process.kill()
    assert lines[0] == "Watching 1 source (Ctrl-C ends it).\n"
    assert "failed   " in lines[1]
    assert "broken.txt" in lines[1]
    assert rest.startswith("Stopped after ")
    assert process.returncode == 0
