"""The vector index: passage vectors in a local Chroma, derived from the library database.

Chroma is written with its own ``upsert`` (LangChain's ``add_texts`` would encode again) and
searched with its own ``query``: ``langchain_chroma`` takes longer to import than Chroma itself, and
every question of the command line would wait for it. Who wants LangChain's interface gets it on the
same client (``VectorIndex.store``). A client does not see what another process writes, so it is
opened anew whenever the library's generation number has changed.
"""

from __future__ import annotations

import os
import shutil
import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar, cast

import numpy as np
from filelock import FileLock, Timeout
from numpy.typing import NDArray

from vectorstore.catalogue import Catalogue
from vectorstore.errors import CitewireError, IndexDamagedError, LibraryBusyError
from vectorstore.foreign import disk_full, from_system, read_only
from vectorstore.lasting import sync_folder
from vectorstore.layout import BEFORE, BESIDE, sizes
from vectorstore.seal import SEAL, BrokenSealError, Stamp, check_seal, seal, stamp

if TYPE_CHECKING:
    from chromadb import Collection
    from chromadb.api.client import Client
    from chromadb.api.collection_configuration import CreateHNSWConfiguration
    from langchain_chroma import Chroma
    from langchain_core.embeddings import Embeddings

COLLECTION = "passages"
DATABASE = "chroma.sqlite3"

#: Far above Chroma's defaults, with which two insertion orders of the same vectors gave the same
#: top 50 for only 16 of 50 questions.
HNSW: CreateHNSWConfiguration = {
    "space": "cosine",
    "ef_construction": 200,
    "ef_search": 400,
    "max_neighbors": 32,
}

#: Passages handed to Chroma at once: it commits each time, and merges what it keeps of the texts.
BATCH = 2048

#: Chroma writes its HNSW files after so many changes; until then vectors stand in its SQLite file.
UNSEALED = 1000

_LOCK_SECONDS = 60.0

#: What fails with less than this left on the disk failed for want of room; in bytes. Chroma's own
#: message seldom says so.
_ROOM = 1024 * 1024

#: How SQLite's and the system's messages for a full disk look by the time Chroma hands them on.
_FULL = ("(code: 13)", "(code: 778)", "disk is full", "No space left", "File too large")

Row = tuple[int, str, NDArray[np.float32]]


class VectorIndex:
    """The Chroma folder of one library; every object on the same folder shares one client.

    ``catalogue`` is the library database, which the index is held against whenever it is opened.
    """

    _shared: ClassVar[dict[str, _Client]] = {}
    _guard: ClassVar[threading.Lock] = threading.Lock()

    def __init__(self, folder: Path, catalogue: Catalogue) -> None:
        self.folder = folder
        self.catalogue = catalogue
        self._key = str(folder.resolve())
        with self._guard:
            self._client = self._shared.setdefault(self._key, _Client(folder))
            self._client.users += 1

    def close(self) -> None:
        """Let go of the client; the last user closes it."""
        with self._guard:
            self._client.users -= 1
            if not self._client.users:
                self._client.close()
                self._shared.pop(self._key, None)

    def exists(self) -> bool:
        """Say whether there is an index on disk."""
        return (self.folder / DATABASE).exists()

    def search(self, vector: NDArray[np.float32], k: int) -> list[int]:
        """Return the keys of the ``k`` nearest passages, nearest first.

        ``vector`` has shape (dim,). Raises IndexDamagedError.
        """
        with self._client.held():
            collection = self._client.collection(self.catalogue)
            wanted = min(k, collection.count())
            if not wanted:
                return []
            found = collection.query(query_embeddings=vector[None], n_results=wanted, include=[])
            [ids] = found["ids"]
            if len(ids) < wanted:
                raise RuntimeError(f"{len(ids)} passages came back of {wanted}")
            return [int(id) for id in ids]

    def store(self, embeddings: Embeddings) -> Chroma:
        """Return the index as LangChain's ``Chroma``, to be read only."""
        with self._client.held():
            return self._client.store(self.catalogue, embeddings)

    @contextmanager
    def collection(self) -> Iterator[Collection]:
        """Hold Chroma's own collection for a block that looks into it; raises IndexDamagedError."""
        with self._client.held():
            yield self._client.collection(self.catalogue)

    def write(self, rows: Sequence[Row], departed: Sequence[int]) -> None:
        """Put passages (key, text, vector) in and take others out.

        Raises IndexDamagedError, DiskFullError.
        """
        with self._client.held():
            collection = self._client.collection(self.catalogue)
            _hand_over(rows, collection.upsert)
            if departed:
                collection.delete(ids=[str(key) for key in departed])
            self._client.reseal()

    def written(self) -> None:
        """Note that the library database now tells of what was written here, and by no other."""
        self._client.generation = self.catalogue.generation

    def check(self) -> None:
        """Open the index anew and hold it against the library; raises IndexDamagedError."""
        with self._client.held():
            self._client.close()
            if self.exists() or self.catalogue.indexed_count():
                self._client.collection(self.catalogue)

    def replace(self, batches: Iterable[Sequence[Row]]) -> None:
        """Build the index anew beside the old one, then put it in the old one's place.

        Raises DiskFullError; the old index is then as it was.
        """
        self.build(batches)
        with self.swapping():
            pass

    def build(self, batches: Iterable[Sequence[Row]]) -> None:
        """Build an index beside the one in use, which goes on; raises DiskFullError."""
        beside = self.folder.with_name(BESIDE)
        shutil.rmtree(beside, ignore_errors=True)
        try:
            with _chroma_errors(self.folder):
                _build(beside, batches)
        except BaseException:
            shutil.rmtree(beside, ignore_errors=True)
            raise

    @contextmanager
    def swapping(self) -> Iterator[None]:
        """Put the index that was built in the old one's place, after a block.

        Nobody reads meanwhile. Nothing is swapped if the block fails.
        """
        before = self.folder.with_name(BEFORE)
        with self._client.held():
            self._client.close()
            yield
            # What the new index was made of must be there for as long as it is.
            self.catalogue.lasting()
            shutil.rmtree(before, ignore_errors=True)
            if self.folder.exists():
                self.folder.rename(before)
            self.folder.with_name(BESIDE).rename(self.folder)
            sync_folder(self.folder.parent)
        shutil.rmtree(before, ignore_errors=True)
        sync_folder(self.folder.parent)

    def bytes_on_disk(self) -> int:
        """Return the size of the folder's files."""
        return sizes(self.folder, "**/*")


class _Client:
    """One open Chroma client, the generation it was opened at, and a lock between processes."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.users = 0
        self.generation: int | None = None
        self._client: Client | None = None
        self._stamp: Stamp = {}
        self._lock = threading.RLock()
        self._file_lock = FileLock(folder.with_suffix(".lock"), thread_local=False)

    @contextmanager
    def held(self) -> Iterator[None]:
        """Keep other threads and processes away: Chroma's files are written in several steps."""
        with self._lock, _chroma_errors(self.folder):
            try:
                self._file_lock.acquire(timeout=_LOCK_SECONDS)
            except Timeout as error:
                raise LibraryBusyError(
                    f"Another process has held the vector index {self.folder} for a minute.",
                    "Nothing was changed.",
                    "Try again when it has finished.",
                ) from error
            try:
                if self._client is not None and stamp(self.folder) != self._stamp:
                    self.close()  # someone else wrote to the files, or spoiled them
                yield
            except BaseException:
                self.close()  # what is in its memory may not be what is on disk
                raise
            finally:
                self._file_lock.release()

    def store(self, catalogue: Catalogue, embeddings: Embeddings | None = None) -> Chroma:
        """Return the index as it is at the library's generation or later, while held."""
        from langchain_chroma import Chroma

        self.collection(catalogue)
        return Chroma(
            collection_name=COLLECTION,
            embedding_function=embeddings,
            client=self._client,
            create_collection_if_not_exists=False,
        )

    def collection(self, catalogue: Catalogue) -> Collection:
        """Return Chroma's own collection at the library's generation or later, while held.

        What the library says is read under the lock: a writer takes passages out of the library
        before it takes them out of the index, and marks them as indexed after it has put them in.
        """
        generation = catalogue.generation
        if self._client is not None and self.generation == generation:
            return _collection(self._client)
        self.close()
        self._restore_after_broken_swap()
        expected = catalogue.indexed_count()
        if (self.folder / DATABASE).exists():
            check_seal(self.folder)
            self._stamp = stamp(self.folder)
        elif expected:
            raise FileNotFoundError(f"{self.folder} is missing")
        self._client = _open(self.folder)
        collection = _collection(self._client)
        _compare(collection, catalogue.newest_indexed(UNSEALED), expected)
        self.reseal()
        self.generation = generation
        return collection

    def reseal(self) -> None:
        """Seal the files anew if this client has written to them, while held."""
        if stamp(self.folder) != self._stamp or not (self.folder / SEAL).exists():
            seal(self.folder)
            self._stamp = stamp(self.folder)  # sealing has freed them of what is not theirs

    def close(self) -> None:
        """Close the client."""
        if self._client is not None:
            self._client.close()
        self._client = self.generation = None
        self._stamp = {}

    def _restore_after_broken_swap(self) -> None:
        before = self.folder.with_name(BEFORE)
        if before.exists() and not self.folder.exists():
            before.rename(self.folder)


def _build(folder: Path, batches: Iterable[Sequence[Row]]) -> None:
    client = _open(folder)
    try:
        collection = _collection(client)
        for rows in batches:
            _hand_over(rows, collection.add)  # which does not look for what it would replace
    finally:
        client.close()
    seal(folder)


def _compare(
    collection: Collection, newest: Sequence[tuple[int, NDArray[np.float32]]], expected: int
) -> None:
    """Raise RuntimeError unless the collection holds what the library says it must."""
    held = collection.count()
    if held < expected:
        raise RuntimeError(f"it holds {held} of {expected} passages")
    if not newest:
        return
    found = collection.get(ids=[str(key) for key, _ in newest], include=["embeddings"])
    vectors = dict(zip(found["ids"], np.asarray(found["embeddings"]), strict=True))
    for key, vector in newest:
        held_vector = vectors.get(str(key))
        if held_vector is None or not np.allclose(held_vector, vector, atol=1e-5):
            raise RuntimeError(f"passage {key} is not in it as it was written")


def _open(folder: Path) -> Client:
    os.environ.setdefault("ANONYMIZED_TELEMETRY", "False")
    import chromadb
    from chromadb.api.shared_system_client import SharedSystemClient
    from chromadb.config import Settings

    folder.mkdir(parents=True, exist_ok=True)
    try:
        client = chromadb.PersistentClient(folder, settings=Settings(anonymized_telemetry=False))
    except BaseException:
        # Chroma keeps what failed to start and would hand it out for ever after, mended or not.
        SharedSystemClient._identifier_to_system.pop(str(folder), None)
        raise
    return cast("Client", client)


def _collection(client: Client) -> Collection:
    # Without `embedding_function=None` Chroma would fetch a model of its own.
    return client.get_or_create_collection(
        COLLECTION, embedding_function=None, configuration={"hnsw": HNSW}
    )


def _hand_over(rows: Sequence[Row], put: Callable[..., None]) -> None:
    for at in range(0, len(rows), BATCH):
        some = rows[at : at + BATCH]
        put(
            ids=[str(key) for key, _, _ in some],
            documents=[text for _, text, _ in some],
            embeddings=np.stack([vector for _, _, vector in some]),
        )


@contextmanager
def _chroma_errors(folder: Path) -> Iterator[None]:
    """Turn whatever Chroma raises into ours: it has no small set of errors of its own.

    A panic in its Rust part is a BaseException, hence the second clause.
    """
    try:
        yield
    except CitewireError:
        raise
    except Exception as error:
        raise _ours(error, folder) from error
    except BaseException as error:
        if type(error).__name__ != "PanicException":
            raise
        raise _ours(error, folder) from error


def _ours(error: BaseException, folder: Path) -> CitewireError:
    text = str(error)
    missing = isinstance(error, FileNotFoundError)
    if isinstance(error, OSError) and not missing:
        return from_system(error, folder)
    known = missing or isinstance(error, BrokenSealError)
    if not known and folder.exists() and not os.access(folder, os.W_OK):
        return read_only(folder.parent)
    if not known and (any(sign in text for sign in _FULL) or _free(folder) < _ROOM):
        return disk_full(folder.parent)
    return IndexDamagedError(
        f"The vector index {folder} is {'missing' if missing else f'damaged ({text})'}.",
        "Nothing is lost: the articles and their vectors are in library.sqlite3.",
        "Run: citewire rebuild",
    )


def _free(folder: Path) -> int:
    try:
        return shutil.disk_usage(folder.parent).free
    except OSError:
        return 0
