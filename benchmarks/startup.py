"""Measures ``citewire ask`` as a cold process against what it cannot do without.

    python -m benchmarks.startup WORK [--times 5]

That is importing sentence-transformers, loading the shipped model and encoding the question once.
The two take turns. The library of the sample articles is made in ``WORK``.
"""

from __future__ import annotations

import argparse
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

from ingest import ingest
from vectorstore import Library, Settings
from vectorstore.weights import SHIPPED_MODEL, find_weights

SAMPLES = Path(__file__).resolve().parent.parent / "samples" / "articles"

QUESTION = "Who is Skelvane's president?"

BARE = """
import sys
from sentence_transformers import SentenceTransformer
model = SentenceTransformer(sys.argv[1], local_files_only=True)
model.encode(sys.argv[2], show_progress_bar=False)
"""


def main() -> None:
    """Run the benchmark and print its figures."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0] if __doc__ else None)
    parser.add_argument("work", type=Path)
    parser.add_argument("--times", type=int, default=5)
    arguments = parser.parse_args()
    folder = arguments.work / "samples"
    with Library.open(folder, settings=Settings(data_dir=folder)) as library:
        ingest(library, SAMPLES)
    bare = [sys.executable, "-c", BARE, find_weights(SHIPPED_MODEL).location, QUESTION]
    ask = [sys.executable, "-m", "citewire", "ask", QUESTION, "--data-dir", str(folder)]
    took(bare), took(ask)  # what lies on the disk is in memory from here on
    pairs = [(took(bare), took(ask)) for _ in range(arguments.times)]
    for what, number in (("time", 0), ("processor time", 1)):
        without, whole = ([one[number] for one in side] for side in zip(*pairs, strict=True))
        ratios = [ours / alone for alone, ours in zip(without, whole, strict=True)]
        print(
            f"{what}: ask {statistics.median(whole):.2f} s, the model alone "
            f"{statistics.median(without):.2f} s, ratio {statistics.median(ratios):.2f} "
            f"({min(ratios):.2f} to {max(ratios):.2f})"
        )


def took(command: Sequence[str]) -> tuple[float, float]:
    """Run a command; return its time and its processor time, in seconds."""
    before, began = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    wall, after = time.perf_counter() - began, resource.getrusage(resource.RUSAGE_CHILDREN)
    return wall, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


if __name__ == "__main__":
    main()
