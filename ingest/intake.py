"""One source after the other is read, and each of its articles finds its place."""

from __future__ import annotations

import hashlib
import io
import json
from collections.abc import Callable, Iterable
from dataclasses import replace
from itertools import islice
from pathlib import Path
from typing import IO

from langchain_core.document_loaders import BaseLoader
from langchain_core.documents import Document

from ingest.canonical import canonical_line, canonical_text, has_words, storable
from ingest.containers import Container, Member, is_container, unpacked
from ingest.formats.fields import ColumnMap, Columns, row_article
from ingest.found import PACKED, Found, Unchanged
from ingest.lines import Line, follow
from ingest.loaders import PAGES, Reading, holds_lines, load
from ingest.pending import Pending, is_named
from ingest.placing import free_id, place
from ingest.report import Failure, SourceStatus
from ingest.seen import Seen
from ingest.selection import Selection
from ingest.sources import (
    Again,
    Find,
    InFolder,
    Source,
    Upload,
    contents,
    is_address,
    opened,
    shown,
    size_of,
)
from ingest.storing import Store
from ingest.streams import Stream
from ingest.tally import STEP, Tally
from ingest.uploads import FEW, UPLOADED, upload_name
from ingest.web import Page, addressed, is_teaser, shown_url
from vectorstore import Article, SourceError, UsageError

#: Bytes of a source that may take long to read.
_LARGE = 1_000_000
_UNCHANGED: SourceStatus = "unchanged"


class Intake:
    """Takes sources in, into ``store``.

    ``selection`` says which members of archives are taken, ``mapping`` which column of a table is
    which field.
    """

    def __init__(
        self, store: Store, tally: Tally, selection: Selection, mapping: ColumnMap
    ) -> None:
        self.store = store
        self.tally = tally
        self.selection = selection
        self.mapping = mapping
        self.catalogue = store.library.catalogue
        self.documents = Seen()
        # What a byte of the file or the archive that is being read is in bytes of the run.
        self.scale = 1.0

    def take(self, source: Source, found: Iterable[Find]) -> None:
        """Take a source in; ``found`` is what there is to read of it."""
        if isinstance(source, Article):
            name = storable(source.source or source.id)
            self._take_one(name, source, lambda _: _canonical(source))
        elif isinstance(source, Document):
            self._take_document(source)
        elif isinstance(source, BaseLoader):
            self._take_loader(source)
        elif isinstance(source, Upload):
            self._take_all(source.name, found)
        elif isinstance(source, InFolder):
            self._take_all(shown(source.path), found)
        elif isinstance(source, str | Path):
            name = shown_url(str(source)) if is_address(source) else shown(Path(source))
            if is_address(source):
                self.store.library.tell_who_writes()  # what servers say is noted
                self.tally.turn_to(name, slow=True)
            self._take_all(name, found)
        else:
            raise UsageError(
                "A source is a path, an address, an Article, a Document or a loader of "
                f"Documents, not {type(source).__name__}."
            )

    def _take_all(self, name: str, found: Iterable[Find]) -> None:
        """Take all that a source means; that it means nothing at all is a failure."""
        any_read = False
        for one in found:
            any_read = self._take_find(one) or any_read
        if not any_read:
            left = " and the patterns leave" if self.selection != Selection() else ""
            self.tally.fail(Failure(name, f"{name} holds no files that Citewire reads{left}."))

    def _take_find(self, one: Find, above: Container | None = None) -> bool:
        """Take what was found; returns whether there was something of a format that is read."""
        if one is None:
            self.tally.skipped += 1
            return False
        if isinstance(one, Again):
            return True
        if isinstance(one, Failure):
            self.tally.fail(one)
            return True
        return self._take_found(one, above)

    def _take_loader(self, loader: BaseLoader) -> None:
        """Take the documents of a loader as it gives them."""
        name, count = type(loader).__name__, 0
        documents = loader.lazy_load()
        while True:
            try:
                document = next(documents, None)
            except Exception as error:  # somebody else's program, which can fail in any way
                kept = f" The {count:,} documents before are in." if count else ""
                why = f"{name} stopped ({type(error).__name__}: {error}).{kept}"
                self.tally.fail(Failure(name, why))
                return
            if document is None:
                return
            count += 1
            self._take_document(document)

    def _take_document(self, document: Document) -> None:
        """Take one of LangChain's documents; further ones of one source are ``source#2`` and so on.

        Loaders give the pages of a file or the rows of a table the same source.
        """
        source = storable(str(document.metadata.get("source", "")))
        if source and (count := self.documents.count(source)) > 1:
            source = f"{source}#{count}"
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

    def _take_found(self, one: Found, above: Container | None = None) -> bool:
        """Take something to read; ``above`` is the archive that it lies in."""
        self.tally.turn_to(one.name, slow=one.size == 0 or one.size > _LARGE)
        try:
            if one.ending in PACKED:
                stream = opened(one)
            else:
                data, sha256 = self._bytes(one)
                if one.ending not in PACKED:  # which is only known now, of an address
                    self._take_bytes(one, data, sha256)
                    return True
                stream = io.BytesIO(data if isinstance(data, bytes) else b"")
        except SourceError as error:
            self.tally.fail(Failure(one.name, str(error)), one.size * self.scale)
            return True
        with stream:
            if one.ending == ".gz":
                return self._take_found(unpacked(one, stream, above), above)
            return self._take_container(one, stream, above)

    def _take_container(self, one: Found, stream: IO[bytes], above: Container | None) -> bool:
        """Take the members of an archive; returns whether any was of a format that is read."""
        container = Container(one.name, one.ending, stream, above=above)
        begin, scale = self.tally.behind, self.scale
        weight = one.size * scale
        self.scale = weight / container.size if container.size else 0.0
        below = getattr(one, "below", "") or one.name
        any_read = False
        try:
            for member in container.members():
                if isinstance(member, Member) and not self._selected(member, below):
                    any_read = True
                    continue
                any_read = self._take_find(member, container) or any_read
                self.tally.behind = max(self.tally.behind, begin + container.share * weight)
        except SourceError as error:
            self.tally.fail(Failure(one.name, str(error)))
            any_read = True
        finally:
            self.scale = scale
        self.tally.behind = begin
        self.tally.pass_by(weight)
        self.store.move()
        return any_read

    def _selected(self, member: Member, below: str) -> bool:
        """Say whether a member is taken, by its path in the archive or the archive's and that."""
        paths = (member.inside, f"{below}/{member.inside}")
        member.below = paths[1]
        if is_container(member.ending):
            return self.selection.allows(*paths)
        return self.selection.takes(*paths)

    def _take_bytes(self, one: Found, data: bytes | Stream, sha256: str | None) -> None:
        reading = Reading(url=one.url, mapping=self.mapping)
        name = self._name_of(one, data, sha256, reading)
        pending = Pending(name, sha256, one.size * self.scale, one.ending, reading)
        pending.complete = one.complete if isinstance(one, Page) else None
        if known := self.catalogue.articles_of_source(name, sha256):
            pending.sha256 = None  # what it gave is noted
            self.tally.totals["unchanged"] += known
            pending.articles = known
            pending.counts["unchanged"] = known
        else:
            self._read(data, pending)
        self.store.close(pending)

    def _name_of(
        self, one: Found, data: bytes | Stream, sha256: str | None, reading: Reading
    ) -> str:
        """Return the name that something goes by: an upload, by another where its own is taken."""
        if not one.name.startswith(UPLOADED):
            return one.name

        def texts() -> list[str]:
            items = load(data, one.name, Reading(mapping=self.mapping), one.ending)
            return [item.text for item in islice(items, FEW) if isinstance(item, Article)]

        name = upload_name(one.name, sha256, texts, self.store)
        if name != one.name:
            known, new = (which.removeprefix(UPLOADED) for which in (one.name, name))
            reading.note(f"{known} is the name of another text already: this one goes by {new}")
        return name

    def _bytes(self, one: Found) -> tuple[bytes | Stream, str | None]:
        """Return a source's bytes and their digest, which is none where they are known already."""
        try:
            data = contents(one)
        except Unchanged:
            return b"", None
        return data, self.digest(data)

    def digest(self, data: bytes | Stream) -> str:
        """Return what tells bytes from others, and from the same with another map of columns."""
        digest = hashlib.sha256(data) if isinstance(data, bytes) else data.digest()
        if self.mapping:
            digest.update(json.dumps(dict(self.mapping), sort_keys=True).encode())
        return digest.hexdigest()

    def _read(self, data: bytes | Stream, pending: Pending) -> None:
        if holds_lines(pending.name, pending.ending):
            self.catalogue.move_articles(self.match_lines(data, pending))
        whole = True
        for item in load(data, pending.name, pending.reading, pending.ending):
            if isinstance(item, Failure):
                whole = False
                pending.count("failed")
                self.tally.failed.append(item)
            else:
                article = self.completed(item, pending)
                self._put(article, pending, named=is_named(article))
            self.store.move(step=STEP)
        if not whole:  # so that the bad lines are reported again next time
            pending.sha256 = None

    def completed(self, article: Article, pending: Pending) -> Article:
        """Return an article with what is known of it from elsewhere, and its own address."""
        complete = pending.complete or self._page_of(pending)
        if article.source != pending.name:  # a page that is attached to a mail gives itself one
            complete = self._address_of(pending) if pending.ending == ".eml" else None
        if complete is None:
            return article
        whole = complete(article)
        if whole.url and self.store.holds_url(whole.url):
            self.store.flush()  # so that the page can be held against it
            whole = complete(article)
        if article.url and not whole.url:
            pending.reading.note(
                f"{article.url}, which it gives as its address, is that of another article: it is "
                "an article without an address"
            )
        return whole

    def _page_of(self, pending: Pending) -> Callable[[Article], Article] | None:
        """Return what gives a page its address that was saved, alone or in an archive."""
        return self._address_of(pending) if pending.ending in PAGES else None

    def _address_of(self, pending: Pending) -> Callable[[Article], Article]:
        own = pending.reading.url
        return lambda article: addressed(
            article, own if article.source == pending.name else None, self.catalogue
        )

    def match_lines(self, data: bytes | Stream, pending: Pending) -> list[tuple[str, str]]:
        """Find which articles of the library a file's lines are; return where these stand now.

        The file is read twice for it, since a line is told by all the others. Only a file that has
        changed is, or one that was not read to its end.
        """
        if self.store.holds(pending.name):
            self.store.flush()
        known = [Line(*row) for row in self.catalogue.articles_of_file(pending.name)]
        if not known:
            return []
        self.store.flush()  # what waits to be changed is no longer what it was
        again = Reading(url=pending.reading.url, mapping=self.mapping)
        lines = [
            Line.of(item, named=isinstance(item, Article) and is_named(item))
            for item in load(data, pending.name, again, pending.ending)
        ]
        pending.lines, moves = follow(pending.name, known, lines)
        return moves

    def _put(self, article: Article, pending: Pending, *, named: bool) -> None:
        """Decide what an article is to the library, and prepare it if it is news to it."""
        pending.articles += 1
        article, status = self.placed(article, pending, named=named)
        self.tally.read = self.tally.behind + pending.reading.share * pending.size
        pending.ids.add(article.id)
        pending.count(status)
        self.tally.totals[status] += 1
        if status == "unchanged":
            return
        if status == "changed" and not named and not article.url:
            self.catalogue.doubt_sources(article.id, but=pending.name)
        self.store.add(article, pending)

    def placed(
        self, article: Article, pending: Pending, *, named: bool
    ) -> tuple[Article, SourceStatus]:
        """Return an article with the id that it has in the library, and what it is to that."""
        line = pending.is_line(article) and not named
        if line:
            # Another article may bear the id that is made of this place, from when it stood here.
            id = pending.lines.get(article.source) or free_id(article, self.store)
            article = replace(article, id=id)
        whole = article.source == pending.name
        stored = self._told_by(article) if pending.reading.is_feed and not named else None
        if stored:
            pending.reading.note("an article that the library has in full stays as it is")
            return replace(article, id=stored), _UNCHANGED
        note = pending.reading.note
        return place(article, self.store, named=named, line=line, whole=whole, note=note)

    def _told_by(self, article: Article) -> str | None:
        """Return the id of the article, of another file, that an entry of a feed is a teaser of."""
        if not article.url:
            return None
        if self.store.holds_url(article.url):
            self.store.flush()
        feed = article.source.rpartition("#")[0]
        for id, source, text in self.catalogue.texts_at(article.url):
            if source.rpartition("#")[0] != feed and is_teaser(article.text, of=text):
                return id
        return None


def _canonical(article: Article) -> Article:
    text, id = canonical_text(article.text), storable(article.id).strip()
    if not has_words(text) or not id:
        what = "text" if id else "id that can be stored"
        raise SourceError(f"The article {storable(article.id)} holds no {what}.")
    return replace(
        article,
        id=id,
        text=text,
        title=canonical_line(article.title),
        url=_or_none(storable, article.url),
        source=storable(article.source),
        outlet=_or_none(canonical_line, article.outlet),
        language=_or_none(canonical_line, article.language),
        byline=_or_none(canonical_line, article.byline),
        section=_or_none(canonical_line, article.section),
        tags=tuple(dict.fromkeys(filter(None, map(canonical_line, article.tags)))),
        known_from={name: canonical_line(where) for name, where in article.known_from.items()},
        sentences=(),
        blocks=article.blocks if text == article.text else (),  # else they are in another text
    )


def _or_none(clean: Callable[[str], str], value: str | None) -> str | None:
    """Return a field in canonical form; nothing is left of some."""
    return (clean(value) or None) if value is not None else None


def _of(document: Document, source: str, notes: list[str]) -> Article:
    """Make an article of a document, whose metadata go by the names that tables' columns have."""
    known = {**document.metadata, "id": document.metadata.get("id") or document.id}
    names = [name for name in known if name != "source"]  # which is where it was read
    columns = Columns.choose(names, {"text": ("page_content",)}, own_id=True)
    row = {**known, "page_content": document.page_content}
    return row_article(row, columns, source, notes, what="metadata")
