"""Files, pages and feeds become articles in a library."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

import vectorstore

if TYPE_CHECKING:
    from ingest.pipeline import dry_run, ingest
    from ingest.previewing import Previewed, preview
    from ingest.remodeling import Remodeled, rebuild_with
    from ingest.report import Failure, Progress, Report, SourceDone
    from ingest.sentences import Split, split_sentences
    from ingest.sources import Source, Upload
    from ingest.structure import blocks_of, is_wrapped
    from ingest.watch import Watch, Watched

__all__ = [
    "Failure",
    "Previewed",
    "Progress",
    "Remodeled",
    "Report",
    "Source",
    "SourceDone",
    "Split",
    "Upload",
    "Watch",
    "Watched",
    "blocks_of",
    "dry_run",
    "ingest",
    "is_wrapped",
    "preview",
    "rebuild_with",
    "split_sentences",
]

#: Where each name stands: it is loaded when first used, since some bring heavy libraries.
_HOMES = {
    "Failure": "ingest.report",
    "Previewed": "ingest.previewing",
    "Progress": "ingest.report",
    "Remodeled": "ingest.remodeling",
    "Report": "ingest.report",
    "Source": "ingest.sources",
    "SourceDone": "ingest.report",
    "Split": "ingest.sentences",
    "Upload": "ingest.sources",
    "Watch": "ingest.watch",
    "Watched": "ingest.watch",
    "blocks_of": "ingest.structure",
    "dry_run": "ingest.pipeline",
    "ingest": "ingest.pipeline",
    "is_wrapped": "ingest.structure",
    "preview": "ingest.previewing",
    "rebuild_with": "ingest.remodeling",
    "split_sentences": "ingest.sentences",
}

if not TYPE_CHECKING:  # it would take any name for one of ours
    __getattr__ = vectorstore.on_demand(__name__, _HOMES)


# Silent unless the program that uses us, or -v, says otherwise.
logging.getLogger(__name__).addHandler(logging.NullHandler())
