"""Measures the commands that only look things up, on an archive of 100,000 articles.

    python -m benchmarks.large PATH WORK [--articles 100000] [--times 5]

``PATH`` holds ``articles.jsonl.gz``. A library is made in ``WORK`` of its articles with other ids:
the texts in full, as many passages as an ingest makes, each article's own text among the copies.
Left out are sentences, vectors, the full-text index and the vector index, which these commands do
not look at. Each command is run as a process of its own.
"""

from __future__ import annotations

import argparse
import itertools
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from benchmarks import data
from ingest.making import make_article
from vectorstore import EncodedPassage, Library, Settings, Span

#: Characters of a passage, about.
_PASSAGE = 900

_VECTOR = np.ones(1, np.float32)

_COMMANDS = (
    ("status",),
    ("status", "--json"),
    ("list",),
    ("list", "--json"),
    ("copies",),
    ("show", "{id}"),
    ("history", "{id}"),
)


def main() -> None:
    """Run the benchmark and print its figures."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0] if __doc__ else None)
    parser.add_argument("path", type=Path)
    parser.add_argument("work", type=Path)
    parser.add_argument("--articles", type=int, default=100_000)
    parser.add_argument("--times", type=int, default=5)
    arguments = parser.parse_args()
    folder = arguments.work / f"large-{arguments.articles}"
    with Library.open(folder, settings=Settings(data_dir=folder), finish=False) as library:
        if not len(library):
            fill(library, arguments.path, arguments.articles)
        status = library.status()
        one = library.catalogue.value("SELECT id FROM articles LIMIT 1")
    print(
        f"{status.articles:,} articles, {status.passages:,} passages, "
        f"{status.library_bytes / 1e6:,.0f} MB"
    )
    print_took("python that does nothing", [sys.executable, "-c", ""], arguments.times)
    for command in _COMMANDS:
        words = [part.format(id=one) for part in command]
        whole = [sys.executable, "-m", "citewire", *words, "--data-dir", str(folder)]
        print_took(" ".join(command), whole, arguments.times)


def print_took(name: str, command: Sequence[str], times: int) -> None:
    """Print the median time and processor time of a command, in seconds."""
    walls, worked = [], []
    for _ in range(times):
        before, began = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
        walls.append(time.perf_counter() - began)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        worked.append(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)
    print(
        f"  {name:<26} {statistics.median(walls):5.2f} s ({min(walls):.2f} to {max(walls):.2f}), "
        f"{statistics.median(worked):5.2f} s of processor time",
        flush=True,
    )


def fill(library: Library, path: Path, articles: int) -> None:
    """Put real articles in, and then these again under other ids until there are enough."""
    catalogue = library.catalogue
    records = itertools.islice(data.lines(path / "articles.jsonl.gz"), articles)
    with catalogue.transaction():
        for record in records:
            article = make_article("news.jsonl", [], **record)
            edges = range(0, len(article.text), _PASSAGE)
            spans = [Span(at, min(at + _PASSAGE, len(article.text))) for at in edges]
            passages = [EncodedPassage(*span, (span,), _VECTOR, _VECTOR[None]) for span in spans]
            catalogue.put_article(article, passages)
        catalogue.rows("UPDATE passages SET indexed = 1")
        catalogue.rows("UPDATE articles SET sentences = 7 * passages")
    there = len(library)
    columns = [row[1] for row in catalogue.rows("PRAGMA table_info(articles)")]
    same = ", ".join(name for name in columns if name not in {"key", "id", "source", "sha256"})
    for number in range(1, -(-articles // there)):
        base, most = number * there, min(there, articles - number * there)
        with catalogue.transaction():
            catalogue.rows(
                f"INSERT INTO articles (key, id, source, sha256, {same}) SELECT key + ?1, "
                f"id || '-' || ?2, source || '-' || ?2, sha256 || ?2, {same} "
                "FROM articles WHERE key <= ?3",
                (base, number, most),
            )
            catalogue.rows(
                'INSERT INTO passages (article_key, start, "end", vector, indexed) SELECT '
                'article_key + ?1, start, "end", vector, 1 FROM passages WHERE article_key <= ?2',
                (base, most),
            )
            catalogue.rows(
                "INSERT INTO copy_texts (key, digest, grouped) SELECT key + ?1, "
                "CAST(digest || ?2 AS BLOB), grouped + ?1 FROM copy_texts WHERE key <= ?3",
                (base, number, most),
            )
            catalogue.rows(
                "INSERT INTO copy_members SELECT article_key + ?1, text_key + ?1 "
                "FROM copy_members WHERE article_key <= ?2",
                (base, most),
            )
            catalogue.rows(
                "INSERT INTO copy_links SELECT one + ?1, other + ?1, share "
                "FROM copy_links WHERE one <= ?2",
                (base, most),
            )


if __name__ == "__main__":
    main()
