"""Sources in, a library out: find, read, place, encode and store, and a report of it all."""

from __future__ import annotations

import time
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from contextlib import closing
from dataclasses import replace
from pathlib import Path

from ingest.formats.fields import ColumnMap, parse_map
from ingest.intake import Intake
from ingest.report import Progress, Report, SourceDone
from ingest.seen import Seen
from ingest.selection import Selection
from ingest.sources import Find, Finder, Source, is_address, size_of
from ingest.storing import Rehearsal, Store
from ingest.tally import Tally
from ingest.web import Web
from vectorstore import Embedder, Library, Settings, rehearsal

#: Passages that are encoded and stored together: a few seconds of work, which a kill may lose.
BATCH_PASSAGES = 128


def ingest(
    library: Library,
    sources: Source | Iterable[Source],
    *,
    include: str | Iterable[str] = (),
    exclude: str | Iterable[str] = (),
    mapping: str | Mapping[str, str | Iterable[str]] | None = None,
    on_source: Callable[[SourceDone], None] | None = None,
    on_progress: Callable[[Progress], None] | None = None,
    batch_passages: int = BATCH_PASSAGES,
    web: Web | None = None,
) -> Report:
    """Bring articles into the library: files, folders, archives, patterns, addresses, and objects.

    Objects are an ``Article``, a Document of LangChain or a loader of Documents. A source that
    cannot be read is reported in ``Report.failed`` and stops nothing. A source whose bytes are
    known is left alone; one that changed is another version of its article. ``include`` and
    ``exclude`` are patterns for the files below a folder and the members of an archive. ``mapping``
    says which column of a table holds which field: ``{"title": "headline"}`` or
    ``"title=headline"``.

    ``on_source`` hears of each source when it is stored, ``on_progress`` of each source and batch.
    ``batch_passages`` are encoded and stored together: what a kill may lose. Of an iterator, one
    batch is in memory. ``web`` fetches pages, as the settings say unless it is given, and is closed
    in the end. The library's log notes the run if it has something to store; a run that has not
    leaves every file of the library as it is. Raises UsageError for a mapping of fields that
    articles do not have, LibraryBusyError when another process is writing, StaleIndexError,
    DiskFullError; what was stored before stays.
    """
    tally = Tally(on_source or (lambda _: None), on_progress or (lambda _: None))
    selection, told = Selection.of(include, exclude), parse_map(mapping)
    library.check_model()
    with library.writing(quiet=True), closing(web or Web(library)) as visits:
        _sign_copies(library, tally)
        store = Store(library, tally, batch_passages)
        finder = Finder(visits, selection, Seen())
        return _run(store, tally, sources, finder, told)


def dry_run(
    path: str | Path | None,
    sources: Source | Iterable[Source],
    *,
    settings: Settings | None = None,
    embedder: Embedder | None = None,
    include: str | Iterable[str] = (),
    exclude: str | Iterable[str] = (),
    mapping: str | Mapping[str, str | Iterable[str]] | None = None,
    on_source: Callable[[SourceDone], None] | None = None,
    on_progress: Callable[[Progress], None] | None = None,
) -> Report:
    """Say what ``ingest`` would do to the library in the folder ``path``, and do nothing.

    All sources are read, nothing is encoded and nothing is written there. There need not be a
    library. ``path`` defaults to the configured data folder; the other arguments are those of
    ``ingest`` and ``Library.open``.
    """
    tally = Tally(on_source or (lambda _: None), on_progress or (lambda _: None))
    selection, told = Selection.of(include, exclude), parse_map(mapping)
    with (
        rehearsal(path, settings=settings, embedder=embedder) as library,
        closing(Web(library)) as visits,
    ):
        library.check_model()
        store = Rehearsal(library, tally, BATCH_PASSAGES)
        return _run(store, tally, sources, Finder(visits, selection, Seen()), told)


def _sign_copies(library: Library, tally: Tally) -> None:
    """Look for copies among articles that came before copies were noted, and tell of it."""

    def tell(done: int, total: int) -> None:
        now = f"looking for copies among earlier articles, {done:,} of {total:,}"
        tally.turn_aside(now, slow=not done)

    if not library.catalogue.copies_known:
        library.tell_who_writes()
        library.catalogue.sign_copies(tell)
    tally.doing = ""


def _run(
    store: Store,
    tally: Tally,
    sources: Source | Iterable[Source],
    finder: Finder,
    mapping: ColumnMap,
) -> Report:
    began = time.monotonic()
    if isinstance(sources, Source):
        sources = [sources]
    intake = Intake(store, tally, finder.selection, mapping)
    for source, found in _measured(sources, finder, tally):
        intake.take(source, found)
    store.flush()
    tally.tell(1.0)
    articles, passages, sentences = store.library.catalogue.counts()
    report = Report(
        added=tally.totals["new"],
        updated=tally.totals["changed"],
        unchanged=tally.totals["unchanged"],
        failed=tuple(tally.failed),
        skipped=tally.skipped,
        articles=articles,
        passages=passages,
        sentences=sentences,
        seconds=round(time.monotonic() - began, 3),
        dry_run=isinstance(store, Rehearsal),
    )
    store.log.end(report)
    return report


def _measured(
    sources: Iterable[Source], finder: Finder, tally: Tally
) -> Iterable[tuple[Source, Iterable[Find]]]:
    """Find the files of all sources, to know how much there is; a generator's as they come.

    They are found a second time when it is their turn: a list of all would be held to the end.
    Addresses are looked up only then.
    """
    if isinstance(sources, Collection):
        first = replace(finder, seen=Seen())
        tally.total = sum(
            size_of(source, () if is_address(source) else _counted(first.find(source), tally))
            for source in sources
        )
    return ((source, finder.find(source)) for source in sources)


def _counted(found: Iterable[Find], tally: Tally) -> Iterator[Find]:
    for one in found:
        tally.find()
        yield one
