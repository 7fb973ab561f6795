"""Measures the most memory that ``citewire ingest`` takes, for fewer and for more articles.

    python -m benchmarks.memory NEWS [NEWS ...]

Each ``NEWS`` is a folder with ``articles.jsonl.gz``. The first is read into a library of its own,
then all of them into another. So that this takes minutes, the embedding model is cut down to the
first of its layers: memory is that of the whole one, less the weights of the other layers.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from benchmarks import data


def main() -> None:
    """Run the benchmark and print its figures."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0] if __doc__ else None)
    parser.add_argument("news", type=Path, nargs="+")
    files = [data.existing(one / "articles.jsonl.gz") for one in parser.parse_args().news]
    with tempfile.TemporaryDirectory() as folder:
        model = Path(folder) / "one-layer"
        save_one_layer(model)
        for number, some in enumerate([files[:1], files]):
            articles, seconds, most = ingested(some, Path(folder) / str(number), model)
            print(f"{articles:6,} articles: {most:6,.0f} MB at the peak, {seconds:,.0f} s")


def save_one_layer(folder: Path) -> None:
    """Save the shipped embedding model with the first of its layers alone."""
    from vectorstore.embedder import shared_embedder

    model = shared_embedder("all-MiniLM-L6-v2").model
    bert = model[0].model  # type: ignore[union-attr]
    bert.encoder.layer = bert.encoder.layer[:1]
    bert.config.num_hidden_layers = 1
    model.save(str(folder))


def ingested(files: list[Path], library: Path, model: Path) -> tuple[int, float, float]:
    """Ingest files in a process of its own; return its articles, seconds, and most memory in MB.

    Raises CalledProcessError when the ingest fails.
    """
    command = [sys.executable, "-m", "citewire", "ingest", *map(str, files), "--json"]
    settings = {"CITEWIRE_DATA_DIR": str(library), "CITEWIRE_EMBEDDING_MODEL": str(model)}
    began, most = time.monotonic(), 0.0
    with tempfile.TemporaryFile("w+") as said:
        child = subprocess.Popen(command, stdout=said, env={**os.environ, **settings})
        while child.poll() is None:
            most = max(most, _peak(child.pid))
            time.sleep(0.2)
        if child.returncode:
            raise subprocess.CalledProcessError(child.returncode, command)
        said.seek(0)
        report = json.loads(said.readlines()[-1])
    return report["articles"], time.monotonic() - began, most


def _peak(process: int) -> float:
    """Return the most memory that a process has held, in MB; Linux alone tells."""
    try:
        status = Path(f"/proc/{process}/status").read_text("ascii")
    except OSError:
        return 0.0
    found = re.search(r"VmHWM:\s+(\d+)", status)
    return int(found[1]) / 1024 if found else 0.0


if __name__ == "__main__":
    main()
