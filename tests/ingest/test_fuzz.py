"""No file or answer, however spoiled, makes a parser crash, hang, or take more than a gigabyte."""

from __future__ import annotations

import importlib
import inspect
import json
import os
import pkgutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from types import CodeType, FrameType
from typing import Any

import pytest

import ingest
from ingest.found import PACKED
from ingest.loaders import LOADERS
from tests.conftest import ROOT
from tests.ingest.fuzzing.reading import read_file, visiting
from tests.ingest.fuzzing.seeds import parsers

#: Seconds a parser: many where every change is checked, few where somebody waits for the tests.
SECONDS = 20 if os.environ.get("CI") else 2


def fuzz(folder: Path, seconds: int, start: int) -> None:
    """Spoil files of each parser for some seconds, in as many processes as there are processors."""
    names, processes = list(parsers()), min(os.cpu_count() or 1, 8)
    children = []
    for number in range(processes):
        place = folder / str(number)
        place.mkdir()
        dealt = names[number::processes]
        command = [sys.executable, "-m", "tests.ingest.fuzzing.child", place, str(seconds)]
        with (place / "said").open("w") as said, (place / "errors").open("w") as errors:
            children.append(
                subprocess.Popen(
                    [*command, str(start), *dealt], cwd=ROOT, stdout=said, stderr=errors
                )
            )
    try:
        ended = [child.wait() for child in children]
    finally:
        for child in children:
            child.kill()
    states = []
    for number, code in enumerate(ended):
        place = folder / str(number)
        left = [str(file) for file in place.glob("now-*")]
        assert code == 0, f"{left}\n{(place / 'errors').read_text()[-6000:]}"
        states += [json.loads(line) for line in (place / "said").read_text().splitlines()]
    assert {state["parser"] for state in states} == set(names)
    for state in states:
        assert state["files"] >= seconds // 2, state
        assert state["peak_mb"] < 1024, state


@pytest.mark.timeout(1200)
def test_no_spoiled_file_is_too_much_for_a_parser(tmp_path: Path) -> None:
    fuzz(tmp_path, SECONDS, 1)


@pytest.mark.long
@pytest.mark.timeout(6 * 3600)
def test_no_spoiled_file_of_ten_minutes_a_parser_is_too_much_for_it(tmp_path: Path) -> None:
    fuzz(tmp_path, 600, 10_000)


# -- what is spoiled -------------------------------------------------------------------------------


def test_every_format_and_every_kind_of_archive_is_spoiled() -> None:
    names = [seed.name for some in parsers().values() for seed in some]
    for ending in (*LOADERS, *PACKED):
        assert any(name.endswith(ending) for name in names), ending
    for ending, known in LOADERS.items():
        told = any(name.endswith(ending) and seed_told(name) for name in names)
        assert told or ending not in {".csv", ".tsv", ".parquet", ".json", ".jsonl"}, ending
        assert (known.load or known.stream).__name__ in parsers()


def seed_told(name: str) -> bool:
    """Say whether a file's columns are told by a map."""
    return any(seed.mapping for some in parsers().values() for seed in some if seed.name == name)


def takes_bytes(function: Any) -> bool:  # noqa: ANN401 - whatever a module holds
    """Say whether a function is given a file's or an answer's bytes, whole or as a stream."""
    told = [str(kind) for name, kind in function.__annotations__.items() if name != "return"]
    return any(
        word in kind for kind in told for word in ("bytes", "Response", "Readable", "Stream")
    )


def parsing() -> Iterator[Any]:
    """Yield every function of ``ingest`` that is given bytes."""
    for found in pkgutil.walk_packages(ingest.__path__, "ingest."):
        module = importlib.import_module(found.name)
        classes = [one for one in vars(module).values() if inspect.isclass(one)]
        owners = [module, *(one for one in classes if not getattr(one, "_is_protocol", False))]
        for owner in owners:
            for one in vars(owner).values():
                function = getattr(one, "__func__", one)
                inside = inspect.isfunction(function) and function.__module__ == module.__name__
                if inside and takes_bytes(function):
                    yield function


def test_good_files_reach_every_function_that_is_given_bytes(tmp_path: Path) -> None:
    reached: set[CodeType] = set()

    def note(frame: FrameType, event: str, _: object) -> None:
        reached.add(frame.f_code)

    with visiting(tmp_path) as visitor:
        before = sys.getprofile()
        sys.setprofile(note)
        try:
            for parser, seeds in parsers().items():
                for seed in seeds:
                    if parser.startswith(("web ", "robots")):
                        found, read = visitor.visit(seed.name, seed.whole())
                        good = found if parser in {"web feed", "web sitemap"} else read
                    else:
                        file = tmp_path / seed.name
                        file.write_bytes(seed.whole())
                        good = read_file(file, seed.mapping)
                    assert good or seed.name in {"index.xml", "busy"}, seed.name
        finally:
            sys.setprofile(before)
    missed = [one for one in parsing() if one.__code__ not in reached]
    names = {f"{one.__module__}.{one.__qualname__}" for one in missed}
    # The intake and the outlook hand bytes on, to a library, which this has not; dataclasses make
    # themselves; and no good file has a line that is too long.
    known = (
        "ingest.intake.",
        "ingest.outlook.",
        "ingest.loaders.Format.__init__",
        "ingest.streams._ended",
    )
    assert {name for name in names if not name.startswith(known)} == set()
