"""Measures an ingest of what is in the library already, and of ten changed articles among it.

    python -m benchmarks.again PATH [--articles 1500]

``PATH`` holds ``articles.jsonl.gz``. The library is made with vectors that mean nothing, drawn by
the words of each passage, since a first ingest is not what is measured. The articles are read from
one file with a line each, and from a file each. Ten changed ones are encoded by the real model, and
held against ten new ones alone. Other programs may have the machine: the processor's time is told
too.
"""

from __future__ import annotations

import argparse
import hashlib
import itertools
import json
import statistics
import tempfile
import time
from collections.abc import Callable, Sequence
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from tokenizers import Tokenizer

from benchmarks import data
from benchmarks.copies import other_words
from benchmarks.removal import since
from ingest import Report, ingest
from vectorstore import Embedder, Library, Settings, Span

#: How many times each is measured.
TIMES = 5

#: Articles that are changed.
CHANGED = 10

Record = dict[str, Any]


class DrawnEmbedder(Embedder):
    """Stands in for the shipped model: the same tokens, and unit vectors drawn by the words."""

    dimension = 384
    window = 256

    @cached_property
    def tokenizer(self) -> Tokenizer:
        """The shipped model's tokenizer, without the model."""
        tokenizer = Tokenizer.from_file(f"{self.weights.location}/tokenizer.json")
        tokenizer.no_truncation()
        tokenizer.no_padding()
        return tokenizer

    def encode_passages(
        self, texts: Sequence[str], spans: Sequence[Sequence[Span]]
    ) -> list[tuple[NDArray[np.float32], NDArray[np.float32]]]:
        """Return unit vectors of shapes (dim,) and (len(spans[i]), dim) for each text."""
        return [
            (self._drawn(text, 1)[0], self._drawn(text, len(of_text)))
            for text, of_text in zip(texts, spans, strict=True)
        ]

    def _drawn(self, text: str, number: int) -> NDArray[np.float32]:
        seed = int.from_bytes(hashlib.blake2b(text.encode(), digest_size=8).digest())
        drawn = np.random.default_rng(seed).standard_normal((number, self.dimension), np.float32)
        unit: NDArray[np.float32] = drawn / np.linalg.norm(drawn, axis=1, keepdims=True)
        return unit


def main() -> None:
    """Run the benchmark and print its figures."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0] if __doc__ else None)
    parser.add_argument("path", type=Path)
    parser.add_argument("--articles", type=int, default=1500)
    arguments = parser.parse_args()
    records = list(
        itertools.islice(data.lines(arguments.path / "articles.jsonl.gz"), arguments.articles)
    )
    for written in (many_files, one_file):
        with tempfile.TemporaryDirectory() as folder:
            measure(records, Path(folder), written)


def one_file(records: list[Record], folder: Path) -> Path:
    """Write articles to one file, a line each; returns it."""
    folder.mkdir(exist_ok=True)
    file = folder / "articles.jsonl"
    file.write_text("\n".join(map(json.dumps, records)), "utf-8")
    return file


def many_files(records: list[Record], folder: Path) -> Path:
    """Write articles to a file each; returns their folder."""
    folder.mkdir(exist_ok=True)
    for record in records:
        text = f"{record['title']}\n\n{record['text']}"
        (folder / f"{record['id']}.txt").write_text(text, "utf-8")
    return folder


def measure(
    records: list[Record], folder: Path, write: Callable[[list[Record], Path], Path]
) -> None:
    """Print the figures for articles that are written to files in one way."""
    place, source = folder / "library", write(records, folder / "news")
    with opened(place, DrawnEmbedder()) as library:
        ingest(library, source)
    print(f"\n{len(records):,} articles, {write.__name__.replace('_', ' ')}")
    print_unchanged(place, source, len(records))
    embedder = Embedder()
    embedder.query_vector("warm up")
    with opened(place, embedder) as library:
        alone, among = [], []
        for number in range(2):
            some = records[number * CHANGED : (number + 1) * CHANGED]
            new = [altered(one, number, f"{one['id']}-new") for one in some]
            seconds, worked, report = timed(library, write(new, folder / f"new-{number}"))
            alone.append(worked)
            print(f"  {report.added} new alone: {seconds:.2f} s, {worked:.2f} of the processor")
            changed = {one["id"]: altered(one, number + 10, one["id"]) for one in some}
            records = [changed.get(one["id"], one) for one in records]
            write(records, folder / "news")
            seconds, worked, report = timed(library, source)
            among.append(worked)
            print(
                f"  {report.updated} changed, {report.unchanged:,} unchanged: {seconds:.2f} s, "
                f"{worked:.2f} of the processor",
                flush=True,
            )
    print(f"  ratio {statistics.median(among) / statistics.median(alone):.2f}", flush=True)


def print_unchanged(place: Path, source: Path, articles: int) -> None:
    """Print how many articles a second are found unchanged, and whether anything was written."""
    embedder = Embedder()
    with opened(place, embedder) as library:
        ingest(library, source)
    before, took = files_of(place), []
    for _ in range(TIMES):
        with opened(place, embedder) as library:
            seconds, worked, report = timed(library, source)
        if report.unchanged != articles:
            raise SystemExit(f"{report.unchanged} of {articles} articles were found unchanged")
        took.append((seconds, worked))
    written = [name for name, state in files_of(place).items() if before.get(name) != state]
    wall, processor = (articles / statistics.median(one) for one in zip(*took, strict=True))
    print(
        f"  unchanged: {wall:,.0f} a second, {processor:,.0f} in a second of the processor; "
        f"files written: {', '.join(written) or 'none'}; "
        f"model loaded: {'yes' if embedder._model else 'no'}",
        flush=True,
    )


def opened(place: Path, embedder: Embedder) -> Library:
    """Open a library with the default settings."""
    return Library.open(place, settings=Settings(data_dir=place), embedder=embedder)


def timed(library: Library, source: Path) -> tuple[float, float, Report]:
    """Ingest a source; return the seconds that it took, those of the processor, and the report."""
    began = time.perf_counter(), time.process_time()
    report = ingest(library, source)
    return *since(began), report


def altered(record: Record, number: int, id: str) -> Record:
    """Return an article with other words."""
    return {**record, "id": id, "text": other_words(record["text"], number), "url": None}


def files_of(folder: Path) -> dict[str, tuple[int, int]]:
    """Return the sizes and times of the files below a folder."""
    return {
        str(file.relative_to(folder)): (file.stat().st_size, file.stat().st_mtime_ns)
        for file in folder.rglob("*")
        if file.is_file()
    }


if __name__ == "__main__":
    main()
