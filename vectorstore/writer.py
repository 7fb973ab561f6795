"""Who writes to a library: one process at a time, and others hear which one and since when."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from filelock import FileLock, Timeout

from vectorstore.catalogue import now
from vectorstore.errors import LibraryBusyError
from vectorstore.foreign import from_system, translated
from vectorstore.layout import WRITER_LOCK as LOCK
from vectorstore.layout import WRITER_NOTE as NOTE


class Writer(NamedTuple):
    """Who writes, since when, and after which run of ingest: later ones are its own."""

    pid: int
    since: str
    after: int
    command: str = ""

    def __str__(self) -> str:
        by = f" ({self.command})" if self.command else ""
        return f"process {self.pid}{by} since {self.since}"


class WriterLock:
    """The lock of a library's only writer, with a note beside it that says who that is.

    The system lets go of the lock of a process that ends, however it ends: whoever comes next takes
    it over, and the note that a killed one left is not believed.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._lock = FileLock(folder / LOCK)
        self._own: Writer | None = None
        self._told = False

    @contextmanager
    def held(self, *, wait: float, after: Callable[[], int], quiet: bool = False) -> Iterator[None]:
        """Hold the lock; ``wait`` is in seconds, ``after`` returns the last run of ingest.

        Who is ``quiet`` says who it is with ``tell`` alone. Raises LibraryBusyError when another
        writer does not finish by then.
        """
        note = self.folder / NOTE
        try:
            self._lock.acquire(timeout=wait)
        except Timeout as error:
            raise LibraryBusyError(
                f"Another process is writing to {self.folder}: {self.writer() or 'unknown'}.",
                "Nothing was changed, and questions are answered meanwhile.",
                "Wait until it has finished, then run the same command again.",
            ) from error
        except OSError as error:
            raise from_system(error, note) from error
        try:
            self._own, self._told = Writer(os.getpid(), now(), after(), this_command()), False
            note.unlink(missing_ok=True)  # that of a killed one, who would be taken for this
            if not quiet:
                self.tell()
            yield
        finally:
            self._own = None
            note.unlink(missing_ok=True)
            self._lock.release()

    def tell(self) -> None:
        """Write down who this is, while the lock is held; a second call does nothing."""
        if self._own is None or self._told:
            return
        note = self.folder / NOTE
        with translated(note):
            beside = note.with_name(f"{NOTE}.new")
            beside.write_text(json.dumps(self._own._asdict()))
            beside.replace(note)  # whoever looks meanwhile finds a whole one
        self._told = True

    def writer(self) -> Writer | None:
        """Say who is writing; a process that was killed has left its note, but not its lock."""
        try:
            note = json.loads((self.folder / NOTE).read_text())
            said = Writer(
                int(note["pid"]),
                str(note["since"]),
                int(note["after"]),
                str(note.get("command", "")),
            )
            lock = FileLock(self.folder / LOCK)
            lock.acquire(timeout=0)
        except Timeout:
            return said
        except (OSError, ValueError, LookupError, TypeError, AttributeError):
            return None
        lock.release()
        return None


def this_command(arguments: Sequence[str] = sys.argv) -> str:
    """Return what a process is, without what it was given: an argument may be an article's id.

    Of Citewire's own command its subcommand is told, of another program its name.

    >>> this_command(["/usr/bin/citewire", "forget", "mayor-resigns-0a1b2c3d"])
    'citewire forget'
    >>> this_command(["/srv/citewire/__main__.py", "ingest", "/news"]), this_command(["-c"])
    ('citewire ingest', '')
    """
    program = Path(arguments[0] if arguments else "")
    ours = program.name == "__main__.py" and program.parent.name == "citewire"
    name = "citewire" if ours else program.stem
    if name == "citewire":
        return " ".join([name, *(word for word in arguments[1:2] if word.isalpha())])
    return "" if name.startswith("-") else name
