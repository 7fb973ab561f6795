"""What is looked up for each batch does not read the archive through: counted in SQLite's steps."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.vectorstore.conftest import DIM, article_of, unit_vectors
from vectorstore import Library

_PASSAGES = 10


def fill(library: Library, first: int, last: int) -> None:
    vectors = unit_vectors(_PASSAGES)
    with library.writing():
        library.put([article_of(n, vectors) for n in range(first, last)], dimension=DIM)


def steps(library: Library, work: Callable[[], object]) -> int:
    """Count the steps of SQLite's machine that some work takes, in tens."""
    count = 0

    def step() -> int:
        nonlocal count
        count += 1
        return 0

    library.catalogue._db.set_progress_handler(step, 10)
    try:
        work()
    finally:
        library.catalogue._db.set_progress_handler(None, 10)
    return count


@pytest.mark.parametrize("what", ["unindexed", "passages_after", "departed", "article"])
def test_a_batch_costs_the_same_in_a_large_archive(
    open_library: Callable[..., Library], what: str
) -> None:
    library = open_library()
    work: dict[str, Callable[[], object]] = {
        "unindexed": lambda: library.catalogue.unindexed(5),
        "passages_after": lambda: library.catalogue.passages_after(0, 5),
        "departed": lambda: library.catalogue.departed(5),
        "article": lambda: library.article("a1"),
    }
    fill(library, 0, 3)
    few = steps(library, work[what])
    fill(library, 3, 90)
    assert steps(library, work[what]) <= 2 * few + 5
