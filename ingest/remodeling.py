"""Everything encoded anew by another embedding model, while the library goes on as it is."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from ingest.passages import Passage, encoder_input, pack
from vectorstore import (
    Article,
    ArticleNotFoundError,
    Embedder,
    EncodedPassage,
    Library,
    Remodeling,
    shared_embedder,
)

#: Passages that are encoded and stored together: a few seconds of work, which a kill may lose.
BATCH_PASSAGES = 128

#: Seconds to wait for another writer before the swap; all that was encoded is kept beside.
WAIT = 60.0


@dataclass(frozen=True, slots=True)
class Remodeled:
    """What a rebuild did: the model, all articles and passages, how many articles it encoded.

    The others had been encoded by a run before, that was stopped.
    """

    model: str
    articles: int
    passages: int
    encoded: int
    seconds: float

    def as_dict(self) -> dict[str, object]:
        """Return all fields as JSON values."""
        return {name: getattr(self, name) for name in self.__slots__}


def rebuild_with(
    library: Library,
    model: str | Embedder,
    *,
    on_progress: Callable[[int, int], None] | None = None,
    batch_passages: int = BATCH_PASSAGES,
    wait: float = WAIT,
) -> Remodeled:
    """Encode all articles with another embedding model, then answer from its vectors.

    ``model`` is a name or a folder, or an embedder. Until all is done questions are answered from
    the old vectors and articles may be ingested; a call that was killed is gone on with by the same
    call. Programs that have the library open take the new model up with their next question.
    ``on_progress`` is called with the number of articles done and that of all. Raises WeightsError,
    EmbeddingError, LibraryBusyError when another process goes on writing for ``wait`` seconds at
    the end, DiskFullError; what was encoded is kept.
    """
    began = time.monotonic()
    embedder = shared_embedder(model) if isinstance(model, str) else model
    tell = on_progress or (lambda done, total: None)
    encoded = 0
    with Remodeling(library, embedder.weights, embedder.dimension) as beside:
        encoded += _encode_missing(beside, embedder, tell, batch_passages)
        with library.writing(wait=wait):
            # What came in since; nothing does from here on.
            encoded += _encode_missing(beside, embedder, tell, batch_passages)
            passages = beside.swap()
    return Remodeled(
        embedder.weights.name,
        len(library),
        passages,
        encoded,
        round(time.monotonic() - began, 3),
    )


def _encode_missing(
    beside: Remodeling, embedder: Embedder, tell: Callable[[int, int], None], size: int
) -> int:
    """Encode what is missing; returns how many articles that were."""
    missing = beside.missing()
    total = len(beside.library)
    done = before = total - len(missing)
    tell(done, total)
    for batch in _batches(beside.library, missing, embedder, size):
        beside.put(batch)
        done += len(batch)
        tell(done, total)
    return done - before


def _batches(
    library: Library, ids: list[str], embedder: Embedder, size: int
) -> Iterator[list[tuple[Article, list[EncodedPassage]]]]:
    waiting: list[tuple[Article, list[Passage]]] = []
    count = 0
    for id in ids:
        try:
            article = library.article(id)
        except ArticleNotFoundError:
            continue  # removed meanwhile
        waiting.append((article, pack(article, embedder)))
        count += len(waiting[-1][1])
        if count >= size:
            yield _encoded(waiting, embedder)
            waiting, count = [], 0
    if waiting:
        yield _encoded(waiting, embedder)


def _encoded(
    waiting: list[tuple[Article, list[Passage]]], embedder: Embedder
) -> list[tuple[Article, list[EncodedPassage]]]:
    inputs = [encoder_input(article, one) for article, passages in waiting for one in passages]
    vectors = iter(
        embedder.encode_passages([text for text, _ in inputs], [spans for _, spans in inputs])
    )
    return [
        (article, [EncodedPassage(p.start, p.end, p.sentences, *next(vectors)) for p in passages])
        for article, passages in waiting
    ]
