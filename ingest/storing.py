"""Articles on their way into the library: packed, encoded and stored in batches that are whole."""

from __future__ import annotations

import logging
from collections.abc import Iterator

from ingest.passages import Passage, encoder_input, matched, pack
from ingest.pending import Pending
from ingest.run_log import RunLog
from ingest.sentences import structured
from ingest.tally import Tally
from vectorstore import (
    Article,
    EncodedPassage,
    KeptPassage,
    Library,
    give_back,
    passages_held,
    url_key,
)

log = logging.getLogger(__name__)

#: Passages of one large article that are encoded at once, so that memory is bounded.
_SLICE = 512


class Store:
    """What a run stores in ``library``; ``batch_passages`` are encoded and stored together.

    ``shas`` are the digests of the articles that wait to be stored, by their ids, ``log`` what the
    library's log says of the run.
    """

    def __init__(self, library: Library, tally: Tally, batch_passages: int) -> None:
        self.library = library
        self.tally = tally
        self.log = RunLog(library)
        self.size = batch_passages
        self.waiting: list[tuple[Article, list[Passage], Pending]] = []
        self.passages = 0
        self._has_packed = False
        self.shas: dict[str, str] = {}

    def add(self, article: Article, pending: Pending) -> None:
        """Take an article in; it is stored when enough are there."""
        self.log.begin()
        article = structured(article)
        passages = self._packed(article)
        held = passages_held(self.library.catalogue, article.id, article.title)
        if held:  # a passage that has not changed keeps its vectors
            passages = matched(article, passages, held)
        pending.waiting += 1
        self.waiting.append((article, passages, pending))
        self.shas[article.id] = article.sha256
        self.passages += len(passages)
        if self.passages >= self.size:
            self.flush()

    def holds(self, name: str) -> bool:
        """Say whether an article of a source waits to be stored."""
        return any(pending.name == name for _, _, pending in self.waiting)

    def holds_url(self, url: str) -> bool:
        """Say whether an article with an address waits to be stored."""
        return any(url_key(article.url) == url_key(url) for article, _, _ in self.waiting)

    def flush(self) -> None:
        """Encode and store what is waiting, all of it or nothing."""
        waiting, self.waiting, self.passages, self.shas = self.waiting, [], 0, {}
        if not waiting:
            return
        encoded = self._encode(waiting)
        self.library.put(encoded, dimension=self.library.embedder.dimension)
        self.tally.passages += sum(len(passages) for _, passages in encoded)
        self.tally.kept += len(encoded)
        self.tally.stored = self.tally.read
        give_back()
        log.info("stored %d articles, %d passages so far", len(encoded), self.tally.passages)
        for _, _, pending in waiting:
            pending.waiting -= 1
            if pending.read and not pending.waiting:
                self.finish(pending)
        self.tally.tell(max(self.tally.share(self.tally.stored), self.tally.told))

    def close(self, pending: Pending) -> None:
        """Note that a source has been read to its end."""
        pending.read = True
        self.tally.pass_by(pending.size)
        if not pending.waiting:
            self.finish(pending)
        self.move()

    def finish(self, pending: Pending) -> None:
        """Note that all of a source's articles are stored."""
        if pending.sha256 and pending.articles:
            self.library.catalogue.note_source(
                pending.name, pending.sha256, pending.articles, pending.ids
            )
        self.tally.on_source(pending.done())

    def move(self, step: float = 0.0) -> None:
        """Tell how far the run is, if that is ``step`` further than when it was told last."""
        self.log.go_on()
        self.tally.move(waiting=bool(self.waiting), step=step)

    def _packed(self, article: Article) -> list[Passage]:
        """Pack an article; the first loads the model, which is told of since it takes seconds."""
        embedder = self.library.embedder
        if not self._has_packed and not embedder.is_loaded:
            self.tally.turn_aside("loading the embedding model", slow=True)
        passages = pack(article, embedder)
        self._has_packed, self.tally.doing = True, ""
        return passages

    def _encode(
        self, waiting: list[tuple[Article, list[Passage], Pending]]
    ) -> list[tuple[Article, list[EncodedPassage | KeptPassage]]]:
        work = [
            (article, passage)
            for article, passages, _ in waiting
            for passage in passages
            if passage.held is None
        ]
        done: Iterator[EncodedPassage] = self._encoded(work)
        return [
            (article, [_kept(passage) or next(done) for passage in passages])
            for article, passages, _ in waiting
        ]

    def _encoded(self, work: list[tuple[Article, Passage]]) -> Iterator[EncodedPassage]:
        for at in range(0, len(work), _SLICE):
            some = work[at : at + _SLICE]
            inputs = [encoder_input(article, passage) for article, passage in some]
            vectors = self.library.embedder.encode_passages(
                [text for text, _ in inputs], [spans for _, spans in inputs]
            )
            if len(work) > _SLICE:
                part = (at + len(some)) / len(work)
                tally = self.tally
                tally.tell(tally.share(tally.stored + part * (tally.read - tally.stored)))
            for (_, passage), (vector, sentence_vectors) in zip(some, vectors, strict=True):
                yield EncodedPassage(
                    passage.start, passage.end, passage.sentences, vector, sentence_vectors
                )


def _kept(passage: Passage) -> KeptPassage | None:
    if passage.held is None:
        return None
    return KeptPassage(passage.held, passage.start, passage.end, passage.sentences)


class Rehearsal(Store):
    """Notes what would be stored, in a library that is only there for that; encodes nothing."""

    def add(self, article: Article, pending: Pending) -> None:
        """Note that an article would be stored."""
        self.library.catalogue.note_article(article)
