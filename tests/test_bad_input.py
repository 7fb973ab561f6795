"""Bad input ends in one clear sentence, a status that is not 0, and nothing lost.

Everything goes through the command line. Tests that need a full or a read-only disk use a limit of
the process's own, a small mount, or, where mounting is not allowed, another user.
"""

from __future__ import annotations

import json
import os
import resource
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from ingest import ingest
from tests.conftest import ROOT
from tests.vectorstore.conftest import spoil
from ui.cli import main
from vectorstore import DiskFullError, Library, Settings
from vectorstore.weights import find_weights

QUESTION = "Which companies paused sales, and for how long?"
NOBODY = 65534
MB = 1024 * 1024

Run = Callable[..., Result]


@pytest.fixture
def run(sample_copy: Path) -> Run:
    """Run a command on a library with the sample articles, which the test may spoil."""

    def run(*arguments: str | Path, data_dir: Path = sample_copy) -> Result:
        result = CliRunner().invoke(main, [*map(str, arguments), "--data-dir", str(data_dir)])
        # A bug would come through as its own exception, and be a traceback in a terminal.
        assert result.exception is None or isinstance(result.exception, SystemExit)
        assert "Traceback" not in result.output
        return result

    return run


def quotes(run: Run, question: str = QUESTION, **more: Path) -> list[str]:
    found = json.loads(run("ask", question, "--json", **more).stdout)
    return [c["quote"] for s in found["statements"] for c in s["citations"]]


@pytest.fixture
def before(run: Run) -> list[str]:
    """Return what the library answers before anything goes wrong."""
    answered = quotes(run)
    assert len(answered) > 3
    return answered


@pytest.fixture
def fresh(tmp_path: Path) -> Path:
    """Return an article that no library has yet."""
    file = tmp_path / "fresh.txt"
    file.write_text("Oldtown elects\n\nUrsula Quandt was elected mayor of Oldtown on Sunday.\n")
    return file


def failed(result: Result, *said: str, code: int = 1) -> None:
    """Assert that one message was given, with these words, and that the command failed."""
    assert result.exit_code == code, result.output
    messages = [line for line in result.stderr.splitlines() if line.startswith("citewire: ")]
    assert len(messages) == 1, result.output
    for words in said:
        assert words in messages[0]


# -- sources ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("gone.txt", None, "gone.txt does not exist."),
        ("empty.txt", b"", "empty.txt is empty."),
        ("blank.txt", b" \r\n\t", "blank.txt is empty."),
        ("photo.txt", b"\x89PNG\r\n\x1a\n\x00\x00", "photo.txt is not text"),
        ("paper.txt", b"%PDF-1.7\n1 0 obj", "paper.txt is not text"),
        ("paper.docx", b"PK\x03\x04", "paper.docx is not a Word document"),
        ("paper.xls", b"PK\x03\x04", "paper.xls has a format that Citewire does not read."),
        ("page.html", b"<html></html>", "no article's text was found in this page"),
        ("zip.jsonl.gz", b"not gzip", "zip.jsonl.gz cannot be unpacked (Not a gzipped file"),
    ],
)
def test_a_source_that_cannot_be_read_is_named_and_stops_nothing(
    run: Run,
    before: list[str],
    fresh: Path,
    tmp_path: Path,
    name: str,
    data: bytes | None,
    said: str,
) -> None:
    source = tmp_path / name
    if data is not None:
        source.write_bytes(data)
    result = run("ingest", source, fresh)
    assert result.exit_code == 1
    [line] = [line for line in result.output.splitlines() if line.startswith("failed")]
    assert said in line
    assert "1 new, 0 changed, 0 unchanged, 1 failed" in result.output
    assert quotes(run, "Who was elected mayor of Oldtown?") == [
        "Ursula Quandt was elected mayor of Oldtown on Sunday."
    ]
    assert quotes(run) == before


def test_a_folder_without_anything_to_read_fails(run: Run, tmp_path: Path) -> None:
    folder = tmp_path / "photos"
    folder.mkdir()
    (folder / "a.jpg").write_bytes(b"\xff\xd8\xff")
    result = run("ingest", folder)
    assert result.exit_code == 1
    assert "photos holds no files that Citewire reads." in result.output


def test_a_text_that_is_not_utf_8_goes_in_and_its_encoding_is_told(
    run: Run, tmp_path: Path
) -> None:
    file = tmp_path / "old.txt"
    file.write_bytes("The café’s owner, Zoë Brontë, “closed” it on Friday.".encode("cp1252"))
    result = run("ingest", file)
    assert result.exit_code == 0
    assert "(read as cp1252)" in result.output
    assert quotes(run, "Who closed the café?") == [
        "The café’s owner, Zoë Brontë, “closed” it on Friday."
    ]


def test_a_line_that_is_not_json_fails_alone(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "two words.jsonl"
    file.write_text('{"text": "Ursula Quandt won."}\n{"text": \n{"text": "It rained."}\n')
    result = run("ingest", file, "--json")
    assert result.exit_code == 1
    report = json.loads(result.stdout.splitlines()[-1])
    assert report["added"] == 2
    [failure] = report["failed"]
    assert failure["source"] == f"{file}#2"
    again = run("ingest", file)
    assert again.exit_code == 1
    assert "0 new, 0 changed, 2 unchanged, 1 failed" in again.output
    assert f"{file}#2 is not JSON" in again.output


PROSE = "The mayor of Oldtown said on day {} that the bridge over the Wend stays closed. "


def ingest_large(folder: Path, text: str) -> dict[str, Any]:
    file = folder / "large.txt"
    file.write_text(text)
    assert file.stat().st_size >= 20_000_000
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-m", "tests.bad_input_child", folder, file],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    state: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    assert state["report"]["added"] == 1
    assert state["found"] == 5
    assert state["whole"]
    assert state["longest"] <= 1000
    assert state["in_sentences"] > 0.97 * state["characters"]
    assert state["peak_mb"] < 1500
    return state


def test_a_text_of_20_mb_goes_in_with_bounded_memory(tmp_path: Path) -> None:
    prose = "\n\n".join(PROSE.format(n) * 6 for n in range(3000))
    never_ends = "word " * 200_000 + "x" * (20_000_000 - len(prose) - 1_000_000)
    ingest_large(tmp_path, f"{prose}\n\n{never_ends}")


@pytest.mark.long
@pytest.mark.parametrize(
    "text",
    ["\n\n".join(PROSE.format(n) * 6 for n in range(43_000)), "word " * 4_000_000],
    ids=["prose", "one line without an end"],
)
def test_any_text_of_20_mb_goes_in_with_bounded_memory(tmp_path: Path, text: str) -> None:
    ingest_large(tmp_path, text)


# -- questions -------------------------------------------------------------------------------------


@pytest.mark.parametrize("question", ["", "  \n", "?!", "… —"])
@pytest.mark.parametrize("command", ["ask", "search"])
def test_an_empty_question_is_wrong_use(run: Run, command: str, question: str) -> None:
    failed(run(command, question), "The question is empty.", code=2)


@pytest.mark.parametrize("command", ["ask", "search"])
def test_a_question_of_20_000_characters_is_wrong_use(run: Run, command: str) -> None:
    question = "Who resigned? " * 1428 + "Who then"
    assert len(question) == 20_000
    failed(run(command, question), "20,000 characters", "shorter", code=2)


@pytest.mark.parametrize(
    "question", ['"', "a OR (b NEAR", "col:umn * ^", "'; DROP TABLE articles; --", "\x00 mayor"]
)
def test_signs_in_a_question_reach_no_grammar(run: Run, question: str) -> None:
    assert run("ask", f"{question} Who resigned?").exit_code in {0, 3}


# -- the data folder -------------------------------------------------------------------------------


@contextmanager
def read_only(folder: Path) -> Iterator[None]:
    """Make a folder read-only, for root too: by a mount, or else by being somebody else."""
    if os.geteuid() != 0:
        modes = {path: path.stat().st_mode for path in [folder, *folder.rglob("*")]}
        for path in modes:
            path.chmod(0o555 if path.is_dir() else 0o444)
        try:
            yield
        finally:
            for path, mode in modes.items():
                path.chmod(mode)
    elif subprocess.run(["mount", "--bind", folder, folder], check=False).returncode == 0:
        try:
            subprocess.run(["mount", "-o", "remount,ro,bind", folder], check=True)
            yield
        finally:
            subprocess.run(["umount", folder], check=True)
    else:
        for parent in folder.parents[:3]:
            parent.chmod(0o755)
        os.seteuid(NOBODY)
        try:
            yield
        finally:
            os.seteuid(0)


def test_a_read_only_data_folder_is_named_and_left_as_it_was(
    run: Run, before: list[str], fresh: Path, sample_copy: Path
) -> None:
    [first, *_] = json.loads(run("list", "--json").stdout)
    with read_only(sample_copy):
        for command in (["ingest", fresh], ["ask", QUESTION], ["rebuild"], ["remove", first["id"]]):
            failed(run(*command), "cannot be written to", "Nothing was changed", "--data-dir")
        new = sample_copy / "new"
        failed(run("ingest", fresh, data_dir=new), "cannot be written to")
    assert quotes(run) == before
    assert run("ingest", fresh).exit_code == 0


@contextmanager
def files_of_at_most(size: int) -> Iterator[None]:
    """Let this process write no file beyond ``size`` bytes, as if the disk were full there."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


@pytest.mark.parametrize("side", ["the database", "the vector index"])
def test_a_full_disk_is_named_and_nothing_stored_before_is_lost(
    run: Run, before: list[str], fresh: Path, sample_copy: Path, side: str
) -> None:
    index_size = (sample_copy / "chroma" / "chroma.sqlite3").stat().st_size
    limit = 8 * 1024 if side == "the database" else index_size // 2
    with files_of_at_most(limit):
        result = run("ingest", fresh)
        failed(result, "no room left on the disk", "stored before is kept.", "Make room")
    assert quotes(run) == before
    done = run("ingest", fresh)
    assert done.exit_code == 0
    assert quotes(run, "Who was elected mayor of Oldtown?") == [
        "Ursula Quandt was elected mayor of Oldtown on Sunday."
    ]
    assert json.loads(run("status", "--json").stdout)["unfinished"] == 0


def test_a_rebuild_on_a_full_disk_leaves_the_old_index(
    run: Run, before: list[str], sample_copy: Path
) -> None:
    with files_of_at_most(100 * 1024):
        failed(run("rebuild"), "no room left on the disk")
    assert not (sample_copy / "chroma.new").exists()
    assert quotes(run) == before


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """Return a folder on a file system of its own of 24 MB."""
    folder = tmp_path / "disk"
    folder.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=24m", "tmpfs", folder]
    if os.geteuid() != 0 or subprocess.run(mount, check=False, capture_output=True).returncode:
        pytest.skip("needs leave to mount; the tests with a size limit ran in its place")
    yield folder
    subprocess.run(["umount", "--lazy", folder], check=True)


def test_a_disk_that_fills_up_during_an_ingest_keeps_what_was_stored(
    run: Run, small_disk: Path, tmp_path: Path
) -> None:
    folder = small_disk / "library"
    filler = small_disk / "filler"
    sources = tmp_path / "sources"
    sources.mkdir()
    for n in range(9):
        (sources / f"{n}.txt").write_text(f"Mayor number {n} of Oldtown resigned on Friday.\n")

    def fill(_: object) -> None:
        free = shutil.disk_usage(small_disk).free
        with filler.open("ab") as stream:
            stream.write(bytes(max(0, free - 256 * 1024)))  # reading needs some 64 KB

    settings = Settings(data_dir=folder)
    with Library.open(folder, settings=settings) as library:
        assert ingest(library, sources / "0.txt").added == 1
        with pytest.raises(DiskFullError, match="no room left"):
            ingest(library, sources, on_source=fill, batch_passages=1)
        kept = len(library)
        assert kept >= 1
    failed(run("ingest", sources, data_dir=folder), "no room left on the disk", "kept")
    assert "Mayor number 0 of Oldtown resigned on Friday." in quotes(
        run, "Who resigned on Friday?", data_dir=folder
    )
    filler.unlink()
    assert run("ingest", sources, data_dir=folder).exit_code == 0
    assert len(json.loads(run("list", "--json", data_dir=folder).stdout)) == 9


@pytest.mark.parametrize("how", ["delete", "truncate", "garbage"])
def test_a_spoiled_vector_index_is_named_and_a_rebuild_mends_it(
    run: Run, before: list[str], sample_copy: Path, how: str
) -> None:
    if how == "delete":
        shutil.rmtree(sample_copy / "chroma")
    else:
        spoil(sample_copy / "chroma" / "chroma.sqlite3", how)
    failed(run("ask", QUESTION), "vector index", "Nothing is lost", "Run: citewire rebuild")
    assert run("list").exit_code == 0
    rebuilt = run("rebuild")
    assert rebuilt.exit_code == 0
    assert "Rebuilt the vector index" in rebuilt.output
    assert quotes(run) == before


def test_a_damaged_library_database_is_named(run: Run, sample_copy: Path) -> None:
    file = sample_copy / "library.sqlite3"
    data = bytearray(file.read_bytes())
    data[4096:] = b"\x5a" * (len(data) - 4096)
    file.write_bytes(data)
    failed(run("ask", QUESTION), "is damaged", "backup")


def test_something_else_in_the_data_folder_is_not_touched(run: Run, tmp_path: Path) -> None:
    folder = tmp_path / "photos"
    folder.mkdir()
    (folder / "a.jpg").write_bytes(b"\xff\xd8\xff")
    failed(run("list", data_dir=folder), "not a Citewire library", "It was not touched")
    assert [file.name for file in folder.iterdir()] == ["a.jpg"]


# -- the model -------------------------------------------------------------------------------------


def test_weights_that_fail_their_checksum_are_not_used(
    run: Run, before: list[str], sample_copy: Path, fresh: Path, tmp_path: Path
) -> None:
    package = Path(find_weights("all-MiniLM-L6-v2").location).parent
    copy = tmp_path / "packages" / package.name
    shutil.copytree(package, copy)
    weights = copy / "model" / "model.safetensors"
    data = bytearray(weights.read_bytes())
    data[len(data) // 2] ^= 1
    weights.write_bytes(data)
    for command in (["ask", QUESTION], ["ingest", str(fresh)]):
        done = subprocess.run(
            [sys.executable, "-m", "citewire", *command, "--data-dir", sample_copy],
            env={**os.environ, "PYTHONPATH": f"{tmp_path / 'packages'}:{ROOT}"},
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 1, done.stderr
        assert done.stdout == ""
        [line] = done.stderr.splitlines()
        assert line.startswith("citewire: The embedding weights ")
        assert "fail their checksum" in line
        assert "pip install --force-reinstall" in line
    assert quotes(run) == before
