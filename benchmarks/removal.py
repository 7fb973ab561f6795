"""Measures what taking articles out costs, against the size of the archive.

    python -m benchmarks.removal WORK [--sizes 300,3000] [--removed 3]

Archives of invented articles, with vectors drawn by chance, are made in ``WORK``: no model is
loaded, since a removal needs none. Each is asked to remove a few articles, then to forget one.
"""

from __future__ import annotations

import argparse
import random
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np

from vectorstore import Article, Embedder, EncodedPassage, Library, Settings, Span

#: Of an article of the news: passages, and sentences of one.
PASSAGES, SENTENCES = 12, 7

DIMENSION = 384
_BATCH = 20
_SYLLABLES = "ba de fi go lu mar nes pol quin ros ster tam vel win zor".split()


def main() -> None:
    """Run the benchmark and print its figures."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0] if __doc__ else None)
    parser.add_argument("work", type=Path)
    parser.add_argument("--sizes", default="300,3000")
    parser.add_argument("--removed", type=int, default=3)
    arguments = parser.parse_args()
    for size in map(int, arguments.sizes.split(",")):
        folder = arguments.work / str(size)
        with Library.open(folder, settings=Settings(data_dir=folder), embedder=Embedder()) as one:
            _fill(one, size)
        _measure(folder, arguments.removed)


def _measure(folder: Path, number: int) -> None:
    settings = Settings(data_dir=folder)
    began = time.perf_counter(), time.process_time()
    with Library.open(folder, settings=settings, embedder=Embedder()) as library:
        ids = [str(id) for (id,) in library.catalogue.rows("SELECT id FROM articles LIMIT 50")]
        library.remove(ids[:1])
        cold = since(began)
        library.catalogue.rows("PRAGMA wal_autocheckpoint = 0")
        before = _pages(library)
        each = [_timed(library.remove, [id]) for id in ids[1 : 1 + number]]
        written = (_pages(library) - before) / number
        forgot = _timed(library.forget, ids[-1:])
        size = len(library) + number + 2
    wall, worked = (1000 * statistics.median(times) for times in zip(*each, strict=True))
    sys.stdout.write(
        f"{size:,} articles: removing one takes {wall:.0f} ms ({worked:.0f} of the processor) and "
        f"writes {4 * written:.0f} KB of the database's log; {1000 * cold[0]:.0f} ms "
        f"({1000 * cold[1]:.0f}) with the opening of the library; forgetting one, with the "
        f"compaction, {forgot[0]:.1f} s ({forgot[1]:.1f})\n"
    )


def _timed(work: Callable[[list[str]], object], ids: list[str]) -> tuple[float, float]:
    began = time.perf_counter(), time.process_time()
    work(ids)
    return since(began)


def since(began: tuple[float, float]) -> tuple[float, float]:
    """Return the seconds, and those of the processor, since the two clocks showed ``began``."""
    return time.perf_counter() - began[0], time.process_time() - began[1]


def _pages(library: Library) -> int:
    [(_, frames, _)] = library.catalogue.rows("PRAGMA wal_checkpoint(PASSIVE)")
    return int(frames)


def _fill(library: Library, size: int) -> None:
    there = len(library)
    with library.writing():
        for at in range(there, size, _BATCH):
            library.put(
                [_made(number) for number in range(at, min(at + _BATCH, size))],
                dimension=DIMENSION,
            )


def _made(number: int) -> tuple[Article, list[EncodedPassage]]:
    rng = random.Random(number)
    drawn = np.random.default_rng(number).normal(size=(PASSAGES * (SENTENCES + 1), DIMENSION))
    vectors = np.asarray(drawn / np.linalg.norm(drawn, axis=1, keepdims=True), dtype=np.float32)
    parts: list[str] = []
    spans: list[Span] = []
    at = 0
    for _ in range(PASSAGES * SENTENCES):
        words = ["".join(rng.choices(_SYLLABLES, k=rng.randint(1, 3))) for _ in range(20)]
        parts.append(" ".join(words).capitalize() + ".")
        spans.append(Span(at, at + len(parts[-1])))
        at += len(parts[-1]) + 1
    passages = []
    for i in range(PASSAGES):
        own = tuple(spans[SENTENCES * i : SENTENCES * (i + 1)])
        first = PASSAGES + SENTENCES * i
        passages.append(
            EncodedPassage(
                own[0].start, own[-1].end, own, vectors[i], vectors[first : first + SENTENCES]
            )
        )
    text = " ".join(parts)
    return Article(f"article-{number}", text, sentences=tuple(spans)), passages


if __name__ == "__main__":
    main()
