"""Run by test_many.py: ingests articles out of an iterator and prints the peak of memory.

    python -m tests.ingest.many_child FOLDER NUMBER [dry]

With a tiny model of random weights, through the whole of the real pipeline; a dry run encodes
nothing and keeps nothing.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from ingest import Progress, dry_run, ingest
from tests.bad_input_child import peak_kb, tiny_model
from vectorstore import Article, Library, Settings


def articles(number: int) -> Iterator[Article]:
    """Yield small articles, no two alike, made when they are asked for."""
    for n in range(number):
        text = f"Ferry {n} crossed the Wend on Monday. It carried {n % 97} people and a cow."
        yield Article.of(text, title=f"Trip {n}", source=f"trip/{n}", outlet="Wend Post")


def main(folder: Path, number: int, *, dry: bool) -> None:
    """Ingest so many articles into a new library below ``folder``."""
    began = time.monotonic()
    peaks: list[int] = []

    def note(progress: Progress) -> None:
        if progress.articles >= (len(peaks) + 1) * number // 10:
            peaks.append(peak_kb() // 1024)

    if dry:
        report = dry_run(folder / "none", articles(number), on_progress=note)
    else:
        settings = Settings(data_dir=folder / "library", embedding_model=str(tiny_model(folder)))
        with Library.open(settings.data_dir, settings=settings) as library:
            report = ingest(library, articles(number), on_progress=note)
            assert library.status().unfinished == 0
    assert report.failed == ()
    state = {
        "added": report.added,
        "articles": report.articles,
        "peak_mb": peak_kb() / 1024,
        "peaks_mb": peaks,
        "seconds": round(time.monotonic() - began, 1),
    }
    sys.stdout.write(json.dumps(state) + "\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]), dry=sys.argv[3:] == ["dry"])
