"""The vector index against exact search, and against damage of every kind of file."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from tests.conftest import ROOT
from tests.vectorstore.conftest import unit_vectors
from vectorstore.catalogue import Catalogue
from vectorstore.index import VectorIndex
from vectorstore.seal import BrokenSealError, check_seal, seal

COUNT = 1300  # more than Chroma keeps in its SQLite file: there are HNSW files, and a rest


def exact(vectors: NDArray[np.float32], query: NDArray[np.float32], k: int) -> set[int]:
    return {int(i) + 1 for i in np.argsort(-(vectors @ query), kind="stable")[:k]}


@pytest.mark.parametrize("order", ["first to last", "shuffled"])
def test_the_top_50_are_those_of_exact_search(tmp_path: Path, order: str) -> None:
    vectors = unit_vectors(3000, dim=128)
    keys = np.arange(3000)
    if order == "shuffled":
        np.random.default_rng(7).shuffle(keys)
    index = VectorIndex(tmp_path / "chroma", Catalogue(tmp_path / "library.sqlite3"))
    for at in range(0, 3000, 500):
        index.write([(int(i) + 1, f"text {i}", vectors[i]) for i in keys[at : at + 500]], [])
    agreed = 0
    for query in unit_vectors(40, dim=128, seed=1):
        found = index.search(query, 50)
        assert len(set(found)) == 50
        agreed += len(set(found) & exact(vectors, query, 50))
    index.close()
    assert agreed / (40 * 50) >= 0.999


def test_what_was_taken_out_is_not_found(tmp_path: Path) -> None:
    vectors = unit_vectors(20)
    index = VectorIndex(tmp_path / "chroma", Catalogue(tmp_path / "library.sqlite3"))
    index.write([(i + 1, f"text {i}", vectors[i]) for i in range(20)], [])
    index.write([], [1, 2, 3])
    assert index.search(vectors[0], 50)[0] not in {1, 2, 3}
    assert set(index.search(vectors[0], 50)) == set(range(4, 21))
    index.close()


def test_an_index_cut_short_as_it_was_written_is_a_full_disk(tmp_path: Path) -> None:
    # hnswlib 's header: version 1, an offset, room for 8 elements, 5 elements of 100 bytes.
    folder = tmp_path / "segment"
    folder.mkdir()
    numbers = b"".join(n.to_bytes(8, "little") for n in (0, 8, 5, 100))
    (folder / "header.bin").write_bytes((1).to_bytes(4, "little") + numbers + bytes(64))
    (folder / "data_level0.bin").write_bytes(bytes(500))
    seal(tmp_path)
    check_seal(tmp_path)
    (folder / "data_level0.bin").write_bytes(bytes(499))
    with pytest.raises(OSError, match="cut short"):
        seal(tmp_path)
    with pytest.raises(BrokenSealError, match=r"data_level0\.bin is not as it was written"):
        check_seal(tmp_path)


def test_what_lay_in_memory_where_no_element_is_yet_is_not_sealed(tmp_path: Path) -> None:
    folder = tmp_path / "segment"
    folder.mkdir()
    numbers = b"".join(n.to_bytes(8, "little") for n in (0, 8, 5, 100))
    (folder / "header.bin").write_bytes((1).to_bytes(4, "little") + numbers + bytes(64))
    (folder / "data_level0.bin").write_bytes(b"v" * 500 + b"words" * 60)
    (folder / "length.bin").write_bytes(b"1" * 20 + b"word" * 3)
    seal(tmp_path)
    assert (folder / "data_level0.bin").read_bytes() == b"v" * 500 + bytes(300)
    assert (folder / "length.bin").read_bytes() == b"1" * 20 + bytes(12)
    check_seal(tmp_path)


KINDS = [
    "chroma.sqlite3",
    "data_level0.bin",
    "header.bin",
    "link_lists.bin",
    "length.bin",
    "index_metadata.pickle",
    "seal.json",
]


@pytest.fixture(scope="module")
def damaged(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """Return what searching says after each damage: ``file how`` to ``right`` or an error's words.

    In a process of its own, since Chroma used to take the whole process down.
    """
    done = subprocess.run(
        [
            sys.executable,
            "-m",
            "tests.vectorstore.index_child",
            "damage",
            str(tmp_path_factory.mktemp("damaged")),
            str(COUNT),
            *KINDS,
        ],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return dict(line.split(": ", 1) for line in done.stdout.splitlines())


@pytest.mark.parametrize("how", ["truncate", "empty", "garbage", "delete"])
@pytest.mark.parametrize("kind", KINDS)
def test_a_damaged_index_is_named_or_finds_everything_all_the_same(
    damaged: dict[str, str], kind: str, how: str
) -> None:
    said = damaged[f"{kind} {how}"]
    if kind == "chroma.sqlite3" and said == "right":
        return  # pages that no search reads
    assert said.startswith("The vector index ")
    assert said.endswith("Run: citewire rebuild")
