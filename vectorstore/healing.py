"""What a writer that was killed has left is finished, or taken away, by the next one."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from vectorstore.compaction import FORGETTING, clear_leftovers, leftovers, purge
from vectorstore.errors import IndexDamagedError, LibraryBusyError
from vectorstore.progress import SWAPPED, finish_swap

if TYPE_CHECKING:
    from vectorstore.library import Library

log = logging.getLogger(__name__)


def is_unfinished(library: Library) -> bool:
    """Say whether a writer has left something that whoever opens a library should finish."""
    catalogue = library.catalogue
    return bool(
        catalogue.fact("index_writing") == "1"
        or catalogue.unindexed(1)
        or catalogue.departed(1)
        or catalogue.fact(SWAPPED) is not None
        or leftovers(library.path)
    )


def finish_interrupted(library: Library) -> None:
    """Repair what a killed writer may have left; inside ``writing``.

    First the index, then what it lacks. Raises DiskFullError, IndexDamagedError.
    """
    if library.catalogue.fact(FORGETTING) is not None:
        library.tell_who_writes()
        log.info("the last writer was interrupted while it forgot articles: going on with that")
        try:
            purge(library)
        except LibraryBusyError as error:
            log.warning("%s", error)
    if not is_unfinished(library):
        return
    library.tell_who_writes()
    clear_leftovers(library.path)
    finish_swap(library.catalogue)
    _heal_index(library)
    library.sync_index()


def _heal_index(library: Library) -> None:
    if library.catalogue.fact("index_writing") != "1":
        return
    log.info("the last writer was interrupted: checking the vector index")
    try:
        library.index.check()
    except IndexDamagedError as error:
        log.warning("the vector index was left broken and is rebuilt: %s", error)
        library.rebuild_inside()
    library.catalogue.set_fact("index_writing", "0")
