"""Measures answers, memory and disk against the size of the archive.

    python -m benchmarks.scale PATH WORK [--sizes 1500,6212,60000] [--questions 60]

``PATH`` holds ``articles.jsonl.gz`` and ``questions.jsonl``. The library made of the articles is
kept in ``WORK/base``, a growing one of copies of them (``benchmarks/copies.py``) in ``WORK/grown``;
a run that was stopped goes on where it was. Each size answers the same questions in a process of
its own; the smallest is measured again at the end, since other programs may have had the machine.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
from math import log10
from pathlib import Path

from benchmarks.copies import grow
from benchmarks.scale_child import STEPS
from ingest import ingest
from vectorstore import Library

Figures = dict[str, float]


def main() -> None:
    """Run the benchmark and print its figures."""
    arguments = _arguments()
    base, grown = arguments.work / "base", arguments.work / "grown"
    with Library.open(base) as library:
        ingest(library, arguments.path / "articles.jsonl.gz")
        smallest = len(library)
    every = [measured(base, arguments)]
    for size in sorted(arguments.sizes):
        if size > smallest:
            grow(base, grown, size)
            every.append(measured(grown, arguments))
    every.append(measured(base, arguments))
    print_growth(every)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0] if __doc__ else None)
    parser.add_argument("path", type=Path)
    parser.add_argument("work", type=Path)
    parser.add_argument("--sizes", type=_numbers, default=[1500, 6212, 60000])
    parser.add_argument("--questions", type=int, default=60)
    return parser.parse_args()


def _numbers(text: str) -> list[int]:
    return [int(part) for part in text.split(",")]


def measured(folder: Path, arguments: argparse.Namespace) -> Figures:
    """Answer the questions from a library in a process of its own; print and return the figures."""
    command = [sys.executable, "-m", "benchmarks.scale_child", folder, arguments.path]
    done = subprocess.run(
        [*map(str, command), str(arguments.questions)],
        stdout=subprocess.PIPE,
        check=True,
        text=True,
    )
    found: Figures = json.loads(done.stdout.splitlines()[-1])
    print_size(found)
    return found


def print_size(found: Figures) -> None:
    """Print the figures of one size."""
    articles = found["articles"]
    print(f"\n{articles:,} articles, {found['passages']:,} passages")
    for step in STEPS:
        median, most = found[f"{step}_median_ms"], found[f"{step}_95_ms"]
        print(f"  {step:9} {median:7.0f} ms, 95 % {most:7.0f} ms")
    median, most = found["worked_median_ms"], found["worked_95_ms"]
    print(f"  processor {median:7.0f} ms, 95 % {most:7.0f} ms")
    for name, part in (("total", "encode"), ("worked", "worked_encode")):
        unit = found[f"{part}_median_ms"]
        median, most = found[f"{name}_median_ms"] / unit, found[f"{name}_95_ms"] / unit
        print(f"  {name} in query encodings: {median:.0f}, 95 % {most:.0f}")
    print(f"  opening and the first answer: {found['first_answer_s']:.1f} s")
    print(f"  memory at its peak: {found['peak_bytes'] / 1e6:.0f} MB")
    for name in ("library", "index"):
        print(f"  {name} on disk: {found[f'{name}_bytes'] / articles / 1000:.0f} kB an article")
    print(f"  abstained: {found['abstained']:.0f}", flush=True)


def print_growth(every: list[Figures]) -> None:
    """Print how much longer an answer takes over ten times the articles, against the smallest.

    The smallest is the mean of its two measurements, so that a machine that slows down is not
    taken for a library that does.
    """
    first, *larger, last = every
    for name, words in (("total", "time"), ("worked", "processor time")):
        key = f"{name}_median_ms"
        print(f"\n{words} of an answer; the smallest again: {last[key] / first[key]:.2f} times")
        for found in larger:
            times = found[key] / ((first[key] + last[key]) / 2)
            tenfold = times ** (1 / log10(found["articles"] / first["articles"]))
            print(
                f"{found['articles']:,} articles: {times:.2f} times, "
                f"{tenfold:.2f} times for ten times the articles"
            )


if __name__ == "__main__":
    main()
