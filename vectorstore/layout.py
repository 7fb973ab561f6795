"""What lies in a data folder, by name: whoever copies, clears or checks one must know all of it."""

from __future__ import annotations

from pathlib import Path

from vectorstore.errors import NotALibraryError
from vectorstore.foreign import from_system

DATABASE = "library.sqlite3"
CHROMA = "chroma"

#: Who writes holds the first, and says in the second who that is.
WRITER_LOCK, WRITER_NOTE = "writer.lock", "writer.json"

#: A rebuild of the vector index that was stopped leaves these; the second is the index before it.
BESIDE, BEFORE = f"{CHROMA}.new", f"{CHROMA}.old"

#: What has been encoded by another embedding model so far, and who does that.
REMODEL, REMODEL_LOCK = "remodel.sqlite3", "remodel.lock"

#: The library's own reader, and what a run that makes one has written so far: texts among it.
ADAPTED = "adapted"
ADAPTING_LOCK = "adapting.lock"
ADAPTED_SCRATCH = ("journal.jsonl", "checkpoint.pt", "candidate.safetensors")


def size_of(file: Path) -> int:
    """Return a file's size, 0 for a folder or what is gone: databases make and drop files."""
    try:
        return file.stat().st_size if file.is_file() else 0
    except OSError:
        return 0


def sizes(folder: Path, pattern: str) -> int:
    """Return the size of all files below a folder that match a pattern."""
    return sum(size_of(file) for file in folder.glob(pattern))


def refuse_what_is_not_ours(folder: Path) -> None:
    """Raise NotALibraryError for a folder that holds something else."""
    refused = NotALibraryError(
        f"{folder} is not a Citewire library: there is something else at this path.",
        "It was not touched.",
        "Choose another folder with --data-dir, or a new one.",
    )
    try:
        if not folder.exists():
            return
        if not folder.is_dir():
            raise refused
        names = {entry.name for entry in folder.iterdir() if not entry.name.startswith(".")}
    except OSError as error:
        raise from_system(error, folder / DATABASE) from error
    if names - {WRITER_LOCK, WRITER_NOTE} and DATABASE not in names:
        raise refused
