"""The files below a folder, each folder once, however its links lead."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from ingest.selection import Selection, may_hold


def walk(
    folder: Path, selection: Selection, pattern: str = ""
) -> Iterator[tuple[Path | OSError, str]]:
    """Yield the files below a folder with their paths below it, names in order, hidden ones not.

    Folders that ``selection`` excludes are not entered, nor those that cannot hold what
    ``pattern`` matches. Links to folders are followed when all else has been seen, and each folder
    is entered once, by whatever names it goes. A folder that cannot be read is an OSError.
    """
    entered: set[tuple[int, int]] = set()
    links: list[str] = [""]
    for start in links:  # grows as it goes
        folders = [start]
        while folders:
            below = folders.pop()
            try:
                entries = _entries(folder / below, entered)
            except OSError as error:
                error.filename = error.filename or str(folder / below)
                yield error, below
                continue
            inner: list[str] = []
            for entry in entries:
                path = f"{below}/{entry.name}" if below else entry.name
                if not _is_folder(entry):
                    yield Path(entry.path), path
                elif selection.allows(path) and (not pattern or may_hold(pattern, path)):
                    (links if entry.is_symlink() else inner).append(path)
            folders += reversed(inner)


def _entries(folder: Path, entered: set[tuple[int, int]]) -> list[os.DirEntry[str]]:
    """Return what is in a folder, hidden files and folders left out; nothing the second time."""
    state = folder.stat()
    if state.st_ino:
        if (state.st_dev, state.st_ino) in entered:
            return []
        entered.add((state.st_dev, state.st_ino))
    with os.scandir(folder) as entries:
        found = [entry for entry in entries if not entry.name.startswith(".")]
    # Files first, then folders, as people read a folder.
    return sorted(found, key=lambda entry: (_is_folder(entry), entry.name))


def _is_folder(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.is_dir()
    except OSError:  # a link that leads in a circle is no folder, and its file cannot be read
        return False
