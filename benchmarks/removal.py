"""Measures what taking articles out costs, against the size of the archive.

    python -m benchmarks.removal WORK [--sizes 300,3000] [--removed 3]
    python -m benchmarks.removal WORK --parts LIBRARY [--passages 18000]

Archives of invented articles, with vectors drawn by chance, are made in ``WORK``: no model is
loaded, since a removal needs none. Each is asked to remove a few articles, then to forget one.

Most of a forgetting is the making of a new vector index. ``--parts`` tells what that takes for the
passages of a library that is there, which is only read, with their texts and without.
"""

from __future__ import annotations

import argparse
import random
import shutil
import sqlite3
import statistics
import sys
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import numpy as np

from vectorstore import Article, Embedder, EncodedPassage, Library, Settings, Span
from vectorstore.index import BATCH, Row

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
    parser.add_argument("--parts", type=Path, metavar="LIBRARY")
    parser.add_argument("--passages", type=int, default=18_000)
    arguments = parser.parse_args()
    if arguments.parts:
        _parts(arguments.parts, arguments.passages, arguments.work / "parts")
        return
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


def _parts(library: Path, passages: int, folder: Path) -> None:
    """Make an index of a library's first passages, as a rebuild does, and say what it took."""
    found: list[Row] = []
    address = f"{(library / 'library.sqlite3').absolute().as_uri()}?mode=ro"
    with closing(sqlite3.connect(address, uri=True)) as db:
        for key, text, vector in db.execute(
            "SELECT p.key, t.body, p.vector FROM passages p CROSS JOIN passage_text t "
            "ON t.rowid = p.key ORDER BY p.key LIMIT ?",
            (passages,),
        ):
            found.append((key, text, np.frombuffer(vector, "<f4")))
    for name, rows in (
        ("vectors and texts", found),
        ("vectors, every text a letter", [(key, "a", vector) for key, _, vector in found]),
    ):
        shutil.rmtree(folder, ignore_errors=True)
        with Library.open(folder, settings=Settings(data_dir=folder), embedder=Embedder()) as one:
            one.index.replace([])  # Chroma's import is not what is measured
            began = time.perf_counter(), time.process_time()
            one.index.replace(rows[at : at + BATCH] for at in range(0, len(rows), BATCH))
            wall, worked = since(began)
        sys.stdout.write(
            f"{len(rows):,} passages, {name}: {wall:.1f} s ({worked:.1f} of the processor)\n"
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
