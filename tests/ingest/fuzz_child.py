"""Run by test_fuzz.py: gives spoiled files to every parser for some seconds.

Only articles, failures and SourceErrors may come out, within ten seconds and a gigabyte. The file
that is being read lies in the folder given, so that a crash leaves it there.
"""

from __future__ import annotations

import faulthandler
import io
import json
import logging
import resource
import signal
import sys
import time
import warnings
import zipfile
from pathlib import Path

from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st

from ingest.loaders import LOADERS, Reading, ending_of, load
from ingest.report import Failure
from tests.bad_input_child import peak_kb
from tests.ingest.formats.made import samples
from vectorstore import Article, SourceError

MOST_SECONDS = 10
MOST_MB = 1024

SAMPLES = samples()
assert {ending_of(name) for name in SAMPLES} | {".htm", ".markdown", ".mht", ".jsonl.gz"} >= set(
    LOADERS
), "a format has no sample"

TOKENS = [
    *b"\x00 \xff \xed\xa0\x80 \xe2\x80\xae \r\n\r\n \" ' < > [ { ( , : & % -- ]]> <!--".split(b" "),
    *b"<![CDATA[ <p> </p> <div> <b> <a href= <table> <li> </li> <script> <br> &nbsp;".split(),
    *b"&#0; &#xD800; <!DOCTYPE <!ENTITY %PDF- obj endobj stream endstream xref << >>".split(),
    *b"/Kids /Prev R 0 boundary= Content-Type: =?utf-8?q? ?= --b 9999-12-31 0000-00-00".split(),
    *b'99999999999999999999 {"text": "\\ud800" [[ <body.content> <item> null'.split(),
    b"\n\n",
]
spots = st.floats(0, 1, allow_nan=False)
changes = st.one_of(
    st.tuples(st.just("flip"), spots, st.integers(0, 255)),
    st.tuples(st.just("cut"), spots, st.just(0)),
    st.tuples(st.just("drop"), spots, st.integers(1, 400)),
    st.tuples(st.just("double"), spots, st.integers(1, 2000)),
    st.tuples(st.just("repeat"), spots, st.sampled_from([2, 50, 2000])),
    st.tuples(st.just("put"), spots, st.sampled_from(range(len(TOKENS)))),
    st.tuples(st.just("nest"), spots, st.sampled_from(range(len(TOKENS)))),
    st.tuples(st.just("mix"), spots, st.integers(0, len(SAMPLES) - 1)),
)


def spoiled(data: bytes, change: tuple[str, float, int]) -> bytes:
    """Return a file with one change made to it."""
    kind, spot, value = change
    at = int(spot * len(data))
    match kind:
        case "flip":
            return data[:at] + bytes([value]) + data[at + 1 :]
        case "cut":
            return data[:at]
        case "drop":
            return data[:at] + data[at + value :]
        case "double":
            return data[: at + value] + data[at:]
        case "repeat":
            return data[:at] + data[at : at + 100] * value + data[at:]
        case "put":
            return data[:at] + TOKENS[value] + data[at:]
        case "nest":
            return data[:at] + TOKENS[value] * 100_000 + data[at:]
        case _:
            other = list(SAMPLES.values())[value]
            return data[:at] + other[int(spot * len(other)) :]


def spoiled_file(name: str, changes: list[tuple[str, float, int]], within: float | None) -> bytes:
    """Return a file with changes; ``within`` an archive they are made to one of its members."""
    data = SAMPLES[name]
    if within is None or not data.startswith(b"PK"):
        for change in changes:
            data = spoiled(data, change)
        return data
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(file, "w", 8) as new:
        names = old.namelist()
        chosen = names[int(within * (len(names) - 1))]
        for member in names:
            text = old.read(member)
            for change in changes if member == chosen else []:
                text = spoiled(text, change)
            new.writestr(member, text)
    return file.getvalue()


def check(name: str, data: bytes) -> None:
    """Read a file as a run of ingest would."""
    try:
        for item in load(data, name, Reading()):
            assert isinstance(item, Article | Failure)
            if isinstance(item, Article):
                json.dumps(item.as_dict(), ensure_ascii=False).encode()
    except SourceError as error:
        str(error).encode()


def main(folder: Path, seconds: float, start: int, *only: str) -> None:
    """Spoil and read files until the time is over, then print how many, and the peak of memory."""
    resource.setrlimit(resource.RLIMIT_AS, (6 * 1024**3, 6 * 1024**3))
    # Seconds of the processor: the machine may be busy. One that only waits is stopped later.
    faulthandler.register(signal.SIGPROF, chain=True)
    end = time.monotonic() + seconds
    count = 0
    slowest = (0.0, "")
    names = [name for name in SAMPLES if not only or ending_of(name) in only]

    for round_ in range(start, sys.maxsize):

        @seed(round_)
        @settings(
            max_examples=200,
            deadline=None,
            database=None,
            phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
        )
        @given(
            st.sampled_from(names),
            st.lists(changes, min_size=1, max_size=6),
            st.none() | spots,
        )
        def one(name: str, some: list[tuple[str, float, int]], within: float | None) -> None:
            nonlocal count, slowest
            if time.monotonic() > end:
                return
            data = spoiled_file(name, some, within)
            (folder / f"now-{name}").write_bytes(data)
            faulthandler.dump_traceback_later(6 * MOST_SECONDS, exit=True)
            signal.setitimer(signal.ITIMER_PROF, MOST_SECONDS)
            began = time.process_time()
            check(name, data)
            slowest = max(slowest, (time.process_time() - began, name))
            signal.setitimer(signal.ITIMER_PROF, 0)
            faulthandler.cancel_dump_traceback_later()
            (folder / f"now-{name}").unlink()
            count += 1
            assert peak_kb() < MOST_MB * 1024, f"{peak_kb() // 1024} MB"

        one()
        if time.monotonic() > end:
            break
    state = {"files": count, "peak_mb": peak_kb() // 1024, "slowest": slowest}
    sys.stdout.write(json.dumps(state))


if __name__ == "__main__":
    warnings.simplefilter("ignore")
    logging.disable()
    main(Path(sys.argv[1]), float(sys.argv[2]), int(sys.argv[3]), *sys.argv[4:])
