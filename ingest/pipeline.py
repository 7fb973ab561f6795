"""Sources in, a library out: read, split, pack, encode, store, in batches that each are whole."""

from __future__ import annotations

import hashlib
import json
import logging
import time
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from langchain_core.documents import Document

from ingest.canonical import canonical_line, canonical_text, has_words
from ingest.found import Found, Unchanged
from ingest.lines import Line, follow
from ingest.loaders import Reading, holds_lines, load
from ingest.making import make_article
from ingest.passages import Passage, encoder_input, pack
from ingest.pending import Pending, is_named
from ingest.report import Failure, Progress, Report, SourceDone, SourceStatus
from ingest.sentences import split_sentences
from ingest.sources import Find, Source, Upload, find, is_address, shown, size_of
from vectorstore import Article, EncodedPassage, Library, SourceError, UsageError, utc_now

log = logging.getLogger(__name__)

#: Passages that are encoded and stored together: a few seconds of work, which a kill may lose.
BATCH_PASSAGES = 128

#: Passages of one large article that are encoded at once, so that memory is bounded.
_SLICE = 512

#: Progress within a file is told of in steps of this share of the run.
_STEP = 0.01


def ingest(
    library: Library,
    sources: Source | Iterable[Source],
    *,
    on_source: Callable[[SourceDone], None] | None = None,
    on_progress: Callable[[Progress], None] | None = None,
    mapping: Mapping[str, str] | None = None,
    batch_passages: int = BATCH_PASSAGES,
) -> Report:
    """Bring articles into the library: files, folders, ``Article`` objects, LangChain Documents.

    A source that cannot be read is reported in ``Report.failed`` and stops nothing. A source
    whose bytes are known is left alone; one that changed replaces its article. ``on_source`` hears
    of each source when it is stored, ``on_progress`` of each source and batch. ``mapping`` says
    which column of a table holds which field: ``{"title": "headline"}``. ``batch_passages`` are
    encoded and stored together: what a kill may lose. Raises LibraryBusyError when another process
    is writing, StaleIndexError, DiskFullError; what was stored before stays.
    """
    if isinstance(sources, Source):
        sources = [sources]
    library.check_model()
    with library.writing():
        return _Run(library, on_source, on_progress, mapping or {}, batch_passages).run(sources)


class _Run:
    def __init__(
        self,
        library: Library,
        on_source: Callable[[SourceDone], None] | None,
        on_progress: Callable[[Progress], None] | None,
        mapping: Mapping[str, str],
        batch_passages: int,
    ) -> None:
        self.library = library
        self.catalogue = library.catalogue
        self.on_source = on_source or (lambda _: None)
        self.on_progress = on_progress or (lambda _: None)
        self.mapping = mapping
        self.batch: list[tuple[Article, list[Passage], Pending]] = []
        self.batch_size = batch_passages
        self.batch_passages = 0
        self.batch_shas: dict[str, str] = {}
        self.totals: dict[SourceStatus, int] = {"new": 0, "changed": 0, "unchanged": 0}
        self.failed: list[Failure] = []
        self.documents: Counter[str] = Counter()
        self.skipped = 0
        self.passages_done = 0
        # How far the run is, in bytes of the sources: all of them, those of sources that are
        # behind us, what has been read, and what has been stored as well.
        self.total = 0
        self.behind = 0
        self.read = 0.0
        self.stored = 0.0
        self.told = 0.0

    def run(self, sources: Iterable[Source]) -> Report:
        began = time.monotonic()
        key = self.catalogue.value(
            "INSERT INTO ingests (started_at) VALUES (?) RETURNING key", (utc_now(),)
        )
        for source, found in self._measured(sources):
            self._take(source, found)
        self._flush()
        self._tell(1.0)
        articles, passages, sentences = self.catalogue.counts()
        report = Report(
            added=self.totals["new"],
            updated=self.totals["changed"],
            unchanged=self.totals["unchanged"],
            failed=tuple(self.failed),
            skipped=self.skipped,
            articles=articles,
            passages=passages,
            sentences=sentences,
            seconds=round(time.monotonic() - began, 3),
        )
        self.catalogue.rows(
            "UPDATE ingests SET finished_at=?, added=?, updated=?, unchanged=?, failed=? "
            "WHERE key=?",
            (utc_now(), report.added, report.updated, report.unchanged, len(report.failed), key),
        )
        return report

    # -- reading ---------------------------------------------------------------------------------

    def _measured(self, sources: Iterable[Source]) -> Iterable[tuple[Source, Iterable[Find]]]:
        """Find the files of all sources, to know how much there is; a generator's as they come."""
        if not isinstance(sources, Collection):
            return ((source, find(source, self.library)) for source in sources)
        measured = [
            (source, () if is_address(source) else list(find(source, self.library)))
            for source in sources
        ]
        self.total = sum(size_of(source, found) for source, found in measured)
        return (
            (source, find(source, self.library) if is_address(source) else found)
            for source, found in measured
        )

    def _take(self, source: Source, found: Iterable[Find]) -> None:
        if isinstance(source, Article):
            self._take_one(source.source or source.id, source, lambda _: _canonical(source))
        elif isinstance(source, Document):
            self._take_document(source)
        elif isinstance(source, Upload):
            self._take_files(source.name, found)
        elif isinstance(source, str | Path):
            self._take_files(str(source) if is_address(source) else shown(Path(source)), found)
        else:
            raise UsageError(
                f"A source is a path, an Article or a Document, not {type(source).__name__}."
            )

    def _take_files(self, name: str, found: Iterable[Find]) -> None:
        any_read = False
        for file in found:
            any_read = any_read or file is not None
            if file is None:
                self.skipped += 1
            elif isinstance(file, Failure):
                self._fail(file)
            else:
                self._take_file(file)
        if not any_read:
            self._fail(Failure(name, f"{name} holds no files that Citewire reads."))

    def _take_document(self, document: Document) -> None:
        """Take one of LangChain's documents; further ones of one source are ``source#2`` and so on.

        Loaders give the pages of a file or the rows of a table the same source.
        """
        source = str(document.metadata.get("source", ""))
        self.documents[source] += 1
        if source and self.documents[source] > 1:
            source = f"{source}#{self.documents[source]}"
        self._take_one(source or "document", document, lambda notes: _of(document, source, notes))

    def _take_one(
        self, name: str, source: Article | Document, make: Callable[[list[str]], Article]
    ) -> None:
        pending = Pending(name, sha256=None, size=size_of(source))
        try:
            article = make(pending.reading.notes)
            self._put(article, pending, named=isinstance(source, Article) or is_named(article))
        except SourceError as error:
            self._fail(Failure(name, str(error)), pending.size)
            return
        self._close(pending)

    def _take_file(self, file: Found) -> None:
        try:
            data, sha256 = self._bytes(file)
            pending = Pending(
                file.name,
                sha256,
                file.size,
                file.ending,
                Reading(url=file.url, mapping=self.mapping),
            )
            if known := self.catalogue.articles_of_source(file.name, sha256):
                self.totals["unchanged"] += known
                pending.articles = known
                pending.counts["unchanged"] = known
            else:
                self._read(data, pending)
        except SourceError as error:
            self._fail(Failure(file.name, str(error)), file.size)
            return
        self._close(pending)

    def _bytes(self, file: Found) -> tuple[bytes, str | None]:
        """Return a source's bytes and their digest, which is none where they are known already.

        What was read with another mapping of columns is not known.
        """
        try:
            data = file.read()
        except Unchanged:
            return b"", None
        digest = hashlib.sha256(data)
        if self.mapping:
            digest.update(json.dumps(dict(self.mapping), sort_keys=True).encode())
        return data, digest.hexdigest()

    def _read(self, data: bytes, pending: Pending) -> None:
        if holds_lines(pending.name, pending.ending):
            self._match_lines(data, pending)
        whole = True
        for item in load(data, pending.name, pending.reading, pending.ending):
            if isinstance(item, Failure):
                whole = False
                pending.count("failed")
                self.failed.append(item)
            else:
                self._put(item, pending, named=is_named(item))
            self._progress(step=_STEP)
        if not whole:  # so that the bad lines are reported again next time
            pending.sha256 = None

    def _match_lines(self, data: bytes, pending: Pending) -> None:
        """Find which articles of the library a file's lines are, and note where these stand now.

        The file is read twice for it, since a line is told by all the others. Only a file that has
        changed is, or one that was not read to its end.
        """
        if any(other.name == pending.name for _, _, other in self.batch):
            self._flush()
        known = [Line(*row) for row in self.catalogue.articles_of_file(pending.name)]
        if not known:
            return
        self._flush()  # what waits to be changed is no longer what it was
        lines = [
            Line.of(item, named=isinstance(item, Article) and is_named(item))
            for item in load(data, pending.name, Reading(mapping=self.mapping), pending.ending)
        ]
        pending.lines, moves = follow(pending.name, known, lines)
        self.catalogue.move_articles(moves)

    def _fail(self, failure: Failure, size: int = 0) -> None:
        self.failed.append(failure)
        self.on_source(SourceDone(failure.source, "failed", 0, failure.error))
        self.behind += size
        self.read = self.behind

    # -- storing ---------------------------------------------------------------------------------

    def _put(self, article: Article, pending: Pending, *, named: bool) -> None:
        """Decide what an article is to the library, and prepare it if it is news to it."""
        pending.articles += 1
        line = pending.is_line(article) and not named
        if line:
            # Another article may bear the id that is made of this place, from when it stood here.
            id = pending.lines.get(article.source) or self._free_id(article)
            article = replace(article, id=id)
        article, status = self._place(article, named=named, line=line)
        self.read = self.behind + pending.reading.share * pending.size
        pending.ids.add(article.id)
        pending.count(status)
        self.totals[status] += 1
        if status == "unchanged":
            return
        if status == "changed" and not named and not article.url:
            self.catalogue.doubt_sources(article.id, but=pending.name)
        split = split_sentences(article.text, article.language)
        article = replace(article, sentences=split.sentences)
        passages = pack(article, self.library.embedder)
        pending.waiting += 1
        self.batch.append((article, passages, pending))
        self.batch_shas[article.id] = article.sha256
        self.batch_passages += len(passages)
        if self.batch_passages >= self.batch_size:
            self._flush()

    def _free_id(self, article: Article) -> str:
        id, count = article.id, 1
        while id in self.batch_shas or self.catalogue.rows(
            "SELECT 1 FROM articles WHERE id = ?", (id,)
        ):
            count += 1
            id = Article.of(
                article.text, title=article.title, source=f"{article.source}#{count}"
            ).id
        return id

    def _place(self, article: Article, *, named: bool, line: bool) -> tuple[Article, SourceStatus]:
        """Find the article that this one is: by its id, its URL or its source, else its content.

        A ``line`` of a file has its id already, if it is an article of that file.
        """
        rows = self.catalogue.rows
        if not named and article.url and any(a.url == article.url for a, _, _ in self.batch):
            self._flush()  # so that it is found
        same = rows("SELECT id, sha256 FROM articles WHERE id = ?", (article.id,))
        if not same and article.url and not named:
            same = rows("SELECT id, sha256 FROM articles WHERE url = ?", (article.url,))
        if not same and not named and not line and article.source:
            same = rows(
                "SELECT id, sha256 FROM articles WHERE source = ? AND url IS ?",
                (article.source, article.url),
            )
        if not same and not named:
            same = rows("SELECT id, sha256 FROM articles WHERE sha256 = ?", (article.sha256,))
            # One that waits to be changed will not hold this content for long.
            same = [row for row in same if self.batch_shas.get(row[0], row[1]) == row[1]]
        waiting = self.batch_shas.get(article.id)
        if waiting is None and not same and not named:
            for id, sha256 in self.batch_shas.items():
                if sha256 == article.sha256:
                    return replace(article, id=id), "unchanged"
        if waiting is not None:
            if waiting == article.sha256:
                return article, "unchanged"
            self._flush()
            return article, "changed"
        if not same:
            return article, "new"
        article = replace(article, id=same[0][0])
        return article, "unchanged" if same[0][1] == article.sha256 else "changed"

    def _flush(self) -> None:
        """Encode and store what is waiting, all of it or nothing."""
        batch, self.batch, self.batch_passages, self.batch_shas = self.batch, [], 0, {}
        if not batch:
            return
        encoded = self._encode(batch)
        self.library.put(encoded, dimension=self.library.embedder.dimension)
        self.passages_done += sum(len(passages) for _, passages in encoded)
        self.stored = self.read
        log.info("stored %d articles, %d passages so far", len(encoded), self.passages_done)
        for _, _, pending in batch:
            pending.waiting -= 1
            if pending.read and not pending.waiting:
                self._finish(pending)
        self._progress()

    def _encode(
        self, batch: list[tuple[Article, list[Passage], Pending]]
    ) -> list[tuple[Article, list[EncodedPassage]]]:
        work = [(article, passage) for article, passages, _ in batch for passage in passages]
        done: Iterator[EncodedPassage] = self._encoded(work)
        return [(article, [next(done) for _ in passages]) for article, passages, _ in batch]

    def _encoded(self, work: list[tuple[Article, Passage]]) -> Iterator[EncodedPassage]:
        for at in range(0, len(work), _SLICE):
            some = work[at : at + _SLICE]
            inputs = [encoder_input(article, passage) for article, passage in some]
            vectors = self.library.embedder.encode_passages(
                [text for text, _ in inputs], [spans for _, spans in inputs]
            )
            if len(work) > _SLICE:
                part = (at + len(some)) / len(work)
                self._tell(self._share(self.stored + part * (self.read - self.stored)))
            for (_, passage), (vector, sentence_vectors) in zip(some, vectors, strict=True):
                yield EncodedPassage(
                    passage.start, passage.end, passage.sentences, vector, sentence_vectors
                )

    def _close(self, pending: Pending) -> None:
        """Note that a source has been read to its end."""
        pending.read = True
        self.behind += pending.size
        self.read = self.behind
        if not pending.waiting:
            self._finish(pending)
        self._progress()

    def _finish(self, pending: Pending) -> None:
        if pending.sha256 and pending.articles:
            self.catalogue.note_source(pending.name, pending.sha256, pending.articles, pending.ids)
        self.on_source(pending.done())

    def _progress(self, step: float = 0.0) -> None:
        """Tell how far the run is, if that is ``step`` further than when it was told last."""
        if not self.batch:
            self.stored = self.read
        share = self._share(self.stored)
        if share - self.told >= step:
            self._tell(share)

    def _share(self, done: float) -> float:
        # A file may have grown since it was measured, and some work is left until the very end.
        return min(done / self.total, 0.999) if self.total else 0.0

    def _tell(self, share: float) -> None:
        self.told = share
        self.on_progress(Progress(sum(self.totals.values()), self.passages_done, share))


def _canonical(article: Article) -> Article:
    text = canonical_text(article.text)
    if not has_words(text):
        raise SourceError(f"The article {article.id} holds no text.")
    return replace(article, text=text, title=canonical_line(article.title), sentences=())


def _of(document: Document, source: str, notes: list[str]) -> Article:
    known = document.metadata
    names = ("id", "title", "url", "outlet", "published", "language")
    fields: Any = {name: known.get(name) for name in names}
    fields["id"] = fields["id"] or document.id
    return make_article(source, notes, text=document.page_content, **fields)
