"""Lines and rows of any number are read in little memory; what is read at once has a limit."""

from __future__ import annotations

import gzip
import io
import json
import subprocess
import sys
import tarfile
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import IO, Any

import pytest

from ingest import preview
from ingest.sources import MAX_FILE
from ingest.streams import MAX_LINE
from tests.conftest import ROOT
from tests.ingest.formats.reads import read

MB = 1024 * 1024
CHILD = "tests.ingest.stream_child"


def lines(size: int) -> Iterator[bytes]:
    """Yield lines of JSON of about 20 KB, no two alike, of ``size`` bytes in all."""
    done, number = 0, 0
    while done < size:
        number += 1
        words = " ".join(f"{hash((number, n)) % 1_000_003:x}" for n in range(3000))
        line = json.dumps({"title": f"Day {number}", "text": f"It rained. {words}."}).encode()
        yield line + b"\n"
        done += len(line) + 1


def as_csv(size: int) -> Iterator[bytes]:
    """Yield the same as rows of a table."""
    yield b"title,text\n"
    for line in lines(size):
        record = json.loads(line)
        yield f'{record["title"]},"{record["text"]}"\n'.encode()


def as_parquet(size: int) -> Iterator[bytes]:
    """Yield the same as a table of one group of rows, whatever their number."""
    import pyarrow
    from pyarrow import parquet

    file = io.BytesIO()
    rows = pyarrow.Table.from_pylist(list(map(json.loads, lines(size))))
    parquet.write_table(rows, file, row_group_size=len(rows), write_batch_size=64)
    yield file.getvalue()


def write_plain(file: Path, name: str, some: Iterator[bytes]) -> Path:
    with (file / name).open("wb") as stream:
        stream.writelines(some)
    return file / name


def write_gz(file: Path, name: str, some: Iterator[bytes]) -> Path:
    with gzip.open(file / f"{name}.gz", "wb", 1) as stream:
        stream.writelines(some)
    return file / f"{name}.gz"


def write_zip(file: Path, name: str, some: Iterator[bytes]) -> Path:
    with (
        zipfile.ZipFile(file / "a.zip", "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive,
        archive.open(name, "w", force_zip64=True) as stream,
    ):
        stream.writelines(some)
    return file / "a.zip"


def write_tar(file: Path, name: str, some: Iterator[bytes]) -> Path:
    plain = write_plain(file, name, some)
    with tarfile.open(file / "a.tar.gz", "w:gz", compresslevel=1) as archive:
        archive.add(plain, name)
    plain.unlink()
    return file / "a.tar.gz"


Write = Callable[[Path, str, Iterator[bytes]], Path]


def gone_over(folder: Path, file: Path) -> dict[str, Any]:
    """Return what a dry run in a process of its own says of a file, and the memory that it took."""
    small = folder / "small.jsonl"
    small.write_text('{"text": "It rained."}\n')
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-m", CHILD, folder / "library", small, file],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    state: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return state


@pytest.mark.long
@pytest.mark.timeout(900)
@pytest.mark.parametrize("write", [write_plain, write_gz, write_zip, write_tar])
@pytest.mark.parametrize(
    ("name", "made"), [("a.jsonl", lines), ("a.csv", as_csv), ("a.parquet", as_parquet)]
)
def test_300_mb_of_lines_and_rows_take_little_memory_wherever_they_lie(
    tmp_path: Path, write: Write, name: str, made: Callable[[int], Iterator[bytes]]
) -> None:
    state = gone_over(tmp_path, write(tmp_path, name, made(300 * MB)))
    assert state["failed"] == []
    assert state["added"] > 10_000
    assert state["grown_mb"] < 100


def test_a_line_of_100_mb_fails_alone(tmp_path: Path) -> None:
    good = b'{"text": "It rained."}\n'
    file = write_plain(
        tmp_path, "a.jsonl", iter([good, b'{"text": "', *[b"x " * MB] * 50, good, good])
    )
    assert file.stat().st_size > 100_000_000
    state = gone_over(tmp_path, file)
    assert state["failed"] == [f"{file}#2 is a line of more than {MAX_LINE:,} bytes."]
    assert (state["added"], state["unchanged"]) == (1, 1)
    assert state["grown_mb"] < 150


@pytest.mark.parametrize("write", [write_plain, write_gz, write_zip, write_tar])
@pytest.mark.parametrize(
    ("name", "made"), [("a.jsonl", lines), ("a.csv", as_csv), ("a.parquet", as_parquet)]
)
def test_lines_and_rows_have_the_same_places_wherever_they_lie(
    tmp_path: Path, write: Write, name: str, made: Callable[[int], Iterator[bytes]]
) -> None:
    file = write(tmp_path, name, made(100_000))
    found = list(preview(file))
    inside = f"{file}!{name}" if write in (write_zip, write_tar) else str(file)
    assert [one.source for one in found] == [f"{inside}#{n}" for n in range(1, len(found) + 1)]
    assert all(one.article and one.article.text.startswith("It rained.") for one in found)
    assert len(found) > 4


def test_a_row_of_100_mb_fails_alone_and_a_quotation_mark_without_an_end_ends_the_table() -> None:
    long = "x " * 26_000_000
    articles, failures, _ = read(f"title,text\nA,One.\nB,{long}\nC,Three.\n", "a.csv")
    assert [article.title for article in articles] == ["A", "C"]
    assert [one.error for one in failures] == [
        f"a.csv#2 is a line of more than {MAX_LINE:,} characters (line 3)."
    ]
    line = "It rained, all day.\n"
    some = line * (MAX_LINE // len(line) + 1)
    articles, failures, _ = read(f'title,text\nA,One.\nB,"{some}C,Three.\n', "a.csv")
    assert [article.title for article in articles] == ["A"]
    assert "#2 begins in line 3 with a quotation mark that is not closed" in failures[0].error


@pytest.mark.parametrize("name", ["a.txt", "a.pdf", "a.html", "a.json"])
def test_a_file_of_another_format_has_a_limit_that_is_looked_at_before_it_is_read(
    tmp_path: Path, name: str
) -> None:
    file = tmp_path / name
    with file.open("wb") as stream:
        stream.truncate(20_000 * MB)  # a hole, which takes no room on the disk
    [one] = preview(file)
    assert "has more than 256 MB, too many to be read at once." in one.error
    assert ("Save it with one record a line" in one.error) == (name == "a.json")
    assert MAX_FILE == 256 * MB


def test_a_packed_table_that_breaks_off_is_refused_whole(tmp_path: Path) -> None:
    file = write_gz(tmp_path, "a.csv", as_csv(200_000))
    file.write_bytes(file.read_bytes()[:-1000])
    [one] = preview(file)
    assert "cannot be unpacked" in one.error


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be"])
def test_utf_16_is_read_by_the_line(encoding: str) -> None:
    text = '{"text": "The café closed."}\n{"text": 5}\n'
    articles, [failure], notes = read(text.encode(encoding), "a.jsonl")
    assert [article.text for article in articles] == ["The café closed."]
    assert failure.source == "a.jsonl#2"
    assert notes == [f"read as {encoding}"]


def bomb(stream: IO[bytes]) -> None:
    with gzip.GzipFile(fileobj=stream, mode="wb") as packed:
        for _ in range(64):
            packed.write(b"\n" * MB)


@pytest.mark.parametrize("name", ["a.jsonl.gz", "a.csv.gz"])
def test_a_packed_table_that_is_a_bomb_is_refused(tmp_path: Path, name: str) -> None:
    data = io.BytesIO()
    bomb(data)
    (tmp_path / name).write_bytes(data.getvalue())
    [one] = preview(tmp_path / name)
    assert "unpacks to more than 200 times its size, as a bomb does." in one.error
