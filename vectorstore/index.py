"""The vector index: passage vectors in a local Chroma, derived from the library database.

Chroma is written with its own ``upsert`` (LangChain's ``add_texts`` would encode again) and read
through ``langchain_chroma.Chroma`` on the same client. A client does not see what another process
writes, so it is opened anew whenever the library's generation number has changed.
"""

from __future__ import annotations

import os
import shutil
import threading
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar, cast

import numpy as np
from filelock import FileLock, Timeout
from numpy.typing import NDArray

from vectorstore.errors import CitewireError, IndexDamagedError, LibraryBusyError
from vectorstore.foreign import disk_full, from_system

if TYPE_CHECKING:
    from chromadb import Collection
    from chromadb.api.client import Client
    from chromadb.api.collection_configuration import CreateHNSWConfiguration
    from langchain_chroma import Chroma
    from langchain_core.embeddings import Embeddings

COLLECTION = "passages"

#: Far above Chroma's defaults, with which two insertion orders of the same vectors gave the same
#: top 50 for only 16 of 50 questions.
HNSW: CreateHNSWConfiguration = {
    "space": "cosine",
    "ef_construction": 200,
    "ef_search": 400,
    "max_neighbors": 32,
}

#: Passages handed to Chroma at once.
BATCH = 512

_LOCK_SECONDS = 60.0

Row = tuple[int, str, NDArray[np.float32]]


class VectorIndex:
    """The Chroma folder of one library; every object on the same folder shares one client."""

    _shared: ClassVar[dict[str, _Client]] = {}
    _guard: ClassVar[threading.Lock] = threading.Lock()

    def __init__(self, folder: Path) -> None:
        self.folder = folder
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
        return (self.folder / "chroma.sqlite3").exists()

    def search(
        self, vector: NDArray[np.float32], k: int, *, generation: int, expected: int
    ) -> list[int]:
        """Return the keys of the ``k`` nearest passages, nearest first.

        ``vector`` has shape (dim,); ``generation`` and ``expected`` (passages that the index
        must hold at least) are the library's. Raises IndexDamagedError.
        """
        with self._client.held(self.folder):
            store = self._client.at(generation, expected)
            total = store._collection.count()
            wanted = min(k, total)
            if not wanted:
                return []
            found = store.similarity_search_by_vector_with_relevance_scores(
                [float(x) for x in vector], k=wanted
            )
            if len(found) < wanted:
                raise RuntimeError(f"{len(found)} passages came back of {wanted}")
            return [int(document.id) for document, _ in found if document.id]

    def store(self, embeddings: Embeddings, *, generation: int, expected: int) -> Chroma:
        """Return the index as LangChain's ``Chroma``, to be read only."""
        with self._client.held(self.folder):
            return self._client.at(generation, expected, embeddings)

    def write(self, rows: Sequence[Row], departed: Sequence[int]) -> None:
        """Put passages (key, text, vector) in and take others out. Raises IndexDamagedError."""
        with self._client.held(self.folder):
            collection = self._client.collection()
            _upsert(collection, rows)
            if departed:
                collection.delete(ids=[str(key) for key in departed])
            self._client.generation = None

    def finds_itself(self, rows: Sequence[Row], *, expected: int) -> bool:
        """Say whether the index holds what it must and finds these passages by their vectors."""
        if not self.exists():
            return not expected
        try:
            with self._client.held(self.folder):
                self._client.close()
                collection = self._client.collection()
                if collection.count() < expected:
                    return False
                for key, _, vector in rows:
                    found = collection.query(query_embeddings=np.stack([vector]), n_results=1)
                    distances = found["distances"]
                    if not distances or not distances[0] or distances[0][0] > 1e-3:
                        return False
                    if not collection.get(ids=[str(key)])["ids"]:
                        return False
        except IndexDamagedError:
            return False
        return True

    def replace(self, batches: Iterable[Sequence[Row]]) -> None:
        """Build the index anew beside the old one, then put it in the old one's place."""
        beside = self.folder.with_name(self.folder.name + ".new")
        before = self.folder.with_name(self.folder.name + ".old")
        shutil.rmtree(beside, ignore_errors=True)
        with _chroma_errors(self.folder):
            client = _open(beside)
            try:
                collection = _collection(client)
                for rows in batches:
                    _upsert(collection, rows)
            finally:
                client.close()
        with self._client.held(self.folder):
            self._client.close()
            shutil.rmtree(before, ignore_errors=True)
            if self.folder.exists():
                self.folder.rename(before)
            beside.rename(self.folder)
        shutil.rmtree(before, ignore_errors=True)

    def bytes_on_disk(self) -> int:
        """Return the size of the folder's files."""
        return sum(f.stat().st_size for f in self.folder.rglob("*") if f.is_file())


class _Client:
    """One open Chroma client, the generation it was opened at, and a lock between processes."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.users = 0
        self.generation: int | None = None
        self._client: Client | None = None
        self._store: Chroma | None = None
        self._lock = threading.RLock()
        self._file_lock = FileLock(folder.with_suffix(".lock"), thread_local=False)

    @contextmanager
    def held(self, folder: Path) -> Iterator[None]:
        """Keep other threads and processes away: Chroma's files are written in several steps."""
        with self._lock, _chroma_errors(folder):
            try:
                self._file_lock.acquire(timeout=_LOCK_SECONDS)
            except Timeout as error:
                raise LibraryBusyError(
                    f"The vector index {folder} has been held by another process for a minute.",
                    "Nothing was changed.",
                    "Try again when it has finished.",
                ) from error
            try:
                yield
            finally:
                self._file_lock.release()

    def at(self, generation: int, expected: int, embeddings: Embeddings | None = None) -> Chroma:
        """Return the store as it is at ``generation`` or later."""
        from langchain_chroma import Chroma

        if self._store is None or self.generation != generation or embeddings is not None:
            self.close()
            self._restore_after_broken_swap()
            if not (self.folder / "chroma.sqlite3").exists() and expected:
                raise FileNotFoundError(f"{self.folder} is missing")
            self._client = _open(self.folder)
            _collection(self._client)
            self._store = Chroma(
                collection_name=COLLECTION,
                embedding_function=embeddings,
                client=self._client,
                create_collection_if_not_exists=False,
            )
            held = self._store._collection.count()
            if held < expected:
                raise RuntimeError(f"it holds {held} of {expected} passages")
            self.generation = generation
        return self._store

    def collection(self) -> Collection:
        """Return Chroma's own collection, made when missing."""
        if self._client is None:
            self._restore_after_broken_swap()
            self._client = _open(self.folder)
        return _collection(self._client)

    def close(self) -> None:
        """Close the client."""
        if self._client is not None:
            self._client.close()
        self._client = self._store = self.generation = None

    def _restore_after_broken_swap(self) -> None:
        before = self.folder.with_name(self.folder.name + ".old")
        if before.exists() and not self.folder.exists():
            before.rename(self.folder)


def _open(folder: Path) -> Client:
    os.environ.setdefault("ANONYMIZED_TELEMETRY", "False")
    import chromadb
    from chromadb.config import Settings

    folder.mkdir(parents=True, exist_ok=True)
    client = chromadb.PersistentClient(folder, settings=Settings(anonymized_telemetry=False))
    return cast("Client", client)


def _collection(client: Client) -> Collection:
    # Without `embedding_function=None` Chroma would fetch a model of its own.
    return client.get_or_create_collection(
        COLLECTION, embedding_function=None, configuration={"hnsw": HNSW}
    )


def _upsert(collection: Collection, rows: Sequence[Row]) -> None:
    for at in range(0, len(rows), BATCH):
        some = rows[at : at + BATCH]
        collection.upsert(
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
    if isinstance(error, OSError) and not isinstance(error, FileNotFoundError):
        return from_system(error, folder)
    if "disk is full" in text or "No space left" in text or "File too large" in text:
        return disk_full(folder.parent)
    missing = isinstance(error, FileNotFoundError)
    return IndexDamagedError(
        f"The vector index {folder} is {'missing' if missing else f'damaged ({text})'}.",
        "Nothing is lost: the articles and their vectors are in library.sqlite3.",
        "Run: citewire rebuild",
    )
