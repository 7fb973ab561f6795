"""What is physically left of removed articles, and how it is taken off the disk.

A removal takes an article out of every answer at once, and costs what the article holds. On disk
it leaves traces: the index terms of its words, until the full-text index is merged; its passages in
Chroma's files, which never shrink; pages in SQLite's log. A compaction clears them all, in a time
that the archive sets: so one of them can follow many removals.
"""

from __future__ import annotations

import logging
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from filelock import FileLock, Timeout

from vectorstore.errors import LibraryBusyError
from vectorstore.foreign import translated
from vectorstore.layout import (
    ADAPTED,
    ADAPTED_SCRATCH,
    ADAPTING_LOCK,
    BEFORE,
    BESIDE,
    CHROMA,
    DATABASE,
    sizes,
)
from vectorstore.progress import forget_others

if TYPE_CHECKING:
    from vectorstore.catalogue import Catalogue
    from vectorstore.library import Library

log = logging.getLogger(__name__)

#: Keys of the ``meta`` table: articles removed and passages taken out of the vector index since
#: they were cleared from the disk, and whether a ``forget`` has not come to its end.
REMOVED, DEAD, FORGETTING = "removed_articles", "index_dead", "forgetting"

#: The vector index is made anew when a share of what lies in it is dead, and the database when a
#: share of its pages is empty: then the disk holds at most that much more than it needs.
MOST_WASTE = 0.15

#: Less than this many dead passages, or empty bytes, are not worth the work.
LEAST_DEAD = 200
LEAST_FREE = 1_000_000


@dataclass(frozen=True, slots=True)
class Waste:
    """What a compaction would clear.

    ``removed`` articles may have left words on the disk; ``dead`` passages of ``held`` in the
    vector index belong to no article; ``free`` bytes of the ``database`` file's are empty;
    ``index`` is the vector index's size in bytes.
    """

    removed: int
    dead: int
    held: int
    free: int
    database: int
    index: int
    forgetting: bool

    @property
    def bytes(self) -> int:
        """About how many bytes the files would shrink by."""
        return self.free + (self.index * self.dead // self.held if self.held else 0)

    @property
    def index_due(self) -> bool:
        """Whether the vector index holds so much that is dead that it should be made anew."""
        return self.dead >= LEAST_DEAD and self.dead > MOST_WASTE * self.held

    @property
    def database_due(self) -> bool:
        """Whether so much of the database is empty that it should be written anew."""
        return self.free >= LEAST_FREE and self.free > MOST_WASTE * self.database

    @property
    def why(self) -> str | None:
        """Say why a compaction is due, ``None`` when it is not."""
        reasons = []
        if self.forgetting:
            reasons.append("the words of forgotten articles have not been cleared yet")
        if self.removed:
            what = (
                "1 removed article" if self.removed == 1 else f"{self.removed:,} removed articles"
            )
            reasons.append(f"words of {what} may still stand in its files")
        if self.index_due or self.database_due:
            reasons.append(f"{self.bytes / 1_000_000:,.1f} MB of its files are of no use")
        return "; ".join(reasons) or None


@dataclass(frozen=True, slots=True)
class Compacted:
    """What a compaction did: the sizes of the data folder's files before and after, in bytes."""

    before: int
    after: int
    removed: int


def waste_of(library: Library) -> Waste:
    """Measure what a compaction of a library would clear, in a time that its size does not set."""
    catalogue = library.catalogue
    page = int(catalogue.value("PRAGMA page_size"))
    dead = int(catalogue.fact(DEAD) or 0)
    return Waste(
        removed=int(catalogue.fact(REMOVED) or 0),
        dead=dead,
        held=dead + catalogue.counts()[1],
        free=page * int(catalogue.value("PRAGMA freelist_count")),
        database=page * int(catalogue.value("PRAGMA page_count")),
        index=library.index.bytes_on_disk(),
        forgetting=catalogue.fact(FORGETTING) is not None,
    )


def compact(library: Library) -> Compacted:
    """Clear all that removed articles left, and make the files as small as they can be.

    The vector index is built beside the old one and swapped, the full-text index is merged, the
    database is written anew. Readers go on meanwhile. Raises LibraryBusyError when another process
    writes, or adapts the reader, or does not let go of an old state of the database; the
    compaction is then still due.
    """
    with library.writing(heal=False):
        before, removed = sizes(library.path, "**/*"), int(library.catalogue.fact(REMOVED) or 0)
        purge(library)
        return Compacted(before, sizes(library.path, "**/*"), removed)


def purge(library: Library) -> None:
    """Clear the disk of what no article holds any more; inside ``writing``."""
    with _no_adaptation(library.path):
        clear_leftovers(library.path)
        for name in ADAPTED_SCRATCH:
            (library.path / ADAPTED / name).unlink(missing_ok=True)
        library.rebuild_inside()
        catalogue = library.catalogue
        forget_others(library.path, {key for (key,) in catalogue.rows("SELECT key FROM articles")})
        catalogue.rewrite()
        for fact in (REMOVED, FORGETTING):
            catalogue.drop_fact(fact)
        catalogue.empty_log()


def tidy(library: Library) -> None:
    """Make anew what has too much waste, so that the files do not grow; inside ``writing``.

    The words of removed articles are left to ``compact``. Nobody waits for this: readers have the
    old files until the new ones are whole.
    """
    waste = waste_of(library)
    if waste.index_due:
        log.info("%d of %d passages in the vector index are dead", waste.dead, waste.held)
        library.rebuild_inside()
    if waste.database_due:
        log.info("%d of %d bytes of the database are empty", waste.free, waste.database)
        library.catalogue.rewrite()


def clear_leftovers(folder: Path) -> list[str]:
    """Delete what an interrupted swap left beside a sound index; returns the names.

    The index from before a swap is kept where there is no other: opening it puts it back.
    """
    found = leftovers(folder)
    with translated(folder / DATABASE):
        for file in found:
            shutil.rmtree(file) if file.is_dir() else file.unlink(missing_ok=True)
    return [file.relative_to(folder).as_posix() for file in found]


def leftovers(folder: Path) -> list[Path]:
    """Return the files and folders that an interrupted swap has left."""
    there = [folder / BESIDE]
    if (folder / CHROMA).exists():
        there.append(folder / BEFORE)
    return [file for file in there if file.exists()]


@contextmanager
def _no_adaptation(folder: Path) -> Iterator[None]:
    """Keep a run that adapts the reader away: it writes down what it read."""
    if not (folder / ADAPTED).is_dir():
        yield
        return
    lock = FileLock(folder / ADAPTED / ADAPTING_LOCK)
    with translated(folder / DATABASE):
        try:
            lock.acquire(timeout=0)
        except Timeout as error:
            raise LibraryBusyError(
                f"Another process is adapting the reader of {folder}, and has written down what it "
                "read.",
                "What was removed is out of all answers; its words may still stand in files.",
                "Stop it or wait for its end, then run: citewire compact",
            ) from error
    try:
        yield
    finally:
        lock.release()


def count_removed(catalogue: Catalogue, articles: int) -> None:
    """Note that so many articles were removed; inside a transaction."""
    catalogue.set_fact(REMOVED, str(int(catalogue.fact(REMOVED) or 0) + articles))


def count_dead(catalogue: Catalogue, passages: int) -> None:
    """Note that so many passages were taken out of the vector index; inside a transaction."""
    catalogue.set_fact(DEAD, str(int(catalogue.fact(DEAD) or 0) + passages))
