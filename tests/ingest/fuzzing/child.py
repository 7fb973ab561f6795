"""Gives spoiled files to parsers, each for some seconds; run by test_fuzz.py.

    python -m tests.ingest.fuzzing.child FOLDER SECONDS FIRST_SEED PARSER...

Prints a JSON line a parser. Only articles and errors of ours may come out of one, within ten
seconds of a processor that is no slower than most, and a gigabyte. What is being read lies in
FOLDER as ``now-NAME``, so that a crash leaves it there.
"""

from __future__ import annotations

import contextlib
import faulthandler
import json
import logging
import resource
import signal
import sys
import time
import warnings
from collections.abc import Callable
from pathlib import Path

from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st

from tests.bad_input_child import peak_kb
from tests.ingest.fuzzing.reading import read_file, visiting
from tests.ingest.fuzzing.seeds import Seed, parsers
from tests.ingest.fuzzing.spoil import Change, changes, spoiled, spots
from tests.ingest.ordinary import slowness

MOST_SECONDS = 10
MOST_MB = 1024

Read = Callable[[Seed, bytes], object]


class Fuzz:
    """Spoils the good files of one parser and lets ``read`` read them."""

    def __init__(self, folder: Path, parser: str, read: Read) -> None:
        self.folder = folder
        self.parser = parser
        self.read = read
        self.files = 0
        self.slowest = (0.0, "")
        self.peak_kb = 0

    def run(self, seconds: float, start: int) -> None:
        """Spoil and read for some seconds; ``start`` is the seed of the first 200 files."""
        names = parsers()[self.parser]
        for good in names:  # and let the libraries load before the clock runs
            self.one(good, good.whole())
        end = time.monotonic() + seconds
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
                st.sampled_from(names), st.lists(changes, min_size=1, max_size=6), st.none() | spots
            )
            def one(good: Seed, some: list[Change], within: float | None) -> None:
                if time.monotonic() < end:
                    self.one(good, spoiled(good, some, within))

            one()
            if time.monotonic() > end:
                return

    def one(self, good: Seed, data: bytes) -> None:
        file = self.folder / f"now-{good.name}"
        file.write_bytes(data)
        forget_peak()
        # Seconds of the processor: the machine may be busy. One that only waits is stopped later.
        faulthandler.dump_traceback_later(6 * MOST_SECONDS * slowness(), exit=True)
        signal.setitimer(signal.ITIMER_PROF, MOST_SECONDS * slowness())
        began = time.process_time()
        self.read(good, data)
        self.slowest = max(self.slowest, (round(time.process_time() - began, 2), good.name))
        signal.setitimer(signal.ITIMER_PROF, 0)
        faulthandler.cancel_dump_traceback_later()
        self.peak_kb = max(self.peak_kb, peak_kb())
        assert self.peak_kb < MOST_MB * 1024, f"{self.peak_kb // 1024} MB"
        file.unlink()
        self.files += 1

    def state(self) -> str:
        said = {"parser": self.parser, "files": self.files, "slowest": self.slowest}
        return json.dumps(said | {"peak_mb": self.peak_kb // 1024})


def forget_peak() -> None:
    """Let the peak of memory begin anew, where the system can."""
    with contextlib.suppress(OSError):
        Path("/proc/self/clear_refs").write_text("5")


def main(folder: Path, seconds: float, start: int, *names: str) -> None:
    """Spoil and read files of each parser for some seconds."""
    resource.setrlimit(resource.RLIMIT_AS, (6 * 1024**3, 6 * 1024**3))
    faulthandler.register(signal.SIGPROF, chain=True)
    with visiting(folder) as visitor:

        def read(good: Seed, data: bytes) -> object:
            if name.startswith(("web ", "robots")):
                return visitor.visit(good.name, data)
            return read_file(folder / f"now-{good.name}", good.mapping)

        for name in names or parsers():
            fuzz = Fuzz(folder, name, read)
            fuzz.run(seconds, start)
            sys.stdout.write(fuzz.state() + "\n")
            sys.stdout.flush()


if __name__ == "__main__":
    warnings.simplefilter("ignore")
    logging.disable()
    main(Path(sys.argv[1]), float(sys.argv[2]), int(sys.argv[3]), *sys.argv[4:])
