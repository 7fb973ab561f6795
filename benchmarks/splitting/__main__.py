"""Prints how many of the hard cases each splitter cuts exactly as by hand.

    python -m benchmarks.splitting [--failures] [--speed FILE]

A case is right when all its sentences have exactly the offsets they should have. Other splitters
are measured where they are installed; those that are not are named. ``--failures`` shows what ours
gets wrong of the cases that are not held out. ``--speed`` splits a text file, of a few hundred
kilobytes say, and prints the seconds that each took for a megabyte.
"""

from __future__ import annotations

import argparse
import time
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from benchmarks.splitting.cases import Case, read_cases, shown
from benchmarks.splitting.splitters import Splitter, installed, ours


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description="Judge sentence splitters on hard cases.")
    parser.add_argument("--failures", action="store_true", help="show what ours gets wrong")
    parser.add_argument("--speed", type=Path, metavar="FILE", help="a text to measure speed on")
    given = parser.parse_args()
    cases = read_cases()
    splitters, missing = installed()
    print(table(cases, splitters))
    if missing:
        print(f"not installed, so not measured: {', '.join(missing)}")
    if given.failures:
        print(*failures(cases), sep="\n")
    if given.speed:
        text = given.speed.read_text("utf-8")
        for name, split in splitters.items():
            print(f"{name:<12} {seconds(split, text):6.2f} s a megabyte")


def table(cases: Sequence[Case], splitters: dict[str, Splitter]) -> str:
    """Return a line a kind, and the totals."""
    total: Counter[str] = Counter()
    right: Counter[tuple[str, str]] = Counter()
    for case in cases:
        rows = [case.kind, case.part, "all"]
        if case.language != "en":
            rows.append("other languages")
        total.update(rows)
        for name, split in splitters.items():
            if is_right(case, split):
                right.update((name, row) for row in rows)
    last = ["other languages", "seen", "held out", "fresh", "all"]
    lines = [f"{'':<16}{'cases':>6}" + "".join(f"{name:>11}" for name in splitters)]
    for row in [kind for kind in total if kind not in last] + [row for row in last if total[row]]:
        figures = "".join(f"{right[name, row]:>11}" for name in splitters)
        lines.append(f"{row:<16}{total[row]:>6}{figures}")
    shares = "".join(f"{right[name, 'all'] / total['all']:>11.1%}" for name in splitters)
    return "\n".join([*lines, f"{'right':<22}{shares}"])


def is_right(case: Case, split: Splitter) -> bool:
    """Say whether a splitter finds exactly a case's sentences; one that fails does not."""
    try:
        return tuple(split(case.text, case.language)) == case.sentences
    except Exception as error:
        print(f"a splitter failed on {case.text!r}: {error!r}")
        return False


def failures(cases: Sequence[Case]) -> list[str]:
    """Return what ours gets wrong of the cases that are not held out, and what was wanted."""
    return [
        f"{case.kind} ({case.language})\n  wanted {shown(case.text, case.sentences)}\n"
        f"  found  {shown(case.text, tuple(ours(case.text, case.language)))}"
        for case in cases
        if case.part != "held out" and not is_right(case, ours)
    ]


def seconds(split: Splitter, text: str) -> float:
    """Return the seconds that a megabyte of a text takes, the best of three times."""
    times = []
    for _ in range(3):
        began = time.perf_counter()
        split(text, "en")
        times.append(time.perf_counter() - began)
    return min(times) / len(text.encode()) * 1_000_000


if __name__ == "__main__":
    main()
