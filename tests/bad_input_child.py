"""Run by test_bad_input.py: ingests one large file with a tiny model and prints its peak memory."""

from __future__ import annotations

import json
import resource
import sys
from pathlib import Path

from ingest import ingest
from tests.tiny import tiny_model
from vectorstore import Library, Settings


def peak_kb() -> int:
    """Return the most memory that this process has held.

    Linux adds to ``getrusage`` what the parent held before the start, but not to ``VmHWM``.
    """
    status = Path("/proc/self/status")
    if status.exists():
        lines = status.read_text().splitlines()
        return next(int(line.split()[1]) for line in lines if line.startswith("VmHWM"))
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss


def main(folder: Path, file: Path) -> None:
    """Ingest ``file`` into a new library below ``folder``."""
    settings = Settings(data_dir=folder / "library", embedding_model=str(tiny_model(folder)))
    before = peak_kb()
    with Library.open(settings.data_dir, settings=settings) as library:
        report = ingest(library, file)
        [article] = library.articles()
        cut = article.sentence_texts()
        longest = max(map(len, cut))
        nearest = library.nearest(library.embedder.query_vector("Who resigned?"), 5)
        found = [p.text for p in library.catalogue.passages(nearest).values()]
        whole = all(text in article.text for text in found)
    peak = peak_kb()
    state = {
        "report": report.as_dict(),
        "characters": len(article.text),
        "in_sentences": sum(map(len, cut)),
        "longest": longest,
        "found": len(found),
        "whole": whole,
        "peak_mb": peak / 1024,
        "grown_mb": (peak - before) / 1024,
    }
    sys.stdout.write(json.dumps(state))


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
