"""Measures a whole ingest against bare ``SentenceTransformer.encode`` on the same passages.

    python -m benchmarks.ingest PATH [--articles N]

``PATH`` holds ``articles.jsonl.gz``, or web pages in ``html/``. The two take turns on slices of the
articles, so that both meet the machine in the same state; the ratio is what to quote.
"""

from __future__ import annotations

import argparse
import itertools
import json
import tempfile
import time
from pathlib import Path

from benchmarks import data
from ingest import ingest
from vectorstore import Library

SLICES = 6


def main() -> None:
    """Run the benchmark and print its figures."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0] if __doc__ else None)
    parser.add_argument("path", type=Path)
    parser.add_argument("--articles", type=int, default=120)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        measure(slices(arguments.path, arguments.articles, Path(folder)), Path(folder))


def slices(path: Path, articles: int, folder: Path) -> list[list[Path]]:
    """Return the files of each slice; of records some are written into ``folder``."""
    if (path / "html").is_dir():
        pages = sorted((path / "html").iterdir())[:articles]
        return [pages[number::SLICES] for number in range(SLICES)]
    records = list(itertools.islice(data.lines(path / "articles.jsonl.gz"), articles))
    files = [folder / f"slice-{number}.jsonl" for number in range(SLICES)]
    for number, file in enumerate(files):
        file.write_text("\n".join(map(json.dumps, records[number::SLICES])), "utf-8")
    return [[file] for file in files]


def measure(parts: list[list[Path]], folder: Path) -> None:
    """Time both on each slice, and print the sums and the ratio."""
    whole = bare = 0.0
    passages = 0
    with Library.open(folder / "library") as library:
        model = library.embedder.model
        library.embedder.query_vector("warm up")
        for files in parts:
            before = library.catalogue.value("SELECT max(key) FROM passages") or 0
            began = time.perf_counter()
            ingest(library, files)
            took = time.perf_counter() - began
            texts = [
                f"{title}\n\n{body}" if title else body
                for title, body in library.catalogue.rows(
                    "SELECT title, body FROM passage_text WHERE rowid > ?", (before,)
                )
            ]
            began = time.perf_counter()
            model.encode(texts, show_progress_bar=False)
            alone = time.perf_counter() - began
            print(
                f"{len(texts):5} passages: ingest {len(texts) / took:5.1f} a second, "
                f"encode alone {len(texts) / alone:5.1f}, ratio {alone / took:.2f}"
            )
            whole, bare, passages = whole + took, bare + alone, passages + len(texts)
    print(
        f"{passages:5} passages: ingest {passages / whole:5.1f} a second, "
        f"encode alone {passages / bare:5.1f}, ratio {bare / whole:.2f}"
    )


if __name__ == "__main__":
    main()
