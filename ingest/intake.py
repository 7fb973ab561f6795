"""One source after the other is read, and each of its articles finds its place."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import replace
from pathlib import Path
from typing import Any

from langchain_core.documents import Document

from ingest.canonical import canonical_line, canonical_text, has_words
from ingest.formats.fields import ColumnMap
from ingest.found import Found, Unchanged
from ingest.lines import Line, follow
from ingest.loaders import Reading, holds_lines, load
from ingest.making import make_article
from ingest.pending import Pending, is_named
from ingest.placing import free_id, place
from ingest.report import Failure
from ingest.sources import Find, Source, Upload, is_address, shown, size_of
from ingest.storing import Store
from ingest.tally import STEP, Tally
from ingest.web import Page, shown_url
from vectorstore import Article, SourceError, UsageError


class Intake:
    """Takes sources in, into ``store``; ``mapping`` says which column of a table is which field."""

    def __init__(self, store: Store, tally: Tally, mapping: ColumnMap) -> None:
        self.store = store
        self.tally = tally
        self.mapping = mapping
        self.catalogue = store.library.catalogue
        self.documents: Counter[str] = Counter()

    def take(self, source: Source, found: Iterable[Find]) -> None:
        """Take a source in; ``found`` is what there is to read of it."""
        if isinstance(source, Article):
            self._take_one(source.source or source.id, source, lambda _: _canonical(source))
        elif isinstance(source, Document):
            self._take_document(source)
        elif isinstance(source, Upload):
            self._take_all(source.name, found)
        elif isinstance(source, str | Path):
            name = shown_url(str(source)) if is_address(source) else shown(Path(source))
            self._take_all(name, found)
        else:
            raise UsageError(
                f"A source is a path, an Article or a Document, not {type(source).__name__}."
            )

    def _take_all(self, name: str, found: Iterable[Find]) -> None:
        any_read = False
        for one in found:
            any_read = any_read or one is not None
            if one is None:
                self.tally.skipped += 1
            elif isinstance(one, Failure):
                self.tally.fail(one)
            else:
                self._take_found(one)
        if not any_read:
            self.tally.fail(Failure(name, f"{name} holds no files that Citewire reads."))

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
            self.tally.fail(Failure(name, str(error)), pending.size)
            return
        self.store.close(pending)

    def _take_found(self, one: Found) -> None:
        self.tally.now = one.name
        try:
            data, sha256 = self._bytes(one)
            reading = Reading(url=one.url, mapping=self.mapping)
            pending = Pending(one.name, sha256, one.size, one.ending, reading)
            pending.complete = one.complete if isinstance(one, Page) else None
            if known := self.catalogue.articles_of_source(one.name, sha256):
                self.tally.totals["unchanged"] += known
                pending.articles = known
                pending.counts["unchanged"] = known
            else:
                self._read(data, pending)
        except SourceError as error:
            self.tally.fail(Failure(one.name, str(error)), one.size)
            return
        self.store.close(pending)

    def _bytes(self, one: Found) -> tuple[bytes, str | None]:
        """Return a source's bytes and their digest, which is none where they are known already.

        What was read with another mapping of columns is not known.
        """
        try:
            data = one.read()
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
                self.tally.failed.append(item)
            else:
                article = pending.complete(item) if pending.complete else item
                self._put(article, pending, named=is_named(article))
            self.store.move(step=STEP)
        if not whole:  # so that the bad lines are reported again next time
            pending.sha256 = None

    def _match_lines(self, data: bytes, pending: Pending) -> None:
        """Find which articles of the library a file's lines are, and note where these stand now.

        The file is read twice for it, since a line is told by all the others. Only a file that has
        changed is, or one that was not read to its end.
        """
        if self.store.holds(pending.name):
            self.store.flush()
        known = [Line(*row) for row in self.catalogue.articles_of_file(pending.name)]
        if not known:
            return
        self.store.flush()  # what waits to be changed is no longer what it was
        again = Reading(url=pending.reading.url, mapping=self.mapping)
        lines = [
            Line.of(item, named=isinstance(item, Article) and is_named(item))
            for item in load(data, pending.name, again, pending.ending)
        ]
        pending.lines, moves = follow(pending.name, known, lines)
        self.catalogue.move_articles(moves)

    def _put(self, article: Article, pending: Pending, *, named: bool) -> None:
        """Decide what an article is to the library, and prepare it if it is news to it."""
        pending.articles += 1
        line = pending.is_line(article) and not named
        if line:
            # Another article may bear the id that is made of this place, from when it stood here.
            id = pending.lines.get(article.source) or free_id(article, self.store)
            article = replace(article, id=id)
        article, status = place(article, self.store, named=named, line=line)
        self.tally.read = self.tally.behind + pending.reading.share * pending.size
        pending.ids.add(article.id)
        pending.count(status)
        self.tally.totals[status] += 1
        if status == "unchanged":
            return
        if status == "changed" and not named and not article.url:
            self.catalogue.doubt_sources(article.id, but=pending.name)
        self.store.add(article, pending)


def _canonical(article: Article) -> Article:
    text = canonical_text(article.text)
    if not has_words(text):
        raise SourceError(f"The article {article.id} holds no text.")
    blocks = article.blocks if text == article.text else ()  # else they are in another text
    title = canonical_line(article.title)
    return replace(article, text=text, title=title, sentences=(), blocks=blocks)


def _of(document: Document, source: str, notes: list[str]) -> Article:
    known = document.metadata
    names = ("id", "title", "url", "outlet", "published", "language")
    fields: Any = {name: known.get(name) for name in names}
    fields["id"] = fields["id"] or document.id
    return make_article(source, notes, text=document.page_content, **fields)
