"""The folder in which a library keeps a reader of its own, and who may write there."""

from __future__ import annotations

from pathlib import Path

from filelock import FileLock, Timeout

from vectorstore import (
    ADAPTED,
    ADAPTED_SCRATCH,
    ADAPTING_LOCK,
    Library,
    LibraryBusyError,
    translated,
)

#: The folder beside the library database, and what lies in it.
FOLDER = ADAPTED
RECORD = "reader.json"
JOURNAL, CHECKPOINT, CANDIDATE = ADAPTED_SCRATCH
LOCK = ADAPTING_LOCK


def folder_of(library: Library) -> Path:
    """Return where a library's adapted reader lies, and what a run leaves."""
    return library.path / FOLDER


class RunLock:
    """Held by the one process that adapts a library, or takes its reader away."""

    def __init__(self, library: Library) -> None:
        self.file = folder_of(library) / LOCK
        self._lock = FileLock(self.file)

    def __enter__(self) -> None:
        """Take the lock; raises LibraryBusyError when another process has it."""
        with translated(self.file):
            self.file.parent.mkdir(exist_ok=True)
            try:
                self._lock.acquire(timeout=0)
            except Timeout as error:
                raise LibraryBusyError(
                    f"Another process is adapting the reader of {self.file.parent.parent}.",
                    "Nothing was changed.",
                    "Wait until it has finished, or stop it.",
                ) from error

    def __exit__(self, *error: object) -> None:
        self._lock.release()

    def is_held(self) -> bool:
        """Say whether a process holds it."""
        try:
            with self:
                return False
        except LibraryBusyError:
            return True
