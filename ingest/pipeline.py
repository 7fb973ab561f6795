"""Sources in, a library out: find, read, place, encode and store, and a report of it all."""

from __future__ import annotations

import time
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping

from ingest.formats.fields import ColumnMap, parse_map
from ingest.intake import Intake
from ingest.report import Progress, Report, SourceDone
from ingest.sources import Find, Source, find, is_address, size_of
from ingest.storing import Store
from ingest.tally import Tally
from ingest.web import Web
from vectorstore import Library, utc_now

#: Passages that are encoded and stored together: a few seconds of work, which a kill may lose.
BATCH_PASSAGES = 128


def ingest(
    library: Library,
    sources: Source | Iterable[Source],
    *,
    on_source: Callable[[SourceDone], None] | None = None,
    on_progress: Callable[[Progress], None] | None = None,
    mapping: str | Mapping[str, str | Iterable[str]] | None = None,
    batch_passages: int = BATCH_PASSAGES,
    web: Web | None = None,
    note_idle: bool = True,
) -> Report:
    """Bring articles into the library: files, folders, addresses, articles, LangChain Documents.

    A source that cannot be read is reported in ``Report.failed`` and stops nothing. A source
    whose bytes are known is left alone; one that changed replaces its article. ``on_source`` hears
    of each source when it is stored, ``on_progress`` of each source and batch. ``mapping`` says
    which column of a table holds which field: ``{"title": "headline"}`` or ``"title=headline"``.
    ``batch_passages`` are encoded and stored together: what a kill may lose. ``web`` fetches
    pages, as the settings say unless it is given, and is closed in the end. The library's log
    notes the run, unless it changed nothing and ``note_idle`` is false. Raises UsageError for a
    mapping of fields that articles do not have, LibraryBusyError when another process is writing,
    StaleIndexError, DiskFullError; what was stored before stays.
    """
    if isinstance(sources, Source):
        sources = [sources]
    told = parse_map(mapping)
    tally = Tally(on_source or (lambda _: None), on_progress or (lambda _: None))
    library.check_model()
    with library.writing(), web or Web(library) as visits:
        store = Store(library, tally, batch_passages)
        return _run(store, tally, sources, told, visits, note_idle)


def _run(
    store: Store,
    tally: Tally,
    sources: Iterable[Source],
    mapping: ColumnMap,
    web: Web,
    note_idle: bool,
) -> Report:
    began = time.monotonic()
    catalogue = store.library.catalogue
    key = catalogue.value("INSERT INTO ingests (started_at) VALUES (?) RETURNING key", (utc_now(),))
    intake = Intake(store, tally, mapping)
    for source, found in _measured(sources, web, tally):
        intake.take(source, found)
    store.flush()
    tally.tell(1.0)
    articles, passages, sentences = catalogue.counts()
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
    )
    if not (note_idle or report.added or report.updated):
        catalogue.rows("DELETE FROM ingests WHERE key = ?", (key,))
        return report
    catalogue.rows(
        "UPDATE ingests SET finished_at=?, added=?, updated=?, unchanged=?, failed=? WHERE key=?",
        (utc_now(), report.added, report.updated, report.unchanged, len(report.failed), key),
    )
    return report


def _measured(
    sources: Iterable[Source], web: Web, tally: Tally
) -> Iterable[tuple[Source, Iterable[Find]]]:
    """Find the files of all sources, to know how much there is; a generator's as they come.

    Addresses are looked up only when it is their turn.
    """
    if not isinstance(sources, Collection):
        return ((source, find(source, web)) for source in sources)
    measured = [
        (source, () if is_address(source) else list(_counted(find(source, web), tally)))
        for source in sources
    ]
    tally.total = sum(size_of(source, found) for source, found in measured)
    return (
        (source, find(source, web) if is_address(source) else found) for source, found in measured
    )


def _counted(found: Iterable[Find], tally: Tally) -> Iterator[Find]:
    for one in found:
        tally.find()
        yield one
