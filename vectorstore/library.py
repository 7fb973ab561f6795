"""The library: everything ingested, in one folder."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Self

import numpy as np
from numpy.typing import NDArray

from vectorstore.catalogue import Catalogue
from vectorstore.compaction import (
    DEAD,
    FORGETTING,
    Compacted,
    compact,
    count_dead,
    count_removed,
    purge,
    tidy,
    waste_of,
)
from vectorstore.days import nearest_until
from vectorstore.encoded import check_question, check_vectors
from vectorstore.errors import (
    DiskFullError,
    IndexDamagedError,
    LibraryBusyError,
    ReadOnlyLibraryError,
)
from vectorstore.foreign import from_system, need_room
from vectorstore.forgetting import forget_traces, left_of
from vectorstore.healing import finish_interrupted, is_unfinished
from vectorstore.index import BATCH, VectorIndex
from vectorstore.layout import CHROMA, DATABASE, refuse_what_is_not_ours, sizes
from vectorstore.own_model import OwnModel
from vectorstore.progress import rebuilding
from vectorstore.records import Article, EncodedPassage, KeptPassage, Status, Version
from vectorstore.schema import SCHEMA_VERSION
from vectorstore.settings import Settings
from vectorstore.versions import history
from vectorstore.weights import SHIPPED_MODEL, SHIPPED_READS
from vectorstore.writer import Writer, WriterLock

if TYPE_CHECKING:
    from vectorstore.embedder import Embedder

log = logging.getLogger(__name__)


class Library:
    """Articles with their vectors and their index, in one folder.

    Open one with ``Library.open``. Threads may share a library, and several processes may read
    it while one writes.
    """

    def __init__(self, folder: Path, settings: Settings, embedder: Embedder | None) -> None:
        self.path = folder
        self.settings = settings
        self.catalogue = Catalogue(folder / DATABASE)
        self.model = OwnModel(self.catalogue, settings, embedder)
        self.index = VectorIndex(folder / CHROMA, self.catalogue)
        self._lock = WriterLock(folder)
        self._has_put = False
        self._closed = False

    @classmethod
    def open(
        cls,
        path: str | Path | None = None,
        *,
        settings: Settings | None = None,
        embedder: Embedder | None = None,
        finish: bool = True,
    ) -> Library:
        """Open the library in a folder, or make one where there is none.

        ``path`` defaults to the configured data folder. What an interrupted ingest left
        unfinished is finished now unless ``finish`` is false or another process is writing.
        Raises NotALibraryError for a folder that holds something else, NewerLibraryError,
        ReadOnlyLibraryError, LibraryDamagedError.
        """
        settings = settings or Settings.load(data_dir=path)
        folder = Path(path or settings.data_dir).expanduser()
        refuse_what_is_not_ours(folder)
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise from_system(error, folder / DATABASE) from error
        library = cls(folder, settings, embedder)
        try:
            if finish:
                library.finish()
        except BaseException:
            library.close()
            raise
        return library

    @staticmethod
    def lies_in(folder: Path) -> bool:
        """Say whether there is a library in a folder; nothing is opened or made."""
        return (folder / DATABASE).exists()

    def close(self) -> None:
        """Close all files; a second call does nothing."""
        if not self._closed:
            self._closed = True
            self.index.close()
            self.catalogue.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    @property
    def embedder(self) -> Embedder:
        """The embedder of the library's vectors; another one when they were made anew since."""
        return self.model.embedder

    # -- reading ---------------------------------------------------------------------------------

    def article(self, id: str, version: int | None = None) -> Article:
        """Return one article, as it is or in an older version; raises ArticleNotFoundError."""
        return self.catalogue.article(id, version)

    def history(self, id: str) -> tuple[Version, ...]:
        """Return the versions of an article, the oldest first; raises ArticleNotFoundError."""
        self.catalogue.article(id)
        return history(self.catalogue, id)

    def articles(self) -> Iterator[Article]:
        """Iterate over all articles in the order in which they came."""
        return self.catalogue.articles()

    def __len__(self) -> int:
        return self.catalogue.counts()[0]

    def __bool__(self) -> bool:
        return True  # an empty library is still a library

    def nearest(
        self, vector: NDArray[np.float32], k: int, *, until: date | None = None
    ) -> list[int]:
        """Return the keys of the ``k`` passages nearest to a unit vector of shape (dim,).

        Passages of articles published after ``until`` are left out. Raises IndexDamagedError, and
        EmbeddingError for what is no unit vector of the library's dimension.
        """
        dimension = self.catalogue.fact("dimension")
        if dimension:
            check_question(vector, int(dimension))
        if until is None:
            return self.index.search(vector, k)
        return nearest_until(self.catalogue, self.index, vector, k, until)

    def unread(self, until: date | None = None) -> dict[str, int] | None:
        """Return how many articles are in each language that the model does not read, by its code.

        The most first; articles published after ``until`` are left out. ``None`` when the vectors
        are those of another model than the shipped one: it is not known what that one reads.
        """
        if self.catalogue.fact("embedding_model") not in (None, SHIPPED_MODEL):
            return None
        found = self.catalogue.languages(until)
        return {code: number for code, number in found.items() if code not in SHIPPED_READS}

    def check_model(self) -> None:
        """Raise StaleIndexError if the vectors were made by another model than the one set."""
        self.model.check()

    def status(self) -> Status:
        """Return counts, sizes and state."""
        before = self._lock.writer()
        with self.catalogue.snapshot():
            articles, passages, sentences = self.catalogue.counts()
            value = self.catalogue.value
            dimension = self.catalogue.fact("dimension")
            waste, writer = waste_of(self), self._lock.writer()
            return Status(
                data_dir=str(self.path),
                articles=articles,
                passages=passages,
                sentences=sentences,
                unfinished=passages - self.catalogue.indexed_count(),
                unfinished_ingests=self._stopped(before),
                generation=self.catalogue.generation,
                schema_version=SCHEMA_VERSION,
                embedding_model=self.catalogue.fact("embedding_model"),
                dimension=int(dimension) if dimension else None,
                library_bytes=sizes(self.path, DATABASE + "*"),
                index_bytes=waste.index,
                index="present" if self.index.exists() or not passages else "missing",
                writer=str(writer) if writer else None,
                last_ingest=value("SELECT max(finished_at) FROM ingests"),
                newest=value("SELECT max(published) FROM articles"),
                oldest=value("SELECT min(published) FROM articles"),
                unread=self.unread(),
                copies=self.catalogue.copy_counts() if self.catalogue.copies_known else None,
                removed=waste.removed,
                waste_bytes=waste.bytes,
                compaction=waste.why,
                secure_delete=self.catalogue.secure_delete,
                rebuilding=rebuilding(self.path, articles),
            )

    # -- writing ---------------------------------------------------------------------------------

    @contextmanager
    def writing(
        self, *, wait: float = 5.0, heal: bool = True, quiet: bool = False
    ) -> Iterator[None]:
        """Be the only writer, for as long as the block runs.

        ``wait`` is in seconds. Raises LibraryBusyError when another writer does not finish by
        then. What an earlier writer left unfinished is finished first, unless ``heal`` is false.
        A ``quiet`` one does not let others hear who it is before ``tell_who_writes`` or ``put``.
        """
        with self._lock.held(wait=wait, after=self.catalogue.last_ingest, quiet=quiet):
            if heal:
                finish_interrupted(self)
            self._has_put = False
            yield
            if self._has_put:
                self._tidy()
            self.catalogue.lasting()

    def tell_who_writes(self) -> None:
        """Let others hear who writes, if they do not yet; inside ``writing``."""
        self._lock.tell()

    def put(
        self,
        articles: Sequence[tuple[Article, Sequence[EncodedPassage | KeptPassage]]],
        *,
        dimension: int,
    ) -> None:
        """Store articles in place of those with the same ids, and index them; inside ``writing``.

        All of them are stored, or none; what they replace is kept as an older version. Raises
        StaleIndexError, DiskFullError, and EmbeddingError for what are no unit vectors of
        ``dimension`` numbers.
        """
        self.check_model()
        for article, passages in articles:
            check_vectors(article, passages, dimension)
        need_room(self.path)
        self.tell_who_writes()
        weights = self.embedder.weights
        with self.catalogue.transaction():
            self.catalogue.set_fact("embedding_fingerprint", weights.fingerprint)
            self.catalogue.set_fact("embedding_model", weights.name)
            self.catalogue.set_fact("dimension", str(dimension))
            for article, passages in articles:
                self.catalogue.put_article(article, passages)
        self._has_put = True
        self.sync_index()

    def remove(self, ids: Sequence[str]) -> int:
        """Take articles out of the library; returns how many there were.

        They are in no answer from now on. Their words may stand in the files until ``compact``.
        Raises ArticleNotFoundError, before anything is removed, when an id is unknown.
        """
        with self.writing():
            for id in ids:
                self.catalogue.article(id)
            with self.catalogue.transaction():
                count = self.catalogue.delete_articles(ids)
                count_removed(self.catalogue, count)
            self.sync_index()
        return count

    def forget(self, ids: Sequence[str]) -> int:
        """Take articles out of the library and every trace of them off its files; returns how many.

        Of those that were removed before, the traces. Where a source still has one, the next ingest
        of that source brings it back. A call that was killed is finished by whoever writes next.
        Raises what ``remove`` and ``compact`` raise.
        """
        with self.writing():
            for id in ids:
                left_of(self.catalogue, id)
            with self.catalogue.transaction():
                forget_traces(self.catalogue, ids)
                self.catalogue.delete_articles(ids)
                self.catalogue.set_fact(FORGETTING, "1")
            purge(self)
        return len(set(ids))

    def compact(self) -> Compacted:
        """Clear the files of what removed articles left there; raises as ``compaction.compact``."""
        return compact(self)

    def sync_index(self) -> None:
        """Bring the vector index up to the library database; inside ``writing``."""
        while True:
            rows = self.catalogue.unindexed(BATCH)
            departed = self.catalogue.departed(BATCH)
            if not rows and not departed:
                return
            self.catalogue.set_fact("index_writing", "1")
            self.catalogue.lasting()
            self.index.write(rows, departed)
            with self.catalogue.transaction():
                self.catalogue.mark_indexed(key for key, _, _ in rows)
                self.catalogue.forget_departed(departed)
                count_dead(self.catalogue, len(departed))
                self.catalogue.set_fact("index_writing", "0")
                self.catalogue.next_generation()
            self.index.written()

    def rebuild(self) -> int:
        """Make the vector index anew from the library database, encoding nothing.

        The old index serves until the new one is put in its place. Returns the number of passages.
        """
        with self.writing(heal=False):
            return self.rebuild_inside()

    def finish(self) -> None:
        """Finish what an interrupted writer left, if that can be done now.

        Another writer at work, a full disk or a damaged index stops no reader: what was finished
        before can be asked, and whoever asks the index hears what is wrong with it.
        """
        if not is_unfinished(self):
            return
        try:
            with self.writing(wait=0):
                pass
        except LibraryBusyError:
            log.info("left unfinished articles to the process that is writing")
        except (DiskFullError, ReadOnlyLibraryError, IndexDamagedError) as error:
            log.warning("could not finish what an interrupted run left: %s", error)

    def _tidy(self) -> None:
        """Keep the files from growing; what stands in them is safe, whatever becomes of that."""
        try:
            tidy(self)
        except (DiskFullError, LibraryBusyError) as error:
            log.warning("could not make the files smaller: %s", error)

    def rebuild_inside(self) -> int:
        """Do what ``rebuild`` does; inside ``writing``."""
        last, count = 0, 0

        def batches() -> Iterator[list[tuple[int, str, NDArray[np.float32]]]]:
            nonlocal last, count
            while rows := self.catalogue.passages_after(last, BATCH):
                last, count = rows[-1][0], count + len(rows)
                yield rows

        self.index.replace(batches())
        with self.catalogue.transaction():
            self.catalogue.rows("UPDATE passages SET indexed = 1 WHERE indexed = 0")
            self.catalogue.rows("DELETE FROM departed")
            self.catalogue.drop_fact(DEAD)
            self.catalogue.set_fact("index_writing", "0")
            self.catalogue.next_generation()
        return count

    def _stopped(self, before: Writer | None) -> tuple[str, ...]:
        """Return when the ingests began that were stopped: unfinished, and not going on.

        ``before`` is who was writing before they were looked up, and may have ended since.
        """
        found = self.catalogue.unfinished_ingests()
        writers = [writer for writer in (before, self._lock.writer()) if writer]
        return tuple(
            began for key, began in found if all(key <= writer.after for writer in writers)
        )
