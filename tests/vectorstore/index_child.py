"""Run by test_index.py: makes an index, or spoils copies of one and searches them."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

import numpy as np

from tests.vectorstore.conftest import DIM, FixedEmbedder, article_of, spoil, unit_vectors
from vectorstore import IndexDamagedError, Library, Settings


def opened(folder: Path) -> Library:
    return Library.open(folder, settings=Settings(data_dir=folder), embedder=FixedEmbedder())


def make(folder: Path, count: int) -> None:
    vectors = unit_vectors(count)
    with opened(folder) as library, library.writing():
        for at in range(0, count, 100):
            library.put([article_of(at, list(vectors[at : at + 100]))], dimension=DIM)


def search_all(folder: Path) -> str:
    with opened(folder) as library:
        keys = [row[0] for row in library.catalogue.rows("SELECT key FROM passages ORDER BY key")]
        stored = library.catalogue.passages(keys)
        vectors = np.stack([stored[key].vector for key in keys])
        try:
            for query in vectors[::13]:
                best = {keys[i] for i in np.argsort(-(vectors @ query))[:20]}
                if set(library.nearest(query, 20)) != best:
                    return "WRONG"
        except IndexDamagedError as error:
            return str(error)
    return "right"


def damage(beside: Path, count: int, kinds: list[str]) -> None:
    make(beside / "sound", count)
    for kind in kinds:
        for how in ("truncate", "empty", "garbage", "delete"):
            copy = beside / f"{kind}-{how}"
            shutil.copytree(beside / "sound", copy)
            [file] = (copy / "chroma").rglob(kind)
            spoil(file, how)
            sys.stdout.write(f"{kind} {how}: {search_all(copy)}\n")
            sys.stdout.flush()


if __name__ == "__main__":
    if sys.argv[1] == "make":
        make(Path(sys.argv[2]), int(sys.argv[3]))
    else:
        damage(Path(sys.argv[2]), int(sys.argv[3]), sys.argv[4:])
