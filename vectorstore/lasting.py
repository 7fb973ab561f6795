"""What must be on the disk before something else is, should the power fail.

The system writes files when it likes, and in what order it likes: a renamed file may be there
before what is in it. SQLite and Chroma's own database see to theirs; for all other files, and for
the order between two databases, these are called.
"""

from __future__ import annotations

import os
from pathlib import Path


def sync_file(file: Path) -> None:
    """Have a file's bytes reach the disk."""
    with file.open("r+b") as stream:
        os.fsync(stream.fileno())


def sync_folder(folder: Path) -> None:
    """Have the names of what is in a folder reach the disk."""
    if os.name == "nt":  # which keeps names by itself, and opens no folder
        return
    number = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(number)
    finally:
        os.close(number)


def sync_tree(folder: Path) -> None:
    """Have all files below a folder reach the disk, with their names."""
    for file in folder.rglob("*"):
        if file.is_dir():
            sync_folder(file)
        elif file.is_file():
            sync_file(file)
    sync_folder(folder)


def put_in_place(file: Path, target: Path) -> None:
    """Rename a file, so that its new name leads to all of it, or to what was there before."""
    sync_file(file)
    file.replace(target)
    sync_folder(target.parent)
