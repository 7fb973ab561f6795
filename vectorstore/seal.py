"""Whether the vector index's files are as they were written.

Chroma loads its HNSW files without a check: from damaged ones it returns fewer or wrong passages,
or takes the whole process down with a segmentation fault (both seen with 1.5.9). So their SHA-256
are written beside them whenever they change, and compared before Chroma opens them.
``chroma.sqlite3`` is left out: SQLite notices damage, and Chroma writes to it at every opening.
"""

from __future__ import annotations

import errno
import json
import struct
from pathlib import Path

from vectorstore.lasting import put_in_place, sync_file, sync_folder
from vectorstore.weights import file_sha256

SEAL = "seal.json"

#: The start of hnswlib's header.bin: version, an offset, room for elements, elements, bytes of one.
_HEADER = struct.Struct("<iQQQQ")
_HEADER_VERSION = 1

#: What length.bin has of each element, in bytes.
_LENGTH_BYTES = 4

Stamp = dict[str, tuple[int, int]]


class BrokenSealError(Exception):
    """A file of the index is not as it was written; its message says which."""


def stamp(folder: Path) -> Stamp:
    """Return the HNSW files with their sizes and times: what differs has been written to."""
    found: Stamp = {}
    for file in sorted(folder.glob("*/*")):
        state = file.stat()
        found[file.relative_to(folder).as_posix()] = (state.st_size, state.st_mtime_ns)
    return found


def seal(folder: Path) -> None:
    """Write down the checksums of the HNSW files as they are now, freed of what is not theirs.

    Raises OSError (ENOSPC) when one was cut short as it was written, which Chroma does not notice.
    """
    for header in folder.glob("*/header.bin"):
        _refuse_cut_short(header)
        _blank_unused(header)
    sums = {name: file_sha256(folder / name) for name in stamp(folder)}
    for name in sums:  # Chroma does not
        sync_file(folder / name)
    for inner in {(folder / name).parent for name in sums}:
        sync_folder(inner)
    beside = folder / f"{SEAL}.new"
    beside.write_text(json.dumps(sums, indent=1))
    put_in_place(beside, folder / SEAL)


def check_seal(folder: Path) -> None:
    """Raise BrokenSealError unless the HNSW files are those that were sealed."""
    try:
        sums = json.loads((folder / SEAL).read_text())
    except FileNotFoundError:
        raise BrokenSealError(f"{SEAL} is missing") from None
    except ValueError:
        raise BrokenSealError(f"{SEAL} is not as it was written") from None
    names = stamp(folder)
    if not isinstance(sums, dict):
        raise BrokenSealError(f"{SEAL} is not as it was written")
    for name in sorted(sums.keys() | names.keys()):
        if name not in names:
            raise BrokenSealError(f"{Path(name).name} is missing")
        if file_sha256(folder / name) != sums.get(name):
            raise BrokenSealError(f"{Path(name).name} is not as it was written")


def _refuse_cut_short(header: Path) -> None:
    data = header.read_bytes()[: _HEADER.size]
    if len(data) < _HEADER.size:
        raise _no_room(header)
    version, _, _, elements, size = _HEADER.unpack(data)
    if version != _HEADER_VERSION:
        return  # another layout than the one known here
    level0 = header.with_name("data_level0.bin")
    if not level0.exists() or level0.stat().st_size < elements * size:
        raise _no_room(level0)


def _blank_unused(header: Path) -> None:
    """Overwrite with zeros the room for elements that are not there yet.

    hnswlib writes it as it found it in memory, so that articles' words were seen in these files.
    """
    version, _, room, elements, size = _HEADER.unpack(header.read_bytes()[: _HEADER.size])
    if version != _HEADER_VERSION or not room:
        return
    for name, width in (("data_level0.bin", size), ("length.bin", _LENGTH_BYTES)):
        file = header.with_name(name)
        unused = (file.stat().st_size if file.exists() else 0) - elements * width
        if unused > 0:
            with file.open("r+b") as stream:
                stream.seek(elements * width)
                stream.write(bytes(unused))


def _no_room(file: Path) -> OSError:
    return OSError(errno.ENOSPC, "cut short as it was written", str(file))
